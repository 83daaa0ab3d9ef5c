//! Agglomerative clustering by average link (Sokal and Michener 1958, UPGMA): the two groups whose articles are most alike on average become one, as long as
//! that average is high enough. One article that resembles two stories does not join them, as single link would.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::neighbours::Edge;

/// A group in the making.
#[derive(Default)]
struct Group {
    members: Vec<u32>,
    /// For each other group with an article alike: the sum over all pairs of articles.
    sums: BTreeMap<u32, f64>,
}

/// An average that may be merged next; the highest first, the earlier groups of equals.
#[derive(PartialEq)]
struct Offer {
    average: f64,
    groups: Reverse<(u32, u32)>,
}

impl Eq for Offer {}

impl Ord for Offer {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.average
            .total_cmp(&other.average)
            .then_with(|| self.groups.cmp(&other.groups))
    }
}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Groups of the articles `0..count`, each in ascending order; articles without an edge are not alike at all.
pub(super) fn average_link(count: usize, edges: &[Edge], least: f64) -> Vec<Vec<u32>> {
    let mut groups: Vec<Group> = (0..count as u32)
        .map(|article| Group {
            members: vec![article],
            ..Group::default()
        })
        .collect();
    let mut offers = BinaryHeap::new();
    for edge in edges {
        groups[edge.later as usize]
            .sums
            .insert(edge.earlier, edge.likeness);
        groups[edge.earlier as usize]
            .sums
            .insert(edge.later, edge.likeness);
        offer(&groups, edge.earlier, edge.later, least, &mut offers);
    }
    while let Some(Offer {
        average,
        groups: Reverse((a, b)),
    }) = offers.pop()
    {
        // An offer of groups that have changed since is stale: they made a new one.
        if average_of(&groups, a, b) != Some(average) {
            continue;
        }
        let joined = std::mem::take(&mut groups[b as usize]);
        groups[a as usize].members.extend(joined.members);
        groups[a as usize].sums.remove(&b);
        for (other, sum) in joined.sums {
            if other == a {
                continue;
            }
            *groups[a as usize].sums.entry(other).or_default() += sum;
            let theirs = &mut groups[other as usize].sums;
            theirs.remove(&b);
            *theirs.entry(a).or_default() += sum;
        }
        let others: Vec<u32> = groups[a as usize].sums.keys().copied().collect();
        for other in others {
            offer(&groups, a.min(other), a.max(other), least, &mut offers);
        }
    }
    let mut stories: Vec<Vec<u32>> = groups.into_iter().map(|group| group.members).collect();
    stories.retain(|members| !members.is_empty());
    for members in &mut stories {
        members.sort_unstable();
    }
    stories
}

/// The average likeness of two groups; none if one of them is no more.
fn average_of(groups: &[Group], a: u32, b: u32) -> Option<f64> {
    let (a, b) = (&groups[a as usize], (b, &groups[b as usize]));
    let size = |group: &Group| f64::from(group.members.len() as u32);
    Some(a.sums.get(&b.0)? / (size(a) * size(b.1)))
}

fn offer(groups: &[Group], a: u32, b: u32, least: f64, offers: &mut BinaryHeap<Offer>) {
    if let Some(average) = average_of(groups, a, b)
        && average >= least
    {
        offers.push(Offer {
            average,
            groups: Reverse((a, b)),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(later: u32, earlier: u32, likeness: f64) -> Edge {
        Edge {
            later,
            earlier,
            likeness,
        }
    }

    #[test]
    fn one_article_between_two_stories_does_not_join_them() {
        let edges = [
            edge(1, 0, 0.8),
            edge(3, 2, 0.8),
            edge(4, 0, 0.5),
            edge(4, 1, 0.5),
            edge(4, 2, 0.5),
            edge(4, 3, 0.4),
        ];
        assert_eq!(average_link(6, &edges, 0.3), [vec![0, 1, 4], vec![2, 3], vec![5]]);
    }

    #[test]
    fn nothing_is_joined_below_the_least_average() {
        assert_eq!(average_link(2, &[edge(1, 0, 0.29)], 0.3), [[0], [1]]);
        assert_eq!(average_link(0, &[], 0.3), Vec::<Vec<u32>>::new());
    }
}
