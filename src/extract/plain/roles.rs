//! What each line of a plain-text article is, by rules over its place, its looks, its phrases and its neighbours.
//!
//! First the lines that say themselves what they are, then the head (title, deck, byline, dateline), then what is left: headings and
//! captions among the body. Every rule looks at a bounded number of neighbours, so that the whole is linear.

use crate::article::BlockKind;

use super::byline;
use super::dates;
use super::list;
use super::look::{Ending, Look, is_quote, is_unspaced};
use super::marked;
use crate::extract::phrases::{self, Kind};

/// Lines at the top among which bylines and datelines are looked for.
const HEAD: usize = 6;

/// Columns of a line of text where nothing better is known.
const USUAL_WIDTH: u32 = 80;

/// The kind of each line.
pub(super) fn roles(lines: &[&str]) -> Vec<BlockKind> {
    let looks: Vec<Look> = lines.iter().map(|line| Look::of(line)).collect();
    let mut page = Page {
        lines,
        median: USUAL_WIDTH,
        is_endless: is_endless(&looks),
        kinds: vec![None; lines.len()],
        looks,
    };
    page.mark();
    page.median = page.median_width();
    let head = page.head();
    for index in head..lines.len() {
        if page.kinds[index].is_none() {
            page.kinds[index] = Some(page.inner(index, head));
        }
    }
    page.kinds.into_iter().map(Option::unwrap_or_default).collect()
}

/// Whether sentences end without a sign, as in Thai, or the writer left it out.
fn is_endless(looks: &[Look]) -> bool {
    let long: Vec<&Look> = looks.iter().filter(|look| look.width >= 45).collect();
    let ended = long.iter().filter(|look| look.ends_sentence()).count();
    long.len() >= 2 && ended * 3 < long.len()
}

struct Page<'t> {
    lines: &'t [&'t str],
    looks: Vec<Look>,
    kinds: Vec<Option<BlockKind>>,
    /// Median width of the lines that are sentences.
    median: u32,
    is_endless: bool,
}

