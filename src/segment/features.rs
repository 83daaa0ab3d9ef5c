//! What the model sees of a place: signs hashed to numbers. Nothing is spelled out on the way, so that a place costs no allocation.
//!
//! The trainer reads the same function, so a change here needs the model to be made again.

use super::around::{Next, Shape, is_acronym, last_word};
use super::lexicon::Classes;
use super::marks::combines;
use super::weigh::Evidence;

/// How many letters of a word its ending holds.
const ENDING: usize = 3;

/// Gives each sign of a place as a number, in a fixed order.
pub(super) fn each(evidence: &Evidence<'_>, mut take: impl FnMut(u32)) {
    let place = Place::read(evidence);
    let mut template = 0;
    let mut sign = |parts: &[u64]| {
        let hash = parts
            .iter()
            .fold(TEMPLATES[template % TEMPLATES.len()], |hash, &part| {
                mix(hash, part)
            });
        template += 1;
        take((hash >> 32) as u32);
    };
    of_mark(evidence, &place, &mut sign);
    of_words(evidence, &place, &mut sign);
    of_knowledge(evidence, &place, &mut sign);
    of_pairs(evidence, &place, &mut sign);
}

const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

/// Where the hash of each sign begins: the first 64 numbers mixed into the seed. No place has as many signs.
const TEMPLATES: [u64; 64] = {
    let mut templates = [0; 64];
    let mut index = 0;
    while index < templates.len() {
        templates[index] = mix(SEED, index as u64 + 1);
        index += 1;
    }
    templates
};

const fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(23) ^ value).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

/// The hash of a string in small letters.
pub(super) fn hash(text: &str) -> u64 {
    text.chars().fold(SEED, |hash, c| {
        let lower = match c {
            'a'..='z' | 'а'..='я' => c,
            _ if c.is_ascii() => c.to_ascii_lowercase(),
            _ => c.to_lowercase().next().unwrap_or(c),
        };
        mix(hash, u64::from(u32::from(lower)))
    })
}

/// The parts that many signs share.
struct Place<'t> {
    /// The mark, whether it is repeated, whether something closes after it.
    mark: u64,
    /// `mark`, the shape of the next letter and whether an opening mark stands before that.
    around: u64,
    word: u64,
    /// Letters of the word, up to 6.
    length: u64,
    /// The shape of the word: see [`shape`].
    shape: u64,
    /// The word before the word before.
    previous: &'t str,
    next: u64,
    next_shape: u64,
    /// The classes of the word in the language, and in any.
    classes: u64,
    elsewhere: u64,
    facts: u64,
}

impl<'t> Place<'t> {
    fn read(evidence: &Evidence<'t>) -> Self {
        let &Evidence { stop, next, word, .. } = evidence;
        let mark = u64::from(u32::from(evidence.mark)) << 3
            | u64::from(stop.marks > 1) << 2
            | u64::from(stop.closed) << 1
            | u64::from(stop.quoted);
        Self {
            mark,
            around: mark << 4 | shape_of(&next) << 1 | u64::from(next.opener),
            word: hash(word),
            length: word.chars().take(6).count() as u64,
            shape: shape(word),
            previous: last_word(evidence.before),
            next: hash(next.word),
            next_shape: shape(next.word),
            classes: u64::from(evidence.classes.bits()),
            elsewhere: u64::from(evidence.elsewhere.bits()),
            facts: u64::from(evidence.word_facts.bits()) << 4 | u64::from(evidence.next_facts.bits()),
        }
    }
}

fn shape_of(next: &Next<'_>) -> u64 {
    next.shape as u64
}

/// The pattern of capitals, small letters, digits and signs, each run as one, the last eight runs.
fn shape(word: &str) -> u64 {
    let mut shape = 0;
    for c in word.chars() {
        let kind = match Shape::of(c) {
            Shape::Other if combines(c) => continue,
            Shape::Other => 5 + u64::from(c == '.') + 2 * u64::from(c == '-' || c == '\''),
            shape => shape as u64 + 1,
        };
        // A second capital is another thing than one; longer runs are not told apart.
        if shape & 0xF != kind || (shape >> 4) & 0xF != kind {
            shape = shape << 4 | kind;
        }
    }
    shape & 0xFFFF_FFFF
}

