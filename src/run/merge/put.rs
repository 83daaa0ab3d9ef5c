//! The translations of an article into its source: the source read anew, the record's segments laid over it, and the edits that follow.

use std::sync::Arc;

use super::Merger;
use super::article::safe_path;
use super::fit::{Fitted, fit};
use super::report::NoticeReport;
use super::sources::SourceFile;
use crate::article::{Article, ArticleRecord, Language, Span};
use crate::extract::{self, ExtractOptions, Insets};
use crate::merge::placed::Reason;
use crate::merge::{self, Draft, Edit, Target};

/// A translated file, and the segments that did not get into it.
pub(super) struct Written {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) placed: Placed,
}

/// An article's translations in its source.
#[derive(Default)]
pub(super) struct Placed {
    pub(super) edits: Vec<Edit>,
    pub(super) notices: Vec<NoticeReport>,
    /// Segments of the record, with the reason.
    pub(super) lost: Vec<(usize, Reason)>,
}

/// The translated file of an article.
pub(super) fn written(
    record: &ArticleRecord,
    target: &Language,
    targets: &[Target],
    merger: &Merger<'_>,
) -> Result<Written, String> {
    let file = merger.sources.file(record)?;
    let (article, insets) = read_again(&file, record, merger)?;
    let decoded = &file.decoded;
    let again = Again {
        text: &decoded.text,
        part: Span::new(0, decoded.text.len()),
        is_same: file.is_same,
        moved_to: file.moved_to.as_deref(),
    };
    let mut placed = put(record, target, targets, article, &insets, &again, merger);
    let name = safe_path(&record.path);
    if !file.members.is_empty() {
        let bytes = merge::repack(&file.bytes, &decoded.text, &file.members, &placed.edits)?;
        return Ok(Written { name, bytes, placed });
    }
    let spliced = merge::splice(
        &file.bytes,
        &decoded.text,
        decoded.encoding,
        record.format,
        &placed.edits,
        merger.options.encoding,
    );
    if spliced.turned {
        placed.notices.push(turned(decoded.encoding));
    }
    Ok(Written {
        name,
        bytes: spliced.bytes,
        placed,
    })
}

/// That a file is in UTF-8 and was not before.
pub(super) fn turned(encoding: &str) -> NoticeReport {
    about(
        "encoding",
        format!("written in UTF-8; its source is in {encoding}"),
    )
}

/// A remark on an article as a whole.
pub(super) fn about(code: &'static str, message: String) -> NoticeReport {
    NoticeReport {
        segment: None,
        code,
        message,
    }
}

/// The source of an article, read anew.
pub(super) struct Again<'a> {
    pub(super) text: &'a str,
    /// Where the article stands in it.
    pub(super) part: Span,
    /// It has the content that the run read.
    pub(super) is_same: bool,
    /// It lies in another place than the run found it.
    pub(super) moved_to: Option<&'a str>,
}

/// Puts the targets of the record's segments into its source, which reads as `article`.
pub(super) fn put(
    record: &ArticleRecord,
    target: &Language,
    targets: &[Target],
    article: Article,
    insets: &Insets,
    again: &Again<'_>,
    merger: &Merger<'_>,
) -> Placed {
    let mut placed = Placed::default();
    if let Some(place) = again.moved_to {
        let moved = about("source-moved", format!("its source was found as {place}"));
        placed.notices.push(moved);
    }
    let fitted = fit(
        record,
        article,
        targets,
        !insets.texts.is_empty(),
        &merger.config.segment,
    );
    if !again.is_same {
        let message = format!(
            "its source has changed since the run: {} sentences that are nearly the same took their translation, {} translations are left over",
            fitted.near.len(),
            fitted.lost.len()
        );
        placed.notices.push(about("source-changed", message));
    }
    let draft = draft(again.text, record, &fitted, target);
    let merged = if insets.texts.is_empty() {
        merge::edits(&draft, &fitted.targets)
    } else {
        merge::inset_edits(&draft, insets, again.part, &fitted.targets)
    };
    let lost = fitted.lost.iter().map(|at| (*at, Reason::Changed));
    placed.lost.extend(lost);
    let homeless = merged.homeless.iter();
    let homeless = homeless.filter_map(|at| Some((fitted.origins[*at]?, Reason::Homeless)));
    placed.lost.extend(homeless);
    let notices = merged.notices.into_iter().map(|notice| NoticeReport {
        segment: notice.segment.map(|id| id.to_string()),
        code: notice.code,
        message: notice.message,
    });
    placed.notices.extend(notices);
    placed.edits = merged.edits;
    placed
}

fn read_again(
    file: &SourceFile,
    record: &ArticleRecord,
    merger: &Merger<'_>,
) -> Result<(Article, Insets), String> {
    let options = ExtractOptions {
        keep_boilerplate: true,
        members: file.members.clone(),
        fields: Arc::clone(&merger.config.fields),
        limits: merger.config.limits.clone(),
        ..ExtractOptions::default()
    };
    extract::extract_insets(&file.decoded.text, record.format, None, &options)
        .map_err(|error| error.to_string())
}

fn draft<'a>(
    source: &'a str,
    record: &'a ArticleRecord,
    fitted: &'a Fitted,
    target: &'a Language,
) -> Draft<'a> {
    Draft {
        source,
        format: record.format,
        article: &fitted.article,
        segments: &fitted.segments,
        language: &record.language,
        target,
    }
}
