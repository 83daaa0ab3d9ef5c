//! What the lines of plain-text articles are: titles, decks, bylines, datelines, headings, lists, captions, promotion, text.
//!
//! The cases were written before the program had seen them; the floors are what is asked of it, not what it reaches on them.

use std::collections::HashMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::program::Place;

/// Least share of lines whose kind is right.
const LEAST_RIGHT: f64 = 0.92;
/// Least F1 of promotion.
const LEAST_PROMO: f64 = 0.97;

/// The kind that the answer gives a line: that of the block with its text, a list item's without its sign.
fn kind<'a>(blocks: &HashMap<&str, &'a str>, line: &str) -> &'a str {
    let item = line.split_once(' ').map_or("", |(_, item)| item.trim());
    let found = blocks.get(line).or_else(|| blocks.get(item));
    match found.copied().unwrap_or("none") {
        "paragraph" | "quote" => "body",
        kind => kind,
    }
}

#[test]
fn lines_of_articles_in_many_languages_are_what_their_readers_see() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/roles.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let cases: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let input: String = cases
        .iter()
        .map(|case| json!({ "id": case["id"], "text": case["text"] }).to_string() + "\n")
        .collect();
    let run = Place::new()
        .run_with(&["extract", "--jsonl"], input.as_bytes())
        .expect(0);
    let (mut right, mut all) = (0, 0);
    let (mut promo, mut told, mut meant) = (0, 0, 0);
    let mut wrong = Vec::new();
    for (case, reply) in cases.iter().zip(run.replies()) {
        let blocks: HashMap<&str, &str> = reply["blocks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|block| (block["text"].as_str().unwrap(), block["kind"].as_str().unwrap()))
            .collect();
        let lines = case["text"].as_str().unwrap().lines();
        for (line, role) in lines.zip(case["roles"].as_array().unwrap()) {
            let (role, kind) = (role.as_str().unwrap(), kind(&blocks, line));
            all += 1;
            right += usize::from(role == kind);
            meant += usize::from(role == "promo");
            told += usize::from(kind == "promo");
            promo += usize::from(role == "promo" && kind == "promo");
            if role != kind {
                wrong.push(format!("{}: {role}, not {kind}: {line}", case["id"]));
            }
        }
    }
    assert!(cases.len() >= 30 && all > 280);
    let share = f64::from(u32::try_from(right).unwrap()) / f64::from(u32::try_from(all).unwrap());
    let f1 = f64::from(2 * u32::try_from(promo).unwrap()) / f64::from(u32::try_from(told + meant).unwrap());
    assert!(
        share >= LEAST_RIGHT && f1 >= LEAST_PROMO,
        "{share:.3} right, promotion {f1:.3}:\n{}",
        wrong.join("\n")
    );
}