fn of_mark(evidence: &Evidence<'_>, place: &Place<'_>, sign: &mut impl FnMut(&[u64])) {
    let stop = &evidence.stop;
    sign(&[]);
    sign(&[place.mark, u64::from(stop.marks.min(5)), u64::from(stop.spread)]);
    sign(&[place.around]);
    sign(&[place.around, u64::from(u32::from(evidence.next.first))]);
    sign(&[place.around, u64::from(evidence.opens_passage), place.length]);
    let sum = u64::from(evidence.sum().cast_unsigned());
    sign(&[sum]);
    sign(&[sum, place.around]);
}

fn of_words(evidence: &Evidence<'_>, place: &Place<'_>, sign: &mut impl FnMut(&[u64])) {
    let word = evidence.word;
    let ending = word.char_indices().rev().nth(ENDING - 1).map_or(0, |(at, _)| at);
    sign(&[place.word, place.mark]);
    sign(&[place.word, place.around]);
    sign(&[place.shape, place.around]);
    sign(&[place.length, place.around]);
    sign(&[hash(&word[ending..]), place.around]);
    sign(&[place.next, place.mark]);
    sign(&[place.next_shape, place.mark, u64::from(evidence.next.dotted)]);
    sign(&[hash(place.previous), place.mark, place.shape & 0xFFFF]);
    sign(&[shape(place.previous) & 0xFFFF, place.shape & 0xFFFF, place.around]);
    let second = evidence
        .next
        .after
        .trim_start_matches(|c: char| !c.is_alphanumeric() && c != '.');
    sign(&[
        second.chars().next().map_or(9, |c| Shape::of(c) as u64),
        place.around,
    ]);
    let dots = word.bytes().filter(|&b| b == b'.').take(3).count() as u64;
    sign(&[dots, place.around]);
    sign(&[dots, place.length, place.next]);
}

fn of_knowledge(evidence: &Evidence<'_>, place: &Place<'_>, sign: &mut impl FnMut(&[u64])) {
    let &Evidence {
        word,
        starter,
        titled,
        counted,
        ..
    } = evidence;
    let flags = u64::from(starter) | u64::from(titled) << 1 | u64::from(counted) << 2;
    let acronym = u64::from(is_acronym(word));
    sign(&[flags, place.around]);
    sign(&[flags, place.around, place.classes, acronym]);
    sign(&[place.classes, place.around]);
    sign(&[place.elsewhere, place.around]);
    sign(&[place.classes, place.elsewhere, place.length, flags]);
    sign(&[acronym, flags, place.facts & 0xF, place.mark]);
    sign(&[place.facts >> 4, place.around]);
    sign(&[place.facts & 0xF, place.around]);
    sign(&[place.facts, place.classes, u64::from(place.elsewhere > 0)]);
    let digits = word.bytes().rev().take(5).take_while(u8::is_ascii_digit).count() as u64;
    sign(&[digits, place.around, u64::from(evidence.ordinals)]);
    let listed = u64::from(evidence.classes != Classes::default()) | acronym << 1;
    sign(&[listed, place.next]);
}

fn of_pairs(evidence: &Evidence<'_>, place: &Place<'_>, sign: &mut impl FnMut(&[u64])) {
    let ahead = &evidence.ahead;
    let opener = if evidence.next.opener {
        u64::from(u32::from(evidence.next.first))
    } else {
        0
    };
    sign(&[1, u64::from(ahead.bracket), place.around]);
    sign(&[2, u64::from(ahead.quotation), place.around]);
    sign(&[3, u64::from(ahead.quotation), place.mark, opener]);
    sign(&[4, u64::from(ahead.quotation), place.length.min(3), place.mark]);
    sign(&[opener, place.around, u64::from(evidence.starter)]);
}