impl Page<'_> {
    /// Lines that say themselves what they are.
    fn mark(&mut self) {
        let count = self.lines.len();
        for index in 0..count {
            let (line, look) = (self.lines[index], &self.looks[index]);
            self.kinds[index] = if !look.has_text {
                Some(BlockKind::Boilerplate)
            } else if index > 0 && marked::is_caption(line, look) && !(index < HEAD && names_author(line)) {
                Some(BlockKind::Caption)
            } else if index > 0 && marked::is_promo(line, look, index * 2 >= count) {
                Some(BlockKind::Promo)
            } else if self.is_item(index) {
                Some(BlockKind::List)
            } else {
                None
            };
        }
    }

    /// Whether the line is an item: certain markers always; others beside another item, or behind a colon.
    fn is_item(&self, index: usize) -> bool {
        let Some(marker) = list::marker(self.lines[index]) else {
            return false;
        };
        let beside = |other: Option<usize>, step: i64| {
            other
                .and_then(|other| self.lines.get(other))
                .and_then(|line| list::marker(line))
                .is_some_and(|other| match (marker.number, other.number) {
                    (Some(own), Some(other)) => i64::from(own) + step == i64::from(other),
                    (None, None) => true,
                    _ => false,
                })
        };
        let previous = index.checked_sub(1);
        let behind_colon = previous.is_some_and(|previous| self.looks[previous].ending == Ending::Colon);
        (marker.is_certain && (index > 0 || self.lines.len() == 1))
            || behind_colon
            || beside(previous, -1)
            || (index > 0 && beside(Some(index + 1), 1))
    }

    fn median_width(&self) -> u32 {
        let mut widths: Vec<u32> = self
            .looks
            .iter()
            .zip(&self.kinds)
            .filter(|(look, kind)| kind.is_none() && (self.is_endless || look.ends_sentence()))
            .map(|(look, _)| look.width)
            .collect();
        let middle = widths.len() / 2;
        if widths.is_empty() {
            return USUAL_WIDTH;
        }
        *widths.select_nth_unstable(middle).1
    }

    /// Finds title, deck, byline and dateline; answers with the index behind the title.
    fn head(&mut self) -> usize {
        let count = self.lines.len();
        let mut first = 0;
        // A date or a byline may stand above the title.
        while first < count.min(3) && count > first + 1 {
            let Some(kind) = self.signature(first, true) else {
                break;
            };
            self.kinds[first] = Some(kind);
            first += 1;
        }
        let mut head = first;
        if self.is_title(first) {
            self.kinds[first] = Some(BlockKind::Title);
            head = first + 1;
        }
        for index in head..count.min(first + HEAD) {
            if self.kinds[index].is_some() {
                continue;
            }
            if let Some(kind) = self.signature(index, index == 0) {
                self.kinds[index] = Some(kind);
            } else if index > head {
                break;
            }
        }
        if head > first && self.is_deck(head) {
            self.kinds[head] = Some(BlockKind::Deck);
        }
        head
    }

    fn is_title(&self, index: usize) -> bool {
        let Some(look) = self.looks.get(index) else {
            return false;
        };
        if self.kinds[index].is_some() || index + 1 >= self.lines.len() || look.ending == Ending::Stop {
            return false;
        }
        let next: u32 = self.looks[index + 1..]
            .iter()
            .take(2)
            .map(|look| look.width)
            .max()
            .unwrap_or_default();
        let bound = self.median.max(next);
        if look.ending == Ending::Mark || self.is_endless {
            // A question may be the first sentence of an article without a title.
            return look.width * 10 <= bound * 9 || look.width <= 60;
        }
        look.width * 10 <= bound * 13 || look.width <= 90
    }

    /// Whether the line is a byline or a dateline. Above the title only what has a clear mark is.
    fn signature(&self, index: usize, above: bool) -> Option<BlockKind> {
        let (line, look) = (self.lines[index], &self.looks[index]);
        if self.kinds[index].is_some() || look.width > 90 {
            return None;
        }
        let by = phrases::at_start(Kind::Byline, line).filter(byline::may_be_names);
        let title_like = above
            && index == 0
            && look.ending == Ending::Open
            && by.is_some_and(|by| !by.phrase.ends_with(": "));
        if let Some(date) = dates::find(without_brackets(line)).filter(|_| look.width <= 80) {
            let marked =
                phrases::at_start(Kind::Dateline, line).map_or(0, |found| found.phrase.split(' ').count());
            let others = date.of.saturating_sub(date.tokens + marked);
            // A place, a day of the week, a time zone; more where "published" or a time makes it clear.
            let allowed = match (above || look.ending == Ending::Stop, marked > 0 || date.has_time) {
                (true, _) => 1,
                (false, false) => 2,
                (false, true) => 4,
            };
            let names_day = phrases::anywhere(Kind::Weekday, line).is_some();
            let is_alone = others <= allowed + usize::from(names_day);
            if by.is_some() && others > 0 && !above {
                return Some(BlockKind::Byline);
            }
            if is_alone && (look.ending != Ending::Stop || look.width <= 45) {
                return Some(BlockKind::Dateline);
            }
        }
        if look.width <= 70
            && !title_like
            && (by.is_some() && look.ending != Ending::Mark && !is_sentence(look))
        {
            return Some(BlockKind::Byline);
        }
        let desk = line.trim_matches(|c: char| !c.is_alphanumeric());
        let ends_in_role = line
            .rsplit(' ')
            .next()
            .is_some_and(|word| word != line && !word.is_ascii() && phrases::is_whole(Kind::Role, word))
            && look.width <= 50;
        let named = !above && (byline::is_name(without_role(line)) || phrases::is_whole(Kind::Agency, desk));
        (named || ends_in_role || (!above && self.is_caseless_name(index))).then_some(BlockKind::Byline)
    }

    /// Two or three short words between line two and the text, in a script without capitals: a name, since the first part of an
    /// article has no heading.
    fn is_caseless_name(&self, index: usize) -> bool {
        let (line, look) = (self.lines[index], &self.looks[index]);
        let has_case = line
            .chars()
            .any(|c| c.is_uppercase() || c.is_lowercase() || c.is_numeric() || is_unspaced(c));
        let next = self.looks.get(index + 1).map_or(0, |next| next.width);
        index == 2
            && !has_case
            && (2..=3).contains(&look.words)
            && look.width <= 25
            && look.ending == Ending::Open
            && next >= 80
    }

    /// Line two is a deck if it is shorter than the text that follows, or if byline and date follow it.
    fn is_deck(&self, index: usize) -> bool {
        let Some(look) = self.looks.get(index).filter(|_| self.kinds[index].is_none()) else {
            return false;
        };
        let signed = matches!(
            self.kinds.get(index + 1),
            Some(Some(BlockKind::Byline | BlockKind::Dateline))
        );
        if signed {
            return look.width <= 3 * self.median.max(USUAL_WIDTH);
        }
        let Some(text) =
            (index + 1..self.lines.len().min(index + 6)).find(|&next| self.kinds[next].is_none())
        else {
            return false;
        };
        let directly = text == index + 1;
        let is_heading =
            look.ending == Ending::Open && directly && look.width < 30 && look.width * 20 < self.median * 7;
        directly && !is_heading && look.width * 5 <= self.looks[text].width * 4
    }

    /// What a line below the head is.
    fn inner(&self, index: usize, head: usize) -> BlockKind {
        let look = &self.looks[index];
        let before = index.checked_sub(1).and_then(|before| self.kinds[before]);
        let next = (index + 1..self.lines.len().min(index + 4))
            .find(|&next| self.kinds[next] != Some(BlockKind::Promo));
        let leads = next == Some(index + 1)
            && matches!(
                self.kinds[index + 1],
                None | Some(BlockKind::List | BlockKind::Paragraph)
            );
        if look.ending == Ending::Colon {
            let is_intro = next.is_some_and(|next| self.kinds[next] == Some(BlockKind::List));
            let is_short = look.width <= 40 && look.width * 20 < self.median * 11;
            return if is_short && leads && !is_intro {
                BlockKind::Heading
            } else {
                BlockKind::Paragraph
            };
        }
        if self.is_heading_in_marks(look, leads, self.lines[index]) {
            return BlockKind::Heading;
        }
        if look.ends_sentence() || index == 0 {
            return BlockKind::Paragraph;
        }
        if self.is_endless {
            let is_heading = leads && look.width <= 45 && look.width * 2 < self.median;
            return if is_heading {
                BlockKind::Heading
            } else {
                BlockKind::Paragraph
            };
        }
        // Japanese leaves out the stop behind a closing quotation mark.
        let has_sentences = look.width >= 80 && self.lines[index].contains(['。', '！', '？', '।', '۔']);
        if has_sentences || look.width * 20 >= self.median * 19 {
            return BlockKind::Paragraph;
        }
        self.without_stop(index, head, before, leads)
    }

    /// A question or a quotation that stands over a part of the article.
    fn is_heading_in_marks(&self, look: &Look, leads: bool, line: &str) -> bool {
        let narrow = look.width * 10 < self.median * 6;
        let is_question = look.ending == Ending::Mark && look.width < 60 && !line.starts_with(is_quote);
        let is_quotation = look.is_quoted && look.ending == Ending::Open && look.width < 60;
        leads && narrow && (is_question || is_quotation)
    }

    /// A line shorter than a sentence and without its stop: a heading, a caption, or the tail of the page.
    fn without_stop(&self, index: usize, head: usize, before: Option<BlockKind>, leads: bool) -> BlockKind {
        let (line, look) = (self.lines[index], &self.looks[index]);
        if !leads && before == Some(BlockKind::Promo) && index + 2 >= self.lines.len() {
            return BlockKind::Promo;
        }
        if index + 1 == self.lines.len()
            && (byline::is_name(line)
                || phrases::is_whole(Kind::Agency, line.trim_matches(|c: char| !c.is_alphanumeric())))
        {
            return BlockKind::Byline;
        }
        let in_body = index > head
            && matches!(
                before,
                Some(BlockKind::Paragraph | BlockKind::Promo | BlockKind::Caption | BlockKind::List)
            );
        let mut caption = 0;
        caption += if phrases::anywhere(Kind::Weekday, line).is_some() || dates::find(line).is_some() {
            2
        } else {
            0
        };
        // Headings have two to five words, lines under pictures more: they are sentences without a stop.
        caption += i32::from(look.words >= 6) + i32::from(look.words >= 7) + i32::from(look.width >= 45);
        caption += i32::from(look.width * 20 >= self.median * 11);
        caption += i32::from(before == Some(BlockKind::Paragraph));
        caption += if leads { 0 } else { 2 };
        caption += i32::from(line.contains(['(', '（']));
        caption -= if line.starts_with(|c: char| c.is_ascii_digit()) {
            2
        } else {
            0
        };
        if caption >= 3 && in_body {
            BlockKind::Caption
        } else if leads {
            BlockKind::Heading
        } else if in_body && look.words <= 3 {
            BlockKind::Promo
        } else if in_body {
            BlockKind::Caption
        } else {
            BlockKind::Paragraph
        }
    }
}

