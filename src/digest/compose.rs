//! How a story is told: one article gives the head, and each further sentence brings most of what the sentences before it have not said.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use super::copies;
use super::edition::{Facts, Quote, Story, Texts};
use super::picks::Picks;
use crate::article::{ArticleRecord, Language, Segment, SegmentId};
use crate::words::terms;

/// Share of a sentence's terms that nothing before it has if it is to be quoted.
const LEAST_NEW: f64 = 0.4;
/// Sentences that further articles add to a story at most.
const MOST_ADDED: usize = 2;
/// Sentences of a story of several articles, and sentences of one of them that are considered, at most.
const MOST_QUOTED: usize = 20;
const MOST_CONSIDERED: usize = 40;
/// Terms of an article by which its place among the others is found.
const MOST_TERMS: usize = 1_500;
/// Bytes of a paragraph in which they are looked for: a text may be one paragraph.
const MOST_TERMS_BYTES: usize = MOST_TERMS * 64;

/// An article as far as a story is told from it.
#[derive(Clone, Debug)]
pub struct Member {
    facts: Facts,
    words: u32,
    pinned: Option<usize>,
    /// Distinct terms, ascending.
    terms: Vec<u64>,
    /// Shingles, ascending.
    shingles: Vec<u64>,
    sentences: Vec<Candidate>,
}

/// A sentence that may be quoted.
#[derive(Clone, Debug)]
struct Candidate {
    id: SegmentId,
    text: String,
    language: Option<Language>,
    in_summary: bool,
    pinned: bool,
    /// It stands in the first paragraph that the summary quotes.
    opens: bool,
    /// Relative to the best of its article.
    score: f64,
    terms: Vec<u64>,
}

impl Member {
    /// Reads a record. What the editor pins is among its sentences, what is dropped is not.
    pub fn of(record: &ArticleRecord, picks: &Picks) -> Self {
        let mut found = Vec::new();
        for block in &record.article.blocks {
            if block.kind.is_body() && found.len() < MOST_TERMS {
                let text = record.article.text_of(block);
                let text = &text[..text.floor_char_boundary(MOST_TERMS_BYTES)];
                terms(text, &record.language, &mut found);
            }
        }
        found.truncate(MOST_TERMS);
        let mut shingles = copies::shingles(record);
        shingles.sort_unstable();
        Self {
            pinned: picks.pinned(&record.id, &record.path),
            words: record.counts.words,
            terms: distinct(found.into_iter().map(|term| term.hash).collect()),
            shingles,
            sentences: candidates(record, picks),
            facts: Facts::of(record),
        }
    }
}

fn distinct(mut hashes: Vec<u64>) -> Vec<u64> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// The summary, the first paragraph that it quotes, and what the editor pins.
fn candidates(record: &ArticleRecord, picks: &Picks) -> Vec<Candidate> {
    let quotable = |segment: &Segment| {
        let block = record.article.blocks.get(segment.block as usize);
        block.is_some_and(|block| block.kind.is_quotable())
    };
    // Lines above the article that are taken for its first paragraph are not in its summary.
    let summary = record.segments.iter().find(|segment| segment.in_summary);
    let first = summary.or_else(|| record.segments.iter().find(|segment| quotable(segment)));
    let first = first.map(|segment| segment.block);
    let best = record
        .segments
        .iter()
        .fold(0.0, |best, segment| f64::from(segment.score).max(best));
    // More of the first paragraph are never considered.
    let mut opening = 0;
    let candidate = |segment: &Segment| {
        let opens = Some(segment.block) == first && segment.score > 0.0 && opening < MOST_CONSIDERED;
        opening += usize::from(opens);
        let pinned = picks.pins_sentence(&record.id, &segment.id);
        if picks.drops_sentence(&record.id, &segment.id) || !(segment.in_summary || opens || pinned) {
            return None;
        }
        let block = &record.article.blocks[segment.block as usize];
        let text = record.text_of(segment).trim();
        let mut found = Vec::new();
        terms(text, &record.language, &mut found);
        Some(Candidate {
            id: segment.id.clone(),
            text: text.to_owned(),
            language: block.language.clone(),
            in_summary: segment.in_summary,
            pinned,
            opens,
            score: if best > 0.0 {
                f64::from(segment.score) / best
            } else {
                0.0
            },
            terms: distinct(found.into_iter().map(|term| term.hash).collect()),
        })
    };
    record.segments.iter().filter_map(candidate).collect()
}

