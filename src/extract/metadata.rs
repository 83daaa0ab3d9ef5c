//! Titles, names and dates as pages and front matter write them, in one form: no site name behind a title, names joined
//! by `; `, dates in ISO 8601.

/// What separates a title from the name of the site.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " ｜ ", "｜", "_", " / ", " ‹ ", " « ",
];
/// A part behind a separator is a site's name only if it is at most the whole divided by this.
const MAX_SUFFIX_SHARE: usize = 2;
/// Words before names.
const BEFORE_NAMES: &[&str] = &[
    "by",
    "von",
    "par",
    "por",
    "di",
    "da",
    "de",
    "av",
    "af",
    "door",
    "od",
    "от",
    "автор",
    "текст",
    "autor",
    "autora",
    "author",
    "text",
    "written by",
    "reported by",
    "story by",
    "words by",
    "بقلم",
    "כתב",
    "文",
    "记者",
    "記者",
    "撰文",
    "oleh",
    "penulis",
];
/// Names of nobody.
const NO_NAMES: &[&str] = &[
    "admin",
    "administrator",
    "redaktion",
    "redaktionen",
    "editor",
    "editors",
    "staff",
    "webmaster",
    "redaction",
    "redacción",
    "la redazione",
    "redazione",
    "rédaction",
    "la rédaction",
    "unknown",
    "anonymous",
    "guest",
    "author",
    "null",
    "none",
];
/// Words between two names.
const BETWEEN_NAMES: &[&str] = &[
    " and ", " und ", " et ", " y ", " e ", " и ", " og ", " och ", " en ", " & ", " i ", " ve ", " و",
];
/// Longest name, in characters.
const MAX_NAME_CHARS: usize = 60;
/// Names of one article.
const MAX_NAMES: usize = 20;

/// `text` on one line, at most `max` characters.
pub(super) fn one_line(text: &str, max: usize) -> String {
    let mut out = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count() + usize::from(!out.is_empty());
        if count + length > max {
            if out.is_empty() {
                out.extend(word.chars().take(max));
            }
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        count += length;
    }
    out
}

/// How many bytes of a `<title>` are left without the site's name behind a separator.
pub(super) fn without_site(title: &str) -> usize {
    let cut = SEPARATORS
        .iter()
        .filter_map(|separator| title.rfind(separator))
        .filter(|&at| at > 0 && (title.len() - at) * MAX_SUFFIX_SHARE <= title.len())
        .max();
    cut.map_or(title.len(), |at| title[..at].trim_end().len())
}

/// Share of the words of the shorter text that the longer one has too.
pub(super) fn overlap(a: &str, b: &str) -> f32 {
    Words::of(a).overlap(b)
}

/// The words of a text that is compared with several others, sorted, each once.
#[derive(Debug)]
pub(super) struct Words(Vec<String>);

impl Words {
    /// The first hundred words of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(100)
            .flat_map(|word| {
                let dense = word
                    .chars()
                    .any(|c| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{e00}'..='\u{eff}'));
                if dense {
                    word.chars().map(String::from).collect()
                } else {
                    vec![word.to_lowercase()]
                }
            })
            .collect();
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    #[expect(clippy::cast_precision_loss, reason = "a hundred words at most")]
    /// [`overlap`] with `text`.
    pub(super) fn overlap(&self, text: &str) -> f32 {
        let (a, b) = (&self.0, Self::of(text).0);
        let common = a.iter().filter(|word| b.binary_search(word).is_ok()).count();
        common as f32 / a.len().max(b.len()).max(1) as f32
    }
}

/// The names in a byline or in several fields, joined by `; `; nothing if there is none.
pub(super) fn author<'a>(fields: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for field in fields.into_iter().filter(|field| !is_address(field)) {
        for part in split_names(field) {
            let name = one_line(clean_name(part), 200);
            let known = names
                .iter()
                .any(|known| known.to_lowercase() == name.to_lowercase());
            if is_name(&name) && !known && names.len() < MAX_NAMES {
                names.push(name);
            }
        }
    }
    (!names.is_empty()).then(|| names.join("; "))
}

/// Addresses of pages and mailboxes stand where names should.
fn is_address(field: &str) -> bool {
    field.contains("://") || field.trim_start().starts_with("www.")
}

fn split_names(field: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = field
        .split([',', ';', '/', '|', '、', '，', '；', '\n'])
        .collect();
    for between in BETWEEN_NAMES {
        parts = parts.into_iter().flat_map(|part| part.split(between)).collect();
    }
    parts
}

fn clean_name(part: &str) -> &str {
    let mut name = part.trim_matches(|c: char| c.is_whitespace() || ":.-–—()[]\"“”•·".contains(c));
    for prefix in BEFORE_NAMES {
        let head: String = name
            .chars()
            .take(prefix.chars().count())
            .flat_map(char::to_lowercase)
            .collect();
        if head == *prefix {
            let length: usize = name
                .chars()
                .take(prefix.chars().count())
                .map(char::len_utf8)
                .sum();
            let rest = &name[length..];
            if rest.starts_with(|c: char| c.is_whitespace() || ":：／/".contains(c)) {
                name = rest.trim_start_matches(|c: char| c.is_whitespace() || ":：／/".contains(c));
            }
        }
    }
    name
}

fn is_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let digits = name.chars().filter(char::is_ascii_digit).count();
    letters >= 2
        && digits <= 2
        && name.chars().count() <= MAX_NAME_CHARS
        && name.split_whitespace().count() <= 7
        && !name.contains(['@', '<', '>', '{', '='])
        && !lower.contains("http")
        && !lower.contains("www.")
        && !NO_NAMES.contains(&lower.as_str())
}