/// A line without what stands in brackets at its end: "HARL, Oct 14 (Agency)" names who reports after place and date.
fn without_brackets(line: &str) -> &str {
    let inner = line
        .strip_suffix([')', '）'])
        .and_then(|line| line.rfind(['(', '（']));
    inner.map_or(line, |at| line[..at].trim_end())
}

/// The line without a few words behind a comma or bar: "Mona Teel, Harl" is a name.
fn without_role(line: &str) -> &str {
    let Some((name, role)) = line.split_once([',', '|', '•', '·', '/']) else {
        return line;
    };
    if role.split_whitespace().count() <= 4 {
        name
    } else {
        line
    }
}

/// Whether the line begins with the word for an author and may go on with names: "Text und Fotos: Jana Reuter".
fn names_author(line: &str) -> bool {
    phrases::at_start(Kind::Byline, line).is_some_and(|found| byline::may_be_names(&found))
}

fn is_sentence(look: &Look) -> bool {
    look.ending == Ending::Stop && look.words > 6
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of each case with the kinds that they have.
    fn cases() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
        let mut cases: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
        for line in include_str!("data/cases.txt").lines() {
            if let Some(name) = line.strip_prefix("## ") {
                cases.push((name, Vec::new()));
            } else if let (Some((kind, text)), Some((_, lines))) = (line.split_once('\t'), cases.last_mut()) {
                lines.push((kind, text));
            }
        }
        cases
    }

    #[test]
    fn articles_of_many_languages_are_told_apart_line_by_line() {
        let mut wrong = Vec::new();
        for (name, lines) in cases() {
            let texts: Vec<&str> = lines.iter().map(|(_, text)| *text).collect();
            for (kind, (expected, text)) in roles(&texts).iter().zip(&lines) {
                if kind.as_str() != *expected {
                    wrong.push(format!("{name}: {expected}, not {}: {text}", kind.as_str()));
                }
            }
        }
        assert!(cases().len() > 30);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
