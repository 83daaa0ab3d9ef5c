//! Stories across languages: two stories of different languages are one if they share enough rare names and numbers.

use rustc_hash::FxHashMap;

use super::days::faded;
use super::profile::Profile;
use super::vectors::Rarity;

/// Keys in common that are needed, since a day and a year are soon shared, and how alike the keys of two stories are then to be.
const FEWEST_SHARED: u32 = 3;
const SAME_STORY: f64 = 0.30;
/// Stories that a key remembers, the last ones.
const MOST_WITH_KEY: usize = 64;

/// A story and the keys of its articles.
struct Story {
    members: Vec<u32>,
    /// The languages of its articles, by their first article in the batch.
    languages: Vec<u32>,
}

/// Two stories that may be one.
struct Link {
    likeness: f64,
    stories: (u32, u32),
}

/// Joins stories of different languages, the most alike first. No two stories of one language come together through a third: their own
/// words said that they are two.
pub(super) fn across_languages(articles: &[Profile], stories: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    let mut stories = in_order(articles, stories);
    let mut links = links(articles, &stories);
    links.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.stories.cmp(&b.stories)));
    let mut joined: Vec<usize> = (0..stories.len()).collect();
    for link in links {
        let (a, b) = (root(&joined, link.stories.0), root(&joined, link.stories.1));
        if stories[b]
            .languages
            .iter()
            .any(|language| stories[a].languages.contains(language))
        {
            continue;
        }
        let (a, b) = (a.min(b), a.max(b));
        let other = std::mem::replace(
            &mut stories[b],
            Story {
                members: Vec::new(),
                languages: Vec::new(),
            },
        );
        stories[a].members.extend(other.members);
        stories[a].languages.extend(other.languages);
        joined[b] = a;
    }
    stories
        .into_iter()
        .map(|story| story.members)
        .filter(|members| !members.is_empty())
        .collect()
}

/// The story that `story` has gone into.
fn root(joined: &[usize], story: u32) -> usize {
    let mut at = story as usize;
    while joined[at] != at {
        at = joined[at];
    }
    at
}

/// The stories by their first article.
fn in_order(articles: &[Profile], mut stories: Vec<Vec<u32>>) -> Vec<Story> {
    stories.sort_unstable_by_key(|members| members[0]);
    let mut names: FxHashMap<&str, u32> = FxHashMap::default();
    stories
        .into_iter()
        .map(|members| {
            let first = members[0];
            let language = articles[first as usize].language();
            Story {
                members,
                languages: vec![*names.entry(language.subtag()).or_insert(first)],
            }
        })
        .collect()
}

/// The keys that a story's articles have, ascending and each once.
fn keys(articles: &[Profile], story: &Story) -> Vec<u32> {
    let mut keys: Vec<u32> = story
        .members
        .iter()
        .flat_map(|&at| articles[at as usize].keys.iter().copied())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Pairs of stories of different languages that share enough.
fn links(articles: &[Profile], stories: &[Story]) -> Vec<Link> {
    if stories
        .iter()
        .all(|story| story.languages == stories[0].languages)
    {
        return Vec::new();
    }
    let keys: Vec<Vec<u32>> = stories.iter().map(|story| keys(articles, story)).collect();
    let mut frequency: FxHashMap<u32, u32> = FxHashMap::default();
    for key in keys.iter().flatten() {
        *frequency.entry(*key).or_default() += 1;
    }
    let rarity = Rarity::among(stories.len());
    let weight = |key: &u32| rarity.of(frequency[key]);
    let lengths: Vec<f64> = keys
        .iter()
        .map(|keys| {
            keys.iter()
                .map(|key| weight(key) * weight(key))
                .sum::<f64>()
                .sqrt()
        })
        .collect();
    let mut postings: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut links = Vec::new();
    let mut shared: Vec<(u32, f64)> = vec![(0, 0.0); stories.len()];
    for (later, story) in stories.iter().enumerate() {
        let mut touched = Vec::new();
        for key in &keys[later] {
            let posting = postings.entry(*key).or_default();
            for &earlier in posting.iter().rev().take(MOST_WITH_KEY) {
                let entry = &mut shared[earlier as usize];
                if entry.0 == 0 {
                    touched.push(earlier);
                }
                *entry = (entry.0 + 1, entry.1 + weight(key) * weight(key));
            }
            posting.push(later as u32);
        }
        touched.sort_unstable();
        for earlier in touched {
            let (count, sum) = std::mem::take(&mut shared[earlier as usize]);
            let other = &stories[earlier as usize];
            if count < FEWEST_SHARED || other.languages == story.languages {
                continue;
            }
            let first = |story: &Story| &articles[story.members[0] as usize];
            let likeness = sum / (lengths[later] * lengths[earlier as usize]).max(f64::MIN_POSITIVE);
            let likeness = likeness * faded(first(story).date(), first(other).date());
            if likeness >= SAME_STORY {
                links.push(Link {
                    likeness,
                    stories: (earlier, later as u32),
                });
            }
        }
    }
    links
}