/// Tells a story from articles of one language, and puts the texts of its quotations into `texts`.
pub fn compose(mut members: Vec<Member>, texts: &mut Texts) -> Story {
    members.sort_by_key(|member| {
        let date = member.facts.published().map(|published| published.instant);
        let pinned = member.pinned.unwrap_or(usize::MAX);
        (pinned, Reverse(member.words), date.is_none(), date)
    });
    let copy_of = fold(&members);
    let originals: Vec<usize> = (0..members.len()).filter(|&at| copy_of[at].is_none()).collect();
    let head = head(&members, &originals);
    let chosen = if originals.len() > 1 {
        choose(&members, &originals, head)
    } else {
        let summary = members.get(head).map_or(&[][..], |member| &member.sentences);
        let told = summary
            .iter()
            .enumerate()
            .filter(|(_, sentence)| sentence.in_summary || sentence.pinned);
        told.map(|(index, _)| (head, index)).collect()
    };
    arrange(members, &copy_of, head, &chosen, texts)
}

/// For each article the earlier one that it has the text of.
fn fold(members: &[Member]) -> Vec<Option<usize>> {
    let mut copy_of: Vec<Option<usize>> = Vec::with_capacity(members.len());
    for (at, member) in members.iter().enumerate() {
        let original = (0..at).find(|&earlier| {
            copy_of[earlier].is_none() && copies::holds(&member.shingles, &members[earlier].shingles)
        });
        copy_of.push(original);
    }
    copy_of
}

/// The article that is most like all of the story together, by the cosine of its terms; what the editor pins goes before.
fn head(members: &[Member], originals: &[usize]) -> usize {
    if let Some(pinned) = originals.iter().find(|&&at| members[at].pinned.is_some()) {
        return *pinned;
    }
    let mut frequency: FxHashMap<u64, u32> = FxHashMap::default();
    for term in originals.iter().flat_map(|&at| &members[at].terms) {
        *frequency.entry(*term).or_default() += 1;
    }
    let likeness = |at: usize| {
        let terms = &members[at].terms;
        let shared: u32 = terms.iter().map(|term| frequency[term]).sum();
        f64::from(shared) / f64::from(terms.len().max(1) as u32).sqrt()
    };
    let mut best: Option<(usize, f64)> = None;
    for &at in originals {
        let likeness = likeness(at);
        if best.is_none_or(|(_, most)| likeness > most) {
            best = Some((at, likeness));
        }
    }
    best.map_or(0, |(at, _)| at)
}

/// The sentences of a story of several articles: pairs of member and candidate. The lead comes first.
fn choose(members: &[Member], originals: &[usize], head: usize) -> Vec<(usize, usize)> {
    let summary = |at: usize| {
        members[at]
            .sentences
            .iter()
            .filter(|sentence| sentence.in_summary)
            .count()
    };
    let budget = (summary(head).max(1) + MOST_ADDED.min(originals.len() - 1)).min(MOST_QUOTED);
    let mut chosen: Vec<(usize, usize)> = lead(&members[head])
        .map(|lead| (head, lead))
        .into_iter()
        .collect();
    let pinned = |at: usize| {
        let sentences = members[at].sentences.iter().enumerate();
        sentences
            .filter(|(_, sentence)| sentence.pinned)
            .map(move |(index, _)| (at, index))
    };
    for pinned in originals.iter().flat_map(|&at| pinned(at)) {
        if !chosen.contains(&pinned) {
            chosen.push(pinned);
        }
    }
    let mut said: FxHashSet<u64> = FxHashSet::default();
    said.extend(
        chosen
            .iter()
            .flat_map(|&(at, index)| &members[at].sentences[index].terms),
    );
    while chosen.len() < budget {
        let Some(next) = best_next(members, originals, &chosen, &said) else {
            break;
        };
        said.extend(&members[next.0].sentences[next.1].terms);
        chosen.push(next);
    }
    chosen
}

