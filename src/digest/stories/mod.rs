//! Articles to stories: which of them tell of the same event.
//!
//! Three steps. [`Profile`] keeps of an article what it can be compared by: its terms, weighted by where they stand, and the names
//! and numbers that are the same in every language. `neighbours` finds for each article those of its own language that share its
//! rarest terms, and `merge` joins them by average link. `link` then joins stories of different languages that share names and
//! numbers.
//!
//! The batch is its own reference: how rare a term is, is counted in it, language by language. Time and memory grow with the number of
//! articles, never with its square; the answer does not depend on a hash's order or on threads.

mod days;
mod keys;
mod link;
mod merge;
mod neighbours;
mod profile;
mod vectors;

pub use profile::{GroupInput, Profile};

/// Average similarity from which two groups of articles are one story. Of pairs of news that people judged, those on one event lie above
/// .3 and most of those on two events of a kind below; papers that share no wording at all stay apart.
const SAME_STORY: f64 = 0.32;

/// The story of each article, in the order of `articles`: stories are numbered from 0 by their first article. An article that
/// nothing is like is a story of its own.
///
/// ```
/// use tolmach::article::Language;
/// use tolmach::digest::stories::{GroupInput, Profile, group};
///
/// let english = Language::parse("en").unwrap();
/// let profile = |title, text| Profile::of(&GroupInput { title: Some(title), text, language: &english, date: None });
/// let articles = [
///     profile("Harl ferry runs again", "The ferry to Harl left the yard on Monday. Cracks had kept it there."),
///     profile("Bakery wins a prize", "A bakery in Odmund won the county's prize for its rye bread."),
///     profile("Ferry to Harl is back", "After cracks were mended in the yard, the Harl ferry sailed on Monday."),
/// ];
/// assert_eq!(group(&articles), [0, 1, 0]);
/// ```
pub fn group(articles: &[Profile]) -> Vec<usize> {
    let mut stories: Vec<Vec<u32>> = Vec::new();
    for members in profile::by_language(articles) {
        let vectors = vectors::of(articles, &members);
        let date = |at: u32| articles[at as usize].date();
        let days = days::Days::of(members.iter().map(|&at| date(at)));
        let edges = neighbours::find(&vectors, |a, b| {
            days.factor(date(members[a as usize]), date(members[b as usize]))
        });
        let of_language = merge::average_link(members.len(), &edges, SAME_STORY);
        stories.extend(
            of_language
                .into_iter()
                .map(|story| story.into_iter().map(|at| members[at as usize]).collect()),
        );
    }
    number(articles.len(), &link::across_languages(articles, stories))
}

/// Numbers stories by their first article.
fn number(count: usize, stories: &[Vec<u32>]) -> Vec<usize> {
    let mut story_of = vec![0; count];
    for (story, members) in stories.iter().enumerate() {
        for &article in members {
            story_of[article as usize] = story;
        }
    }
    let mut names = vec![usize::MAX; stories.len()];
    let mut next = 0;
    for story in &mut story_of {
        let name = &mut names[*story];
        if *name == usize::MAX {
            *name = next;
            next += 1;
        }
        *story = *name;
    }
    story_of
}

#[cfg(test)]
mod tests;
