//! `group --jsonl` on a batch of articles written for it: `tests/data/stories.jsonl`, with the story that each belongs to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::program::Place;

const ARTICLES: &str = include_str!("../data/stories.jsonl");

fn articles() -> Vec<Value> {
    ARTICLES
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The articles as a filter gets them: without the answer.
fn questions() -> String {
    let mut input = String::new();
    for mut article in articles() {
        let fields = article.as_object_mut().unwrap();
        fields.remove("story");
        fields.remove("copy_of");
        input += &(article.to_string() + "\n");
    }
    input
}

fn group(input: &str, threads: &str) -> Vec<Value> {
    Place::new()
        .run_with(&["group", "--jsonl", "--threads", threads], input.as_bytes())
        .expect(0)
        .replies()
}

/// The members of each story.
fn members<'a>(stories: impl Iterator<Item = (&'a str, String)>) -> BTreeMap<String, BTreeSet<&'a str>> {
    let mut members: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (id, story) in stories {
        members.entry(story).or_default().insert(id);
    }
    members
}

/// B-cubed F1 (Bagga and Baldwin 1998): for each article, how much of its group belongs there and how much of its story is in it.
fn b_cubed(want: &BTreeMap<String, BTreeSet<&str>>, got: &BTreeMap<String, BTreeSet<&str>>) -> f64 {
    let size = |set: &BTreeSet<&str>| f64::from(u32::try_from(set.len()).unwrap());
    let (mut precision, mut recall, mut count) = (0.0, 0.0, 0.0);
    for story in want.values() {
        for id in story {
            let group = got.values().find(|group| group.contains(id)).unwrap();
            let both = size(&group.intersection(story).copied().collect());
            precision += both / size(group);
            recall += both / size(story);
            count += 1.0;
        }
    }
    let (precision, recall) = (precision / count, recall / count);
    2.0 * precision * recall / (precision + recall)
}

#[test]
fn articles_on_one_story_share_it() {
    let articles = articles();
    let replies = group(&questions(), "0");
    let text = |value: &Value| value.to_string();
    let ids: Vec<&str> = articles
        .iter()
        .map(|article| article["id"].as_str().unwrap())
        .collect();
    let want = members(
        ids.iter()
            .copied()
            .zip(articles.iter().map(|article| text(&article["story"]))),
    );
    let got = members(
        ids.iter()
            .copied()
            .zip(replies.iter().map(|reply| text(&reply["story"]))),
    );
    let f1 = b_cubed(&want, &got);
    assert!(f1 >= 0.87, "B-cubed F1 {f1:.3}");
    for article in &articles {
        if let Some(copy) = article.get("copy_of") {
            let story =
                |id: &Value| replies.iter().find(|reply| reply["id"] == *id).unwrap()["story"].clone();
            assert_eq!(
                story(&article["id"]),
                story(copy),
                "a wire copy: {}",
                article["id"]
            );
        }
    }
}

#[test]
fn answers_do_not_depend_on_threads_and_come_in_order() {
    let one = group(&questions(), "1");
    assert_eq!(one, group(&questions(), "7"));
    assert!(
        one.iter()
            .zip(articles())
            .all(|(reply, article)| reply["id"] == article["id"])
    );
    assert_eq!(one[0], json!({ "id": articles()[0]["id"], "story": 0 }));
}

#[test]
fn a_line_that_cannot_be_read_is_answered_in_its_place() {
    let input = "{\"id\":1,\"text\":\"The ferry is back.\",\"date\":7,\"mine\":1}\nnonsense\n\n{\"id\":\"b\",\"title\":\"x\"}\n{\"id\":3,\"text\":\"\"}\n";
    let place = Place::new();
    let replies = place
        .run_with(&["group", "--jsonl"], input.as_bytes())
        .expect(1)
        .replies();
    assert_eq!(replies.len(), 4);
    assert_eq!(replies[0], json!({ "id": 1, "story": 0 }));
    assert!(replies[1]["id"].is_null() && replies[1]["error"].is_string());
    assert_eq!(
        (&replies[2]["id"], replies[2]["error"].is_string()),
        (&json!("b"), true)
    );
    assert_eq!(replies[3], json!({ "id": 3, "story": 1 }));
    place
        .run_with(&["group", "--jsonl", "--keep-going"], input.as_bytes())
        .expect(0);
    place.run_with(&["group", "--jsonl"], b"").expect(0);
}
