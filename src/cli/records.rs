//! The lines of the JSONL filters: what comes in, what goes out, field by field as the contract has it. Pages: [`super::pages`],
//! summaries: [`super::summaries`].

use serde::Serialize;
use serde_json::{Map, Value};

use super::arguments::OffsetUnit;
use super::filter::Manner;
use crate::article::{Language, Offsets, Span};
use crate::detect::{self, DetectOptions};
use crate::digest::stories::{GroupInput, Profile};
use crate::escape::json_line;
use crate::segment::{self, Decision, SegmentOptions};
use crate::summarize::{NO_RATIO, Ratio, SummaryOptions};

/// A line that was read: its id, and the other fields until they are taken.
#[derive(Debug)]
pub(super) struct Request {
    /// Comes back as it was; `null` where the line has none.
    pub(super) id: Value,
    fields: Map<String, Value>,
}

impl Request {
    /// Reads a line of JSON. A lone half of a surrogate pair in an escape becomes U+FFFD.
    pub(super) fn parse(line: &[u8]) -> Result<Self, String> {
        let value = serde_json::from_slice(line).or_else(|error| {
            replace_lone_surrogates(line)
                .and_then(|line| serde_json::from_slice(&line).ok())
                .ok_or_else(|| format!("not JSON: {error}"))
        })?;
        let Value::Object(mut fields) = value else {
            return Err("a line is to hold one JSON object".to_owned());
        };
        let id = fields.shift_remove("id").unwrap_or(Value::Null);
        Ok(Self { id, fields })
    }

    /// Takes a string field; `None` if it is absent.
    pub(super) fn string(&mut self, name: &str) -> Result<Option<String>, String> {
        match self.fields.shift_remove(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(format!("\"{name}\" is to be a string")),
        }
    }

    pub(super) fn required(&mut self, name: &str) -> Result<String, String> {
        self.string(name)?.ok_or_else(|| format!("\"{name}\" is missing"))
    }

    /// Takes a whole number that is not negative; numbers beyond what a text can hold count as that.
    pub(super) fn count(&mut self, name: &str) -> Result<Option<usize>, String> {
        let wrong = || format!("\"{name}\" is to be a whole number, 0 or more");
        match self.fields.shift_remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Number(number)) => {
                if let Some(whole) = number.as_u64() {
                    return Ok(Some(usize::try_from(whole).unwrap_or(usize::MAX)));
                }
                match number.as_f64() {
                    Some(float) if float >= 1e15 => Ok(Some(usize::MAX)),
                    _ => Err(wrong()),
                }
            }
            Some(_) => Err(wrong()),
        }
    }

    /// Takes `ratio`.
    fn ratio(&mut self) -> Result<Option<Ratio>, String> {
        match self.fields.shift_remove("ratio") {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match value.as_f64().and_then(Ratio::new) {
                Some(ratio) => Ok(Some(ratio)),
                None => Err(format!("\"ratio\": {NO_RATIO}")),
            },
        }
    }

    /// Takes `lang`: a tag that cannot be read counts as absent, since a text can always be asked.
    pub(super) fn language(&mut self) -> Result<Option<Language>, String> {
        let tag = match self.fields.shift_remove("lang") {
            Some(Value::Null) | None => return Ok(None),
            Some(Value::String(tag)) => tag,
            Some(_) => return Err("\"lang\" is to be a string".to_owned()),
        };
        Ok(Language::parse(&tag).ok().filter(|language| !language.is_und()))
    }

    /// Takes a tag that has to be there; one that cannot be read is a language that nothing is known of.
    pub(super) fn tag(&mut self, name: &str) -> Result<Language, String> {
        Ok(Language::parse(&self.required(name)?).unwrap_or(Language::UND))
    }

    /// Takes a list of pairs of strings; absent is empty.
    pub(super) fn pairs(&mut self, name: &str) -> Result<Vec<(String, String)>, String> {
        let list = match self.fields.shift_remove(name) {
            None | Some(Value::Null) => return Ok(Vec::new()),
            Some(list) => list,
        };
        serde_json::from_value(list)
            .map_err(|_| format!("\"{name}\" is to be a list of pairs of strings: [[source, target], …]"))
    }

    /// Takes `title`; an empty one counts as absent.
    pub(super) fn title(&mut self) -> Result<Option<String>, String> {
        match self.fields.shift_remove("title") {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(title)) => Ok(Some(title).filter(|title| !title.is_empty())),
            Some(_) => Err("\"title\" is to be a string".to_owned()),
        }
    }

    /// Takes the line's budget; `default` if it has none.
    pub(super) fn budget(&mut self, default: &SummaryOptions) -> Result<SummaryOptions, String> {
        let asked = SummaryOptions {
            sentences: self.count("sentences")?,
            words: self.count("words")?,
            chars: self.count("chars")?,
            ratio: self.ratio()?,
        };
        Ok(if asked == SummaryOptions::default() {
            *default
        } else {
            asked
        })
    }

    /// The reply: id, `result`, then the fields that nobody took.
    pub(super) fn reply(&mut self, result: &impl Serialize, names: &[&str]) -> Vec<u8> {
        for name in names {
            self.fields.shift_remove(*name);
        }
        line(&Reply {
            id: &self.id,
            result,
            rest: &self.fields,
        })
    }
}

