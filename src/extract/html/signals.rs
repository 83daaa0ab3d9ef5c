//! What a passage and the elements around it say about themselves: sentences, commas, links; words in class, id and role.

use html5ever::{LocalName, local_name};

use super::arena::{Id, Tree};
use super::blocks::visible_chars;

/// The form of a passage's text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// Characters, white space aside; those of scripts without spaces count three.
    pub(super) weight: u32,
    /// Signs that end a sentence and are not followed by a letter or digit.
    pub(super) enders: u32,
    /// Commas of all scripts.
    pub(super) commas: u32,
    /// The last sign ends a sentence, quotes and brackets aside.
    pub(super) ends_sentence: bool,
    /// Share of the text that is link text.
    pub(super) link_share: f32,
    /// Letters or digits are in it.
    pub(super) has_words: bool,
    /// Capital letters.
    pub(super) capitals: u32,
    /// ASCII digits.
    pub(super) digits: u32,
}

/// Weight of a character of a script without spaces: it says about as much as half a word.
const IDEOGRAPH_WEIGHT: u32 = 3;

impl Shape {
    #[expect(clippy::cast_precision_loss, reason = "a share of a passage")]
    /// Reads `text`, of which `link_chars` visible characters are in links.
    pub(super) fn of(text: &str, link_chars: u32) -> Self {
        let mut shape = Self::default();
        let chars = visible_chars(text);
        if text.is_ascii() {
            shape.read_ascii(text.as_bytes());
            shape.weight = chars;
        } else {
            shape.weight = shape.read(text);
        }
        let core = text.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»«)]】」』）›".contains(c));
        shape.ends_sentence = core.chars().next_back().is_some_and(ends_sentence);
        shape.link_share = link_chars.min(chars) as f32 / chars.max(1) as f32;
        shape
    }

    fn read_ascii(&mut self, bytes: &[u8]) {
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'.' | b'!' | b'?' => {
                    let next = bytes.get(at + 1);
                    self.enders += u32::from(next.is_none_or(|next| !next.is_ascii_alphanumeric()));
                }
                b',' | b';' => self.commas += 1,
                b'A'..=b'Z' => self.capitals += 1,
                b'0'..=b'9' => self.digits += 1,
                _ => self.has_words |= byte.is_ascii_lowercase(),
            }
        }
        self.has_words |= self.capitals + self.digits > 0;
    }

    fn read(&mut self, text: &str) -> u32 {
        let mut weight = 0;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if c.is_whitespace() {
                continue;
            }
            if self.has_words && matches!(c, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{588}') {
                // Latin, Greek, Cyrillic: nothing there is a sign of the lists below.
                weight += 1;
                self.capitals += u32::from(c.is_uppercase());
                continue;
            }
            weight += if is_dense(c) { IDEOGRAPH_WEIGHT } else { 1 };
            if ends_sentence(c) {
                let wide = !c.is_ascii();
                self.enders += u32::from(wide || chars.peek().is_none_or(|next| !is_word_char(*next)));
            } else if matches!(c, ',' | ';' | '،' | '、' | '，' | '；' | '؛' | '፣' | '·') {
                self.commas += 1;
            } else if c.is_ascii_digit() {
                self.digits += 1;
                self.has_words = true;
            } else if !self.has_words {
                self.has_words = is_word_char(c);
                self.capitals += u32::from(c.is_uppercase());
            }
        }
        weight
    }

    /// Whether this is running text: long, with sentence signs, not links.
    pub(super) fn is_prose(&self) -> bool {
        self.link_share < 0.4 && self.enders + self.commas > 0 && self.weight >= 50
    }
}

fn ends_sentence(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '。'
            | '！'
            | '？'
            | '｡'
            | '।'
            | '॥'
            | '؟'
            | '۔'
            | '።'
            | '։'
            | '។'
            | '၊'
            | '။'
            | '．'
    )
}

/// Whether `c` is a letter or digit, as [`char::is_alphanumeric`] has it; told without its tables for the letters of most texts.
pub(super) fn is_word_char(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{c0}'..='\u{d6}'
        | '\u{d8}'..='\u{f6}'
        | '\u{f8}'..='\u{2c1}'
        | '\u{3a3}'..='\u{3f5}'
        | '\u{3f7}'..='\u{481}'
        | '\u{48a}'..='\u{52f}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' => true,
        c => c.is_alphanumeric(),
    }
}

