//! Texts of a file that say again what one of its blocks says: the `<title>` and the description of a page, the title in front matter.
//!
//! They are no blocks of the article, and nobody translates them again; they get the translation of what they repeat.

use rustc_hash::FxHashMap;

use super::attached::{self, Attached, written};
use super::edit::Edit;
use super::front_matter;
use crate::article::Format;
use crate::escape::Html;
use crate::extract;

/// The translations of whole blocks and of sentences, by their source, white space as single spaces.
pub(super) type Known = FxHashMap<String, String>;

/// White space as single spaces.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The edits of the texts in `source` that say again what is `known`.
pub(super) fn edits(source: &str, format: Format, known: &Known, is_xml: bool) -> Vec<Edit> {
    match format {
        Format::Html => attached::of_page(source, is_xml)
            .iter()
            .filter_map(|text| in_page(source, text, known))
            .collect(),
        Format::Markdown => of_front_matter(source, known),
        _ => Vec::new(),
    }
}

fn in_page(source: &str, text: &Attached, known: &Known) -> Option<Edit> {
    let said = plain(&text.value);
    let (translation, mut at) = if let Some(translation) = known.get(&said) {
        (translation, text.at)
    } else {
        // A title has the name of the site behind the headline.
        let mut headlines = extract::headlines(&said).filter(|_| text.is_headline);
        let headline = headlines.find(|headline| known.contains_key(*headline))?;
        let raw = text.at.of(source);
        let lead = raw.len() - raw.trim_start().len();
        let escaped = Html::new().text(headline).as_str().to_owned();
        let forms = [headline, &escaped];
        let form = forms.into_iter().find(|known| raw[lead..].starts_with(*known))?;
        let mut at = text.at;
        at.end = at.start + (lead + form.len()) as u32;
        (known.get(headline)?, at)
    };
    let raw = at.of(source);
    at.start += (raw.len() - raw.trim_start().len()) as u32;
    Some(Edit::new(at, written(translation, text.quote)))
}

fn of_front_matter(source: &str, known: &Known) -> Vec<Edit> {
    let front = extract::front_matter(source);
    let values = [front.title, front.deck];
    let edit = |(text, at): &(String, crate::article::Span)| {
        let translation = known.get(&plain(text))?;
        Some(front_matter::value(source, *at, translation, front.is_toml))
    };
    values.iter().flatten().filter_map(edit).collect()
}
