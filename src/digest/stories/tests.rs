//! Behaviour of grouping as a whole.

use proptest::prelude::*;

use super::*;
use crate::article::Language;

fn profile(lang: &str, title: &str, text: &str) -> Profile {
    let language = Language::parse(lang).unwrap();
    Profile::of(&GroupInput {
        title: Some(title),
        text,
        language: &language,
        date: None,
    })
}

#[test]
fn the_same_event_in_two_towns_is_two_stories() {
    let articles = [
        profile(
            "en",
            "Storm closes Harl harbour",
            "The harbour of Harl was closed on Friday after a storm tore nine boats from their moorings. Mayor Ida Brenn said the pier would be checked.",
        ),
        profile(
            "en",
            "Storm closes Odmund harbour",
            "A storm on Friday closed the harbour of Odmund. Captain Per Aune counted two sunken barges, and the fish market stayed shut.",
        ),
        profile(
            "en",
            "Nine boats adrift in Harl",
            "Nine boats broke loose in Harl when Friday's storm hit. The pier will be checked, Mayor Ida Brenn promised.",
        ),
        profile(
            "en",
            "School opens its kitchen",
            "Pupils of the village school cook for the neighbours on Sundays from now on.",
        ),
    ];
    assert_eq!(group(&articles), [0, 1, 0, 2]);
}

#[test]
fn a_story_in_two_languages_is_found_by_its_names_and_numbers() {
    let articles = [
        profile(
            "en",
            "Cable car opens",
            "The cable car between Brimley and Koltar opened on 14 March. It took 27 months, cost 18.4 million and carries 1,200 people an hour, said Anna Sorel.",
        ),
        profile(
            "en",
            "Prices rise",
            "Bread costs 12 per cent more than in 2025, the office of statistics said on 14 March.",
        ),
        profile(
            "ru",
            "Открылась канатная дорога",
            "Канатная дорога из Бримли в Колтар открылась 14 марта. Стройка заняла 27 месяцев, дорога перевозит 1 200 человек в час, сообщила Анна Сорель.",
        ),
        profile(
            "ru",
            "Хлеб подорожал",
            "Хлеб подорожал на 9 процентов, сообщили в понедельник.",
        ),
    ];
    assert_eq!(group(&articles), [0, 1, 0, 2]);
}

#[test]
fn an_article_without_words_is_a_story_of_its_own() {
    let empty = || profile("und", "", "");
    assert_eq!(group(&[empty(), empty()]), [0, 1]);
    assert!(group(&[]).is_empty());
}

#[test]
fn a_story_of_a_small_batch_is_found() {
    let articles = [
        profile(
            "en",
            "The night the light came back to Carrick Point",
            "At eight minutes to seven on Saturday evening a girl pressed a brass switch, and the lighthouse at Carrick Point, dark for nine years, sent its beam over the harbor. \
             The Friends of the Point, founded by Ruth Vane, had raised most of the $640,000 for the repair. The hand on the switch belonged to Ida Collins, who is 10.",
        ),
        profile(
            "en",
            "Carrick Point lighthouse shines again after nine dark years",
            "A lighthouse that went dark nine years ago was switched back on at dusk on Saturday after a restoration costing $640,000. The light at Carrick Point was lit by Ida Collins, \
             a 10-year-old pupil, said Ruth Vane of the Friends of the Point.",
        ),
        profile(
            "en",
            "Market roof",
            "The market hall will close for a year so that its roof can be taken off, repaired and put back, councillors decided last night.",
        ),
        profile(
            "en",
            "Bread",
            "Bread is baked in the old station again, and on Saturday half of the village stood in the queue before seven.",
        ),
        profile(
            "en",
            "The man who winds the clock",
            "From 1963 to 1994 he was a keeper on Grey Skerry, a rock that lies 11 miles offshore, and missed a single night because of a tooth.",
        ),
    ];
    assert_eq!(group(&articles), [0, 0, 1, 2, 3]);
}

proptest! {
    #[test]
    fn every_article_has_a_story_and_stories_are_numbered_in_order(texts in prop::collection::vec("[a-c0-9A-C. ]{0,40}", 0..20)) {
        let articles: Vec<Profile> = texts.iter().map(|text| profile("en", "", text)).collect();
        let stories = group(&articles);
        prop_assert_eq!(stories.len(), texts.len());
        let mut next = 0;
        for story in stories {
            prop_assert!(story <= next);
            next = next.max(story + 1);
        }
    }
}
