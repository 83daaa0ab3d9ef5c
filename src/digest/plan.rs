//! Which stories an edition tells, and in which order: by the editor's picks, then by how many articles tell of a story and how fresh it is.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::item::Item;
use super::picks::Picks;
use crate::article::Language;

/// Days after the batch's newest article in which a story loses half of its weight.
const HALF: f64 = 7.0;

/// What an edition is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Stories that are told; as many more are named in brief.
    pub max_items: usize,
    /// The only languages that get an edition; all if empty.
    pub languages: Vec<Language>,
}

/// The stories of one language, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The language of the edition.
    pub language: Language,
    /// The stories that are told.
    pub told: Vec<Group>,
    /// Those of which only the headline is told.
    pub brief: Vec<Group>,
    /// Stories beyond those.
    pub beyond: usize,
    /// First and last day of the articles in the edition's language.
    pub days: Option<(Date, Date)>,
}

/// The articles of a story as an edition sees them: numbers of items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Those in the edition's language, in the order of the batch.
    pub members: Vec<u32>,
    /// One article for each other language, that with the most words.
    pub others: Vec<u32>,
}

/// A story with all of its articles.
struct Story {
    members: Vec<u32>,
    rank: Rank,
}

/// Where a story stands: the smaller, the earlier.
#[derive(Clone, Copy)]
struct Rank {
    pinned: usize,
    ordered: usize,
    weight: f64,
    day: Option<Date>,
    first: u32,
}

impl Rank {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.pinned
            .cmp(&other.pinned)
            .then(self.ordered.cmp(&other.ordered))
            .then(other.weight.total_cmp(&self.weight))
            .then(other.day.cmp(&self.day))
            .then(self.first.cmp(&other.first))
    }
}

/// The edition of each language, by its tag. `story_of` has the story of each item; items that the editor drops are in none.
pub fn plan(items: &[Item], story_of: &[usize], picks: &Picks, extent: &Extent) -> Vec<Plan> {
    let mut stories: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for ((number, item), story) in (0..).zip(items).zip(story_of) {
        if !picks.drops(&item.id, &item.path) {
            stories.entry(*story).or_default().push(number);
        }
    }
    let freshness = Freshness::among(items);
    let mut stories: Vec<Story> = stories
        .into_values()
        .map(|members| Story {
            rank: rank(items, &members, picks, &freshness),
            members,
        })
        .collect();
    stories.sort_by(|a, b| a.rank.cmp(&b.rank));
    let mut editions: BTreeMap<String, Plan> = BTreeMap::new();
    for story in &stories {
        add(story, items, picks, extent, &mut editions);
    }
    editions.into_values().collect()
}

/// How fresh a day is in a batch.
struct Freshness {
    newest: Option<Date>,
    /// That of a story without a date: the middle one of the batch, which a few days far from the others do not move.
    undated: f64,
}

impl Freshness {
    fn among(items: &[Item]) -> Self {
        let mut freshness = Self {
            newest: items.iter().filter_map(|item| item.day).max(),
            undated: 1.0,
        };
        let mut days: Vec<f64> = items
            .iter()
            .filter_map(|item| item.day)
            .map(|day| freshness.of(Some(day)))
            .collect();
        days.sort_by(f64::total_cmp);
        if let Some(middle) = days.get(days.len() / 2) {
            freshness.undated = *middle;
        }
        freshness
    }

    fn of(&self, day: Option<Date>) -> f64 {
        let (Some(newest), Some(day)) = (self.newest, day) else {
            return self.undated;
        };
        let days = newest.since(day).map_or(0, |span| span.get_days()).max(0);
        HALF / (HALF + f64::from(days))
    }
}

fn rank(items: &[Item], members: &[u32], picks: &Picks, freshness: &Freshness) -> Rank {
    let of = |number: &u32| &items[*number as usize];
    let first = |place: fn(&Picks, &Item) -> Option<usize>| {
        let places = members.iter().filter_map(|number| place(picks, of(number)));
        places.min().unwrap_or(usize::MAX)
    };
    let day = members.iter().filter_map(|number| of(number).day).max();
    Rank {
        pinned: first(|picks, item| picks.pinned(&item.id, &item.path)),
        ordered: first(|picks, item| picks.ordered(&item.id, &item.path)),
        weight: f64::from(members.len() as u32) * freshness.of(day),
        day,
        first: members[0],
    }
}

