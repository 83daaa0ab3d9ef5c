//! Thai and Lao end no sentence with a mark: a space stands between sentences, but also between clauses, around numbers and names.
//!
//! A space ends a sentence after a clause long enough if a word follows that opens sentences, and after a very long one in any case:
//! a translator can join two segments more easily than cut one.

/// Characters before a space from which a word that only opens sentences makes it an end.
const CLAUSE: usize = 25;
/// The same for a word that also joins clauses.
const LONG_CLAUSE: usize = 60;
/// Characters after which a sentence is cut at the next space before a clause of some length.
const LONGEST: usize = 140;
/// Characters of such a clause.
const NEXT_CLAUSE: usize = 20;

/// Words that stand at the head of a sentence only: however, besides, therefore, after that, he, she, they, Lao likewise.
const OPENERS: &[&str] = &[
    "นอกจากนี้",
    "นอกจากนั้น",
    "อย่างไรก็ตาม",
    "อย่างไรก็ดี",
    "ทั้งนี้",
    "ดังนั้น",
    "เพราะฉะนั้น",
    "ต่อมา",
    "จากนั้น",
    "หลังจากนั้น",
    "ขณะเดียวกัน",
    "ในขณะเดียวกัน",
    "เมื่อวันที่",
    "พวกเขา",
    "เขา",
    "เธอ",
    "ນອກຈາກນີ້",
    "ນອກຈາກນັ້ນ",
    "ແນວໃດກໍຕາມ",
    "ດັ່ງນັ້ນ",
    "ຈາກນັ້ນ",
    "ຫຼັງຈາກນັ້ນ",
    "ພວກເຂົາ",
    "ລາວ",
];

/// Words that open sentences and join clauses: but, while, when, if, although, as for.
const JOINERS: &[&str] = &[
    "แต่",
    "ขณะที่",
    "เมื่อ",
    "หาก",
    "ถ้า",
    "แม้",
    "ส่วน",
    "ด้าน",
    "สำหรับ",
    "โดย",
    "ใน",
    "ແຕ່",
    "ເມື່ອ",
    "ຖ້າ",
    "ສ່ວນ",
];

/// Particles that end what is said.
const CLOSERS: &[&str] = &["ครับ", "ค่ะ", "นะคะ", "แล้ว"];

/// Where sentences of `passage` end at a space. `known` are ends that marks make, in order; both as bytes of the passage.
pub(super) fn ends(passage: &str, known: &[usize]) -> Vec<usize> {
    let mut out = Vec::new();
    let mut known = known.iter().copied().peekable();
    let mut length = 0;
    let mut before = ' ';
    let mut spaces = passage.match_indices(' ').map(|(at, _)| at).peekable();
    for (at, c) in passage.char_indices() {
        while known.next_if(|&end| end <= at).is_some() {
            length = 0;
        }
        if c == ' ' {
            while spaces.next_if(|&space| space <= at).is_some() {}
            let rest = &passage[at + 1..];
            let clause = &passage[at + 1..spaces.peek().copied().unwrap_or(passage.len()).max(at + 1)];
            if is_letter(before) && rest.starts_with(is_letter) && opens(&passage[..at], clause, length) {
                out.push(at);
                length = 0;
            }
        }
        length += 1;
        before = c;
    }
    out
}

/// Whether a sentence of `length` characters ends between `left` and `clause`.
fn opens(left: &str, clause: &str, length: usize) -> bool {
    let starts = |words: &[&str]| words.iter().any(|word| clause.starts_with(word));
    let ends = |words: &[&str]| words.iter().any(|word| left.ends_with(word));
    (length >= CLAUSE && starts(OPENERS))
        || (length >= LONG_CLAUSE && (starts(JOINERS) || ends(CLOSERS)))
        || (length >= LONGEST && clause.chars().nth(NEXT_CLAUSE).is_some())
}

/// A letter, vowel sign or tone mark of Thai or Lao; their digits are none.
fn is_letter(c: char) -> bool {
    matches!(c, '\u{E01}'..='\u{E4E}' | '\u{E81}'..='\u{ECE}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(drawing: &str) {
        let text = drawing.replace('|', "");
        let mut drawn = text.clone();
        for &at in ends(&text, &[]).iter().rev() {
            drawn.insert(at, '|');
        }
        assert_eq!(drawn, drawing);
    }

    #[test]
    fn a_space_ends_a_sentence_before_a_word_that_opens_one() {
        check("รถไฟขบวนแรกออกจากสถานีเมื่อเช้าวันนี้| เขารอมานานหลายปีแล้ว");
        check("น้ำในแม่น้ำสูงขึ้นมากตั้งแต่เมื่อคืน| อย่างไรก็ตาม สะพานยังเปิดอยู่");
    }

    #[test]
    fn other_spaces_end_nothing() {
        check("เขามา เขาไป");
        check("มีผู้โดยสารทั้งหมดประมาณ 300 คนในขบวน 5 ขบวน เมื่อวาน");
        check("");
    }

    #[test]
    fn a_very_long_sentence_is_cut_at_a_space() {
        let clause = "คนเดินทางไปตลาด".repeat(5);
        let text = format!("{clause} {clause} {clause} {clause}");
        assert_eq!(ends(&text, &[]).len(), 1);
    }
}