#[derive(Serialize)]
struct Reply<'a, T> {
    id: &'a Value,
    #[serde(flatten)]
    result: &'a T,
    #[serde(flatten)]
    rest: &'a Map<String, Value>,
}

/// A line of output.
fn line(value: &impl Serialize) -> Vec<u8> {
    let mut out = json_line(serde_json::to_vec(value).expect("plain data is always JSON"));
    out.push(b'\n');
    out
}

/// The reply to a line that cannot be answered.
pub(super) fn error(id: &Value, message: &str) -> Vec<u8> {
    line(&serde_json::json!({ "id": id, "error": message }))
}

/// Writes `\uFFFD` for escapes that are half of a pair; `None` if there is none.
fn replace_lone_surrogates(line: &[u8]) -> Option<Vec<u8>> {
    let unit = |at: usize| -> Option<u16> {
        let escape = line.get(at..at + 6).filter(|escape| escape.starts_with(b"\\u"))?;
        u16::from_str_radix(std::str::from_utf8(&escape[2..]).ok()?, 16).ok()
    };
    let (mut out, mut at, mut changed) = (Vec::with_capacity(line.len()), 0, false);
    while at < line.len() {
        match (line[at], unit(at)) {
            (b'\\', Some(0xD800..=0xDBFF)) if matches!(unit(at + 6), Some(0xDC00..=0xDFFF)) => {
                out.extend_from_slice(&line[at..at + 12]);
                at += 12;
            }
            (b'\\', Some(0xD800..=0xDFFF)) => {
                out.extend_from_slice(b"\\uFFFD");
                changed = true;
                at += 6;
            }
            (b'\\', _) => {
                out.extend_from_slice(&line[at..(at + 2).min(line.len())]);
                at += 2;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    changed.then_some(out)
}

/// The language as it is printed.
pub(super) fn tag(language: &Language, manner: &Manner) -> String {
    if manner.script {
        language.to_string()
    } else {
        language.bare().to_string()
    }
}

/// What the text is, with the user's restrictions.
pub(super) fn detection(text: &str, declared: Option<Language>, manner: &Manner) -> detect::Detection {
    let options = DetectOptions {
        declared,
        only: manner.languages.clone(),
    };
    detect::detect(text, &options)
}

/// The language to work with: the user's, else the line's, else what the text is.
pub(super) fn language_of(text: &str, given: Option<Language>, manner: &Manner) -> Language {
    manner
        .language
        .clone()
        .or(given)
        .unwrap_or_else(|| detection(text, None, manner).language)
}

/// Offsets of one text in the unit that was asked for.
pub(super) struct Places<'t> {
    offsets: Option<Offsets<'t>>,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str, manner: &Manner) -> Self {
        Self::in_unit(text, manner.offsets)
    }

    pub(super) fn in_unit(text: &'t str, unit: OffsetUnit) -> Self {
        Self {
            offsets: (unit == OffsetUnit::Codepoints).then(|| Offsets::new(text)),
        }
    }

    pub(super) fn of(&self, span: Span) -> (u32, u32) {
        match &self.offsets {
            Some(offsets) => (offsets.code_points(span.start), offsets.code_points(span.end)),
            None => (span.start, span.end),
        }
    }
}

#[derive(Serialize)]
struct Piece<'t> {
    start: u32,
    end: u32,
    text: &'t str,
}

#[derive(Serialize)]
struct Segmented<'t> {
    lang: String,
    segments: Vec<Piece<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decisions: Option<Vec<Decided>>,
}

/// A place that could be an end.
#[derive(Serialize)]
struct Decided {
    at: u32,
    cut: bool,
    rule: &'static str,
    reason: &'static str,
    /// The line of the rule in the SRX file.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
}

