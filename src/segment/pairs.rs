//! Which quotations and brackets are open at a place of the text. Carried along by the scan, never recounted.

/// How far back, in bytes, an opening mark is still believed: one that nobody closed must not spoil the rest.
const MEMORY: usize = 1500;

/// One kind of pair.
#[derive(Clone, Copy, Debug, Default)]
struct Depth {
    depth: u32,
    opened: usize,
}

impl Depth {
    fn open(&mut self, at: usize) {
        if !self.is_open(at) {
            self.depth = 0;
        }
        self.depth += 1;
        self.opened = at;
    }

    fn close(&mut self) -> bool {
        let was = self.depth > 0;
        self.depth = self.depth.saturating_sub(1);
        was
    }

    fn is_open(self, at: usize) -> bool {
        self.depth > 0 && at - self.opened < MEMORY
    }
}

/// The open pairs of a passage.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pairs {
    /// `„` and `‚`, closed by `“` or `”` (German, Czech, Bulgarian …).
    low: Depth,
    /// `“ ”`
    curly: Depth,
    /// `« »`
    angle: Depth,
    /// `» «` (Danish, German books).
    reversed: Depth,
    /// `「 」` and `『 』`
    corner: Depth,
    /// `"`: open after an odd number of them.
    straight: Depth,
    /// Round and square brackets.
    bracket: Depth,
}

impl Pairs {
    /// Takes note of the character `c` at byte `at`, between `before` and `after`.
    pub(super) fn note(&mut self, c: char, at: usize, before: Option<char>, after: Option<char>) {
        match c {
            '„' | '‚' => self.low.open(at),
            '“' if self.low.is_open(at) => {
                self.low.close();
            }
            '“' => self.curly.open(at),
            // `’` is an apostrophe more often than not, so single quotations are followed only where `‘` closes them.
            '‘' => {
                self.low.close();
            }
            '”' => {
                let _ = self.curly.close() || self.low.close();
            }
            '«' | '‹' if self.reversed.is_open(at) => {
                self.reversed.close();
            }
            '«' | '‹' => self.angle.open(at),
            '»' | '›' if self.angle.close() => {}
            '»' | '›' if opens_right(before, after) => self.reversed.open(at),
            '「' | '『' => self.corner.open(at),
            '」' | '』' => {
                self.corner.close();
            }
            // 5'10" and 12" hold a sign for inches.
            '"' if self.straight.is_open(at) => {
                self.straight.close();
            }
            '"' if !before.is_some_and(|c| c.is_ascii_digit()) => self.straight.open(at),
            '(' | '（' | '[' => self.bracket.open(at),
            ')' | '）' | ']' => {
                self.bracket.close();
            }
            _ => {}
        }
    }

    /// Whether `c` at byte `at`, right after a final mark, closes a quotation: `“` does after an open `„` and opens otherwise.
    pub(super) fn closes(&self, c: char, at: usize, after: Option<char>) -> bool {
        let letter_follows = after.is_some_and(char::is_alphanumeric);
        match c {
            // An opening mark stands before a letter; `,,` may have opened what this closes.
            '“' => self.low.is_open(at) || after.is_none_or(char::is_whitespace),
            '‘' => self.low.is_open(at),
            '«' | '‹' => self.reversed.is_open(at),
            '»' | '›' => self.angle.is_open(at) || !letter_follows,
            '"' | '＂' => self.straight.is_open(at) || !letter_follows,
            // No Han or kana is written with an apostrophe.
            '’' => !letter_follows || after.is_some_and(|c| ('\u{3041}'..='\u{9FFF}').contains(&c)),
            '\'' | '*' | '_' | '`' => !letter_follows,
            _ => super::marks::always_closes(c),
        }
    }

    /// Whether `c`, a closing mark after one space (` »`), belongs to an open quotation.
    pub(super) fn closes_after_space(&self, c: char, at: usize, after: Option<char>) -> bool {
        let free = !after.is_some_and(char::is_alphanumeric);
        match c {
            '」' | '』' | '】' | '）' => true,
            '”' => free && self.curly.is_open(at),
            '»' => free && self.angle.is_open(at),
            '"' => free && self.straight.is_open(at),
            _ => false,
        }
    }

    /// The byte of the mark that opened the Chinese or Japanese quotation that is open at byte `at`.
    pub(super) fn quotation_opened(&self, at: usize) -> Option<usize> {
        [self.curly, self.corner]
            .into_iter()
            .find(|depth| depth.is_open(at))
            .map(|depth| depth.opened)
    }

    /// A Chinese or Japanese quotation is open.
    pub(super) fn in_quotation(&self, at: usize) -> bool {
        self.corner.is_open(at) || self.curly.is_open(at)
    }

    /// What is open at byte `at`, before the text `rest`, and how soon it closes.
    pub(super) fn ahead(&self, rest: &str, at: usize) -> Ahead {
        let bracket = if self.bracket.is_open(at) {
            distance(rest, &[')', ']', '）'], 40)
        } else {
            0
        };
        let open = [
            (&self.straight, &['"'][..]),
            (&self.curly, &['”']),
            (&self.low, &['“', '”', '‘']),
            (&self.angle, &['»', '›']),
            (&self.reversed, &['«', '‹']),
            (&self.corner, &['」', '』']),
        ];
        let open = open.into_iter().find(|(depth, _)| depth.is_open(at));
        Ahead {
            bracket,
            quotation: open.map_or(0, |(_, closers)| distance(rest, closers, 60)),
        }
    }

    /// A quotation of the spaced scripts is open.
    pub(super) fn in_speech(&self, at: usize) -> bool {
        [self.straight, self.curly, self.low, self.angle]
            .into_iter()
            .any(|depth| depth.is_open(at))
    }

    /// A round or square bracket is open.
    pub(super) fn in_bracket(&self, at: usize) -> bool {
        self.bracket.is_open(at)
    }
}

/// What is open at a place: 0 if nothing, else how far ahead it closes, in steps, and whether a final mark stands before the closer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ahead {
    pub(super) bracket: u8,
    pub(super) quotation: u8,
}

/// How far ahead one of `closers` stands, in steps of `step` characters, at most five of them.
fn distance(rest: &str, closers: &[char], step: usize) -> u8 {
    let mut before = ' ';
    for (count, c) in rest.chars().take(5 * step).enumerate() {
        if closers.contains(&c) {
            let marked = u8::from(matches!(before, '.' | '!' | '?' | '…' | ','));
            return 2 + 2 * (count / step) as u8 + marked;
        }
        before = c;
    }
    1
}

/// Whether a mark that both opens and closes stands like an opening one.
fn opens_right(before: Option<char>, after: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || "(—–-".contains(c)) && after.is_some_and(char::is_alphanumeric)
}