/// Scripts without spaces between words: Han, kana, Thai, Lao, Khmer, Burmese, Tibetan.
pub(super) fn is_dense(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{f00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Groups of words that authors of pages use in class, id, role and itemprop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Groups(u32);

impl Groups {
    /// No group.
    pub(super) const NONE: Self = Self(0);
    /// How many groups there are.
    pub(super) const COUNT: usize = 18;
    pub(super) const BODY: Self = Self(1);
    pub(super) const ARTICLE_BODY: Self = Self(1 << 1);
    pub(super) const NAVIGATION: Self = Self(1 << 2);
    pub(super) const FOOTER: Self = Self(1 << 3);
    pub(super) const SIDE: Self = Self(1 << 4);
    pub(super) const COMMENT: Self = Self(1 << 5);
    pub(super) const SHARE: Self = Self(1 << 6);
    pub(super) const RELATED: Self = Self(1 << 7);
    pub(super) const AD: Self = Self(1 << 8);
    pub(super) const NOTICE: Self = Self(1 << 9);
    pub(super) const SIGN_UP: Self = Self(1 << 10);
    pub(super) const META: Self = Self(1 << 11);
    pub(super) const CAPTION: Self = Self(1 << 12);
    pub(super) const HEAD: Self = Self(1 << 13);
    pub(super) const HIDDEN: Self = Self(1 << 14);
    pub(super) const BYLINE: Self = Self(1 << 15);
    pub(super) const DECK: Self = Self(1 << 16);
    pub(super) const DATE: Self = Self(1 << 17);

    /// Groups whose text is no article.
    pub(super) const OUTSIDE: Self = Self(
        Self::NAVIGATION.0
            | Self::FOOTER.0
            | Self::SIDE.0
            | Self::COMMENT.0
            | Self::SHARE.0
            | Self::RELATED.0
            | Self::AD.0
            | Self::NOTICE.0
            | Self::SIGN_UP.0,
    );

    /// The group of that number, below [`Self::COUNT`].
    pub(super) fn nth(number: usize) -> Self {
        Self(1 << number)
    }

    /// Whether one of `others` is among these.
    pub(super) fn has(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// These and `others`.
    pub(super) fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// The groups of an element: its name and the words in its attributes.
    pub(super) fn of(tree: &Tree<'_>, id: Id) -> Self {
        let Some(element) = tree.element(id) else {
            return Self::default();
        };
        let mut groups = Self::of_name(&element.local);
        for attribute in tree.attributes(id) {
            let reads = match attribute.name.local {
                local_name!("class") | local_name!("id") | local_name!("role") | local_name!("itemprop") => {
                    true
                }
                ref name => matches!(
                    &**name,
                    "data-testid" | "data-component" | "data-qa" | "itemtype" | "aria-label"
                ),
            };
            if reads {
                groups = groups.with(Self::of_value(&attribute.value));
            }
        }
        groups
    }

    fn of_name(name: &LocalName) -> Self {
        match *name {
            local_name!("article") | local_name!("main") => Self::BODY,
            local_name!("nav") => Self::NAVIGATION,
            local_name!("footer") => Self::FOOTER,
            local_name!("aside") => Self::SIDE,
            local_name!("figcaption") => Self::CAPTION,
            local_name!("dialog") => Self::NOTICE,
            _ => Self::default(),
        }
    }

    /// The groups of the words of an attribute.
    pub(super) fn of_value(value: &str) -> Self {
        let mut groups = Self::default();
        let mut word = [0u8; 24];
        let mut length = 0;
        let mut lower_before = false;
        let bytes = &value.as_bytes()[..value.len().min(300)];
        for &byte in bytes.iter().chain(b" ") {
            // A hump ends a word: `relatedArticles`.
            let hump = byte.is_ascii_uppercase() && lower_before;
            if (!byte.is_ascii_alphabetic() || hump) && length > 0 {
                groups = groups.with(super::vocabulary::groups_of(&word[..length]));
                length = 0;
            }
            if byte.is_ascii_alphabetic() && length < word.len() {
                word[length] = byte.to_ascii_lowercase();
                length += 1;
            }
            lower_before = byte.is_ascii_lowercase();
        }
        if groups.has(Self::BODY) && says_article_body(bytes) {
            groups = groups.with(Self::ARTICLE_BODY);
        }
        groups
    }
}

/// Whether `articleBody` is among `bytes`, in whatever case.
fn says_article_body(bytes: &[u8]) -> bool {
    const NAME: &[u8] = b"articlebody";
    memchr::memchr2_iter(b'y', b'Y', bytes)
        .filter_map(|end| bytes.get((end + 1).checked_sub(NAME.len())?..=end))
        .any(|word| word.eq_ignore_ascii_case(NAME))
}

#[cfg(test)]
mod tests {
    #[test]
    fn letters_and_digits_are_those_of_unicode() {
        for c in '\0'..=char::MAX {
            assert_eq!(super::is_word_char(c), c.is_alphanumeric(), "{c:?}");
        }
    }
}
