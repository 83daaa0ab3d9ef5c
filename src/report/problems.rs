//! What did not become an article: failures with reasons and what to do, and what was skipped.

use std::collections::BTreeSet;

use super::overview::{Overview, Problem};
use super::wording::{counted, grouped};
use crate::escape::Html;

/// The failed inputs.
pub(super) fn failures(html: &mut Html, overview: &Overview) {
    if overview.failed == 0 {
        return;
    }
    html.raw("<section class=\"failures\" aria-labelledby=\"failures\">\n<h2 id=\"failures\">")
        .text(&counted(overview.failed, "failure"))
        .raw("</h2>\n");
    list(html, &overview.failures);
    more(html, overview.failed, overview.failures.len());
    html.raw("<p class=\"note\">Mend these files or take them out, and run again: what is finished is not done twice.</p>\n</section>\n");
}

/// The skipped inputs, which nobody needs to see at once.
pub(super) fn skipped(html: &mut Html, overview: &Overview) {
    if overview.skipped == 0 {
        return;
    }
    html.raw("<section id=\"skipped\" aria-label=\"Skipped files\">\n<details class=\"skipped\">\n<summary>")
        .text(&counted(overview.skipped, "file"))
        .raw(" skipped</summary>\n");
    list(html, &overview.skips);
    more(html, overview.skipped, overview.skips.len());
    html.raw("</details>\n</section>\n");
}

fn list(html: &mut Html, problems: &BTreeSet<Problem>) {
    html.raw("<dl class=\"problems\">\n");
    for problem in problems {
        html.raw("<div><dt><bdi>")
            .text(&problem.path)
            .raw("</bdi></dt><dd>");
        html.raw("<bdi>").text(&problem.reason).raw("</bdi></dd></div>\n");
    }
    html.raw("</dl>\n");
}

fn more(html: &mut Html, all: u64, listed: usize) {
    let rest = all.saturating_sub(listed as u64);
    if rest > 0 {
        html.raw("<p>")
            .text(&grouped(rest))
            .raw(" more")
            .raw(" in <a href=\"manifest.jsonl\">manifest.jsonl</a>.</p>\n");
    }
}
