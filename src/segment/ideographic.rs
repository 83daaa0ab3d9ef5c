//! Chinese, Japanese and Korean: quotations keep the clause that reports them.

use super::around::Next;
use super::pairs::Pairs;
use super::rule::{Rule, Verdict};
use super::stop::{Judge, Stop};
use super::writing::Writing;

/// How far after a quotation a Chinese reporting verb may stand, in characters.
const REPORT_REACH: usize = 14;
/// How far ahead, in characters, the end of an open quotation or bracket may lie for its inner marks to end nothing: a short last
/// sentence stays with its quotation. Of places with the end 13 to 20 characters ahead, 35 in 36 are ends in news texts.
const QUOTATION_REACH: usize = 12;
/// How far a clause is read, in characters.
const CLAUSE_REACH: usize = 60;

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
pub(super) fn ends(judge: &Judge<'_>, stop: &Stop, next: &Next<'_>, before: &Pairs, left: &str) -> Verdict {
    let mark = judge.text[stop.start..].chars().next();
    // ３．５
    if mark == Some('．') && next.first.is_numeric() && left.ends_with(char::is_numeric) {
        return Verdict::keep(Rule::FullwidthNumber);
    }
    if matches!(next.first, '，' | '、' | '；' | '：' | ',' | '…' | '—') {
        return Verdict::keep(Rule::GoesOnAfterMark);
    }
    if before.in_bracket(stop.start) && !stop.closed && closes_first(next.rest, "（(", "）)") {
        return Verdict::keep(Rule::InBracket);
    }
    if !stop.quoted {
        return if closes_soon(next.rest, before, stop.start) {
            Verdict::keep(Rule::InQuotation)
        } else {
            Verdict::cut(Rule::FinalMark)
        };
    }
    let han = ('\u{4E00}'..='\u{9FFF}').contains(&next.first);
    let goes_on = match judge.writing {
        Writing::Japanese => {
            !next.gap
                && JAPANESE_PARTICLES
                    .iter()
                    .any(|particle| next.rest.starts_with(particle))
        }
        Writing::Chinese => {
            !next.gap
                && (!introduced(judge, before, stop.start) && reported_in_chinese(next.rest)
                    || next.rest.starts_with(['的', '是', '和', '等', '与', '與']))
        }
        _ if han => reported_in_chinese(next.rest),
        _ => closes_soon(next.rest, before, stop.start),
    };
    if goes_on {
        Verdict::keep(Rule::Reported)
    } else {
        Verdict::cut(Rule::AfterQuotation)
    }
}

/// Whether the clause at the end of `left` holds a word that asks: a bare `?` between Han characters may also stand for a lost
/// character, as in names (`拉什?林博`).
pub(super) fn asks(left: &str) -> bool {
    const ASKING: &str = "吗呢么麽嗎吧谁誰何几幾哪怎啥否か";
    left.chars()
        .rev()
        .take(CLAUSE_REACH / 2)
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

/// Whether the quotation that is open at byte `at` was introduced with a colon: who spoke is said, so that what follows it is new.
fn introduced(judge: &Judge<'_>, pairs: &Pairs, at: usize) -> bool {
    let opened = pairs.quotation_opened(at).unwrap_or(0);
    judge.text[..opened].ends_with(['：', ':'])
}

/// Whether a verb of saying follows with no mark before it.
fn reported_in_chinese(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['，', ',']);
    // `报道称，`: a news report or study goes on, nobody is quoted.
    if ["报道", "報道", "报告", "報告"]
        .iter()
        .any(|source| rest.starts_with(source))
    {
        return false;
    }
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
        .take(CLAUSE_REACH)
        .find(|&(_, c)| ".?!\"“".contains(c))
        .map_or_else(
            || {
                rest.char_indices()
                    .nth(CLAUSE_REACH)
                    .map_or(rest.len(), |(at, _)| at)
            },
            |(at, _)| at,
        );
    KOREAN_REPORTS.iter().any(|verb| rest[..end].contains(verb))
}