/// Adds a story to the edition of each language that it has an article in.
fn add(story: &Story, items: &[Item], picks: &Picks, extent: &Extent, editions: &mut BTreeMap<String, Plan>) {
    let mut by_language: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for number in &story.members {
        let language = items[*number as usize].language.to_string();
        by_language.entry(language).or_default().push(*number);
    }
    for (tag, members) in &by_language {
        let language = &items[members[0] as usize].language;
        if !extent.languages.is_empty() && !extent.languages.iter().any(|wanted| language.serves(wanted)) {
            continue;
        }
        let picked = members.iter().find_map(|number| {
            let item = &items[*number as usize];
            picks.story(&item.id, &item.path)
        });
        let plan = editions.entry(tag.clone()).or_insert_with(|| Plan {
            language: language.clone(),
            told: Vec::new(),
            brief: Vec::new(),
            beyond: 0,
            days: None,
        });
        if picked.is_some_and(|picked| picked.drop) {
            continue;
        }
        let longest = |numbers: &Vec<u32>| {
            let order = |number: &&u32| (items[**number as usize].words, std::cmp::Reverse(**number));
            numbers.iter().max_by_key(order).copied()
        };
        let others = by_language.iter().filter(|(other, _)| *other != tag);
        let group = Group {
            members: members.clone(),
            others: others.filter_map(|(_, numbers)| longest(numbers)).collect(),
        };
        for day in members.iter().filter_map(|number| items[*number as usize].day) {
            let (first, last) = plan.days.unwrap_or((day, day));
            plan.days = Some((first.min(day), last.max(day)));
        }
        // A pin is a promise.
        if plan.told.len() < extent.max_items || story.rank.pinned < usize::MAX {
            plan.told.push(group);
        } else if plan.brief.len() < extent.max_items {
            plan.brief.push(group);
        } else {
            plan.beyond += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::copies::Fingerprint;
    use super::*;
    use crate::article::ArticleId;

    fn items(drawn: &[(&str, &str, Option<&str>)]) -> Vec<Item> {
        let item = |(id, language, day): &(&str, &str, Option<&str>)| Item {
            id: ArticleId::from_name(id),
            path: format!("{id}.txt"),
            language: Language::parse(language).unwrap(),
            day: day.map(|day| day.parse().unwrap()),
            words: 10,
            fingerprint: Fingerprint::of(&[]),
        };
        drawn.iter().map(item).collect()
    }

    fn told(plan: &Plan) -> Vec<Vec<u32>> {
        plan.told.iter().map(|group| group.members.clone()).collect()
    }

    fn extent(max_items: usize) -> Extent {
        Extent {
            max_items,
            languages: Vec::new(),
        }
    }

    #[test]
    fn stories_stand_by_size_times_freshness() {
        let items = items(&[
            ("old", "en", Some("2025-01-01")),
            ("old2", "en", Some("2025-01-01")),
            ("week", "en", Some("2025-05-02")),
            ("new", "en", Some("2025-05-09")),
            ("week2", "en", Some("2025-05-02")),
            ("week3", "en", Some("2025-05-01")),
            ("undated", "en", None),
        ]);
        let plans = plan(&items, &[0, 0, 1, 2, 1, 1, 3], &Picks::default(), &extent(3));
        assert_eq!(told(&plans[0]), [vec![2, 4, 5], vec![3], vec![6]]);
        assert_eq!(plans[0].brief.len(), 1);
        let days = plans[0].days.unwrap();
        assert_eq!(
            (days.0.to_string(), days.1.to_string()),
            ("2025-01-01".into(), "2025-05-09".into())
        );
    }

    #[test]
    fn picks_come_first_and_drops_are_gone() {
        let items = items(&[
            ("a", "en", None),
            ("b", "en", None),
            ("c", "en", None),
            ("d", "en", None),
            ("e", "en", None),
        ]);
        let picks = "pin = [\"e\", \"d\"]\ndrop = [\"a.txt\"]\norder = [\"c.txt\"]\n";
        let plans = plan(
            &items,
            &[0, 1, 2, 3, 4],
            &Picks::parse(picks).unwrap(),
            &extent(1),
        );
        assert_eq!(told(&plans[0]), [[4], [3]]);
        assert_eq!(plans[0].brief[0].members, [2]);
        assert_eq!(plans[0].beyond, 1);
        let dropped = Picks::parse("[[story]]\narticle = \"b\"\ndrop = true\n").unwrap();
        let plans = plan(&items, &[0, 1, 2, 3, 4], &dropped, &extent(9));
        assert_eq!(told(&plans[0]), [[0], [2], [3], [4]]);
    }

    #[test]
    fn each_language_has_its_edition_and_names_the_others() {
        let mut items = items(&[
            ("a", "en", None),
            ("b", "ru", None),
            ("c", "ru", None),
            ("d", "uz-Cyrl", None),
        ]);
        items[2].words = 20;
        let plans = plan(&items, &[0, 0, 0, 1], &Picks::default(), &extent(5));
        let tags: Vec<String> = plans.iter().map(|plan| plan.language.to_string()).collect();
        assert_eq!(tags, ["en", "ru", "uz-Cyrl"]);
        assert_eq!(plans[0].told[0].others, [2]);
        assert_eq!(plans[1].told[0].others, [0]);
        let only = Extent {
            languages: vec![Language::parse("uz").unwrap()],
            ..extent(5)
        };
        let plans = plan(&items, &[0, 0, 0, 1], &Picks::default(), &only);
        assert_eq!((plans.len(), told(&plans[0])), (1, vec![vec![3]]));
    }
}
