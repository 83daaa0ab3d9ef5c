//! An SRX file as XML: header, language rules, language maps. What the patterns say is not looked at here.
//!
//! Nothing outside the file is read: entities are the five of XML and characters by number.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use super::{SrxError, SrxProblem};

/// Most rules of a file, and most language maps; the published files have up to three thousand and forty.
const MAX_RULES: usize = 100_000;
const MAX_MAPS: usize = 2_000;

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct File {
    /// All maps that fit a language count, not only the first.
    pub(super) cascade: bool,
    pub(super) groups: Vec<Group>,
    pub(super) maps: Vec<Map>,
    pub(super) problems: Vec<SrxProblem>,
}

/// A `languagerule`.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) rules: Vec<Rule>,
}

/// A `rule`.
#[derive(Debug, Default)]
pub(super) struct Rule {
    pub(super) breaks: bool,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) line: u32,
}

/// A `languagemap`.
#[derive(Debug)]
pub(super) struct Map {
    pub(super) pattern: String,
    pub(super) group: String,
    pub(super) line: u32,
}

/// Reads an SRX file of version 2.0 (or 1.0, where the first map that fits a language counts).
///
/// # Errors
/// If it is not well-formed XML or no SRX file.
pub(super) fn read(text: &str) -> Result<File, SrxError> {
    let mut reader = NsReader::from_str(text);
    let mut parser = Parser {
        places: Places {
            text,
            at: 0,
            line: 1,
            line_start: 0,
        },
        file: File::default(),
        depth: 0,
        field: None,
        rules: 0,
    };
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader
            .read_resolved_event()
            .map(|(name, event)| (ours(&name), event));
        match event {
            Ok((_, Event::Eof)) => break,
            Ok((ours, event)) => parser.take(ours, &event, start)?,
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                return Err(parser.places.error(at.max(start), error.to_string()));
            }
        }
    }
    parser.finish()
}

/// Whether an element is one of the standard's: files of other tools carry elements of their own beside them.
fn ours(name: &ResolveResult<'_>) -> bool {
    match name {
        ResolveResult::Bound(Namespace(uri)) => uri.contains("lisa.org/srx"),
        ResolveResult::Unbound => true,
        ResolveResult::Unknown(_) => false,
    }
}

struct Parser<'t> {
    places: Places<'t>,
    file: File,
    depth: usize,
    /// The field of the rule that text goes to.
    field: Option<Field>,
    rules: usize,
}

#[derive(Clone, Copy)]
enum Field {
    Before,
    After,
}

