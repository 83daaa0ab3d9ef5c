//! Translations into an article that stands in fields: each field is a text of its own, which takes its translations as a file of its form
//! does, and what changes in it is then written as the field is.

use super::Target;
use super::blocks::{Draft, Merged, edits_in};
use super::edit::{Edit, in_order};
use super::shell::{self, Style};
use crate::article::{Block, Segment, Span};
use crate::extract::{Inset, Insets, Shell};

/// The edits that put `targets`, one for each segment, into the article of `draft`, whose texts are `insets`. `part` is where the article
/// stands in the source.
///
/// What says again what a translated sentence says (a description that is the start of the text) gets its translation too.
pub fn inset_edits(draft: &Draft<'_>, insets: &Insets, part: Span, targets: &[Target]) -> Merged {
    let mut merged = Merged::default();
    let mut styles: Vec<(Shell, Style)> = Vec::new();
    for inset in &insets.texts {
        let blocks = inset.first..inset.first + inset.article.blocks.len();
        let start = draft
            .segments
            .partition_point(|segment| (segment.block as usize) < blocks.start);
        let end = draft
            .segments
            .partition_point(|segment| (segment.block as usize) < blocks.end);
        let own = targets.get(start..end.min(targets.len())).unwrap_or_default();
        if !own.iter().any(Target::is_translated) {
            continue;
        }
        if !styles.iter().any(|(shell, _)| *shell == inset.shell) {
            styles.push((inset.shell, Style::of(draft.source, part, inset.shell)));
        }
        let style = styles.iter().find(|(shell, _)| *shell == inset.shell);
        let mut one = of_inset(draft, inset, &draft.segments[start..end], own);
        merged.notices.append(&mut one.notices);
        let lost = one.homeless.iter().map(|at| at + start);
        merged.homeless.extend(lost);
        let edits = style.and_then(|(_, style)| shell::outer(draft.source, inset, &one.edits, style));
        if let Some(mut edits) = edits {
            merged.edits.append(&mut edits);
        } else {
            let translated = (start..end).filter(|at| matches!(targets[*at], Target::Text(_)));
            merged.homeless.extend(translated);
        }
    }
    if !merged.edits.is_empty() {
        let tag = draft.target.to_string();
        let languages = insets.languages.iter().filter(|at| at.of(draft.source) != tag);
        merged.edits.extend(languages.map(|at| Edit::new(*at, &*tag)));
    }
    merged.homeless.sort_unstable();
    merged.homeless.dedup();
    in_order(&mut merged.edits);
    merged
}