/// `{"id","text","lang"?}` to `{"id","lang","segments"}` and, if asked, `"decisions"`.
pub(super) fn segment(
    request: &mut Request,
    manner: &Manner,
    options: &SegmentOptions,
    explain: bool,
) -> Result<Vec<u8>, String> {
    let text = request.required("text")?;
    let given = request.language()?;
    let language = language_of(&text, given, manner);
    let places = Places::new(&text, manner);
    let segments = segment::segment(&text, &language, options)
        .into_iter()
        .map(|span| {
            let (start, end) = places.of(span);
            Piece {
                start,
                end,
                text: span.of(&text),
            }
        })
        .collect();
    let decisions = explain.then(|| {
        let decided = |decision: Decision| Decided {
            at: places.of(Span::new(decision.at, decision.at)).0,
            cut: decision.cut,
            rule: decision.rule,
            reason: decision.reason,
            line: decision.line,
        };
        segment::explain(&text, &language, options)
            .into_iter()
            .map(decided)
            .collect()
    });
    let result = Segmented {
        lang: tag(&language, manner),
        segments,
        decisions,
    };
    Ok(request.reply(&result, &["lang", "segments", "decisions"]))
}

#[derive(Serialize)]
struct LanguageSpan {
    start: u32,
    end: u32,
    lang: String,
}

#[derive(Serialize)]
struct Detected {
    lang: String,
    script: &'static str,
    confidence: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    spans: Option<Vec<LanguageSpan>>,
}

/// `{"id","text"}` to `{"id","lang","script","confidence"}` and, if asked, `"spans"`.
pub(super) fn detect(request: &mut Request, manner: &Manner, spans: bool) -> Result<Vec<u8>, String> {
    let text = request.required("text")?;
    let mut found = detection(&text, None, manner);
    if let Some(language) = &manner.language {
        (found.language, found.confidence) = (language.clone(), 1.0);
    }
    let spans = spans.then(|| {
        let places = Places::new(&text, manner);
        let options = DetectOptions {
            declared: None,
            only: manner.languages.clone(),
        };
        let place = |(span, language): (Span, Language)| {
            let (start, end) = places.of(span);
            LanguageSpan {
                start,
                end,
                lang: tag(&language, manner),
            }
        };
        let mut found = detect::spans(&text, &options);
        if let (Some(language), Some(first), Some(last)) = (&manner.language, found.first(), found.last()) {
            let (start, end) = (first.0.start, last.0.end);
            found = vec![(Span { start, end }, language.clone())];
        }
        found.into_iter().map(place).collect()
    });
    let confidence = (f64::from(found.confidence) * 1e4).round() / 1e4;
    let result = Detected {
        lang: tag(&found.language, manner),
        script: found.script,
        confidence,
        spans,
    };
    Ok(request.reply(&result, &["lang", "script", "confidence", "spans"]))
}

/// What `{"id","title"?,"text","lang"?,"date"?}` is grouped by.
pub(super) fn profile(request: &mut Request, manner: &Manner) -> Result<Profile, String> {
    let text = request.required("text")?;
    let title = request.title()?;
    let given = request.language()?;
    // A date that is none says nothing; the article has its words all the same.
    let date = request.string("date").unwrap_or_default();
    let language = language_of(&text, given, manner);
    Ok(Profile::of(&GroupInput {
        title: title.as_deref(),
        text: &text,
        language: &language,
        date: date.as_deref(),
    }))
}

/// `{"id","story"}`.
pub(super) fn story(id: &Value, story: usize) -> Vec<u8> {
    line(&serde_json::json!({ "id": id, "story": story }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_a_surrogate_pair_does_not_lose_the_line() {
        let request = Request::parse(br#"{"id":"\ud83d\ude00","text":"a \ud800 b \\ud800"}"#).unwrap();
        assert_eq!(request.id, "😀");
        assert_eq!(request.fields["text"], "a \u{fffd} b \\ud800");
    }

    #[test]
    fn numbers_are_whole_and_not_negative() {
        let count = |json: &str| Request::parse(json.as_bytes()).unwrap().count("n");
        assert_eq!(count(r#"{"n":4}"#), Ok(Some(4)));
        assert_eq!(count(r#"{"n":1e30}"#), Ok(Some(usize::MAX)));
        assert_eq!(count("{}"), Ok(None));
        assert!(
            count(r#"{"n":-5}"#).is_err() && count(r#"{"n":"4"}"#).is_err() && count(r#"{"n":2.5}"#).is_err()
        );
    }
}