impl Parser<'_> {
    /// Takes the part of the file that begins at byte `at`.
    fn take(&mut self, ours: bool, event: &Event<'_>, at: usize) -> Result<(), SrxError> {
        match event {
            Event::Start(tag) => {
                self.open(ours, tag, at)?;
                self.depth += 1;
            }
            Event::Empty(tag) => {
                self.open(ours, tag, at)?;
                self.close(tag.local_name().as_ref());
            }
            Event::End(tag) => {
                self.depth -= 1;
                self.close(tag.local_name().as_ref());
            }
            Event::Text(text) => self.text(text),
            Event::CData(text) => self.text(text),
            Event::GeneralRef(name) => {
                let character = name
                    .resolve_char_ref()
                    .map_err(|error| self.places.error(at, error.to_string()))?;
                if let Some(c) = character {
                    self.text(c.encode_utf8(&mut [0; 4]));
                } else if let Some(text) = quick_xml::escape::resolve_predefined_entity(name) {
                    self.text(text);
                } else {
                    let message = format!("the entity \"&{};\" is not one of XML's five", &**name);
                    return Err(self.places.error(at, message));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, ours: bool, tag: &BytesStart<'_>, at: usize) -> Result<(), SrxError> {
        let name = tag.local_name();
        let name: &str = name.as_ref();
        if self.depth == 0 && !(ours && name == "srx") {
            let message = format!("no SRX file: its root is <{}>", tag.name().as_ref());
            return Err(self.places.error(at, message));
        }
        if !ours {
            return Ok(());
        }
        let attribute = |wanted: &str| {
            let mut attributes = tag.attributes().flatten();
            let found = attributes.find(|attribute| attribute.key.as_ref() == wanted)?;
            let value = quick_xml::escape::unescape(&found.value);
            Some(value.map_or_else(|_| found.value.to_string(), std::borrow::Cow::into_owned))
        };
        match name {
            // Version 1 knows no cascade. OmegaT, whose files leave the attribute out, takes it for "yes".
            "srx" => self.file.cascade = attribute("version").is_none_or(|version| !version.starts_with('1')),
            "header" => self.header(attribute("cascade").as_deref(), at),
            "formathandle" => self.handle(attribute("type"), attribute("include"), at),
            "languagerule" => {
                let name = attribute("languagerulename").unwrap_or_default();
                if self.file.groups.iter().any(|group| group.name == name) {
                    self.problem(at, &name, "is the name of two language rules; the first counts");
                }
                self.file.groups.push(Group {
                    name,
                    rules: Vec::new(),
                });
            }
            "rule" => self.rule(attribute("break").as_deref(), at)?,
            "beforebreak" => self.field = Some(Field::Before),
            "afterbreak" => self.field = Some(Field::After),
            "languagemap" => {
                if self.file.maps.len() == MAX_MAPS {
                    return Err(self
                        .places
                        .error(at, format!("more than {MAX_MAPS} language maps")));
                }
                let line = self.places.line_of(at);
                self.file.maps.push(Map {
                    pattern: attribute("languagepattern").unwrap_or_default(),
                    group: attribute("languagerulename").unwrap_or_default(),
                    line,
                });
            }
            _ => {}
        }
        Ok(())
    }

    fn header(&mut self, cascade: Option<&str>, at: usize) {
        match cascade {
            Some("yes") => self.file.cascade = true,
            Some("no") => self.file.cascade = false,
            Some(other) => self.problem(at, other, "is no value of cascade; write yes or no"),
            None => {}
        }
    }

    /// Tags at a cut stand where the standard puts them unless told otherwise: those that open and empty ones after it, those that
    /// close before it.
    fn handle(&mut self, kind: Option<String>, include: Option<String>, at: usize) {
        let (kind, include) = (kind.unwrap_or_default(), include.unwrap_or_default());
        let expected = if kind == "end" { "yes" } else { "no" };
        if include != expected {
            let message = "is not followed: tags that close stay before a cut, all others after it";
            self.problem(
                at,
                &format!("formathandle type=\"{kind}\" include=\"{include}\""),
                message,
            );
        }
    }

    fn rule(&mut self, breaks: Option<&str>, at: usize) -> Result<(), SrxError> {
        self.rules += 1;
        if self.rules > MAX_RULES {
            return Err(self.places.error(at, format!("more than {MAX_RULES} rules")));
        }
        if let Some(other) = breaks.filter(|value| !matches!(*value, "yes" | "no")) {
            self.problem(at, other, "is no value of break, and counts as yes");
        }
        let line = self.places.line_of(at);
        let rule = Rule {
            breaks: breaks != Some("no"),
            line,
            ..Rule::default()
        };
        match self.file.groups.last_mut() {
            Some(group) => group.rules.push(rule),
            None => {
                return Err(self
                    .places
                    .error(at, "a <rule> stands outside every <languagerule>".to_owned()));
            }
        }
        Ok(())
    }

    fn close(&mut self, name: &str) {
        if matches!(name, "beforebreak" | "afterbreak") {
            self.field = None;
        }
    }

    fn text(&mut self, text: &str) {
        let Some(field) = self.field else { return };
        let rule = self
            .file
            .groups
            .last_mut()
            .and_then(|group| group.rules.last_mut());
        if let Some(rule) = rule {
            match field {
                Field::Before => rule.before.push_str(text),
                Field::After => rule.after.push_str(text),
            }
        }
    }

    fn problem(&mut self, at: usize, what: &str, message: &str) {
        let line = self.places.line_of(at);
        self.file.problems.push(SrxProblem {
            line,
            what: what.to_owned(),
            message: message.to_owned(),
        });
    }

    fn finish(mut self) -> Result<File, SrxError> {
        let end = self.places.text.len();
        if self.depth > 0 {
            return Err(self.places.error(end, "an element is not closed".to_owned()));
        }
        if self.file.groups.is_empty() && self.file.maps.is_empty() {
            return Err(self
                .places
                .error(end, "no SRX file: it holds no language rules".to_owned()));
        }
        let names: Vec<&str> = self.file.groups.iter().map(|group| group.name.as_str()).collect();
        for map in &self.file.maps {
            if !names.contains(&map.group.as_str()) {
                self.file.problems.push(SrxProblem {
                    line: map.line,
                    what: map.group.clone(),
                    message: "is the name of no language rule".to_owned(),
                });
            }
        }
        Ok(self.file)
    }
}

/// Lines and columns, counted along.
struct Places<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    line_start: usize,
}

impl Places<'_> {
    /// The line of byte `at`, from 1. Asked in text order.
    fn line_of(&mut self, at: usize) -> u32 {
        let at = self.text.floor_char_boundary(at.min(self.text.len()));
        if at > self.at {
            for end in memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.at..at]) {
                self.line += 1;
                self.line_start = self.at + end + 1;
            }
            self.at = at;
        }
        self.line
    }

    fn error(&mut self, at: usize, message: String) -> SrxError {
        let line = self.line_of(at);
        let column = self.text[self.line_start..self.at].chars().count() as u32 + 1;
        SrxError {
            line,
            column,
            message,
        }
    }
}
