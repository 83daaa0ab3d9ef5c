//! Pages of one site in a folder: what they all say is the site's, and no part of any article.

use serde_json::Value;

use crate::formats::{article, blocks};
use crate::program::Place;

const LETTER: &str = "The Harl Letter is written by people who live on the island, and it is printed in the old net store every Saturday night.";

const STORIES: [(&str, [&str; 3]); 4] = [
    (
        "The ferry returns to Harl",
        [
            "The ferry returned to Harl on Monday after fourteen months on the slipway.",
            "It carried thirty-one passengers, four cars and a crate of chicks over the sound.",
            "The harbour master said that the ramp had been built anew by six welders.",
        ],
    ),
    (
        "The mill turns again",
        [
            "The wheel of the old mill turned again on Friday for the first time in fifty years.",
            "Fourteen villages have signed up for its flour, which is ground at night.",
            "The cooperative has borrowed ninety thousand crowns and hopes to repay them in six years.",
        ],
    ),
    (
        "A library for the hill",
        [
            "A bus painted yellow has become the library of the hill villages this spring.",
            "It carries two thousand books and stops in nine places every week.",
            "Children wait for it at the well, where the road is wide enough to turn.",
        ],
    ),
    (
        "Market hall loses its roof",
        [
            "The market hall will be without a roof for a year, the council decided on Tuesday.",
            "All sixty-four traders move to the old depot in Canal Street at half the rent.",
            "The clock in the gable has shown ten to four for two decades and will be repaired.",
        ],
    ),
];

fn page(number: usize, address: &str) -> String {
    let (title, paragraphs) = STORIES[number];
    let paragraphs = paragraphs.map(|text| format!("<p>{text}</p>\n")).concat();
    format!(
        "<!doctype html>\n<html lang=en><head><title>{title} | Harl Letter</title>\n<link rel=canonical href='{address}'></head>\n\
         <body><div><h1>{title}</h1>\n{paragraphs}<p>{LETTER}</p></div></body></html>\n"
    )
}

/// Whether the article of a page has what all pages of the site say.
fn has_letter(article: &Value) -> bool {
    blocks(article).iter().any(|block| block.contains("Harl Letter"))
}

#[test]
fn what_the_pages_of_a_site_repeat_is_no_part_of_an_article() {
    let place = Place::new();
    for number in 0..4 {
        let address = format!("https://harl.example/{number}");
        place.file(
            &format!("input/harl/{number}.html"),
            page(number, &address).as_bytes(),
        );
        place.file(&format!("input/saved/{number}.html"), page(number, "").as_bytes());
    }
    place.file(
        "input/alone/0.html",
        page(0, "https://other.example/0").as_bytes(),
    );
    place.run(&["run", "--quiet"]).expect(0);
    for number in 0..4 {
        for folder in ["harl", "saved"] {
            let article = article(&place, &format!("{folder}/{number}.html"));
            assert!(!has_letter(&article), "{folder}/{number}");
            assert_eq!(blocks(&article).len(), 4);
        }
    }
    // A page alone is read for itself.
    assert!(has_letter(&article(&place, "alone/0.html")));
}

#[test]
fn a_translation_finds_its_place_without_the_other_pages() {
    let place = Place::new();
    for number in 0..4 {
        let text = page(number, "https://harl.example/");
        place.file(&format!("input/{number}.html"), text.as_bytes());
    }
    place.run(&["run", "--quiet", "--to", "de"]).expect(0);
    for number in 1..4 {
        std::fs::remove_file(place.path(&format!("input/{number}.html"))).unwrap();
    }
    place.run(&["pseudo", "--quiet", "output/jobs/en-de"]).expect(0);
    place.run(&["merge", "--quiet", "pseudo"]).expect(1);
    let translated = place.read("output/translated/de/0.html");
    assert!(translated.contains(LETTER), "{translated}");
    assert!(!translated.contains(STORIES[0].1[0]), "{translated}");
}
