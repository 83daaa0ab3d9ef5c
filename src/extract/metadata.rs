//! Titles, names and dates as pages and front matter write them, in one form: no site name behind a title, names joined
//! by `; `, dates in ISO 8601.

/// What separates a title from the name of the site.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " ｜ ", "｜", "_", " / ", " ‹ ", " « ",
];
/// What separates a title from the name of the section before it.
const BARS: &[&str] = &[" | ", " :: ", " » ", " ｜ ", "｜"];
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
    "posted by",
    "published by",
    "view all posts by",
    "all posts by",
    "posts by",
    "articles by",
    "zeige alle beiträge von",
    "alle beiträge von",
    "verfasst von",
    "geschrieben von",
    "ver todas las entradas de",
    "escrito por",
    "voir tous les articles de",
    "écrit par",
    "publié par",
    "visualizza tutti gli articoli di",
    "scritto da",
    "geschreven door",
    "skrivet av",
    "skrevet av",
    "napisał",
    "yazan",
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
    "no author",
    "team",
    "view profile",
    "view my complete profile",
];
/// What newspapers put behind a name.
const AFTER_NAMES: &[&str] = &[" 기자", "기자", "記者", "记者", " 특파원"];
/// Words before the names of a byline. Shorter ones of [`BEFORE_NAMES`] are words of running text too.
const BYLINE_STARTS: &[&str] = &[
    "by",
    "von",
    "par",
    "por",
    "door",
    "av",
    "af",
    "автор",
    "written by",
    "posted by",
    "text",
    "oleh",
    "penulis",
    "autor",
    "author",
    "redaktion",
];
/// Most words of a name that stands in running text.
const MAX_NAME_WORDS: usize = 5;
/// Words between two names.
const BETWEEN_NAMES: &[&str] = &[
    " and ", " und ", " et ", " y ", " e ", " и ", " og ", " och ", " en ", " & ", " i ", " ve ", " و",
];
/// Longest name, in characters.
const MAX_NAME_CHARS: usize = 60;
/// Names of one article.
const MAX_NAMES: usize = 20;

/// Signs in a `<title>` that are tried as the one before the name of the site.
const MAX_SIGNS: usize = 12;

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

/// What stands before each of the last signs that may part a headline from the name of a site.
pub(crate) fn headlines(title: &str) -> impl Iterator<Item = &str> {
    let parts = |c: char| "|｜-–—·•:：_«»›/,".contains(c);
    let signs = title.rmatch_indices(parts).take(MAX_SIGNS);
    signs.map(|(at, _)| title[..at].trim_end())
}

/// What stands behind each bar of `title`, the longest rest first.
pub(super) fn behind_bars(title: &str) -> impl Iterator<Item = &str> {
    let mut starts: Vec<usize> = BARS
        .iter()
        .flat_map(|separator| title.match_indices(separator).map(|(at, mark)| at + mark.len()))
        .collect();
    starts.sort_unstable();
    starts.into_iter().map(|start| title[start..].trim())
}

/// `title` without soft hyphens and without the sign that links a heading to itself.
pub(super) fn visible(title: &str) -> String {
    let title = title.trim_end_matches(|c: char| c.is_whitespace() || c == '¶');
    title.chars().filter(|c| *c != '\u{ad}').collect()
}

/// The letters and digits of `text` in lower case.
pub(super) fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
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
    for suffix in AFTER_NAMES {
        name = name.strip_suffix(suffix).unwrap_or(name);
    }
    name
}

/// The names in a line that says that it is a byline, "By Ada Lind, Reporter".
pub(super) fn byline(line: &str) -> Option<String> {
    let line = line.trim();
    let start = BYLINE_STARTS.iter().find(|start| {
        let head: String = line
            .chars()
            .take(start.chars().count())
            .flat_map(char::to_lowercase)
            .collect();
        head == **start
    })?;
    let length: usize = line.chars().take(start.chars().count()).map(char::len_utf8).sum();
    let rest = &line[length..];
    if !rest.starts_with(|c: char| c.is_whitespace() || matches!(c, ':' | '：')) {
        return None;
    }
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
    let end = rest
        .find(['|', '•', '·', '(', '\n', '–', '—'])
        .unwrap_or(rest.len());
    let end = rest[..end].find(|c: char| c.is_ascii_digit()).unwrap_or(end);
    author([&rest[..end]]).filter(|names| is_capitalised(names))
}

/// Whether all names look like names in running text: few words, most of them with a capital where the script has capitals.
pub(super) fn is_capitalised(names: &str) -> bool {
    names.split("; ").all(|name| {
        let words: Vec<&str> = name.split_whitespace().collect();
        let small = words
            .iter()
            .filter(|word| word.starts_with(char::is_lowercase))
            .count();
        words.len() <= MAX_NAME_WORDS && small * 2 < words.len() && !name.ends_with(['.', '!', '?', ':'])
    })
}

/// Whether a label of the page says that its value is the author: "Written by".
pub(super) fn is_author_label(label: &str) -> bool {
    let label = label.trim().trim_end_matches(':').to_lowercase();
    BEFORE_NAMES.contains(&label.as_str())
        || matches!(
            &*label,
            "écrit par" | "著者" | "投稿者" | "작성자" | "作者" | "geschrieben von"
        )
}

/// `names` without those of `sites`; nothing if no other is left.
pub(super) fn without_sites(names: &str, sites: &[&str]) -> Option<String> {
    let sites: Vec<String> = sites
        .iter()
        .map(|site| letters(site))
        .filter(|site| !site.is_empty())
        .collect();
    let people: Vec<&str> = names
        .split("; ")
        .filter(|name| !sites.contains(&letters(name)) && !is_host(name))
        .collect();
    (!people.is_empty()).then(|| people.join("; "))
}

/// `mdr.de`: a host, no name.
fn is_host(name: &str) -> bool {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    !name.contains(' ') && (2..=6).contains(&end.len()) && end.chars().all(|c| c.is_ascii_lowercase())
}

/// Whether `title` is what `shown` is without the words before it: the name of a section, a place, a series.
pub(super) fn is_without_kicker(title: &str, shown: &str) -> bool {
    let (title, shown) = (letters(title), letters(shown));
    title.len() < shown.len() && 2 * title.len() >= shown.len() && shown.ends_with(&title)
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