/// The best sentence of the first paragraph: one of the summary if there is one.
fn lead(head: &Member) -> Option<usize> {
    let better = |a: &Candidate, b: &Candidate| {
        let known = (a.pinned, a.in_summary).cmp(&(b.pinned, b.in_summary));
        known.then(a.score.total_cmp(&b.score)).is_gt()
    };
    let opening = head
        .sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| sentence.opens);
    let best = opening.reduce(|best, other| if better(other.1, best.1) { other } else { best });
    best.map(|(index, _)| index)
        .or(if head.sentences.is_empty() { None } else { Some(0) })
}

/// The summary sentence that brings most: of an article that is not quoted yet if there is one, else of any.
fn best_next(
    members: &[Member],
    originals: &[usize],
    chosen: &[(usize, usize)],
    said: &FxHashSet<u64>,
) -> Option<(usize, usize)> {
    let mut best: Option<((bool, f64), (usize, usize))> = None;
    for &at in originals {
        let unused = chosen.iter().all(|&(used, _)| used != at);
        for (index, sentence) in members[at].sentences.iter().enumerate().take(MOST_CONSIDERED) {
            if !sentence.in_summary || chosen.contains(&(at, index)) || sentence.terms.is_empty() {
                continue;
            }
            let fresh = sentence.terms.iter().filter(|term| !said.contains(term)).count();
            let fresh = f64::from(fresh as u32) / f64::from(sentence.terms.len() as u32);
            let gain = fresh * (0.5 + sentence.score);
            let better =
                best.is_none_or(|((used, most), _)| unused.cmp(&used).then(gain.total_cmp(&most)).is_gt());
            if fresh > LEAST_NEW && better {
                best = Some(((unused, gain), (at, index)));
            }
        }
    }
    best.map(|(_, place)| place)
}

