//! Lines that say themselves what they are: pointers to other articles, appeals, copyright lines, captions with a credit.

use super::look::{Ending, Look};
use crate::extract::phrases::{self, Kind};

/// Widest line that is a pointer or an appeal; what is wider is a paragraph.
const WIDEST_POINTER: u32 = 220;
const WIDEST_APPEAL: u32 = 160;

/// How far from the end of a line a photographer's name may begin, in characters.
const CREDIT: usize = 90;

/// Whether the line is a pointer, an appeal, or a notice. `late` is true in the second half of an article.
pub(super) fn is_promo(line: &str, look: &Look, late: bool) -> bool {
    let whole = line.trim_start_matches(|c: char| c.is_whitespace() || is_ornament(c));
    let bare = whole.trim_start_matches(|c: char| !c.is_alphanumeric());
    let says_so = |line: &str| {
        is_pointer(line, look)
            || is_label(line, look)
            || is_appeal(line, look)
            || is_notice(line, look)
            || is_rights(line, look)
    };
    look.width <= WIDEST_POINTER && (says_so(whole) || (bare.len() < whole.len() && says_so(bare)))
        || (look.width <= WIDEST_APPEAL && is_offer(line, look, late))
}

/// Signs that stand before a pointer and are no part of it.
fn is_ornament(c: char) -> bool {
    matches!(
        c,
        '►' | '▶'
            | '▷'
            | '▸'
            | '→'
            | '⇒'
            | '➡'
            | '»'
            | '›'
            | '>'
            | '*'
            | '-'
            | '–'
            | '—'
            | '•'
            | '■'
            | '◆'
            | '▼'
            | '▽'
            | '|'
            | '#'
            | '\u{fe0f}'
    ) || matches!(c, '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}')
}

/// Whether a pointer's title or address begins here: behind a colon, a dash, an arrow, or at once.
fn is_separated(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty()
        || rest.starts_with([
            ':', '：', '|', '>', '»', '›', '→', '▶', '►', '▸', '·', '／', '–', '—', '…', '«', '“', '"', '】',
            ']', '՝', '՝', '፡',
        ])
        || rest.starts_with("- ")
        || rest.starts_with("...")
        || rest.contains("http")
        || rest.contains("www.")
}

fn is_pointer(line: &str, look: &Look) -> bool {
    let Some(found) = phrases::at_start(Kind::Pointer, line) else {
        return false;
    };
    if is_separated(found.rest) {
        return true;
    }
    // "Read more about the storm" is a title; "Read more old forecasts and you will notice one thing." is a sentence.
    match look.ending {
        // "Read more here."
        Ending::Stop => {
            found.phrase.contains(' ') && look.words <= found.phrase.split(' ').count() as u32 + 1
        }
        _ => look.words <= 14 && look.width <= 120,
    }
}

fn is_label(line: &str, look: &Look) -> bool {
    let found = phrases::at_start(Kind::Label, line).or_else(|| phrases::at_start(Kind::Teaser, line));
    found.is_some_and(|found| {
        let rest = found.rest.trim_start();
        rest.starts_with([':', '：']) && look.ending != Ending::Stop && look.words <= 18
    })
}

fn is_appeal(line: &str, look: &Look) -> bool {
    phrases::at_start(Kind::Appeal, line).is_some_and(|found| {
        let one_word = !found.phrase.contains(' ');
        look.width <= if one_word { 110 } else { WIDEST_APPEAL }
    })
}

fn is_notice(line: &str, look: &Look) -> bool {
    phrases::at_start(Kind::Notice, line).is_some_and(|found| {
        let nearly_alone = look.words <= found.phrase.split(' ').count() as u32 + 3 && look.width <= 40;
        found.rest.trim().is_empty()
            || (nearly_alone && !look.ends_sentence())
            || found.rest.starts_with([':', '：'])
    })
}

fn is_rights(line: &str, look: &Look) -> bool {
    if look.width > WIDEST_POINTER {
        return false;
    }
    if let Some(found) = phrases::at_start(Kind::Rights, line) {
        let is_sign = !found.phrase.starts_with(char::is_alphabetic) || found.phrase.ends_with(['：', ':']);
        let says_more = found.phrase.contains(' ') && found.phrase != "reporting by";
        return is_sign
            || says_more
            || look.ending != Ending::Stop
            || line.ends_with([')', '）', ']'])
            || is_separated(found.rest)
            || found.phrase.chars().count() >= 4 && !found.phrase.is_ascii() && look.width <= 100;
    }
    // "The Harl Courier. All rights reserved."
    phrases::anywhere(Kind::Rights, line).is_some_and(|found| {
        let is_formula = found.phrase.contains(' ')
            && !found.phrase.ends_with(" by")
            && !found.phrase.contains("reporting");
        is_formula && look.width <= 120 && found.rest.trim().chars().count() <= 3
            || found.phrase == "©" && look.width <= 90
    })
}