/// The edits of one text, in places of that text.
fn of_inset(draft: &Draft<'_>, inset: &Inset, segments: &[Segment], targets: &[Target]) -> Merged {
    let mut article = inset.article.clone();
    let outer: &[Block] = &draft.article.blocks[inset.first..];
    for (own, block) in article.blocks.iter_mut().zip(outer) {
        own.kind = block.kind;
        own.language.clone_from(&block.language);
    }
    let segments: Vec<Segment> = segments
        .iter()
        .map(|segment| {
            let block = segment.block as usize - inset.first;
            let (from, to) = (outer[block].span.start, article.blocks[block].span.start);
            Segment {
                block: block as u32,
                span: Span {
                    start: segment.span.start - from + to,
                    end: segment.span.end - from + to,
                },
                ..segment.clone()
            }
        })
        .collect();
    let inner = Draft {
        source: inset.text(),
        format: inset.format,
        article: &article,
        segments: &segments,
        language: draft.language,
        target: draft.target,
    };
    edits_in(&inner, targets, inset.is_xml)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::article::{Article, Columns, Format, Language, SegmentId, block_ids};
    use crate::bilingual::{Content, Part};
    use crate::extract::{self, ExtractOptions};
    use crate::merge::apply;

    fn options() -> ExtractOptions {
        let columns = Columns {
            names: ["title", "text"].map(str::to_owned).to_vec(),
            separator: b',',
        };
        ExtractOptions {
            columns: Some(Arc::new(columns)),
            ..ExtractOptions::default()
        }
    }

    /// The article of a source that holds one, its texts and where it stands.
    fn read(source: &str, format: Format) -> Option<(Article, Insets, Span)> {
        let parts = extract::parts(source, format, &options()).ok()?;
        let part = parts.as_ref().and_then(|parts| parts.first());
        let (article, insets) = extract::extract_insets(source, format, part, &options()).ok()?;
        Some((
            article,
            insets,
            part.map_or(Span::new(0, source.len()), |part| part.span),
        ))
    }

    /// `source` with every block replaced by what `translate` makes of its number.
    fn translated(source: &str, format: Format, translate: impl Fn(usize) -> Target) -> Option<Merged> {
        let (article, insets, part) = read(source, format)?;
        let ids = block_ids(&article);
        let segments: Vec<Segment> = (0..article.blocks.len())
            .map(|at| Segment {
                id: SegmentId {
                    block: ids[at].clone(),
                    ordinal: 1,
                },
                block: at as u32,
                span: article.blocks[at].span,
                score: 0.0,
                in_summary: false,
                why: Vec::new(),
            })
            .collect();
        let targets: Vec<Target> = (0..segments.len()).map(translate).collect();
        let (from, to) = (Language::parse("en").unwrap(), Language::parse("kk").unwrap());
        let draft = Draft {
            source,
            format,
            article: &article,
            segments: &segments,
            language: &from,
            target: &to,
        };
        Some(inset_edits(&draft, &insets, part, &targets))
    }

    /// A source of each form with this title and text.
    fn sources(title: &str, text: &str) -> Vec<(Format, String)> {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let cell = |text: &str| {
            if text.starts_with('"') || text.contains([',', '\r', '\n']) {
                quoted(text)
            } else {
                text.to_owned()
            }
        };
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        let data = |text: &str| format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"));
        let item = |title: &str, text: &str| {
            format!("<rss><item><title>{title}</title><description>{text}</description></item></rss>")
        };
        let object = serde_json::json!({ "title": title, "text": text }).to_string();
        let mut ascii = String::new();
        for c in object.chars() {
            if c.is_ascii() {
                ascii.push(c);
                continue;
            }
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(ascii, "\\u{unit:04x}");
            }
        }
        vec![
            (Format::Json, ascii),
            (Format::Json, object),
            (Format::Table, format!("{},{}", cell(title), cell(text))),
            (Format::Table, format!("{},{}\r\n", quoted(title), quoted(text))),
            (Format::Feed, item(&escaped(title), &escaped(text))),
            (Format::Feed, item(&data(title), &data(text))),
            (
                Format::Feed,
                item(
                    &format!("{}{}", data("Of "), escaped(title)),
                    &format!("{}{}", escaped("Of "), data(text)),
                ),
            ),
        ]
    }

    proptest! {
        #[test]
        fn what_is_put_into_a_field_is_read_back_from_it(
            title in "[A-Z][a-z\"é]{2,8}[\",;/\\\\'\\]>水😀 a-z]{0,12}[a-z]{3}",
            text in "[A-Z][a-z]{2,8}[\",;/\\\\'\\]>水😀 a-z]{0,12}[a-z]{3}\\.",
            first in "[А-Я][\"/\\\\,;'\\]>&<х😀 ]{0,12}[а-я\\]]{2}",
            second in "[А-Я][\"/\\\\,;'\\]>&<х😀 ]{0,12}[а-я\\]]{2}",
        ) {
            for (format, source) in sources(&title, &text) {
                prop_assert!(translated(&source, format, |_| Target::Missing).unwrap().edits.is_empty());
                let text_of = |at: usize| if at == 0 { &first } else { &second };
                let merged = translated(&source, format, |at| Target::Text(Content(vec![Part::Text(text_of(at).clone())]))).unwrap();
                prop_assert!(merged.homeless.is_empty());
                let made = apply(&source, &merged.edits);
                let (article, ..) = read(&made, format).unwrap();
                let blocks: Vec<String> = article.blocks.iter().map(|block| article.text_of(block).split_whitespace().collect()).collect();
                let want: Vec<String> = [&first, &second].map(|text| text.split_whitespace().collect()).to_vec();
                prop_assert_eq!(blocks, want, "{} -> {}", source, made);
            }
        }
    }
}
