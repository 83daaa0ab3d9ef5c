//! Chinese, Japanese and Korean: quotations keep the clause that reports them.

use super::around::Next;
use super::pairs::Pairs;
use super::stop::{Judge, Stop};
use super::writing::Writing;

/// How far after a quotation a Chinese reporting verb may stand, in characters.
const REPORT_REACH: usize = 14;
/// How far ahead the end of an open quotation may lie for its inner marks to end nothing, in characters.
const QUOTATION_REACH: usize = 60;

const CHINESE_REPORTS: &[&str] = &[
    "说", "說", "道", "问", "問", "答", "表示", "称", "稱", "指出", "喊", "认为", "認為", "强调", "強調",
];

/// Particles that tie a Japanese quotation to what follows.
const JAPANESE_PARTICLES: &[&str] = &[
    "と", "って", "は", "も", "が", "を", "など", "、", "に", "の", "で",
];

/// Verbs of saying in Korean reports.
const KOREAN_REPORTS: &[&str] = &[
    "말했",
    "말한",
    "밝혔",
    "전했",
    "답했",
    "물었",
    "강조했",
    "덧붙였",
    "설명했",
    "라고",
    "이라며",
];

/// Whether a sentence ends at a Chinese or Japanese mark.
pub(super) fn ends(judge: &Judge<'_>, stop: &Stop, next: &Next<'_>, before: &Pairs, left: &str) -> bool {
    let mark = judge.text[stop.start..].chars().next();
    // ３．５
    if mark == Some('．') && next.first.is_numeric() && left.ends_with(char::is_numeric) {
        return false;
    }
    if matches!(next.first, '，' | '、' | '；' | '：' | ',' | '…' | '—') {
        return false;
    }
    if before.in_bracket(stop.start) && !stop.closed && closes_first(next.rest, "（(", "）)") {
        return false;
    }
    let han = ('\u{4E00}'..='\u{9FFF}').contains(&next.first);
    match judge.writing {
        Writing::Japanese => {
            if stop.quoted {
                return next.gap
                    || !JAPANESE_PARTICLES
                        .iter()
                        .any(|particle| next.rest.starts_with(particle));
            }
            !closes_soon(next.rest, before, stop.start)
        }
        Writing::Chinese => {
            if stop.quoted {
                return next.gap
                    || !(reported_in_chinese(next.rest)
                        || next.rest.starts_with(['的', '是', '和', '等', '与', '與']));
            }
            !closes_soon(next.rest, before, stop.start)
        }
        _ if stop.quoted && han => !reported_in_chinese(next.rest),
        _ => !closes_soon(next.rest, before, stop.start),
    }
}

/// Whether the clause at the end of `left` holds a word that asks: a bare `?` between Han characters may also stand for a lost
/// character, as in names (`拉什?林博`).
pub(super) fn asks(left: &str) -> bool {
    const ASKING: &str = "吗呢么麽嗎吧谁誰何几幾哪怎啥否か";
    left.chars()
        .rev()
        .take(QUOTATION_REACH / 2)
        .take_while(|c| !"。！？?\n".contains(*c))
        .any(|c| ASKING.contains(c))
}

/// Whether an open quotation ends shortly: its inner sentences stay together.
fn closes_soon(rest: &str, pairs: &Pairs, at: usize) -> bool {
    pairs.in_quotation(at) && closes_first(rest, "「『“", "」』”")
}

/// Whether one of `closing` comes within reach before any of `opening`.
fn closes_first(rest: &str, opening: &str, closing: &str) -> bool {
    let mut ahead = rest
        .chars()
        .take(QUOTATION_REACH)
        .take_while(|&c| c != '\n' && !opening.contains(c));
    ahead.any(|c| closing.contains(c))
}

/// Whether a verb of saying follows with no mark before it.
fn reported_in_chinese(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['，', ',']);
    let clause = rest
        .char_indices()
        .take(REPORT_REACH)
        .find(|&(_, c)| "，。！？“”「」、\n".contains(c))
        .map_or_else(
            || {
                rest.char_indices()
                    .nth(REPORT_REACH)
                    .map_or(rest.len(), |(at, _)| at)
            },
            |(at, _)| at,
        );
    CHINESE_REPORTS.iter().any(|verb| rest[..clause].contains(verb))
}

/// Whether the sentence after a quotation reports it: a verb of saying comes before the next mark.
pub(super) fn reported_in_korean(rest: &str) -> bool {
    let end = rest
        .char_indices()
        .take(QUOTATION_REACH)
        .find(|&(_, c)| ".?!\"“".contains(c))
        .map_or_else(
            || {
                rest.char_indices()
                    .nth(QUOTATION_REACH)
                    .map_or(rest.len(), |(at, _)| at)
            },
            |(at, _)| at,
        );
    KOREAN_REPORTS.iter().any(|verb| rest[..end].contains(verb))
}