/// Puts a story together: the head first, each original before its copies, quotations of one article in its order.
fn arrange(
    members: Vec<Member>,
    copy_of: &[Option<usize>],
    head: usize,
    chosen: &[(usize, usize)],
    texts: &mut Texts,
) -> Story {
    let mut order: Vec<usize> = Vec::with_capacity(members.len());
    let used = chosen.iter().map(|&(at, _)| at);
    for original in std::iter::once(head).chain(used).chain(0..members.len()) {
        if original >= members.len() || copy_of[original].is_some() || order.contains(&original) {
            continue;
        }
        order.push(original);
        order.extend((0..members.len()).filter(|&copy| copy_of[copy] == Some(original)));
    }
    let place = |at: usize| order.iter().position(|&other| other == at);
    let mut quoted: Vec<(usize, usize, usize)> = Vec::new();
    for &(at, index) in chosen {
        quoted.extend(place(at).map(|place| (place, index, at)));
    }
    // The lead stays first; what follows it goes by article and place.
    let from = usize::from(!quoted.is_empty());
    quoted[from..].sort_unstable();
    let mut quotes = Vec::with_capacity(quoted.len());
    for (article, index, at) in quoted {
        let sentence = &members[at].sentences[index];
        texts.insert(
            (members[at].facts.id.clone(), sentence.id.clone()),
            sentence.text.clone(),
        );
        quotes.push(Quote {
            article,
            segment: sentence.id.clone(),
            in_summary: sentence.in_summary,
            language: sentence.language.clone(),
        });
    }
    let mut facts: Vec<Option<Facts>> = members.into_iter().map(|member| Some(member.facts)).collect();
    let articles = order.iter().filter_map(|&at| {
        let mut facts = facts[at].take()?;
        facts.copy_of = copy_of[at].and_then(place);
        Some(facts)
    });
    Story {
        articles: articles.collect(),
        quotes,
        ..Story::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::BlockKind::{Paragraph, Title};
    use crate::bilingual::drawing;

    const WIRE: &str = "★The ferry Saint Brannoc crossed Harl Sound on Monday with thirty one passengers and four cars after fourteen months. \
        │★About two hundred people stood on the pier to watch it come in and the school stayed closed. │Nobody slept much on the island.";

    fn record(path: &str, title: &str, paragraphs: &[&str]) -> ArticleRecord {
        let mut blocks = vec![(Title, title)];
        blocks.extend(paragraphs.iter().map(|text| (Paragraph, *text)));
        let mut record = drawing::record(path, "en", &blocks);
        record.counts.words = record.article.text.split_whitespace().count() as u32;
        record
    }

    fn told(records: &[ArticleRecord], picks: &str) -> (Story, Vec<String>) {
        let picks = Picks::parse(picks).unwrap();
        let mut texts = Texts::default();
        let members = records.iter().map(|record| Member::of(record, &picks)).collect();
        let story = compose(members, &mut texts);
        let text =
            |quote: &Quote| texts[&(story.articles[quote.article].id.clone(), quote.segment.clone())].clone();
        let quoted = story.quotes.iter().map(text).collect();
        (story, quoted)
    }

    #[test]
    fn one_article_is_told_by_its_summary() {
        let (story, quoted) = told(&[record("a.txt", "Ferry back", &[WIRE])], "");
        assert_eq!((story.articles.len(), quoted.len()), (1, 2));
        assert!(quoted[0].starts_with("The ferry") && quoted[1].starts_with("About two"));
        let (story, quoted) = told(&[record("a.txt", "Ferry back", &[])], "");
        assert!(story.articles.len() == 1 && quoted.is_empty());
    }

    #[test]
    fn a_wire_copy_is_a_source_and_says_nothing_twice() {
        let records = [
            record("a.txt", "Ferry back", &[WIRE]),
            record(
                "b.txt",
                "Harl ferry returns",
                &[WIRE, "A line of the paper's own."],
            ),
            record(
                "c.txt",
                "Cracks",
                &[
                    "★Inspectors found cracks in the bow ramp last March, engineer Ola Brandt told this paper.",
                ],
            ),
        ];
        let (story, quoted) = told(&records, "");
        let paths: Vec<(&str, Option<usize>)> = story
            .articles
            .iter()
            .map(|facts| (facts.path.as_str(), facts.copy_of))
            .collect();
        assert_eq!(paths, [("b.txt", None), ("a.txt", Some(0)), ("c.txt", None)]);
        assert_eq!(quoted.len(), 3);
        assert_eq!(story.quotes[2].article, 2);
        assert!(quoted[2].starts_with("Inspectors"));
    }

    #[test]
    fn a_sentence_that_brings_nothing_new_is_not_quoted() {
        let records = [
            record(
                "a.txt",
                "Ferry back",
                &[
                    "★The ferry crossed Harl Sound on Monday. │★It carried chicks. │Nobody slept. │The rest is padding that makes it long.",
                ],
            ),
            record("b.txt", "Ferry", &["★On Monday the ferry crossed Harl Sound."]),
        ];
        let (story, quoted) = told(&records, "");
        assert_eq!(story.articles[0].path, "a.txt");
        assert!(
            quoted.iter().all(|text| !text.starts_with("On Monday")),
            "{quoted:?}"
        );
    }

    #[test]
    fn the_editor_pins_an_article_and_sentences_and_drops_others() {
        let a = record("a.txt", "Ferry back", &[WIRE]);
        let b = record(
            "b.txt",
            "Cracks",
            &["★Inspectors found cracks in the bow ramp last March."],
        );
        let block = a.block_ids[1].as_str();
        let picks = format!(
            "pin = [\"b.txt\", \"{0}:{block}.s3\"]\ndrop = [\"{0}:{block}.s1\"]\n",
            a.id
        );
        let (story, quoted) = told(&[a, b], &picks);
        assert_eq!(story.articles[0].path, "b.txt");
        assert!(
            quoted.iter().any(|text| text.starts_with("Nobody slept")),
            "{quoted:?}"
        );
        assert!(
            !quoted.iter().any(|text| text.starts_with("The ferry")),
            "{quoted:?}"
        );
    }
}
