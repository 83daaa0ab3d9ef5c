//! What a line looks like: how wide it is, how it ends, how many words it has.

/// How a line ends, behind closing quotes and brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// The full stop of some script.
    Stop,
    /// A question, an exclamation, three dots.
    Mark,
    /// A colon.
    Colon,
    /// None of these.
    Open,
}

/// The looks of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// Width in columns of Latin text that say about as much.
    pub(super) width: u32,
    /// How the line ends.
    pub(super) ending: Ending,
    /// Words between spaces; one word for each five columns of scripts without spaces.
    pub(super) words: u32,
    /// Holds a letter or digit of some script.
    pub(super) has_text: bool,
    /// Begins and ends with quotation marks.
    pub(super) is_quoted: bool,
}

impl Look {
    /// Looks at a line.
    pub(super) fn of(line: &str) -> Self {
        let width = width_of(line);
        let spaced = line.split_whitespace().count() as u32;
        let unspaced = line.chars().filter(|c| is_unspaced(*c)).take(2000).count() as u32;
        Self {
            width,
            ending: ending(line),
            words: spaced.max(unspaced / 2),
            has_text: line.chars().any(char::is_alphanumeric),
            is_quoted: line.starts_with(is_quote) && line.ends_with(is_quote),
        }
    }

    /// Whether the line ends as sentences do.
    pub(super) fn ends_sentence(&self) -> bool {
        matches!(self.ending, Ending::Stop | Ending::Mark)
    }
}

/// Whether the words of the character's script are not separated by spaces.
pub(in crate::extract) fn is_unspaced(c: char) -> bool {
    c >= '\u{e00}'
        && matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3000}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff65}' | '\u{20000}'..='\u{3ffff}')
}

/// The width of a text: a Chinese character says as much as two and a half Latin letters, a Korean syllable as two, marks
/// over and under letters nothing.
pub(super) fn width_of(text: &str) -> u32 {
    if text.is_ascii() {
        return text.len() as u32;
    }
    text.chars().map(halves).sum::<u32>() / 2
}

/// Half Latin letters that a character says as much as.
fn halves(c: char) -> u32 {
    // Most letters there are, told at once.
    if matches!(c, ..'\u{300}' | '\u{370}'..'\u{591}') {
        return 2;
    }
    match c {
        '\u{300}'..='\u{36f}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{591}'..='\u{5bd}'
        | '\u{e31}'
        | '\u{e34}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}'
        | '\u{93c}'
        | '\u{941}'..='\u{948}'
        | '\u{94d}'
        | '\u{9bc}'
        | '\u{9cd}' => 0,
        '\u{3000}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff65}'
        | '\u{20000}'..='\u{3ffff}' => 5,
        '\u{ac00}'..='\u{d7a3}' => 4,
        _ => 2,
    }
}

/// Whether `c` is a quotation mark of some language.
pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '«' | '»' | '‹' | '›' | '\u{2018}'
            ..='\u{201f}' | '「' | '」' | '『' | '』' | '《' | '》' | '〝' | '〞' | '＂'
    )
}

fn ending(line: &str) -> Ending {
    let mut signs = line.chars().rev().skip_while(|c| {
        is_quote(*c)
            || c.is_whitespace()
            || matches!(c, ')' | ']' | '）' | '］' | '】' | '\u{200e}' | '\u{200f}')
    });
    match signs.next() {
        Some('.' | '。' | '．' | '｡' | '।' | '॥' | '۔' | '։' | '።' | '។' | '៕' | '။' | '᙮' | '܀') => {
            Ending::Stop
        }
        Some('!' | '?' | '！' | '？' | '؟' | '…' | '՞' | '՜' | '፧' | '‽' | '\u{37e}') => {
            Ending::Mark
        }
        // The question mark of Greek looks like a semicolon and is mostly typed as one.
        Some(';')
            if signs
                .next()
                .is_some_and(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')) =>
        {
            Ending::Mark
        }
        Some(':' | '：') => Ending::Colon,
        _ => Ending::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_in_every_script() {
        for (line, expected) in [
            ("He left.", Ending::Stop),
            ("\u{201c}He left.\u{201d}", Ending::Stop),
            ("他走了。」", Ending::Stop),
            ("वह चला गया।", Ending::Stop),
            ("هل ذهب؟", Ending::Mark),
            ("Πού πήγε;", Ending::Mark),
            ("salt; pepper;", Ending::Open),
            ("As follows:", Ending::Colon),
            ("ผู้คนมาที่ตลาด", Ending::Open),
            ("\"", Ending::Open),
        ] {
            assert_eq!(Look::of(line).ending, expected, "{line}");
        }
    }

    #[test]
    fn widths_of_scripts_compare() {
        assert_eq!(width_of("bridge"), 6);
        assert_eq!(width_of("大桥"), 5);
        assert_eq!(width_of("e\u{301}"), 1);
        assert_eq!(width_of("다리"), 4);
    }
}