fn is_offer(line: &str, look: &Look, late: bool) -> bool {
    (late || !look.ends_sentence())
        && !line.starts_with(super::look::is_quote)
        && phrases::anywhere(Kind::Offer, line).is_some()
}

/// Whether the line names a picture at its start or a photographer at its end.
pub(super) fn is_caption(line: &str, look: &Look) -> bool {
    let bare = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    if let Some(found) = phrases::at_start(Kind::Caption, bare) {
        let rest = found.rest.trim_start();
        let names_maker = ["by ", "von ", "par ", "por ", "di "]
            .iter()
            .any(|by| rest.starts_with(by));
        let closes = rest.starts_with([')', '）', ']', '】']) && look.width > 12;
        if rest.starts_with([':', '：', '=', '＝', '／', '/', '|', '՝', '፡', '։'])
            || (names_maker && !look.ends_sentence())
            || closes
        {
            return true;
        }
    }
    phrases::at_start(Kind::Picture, line).is_some() || has_credit(line)
}

/// The last `CREDIT` characters of the line.
fn tail(line: &str) -> &str {
    let start = line
        .char_indices()
        .rev()
        .take(CREDIT)
        .last()
        .map_or(0, |(at, _)| at);
    &line[start..]
}

fn has_credit(line: &str) -> bool {
    let tail = tail(line);
    let end = tail.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '。'));
    if end.ends_with([')', '）', ']', '］', '】']) {
        let open = end.rfind(['(', '（', '[', '［', '【']);
        if let Some(open) = open
            && is_credit_in_brackets(&end[open..])
        {
            return true;
        }
    }
    is_credit_behind_word(end) || is_credit_behind_slash(end) || names_agency(tail, end)
}

fn is_credit_in_brackets(group: &str) -> bool {
    let inside = group.trim_matches(|c: char| !c.is_alphanumeric());
    phrases::anywhere(Kind::Credit, inside).is_some()
        || (inside.contains('/') && phrases::anywhere(Kind::Agency, inside).is_some())
}

/// "The mill in January. Photo: Private" - the last colon or slash stands behind a word for a picture, and a name follows.
fn is_credit_behind_word(end: &str) -> bool {
    let Some(at) = end.rfind([':', '：', '／', '/', '|', '=', '＝']) else {
        return false;
    };
    let before = end[..at].trim_end();
    let name = end[at..].trim_start_matches(|c: char| !c.is_alphanumeric());
    let word_at = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| {
            c.is_alphanumeric() || matches!(c, '.' | '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}')
        })
        .last()
        .map_or(before.len(), |(at, _)| at);
    let word = &before[word_at..];
    let is_picture = phrases::at_start(Kind::Credit, word).is_some()
        || phrases::at_start(Kind::Caption, word).is_some_and(|found| found.rest.is_empty())
        || ["摄影", "攝影", "写真", "图", "圖", "撮影", "사진"]
            .iter()
            .any(|known| word.ends_with(known));
    is_picture
        && !name.is_empty()
        && name.split_whitespace().count() <= 7
        && !name.contains(['。', '！', '？'])
}

/// "A street in Valdecuna last Sunday. / M. SOLER"
fn is_credit_behind_slash(end: &str) -> bool {
    let Some((before, name)) = end.rsplit_once(" / ") else {
        return false;
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let named = words.iter().all(|word| word.starts_with(char::is_uppercase));
    !before.is_empty() && (1..=4).contains(&words.len()) && named
}

/// "Smoke over the port. REUTERS/Ann Lee", "… | Getty Images"
fn names_agency(tail: &str, end: &str) -> bool {
    const BEFORE_NAME: &[&str] = &[
        "REUTERS/",
        "AFP/",
        "AP Photo/",
        "EPA/",
        "EPA-EFE/",
        "NTB/",
        "PAP/",
    ];
    const AT_END: &[&str] = &[
        "Getty Images",
        "AFP",
        "Reuters",
        "REUTERS",
        "AP",
        "dpa",
        "EPA",
        "EFE",
        "ANSA",
        "AP Photo",
        "Shutterstock",
        "iStock",
        "Unsplash",
    ];
    BEFORE_NAME.iter().any(|mark| tail.contains(mark))
        || AT_END.iter().any(|name| {
            end.strip_suffix(name).is_some_and(|before| {
                // "… a lawyer for Getty Images" is a sentence; a credit stands behind a sign.
                let before = before.trim_end();
                before.ends_with(['/', '|', '—', '–', '©', '(', '[']) || before.ends_with(" via")
            })
        })
}
