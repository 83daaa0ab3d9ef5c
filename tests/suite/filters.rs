//! The JSONL filters, line by line.

use serde_json::{Value, json};

use crate::program::Place;

const FILTERS: &[(&str, &str)] = &[
    ("extract", "text"),
    ("detect", "text"),
    ("segment", "text"),
    ("summarize", "text"),
];

fn ask(arguments: &[&str], lines: &[Value]) -> Vec<Value> {
    let input = lines
        .iter()
        .fold(String::new(), |input, line| input + &line.to_string() + "\n");
    Place::new()
        .run_with(arguments, input.as_bytes())
        .expect(0)
        .replies()
}

#[test]
fn bad_lines_get_an_error_under_their_id_and_the_rest_goes_on() {
    let place = Place::new();
    let input = b"{\"id\":1,\"text\":\"One here. Two here.\",\"mine\":[1]}\nnonsense\n\n[1]\n{\"id\":\"b\"}\n{\"id\":2,\"text\":7}\n{\"id\":3,\"text\":\"\"}\n\xff\xfe\n{\"id\":4,\"text\":\"End.\"}";
    for (filter, _) in FILTERS {
        let run = place.run_with(&[filter, "--jsonl"], input).expect(1);
        let replies = run.replies();
        let ids: Vec<Value> = replies.iter().map(|reply| reply["id"].clone()).collect();
        assert_eq!(
            ids,
            [
                json!(1),
                json!(null),
                json!(null),
                json!("b"),
                json!(2),
                json!(3),
                json!(null),
                json!(4)
            ],
            "{filter}"
        );
        let errors: Vec<bool> = replies.iter().map(|reply| reply.get("error").is_some()).collect();
        assert_eq!(
            errors,
            [false, true, true, true, true, false, true, false],
            "{filter}"
        );
        assert_eq!(replies[0]["mine"], json!([1]), "{filter}");
        place
            .run_with(&[filter, "--jsonl", "--keep-going"], input)
            .expect(0);
    }
}

#[test]
fn offsets_cut_the_text_in_code_points_or_bytes() {
    let text = "🐪 e\u{301}te\u{301}.\r\n\u{feff}Бир.\0 Эки! 三。四。";
    for unit in ["codepoints", "bytes"] {
        let reply = &ask(
            &["segment", "--jsonl", "--offsets", unit],
            &[json!({ "id": 1, "text": text })],
        )[0];
        let mut rest = text.to_owned();
        for segment in reply["segments"].as_array().unwrap().iter().rev() {
            let at = |name: &str| segment[name].as_u64().unwrap() as usize;
            let byte = |n: usize| {
                text.char_indices()
                    .map(|(i, _)| i)
                    .chain([text.len()])
                    .nth(n)
                    .unwrap()
            };
            let range = if unit == "bytes" {
                at("start")..at("end")
            } else {
                byte(at("start"))..byte(at("end"))
            };
            assert_eq!(&text[range.clone()], segment["text"].as_str().unwrap());
            rest.replace_range(range, "");
        }
        assert!(rest.trim().is_empty(), "{rest:?} is in no segment");
    }
}

#[test]
fn a_summary_places_its_sentences() {
    let text = "The bridge opened on Monday. It had been closed for a year. Engineers drove forty piles. The council paid half.";
    let reply = &ask(
        &["summarize", "--jsonl"],
        &[json!({ "id": 1, "text": text, "sentences": 2 })],
    )[0];
    let summary = reply["summary"].as_array().unwrap();
    assert_eq!(summary.len(), 2);
    for (sentence, place) in summary.iter().zip(reply["sentences"].as_array().unwrap()) {
        let at = |name: &str| place[name].as_u64().unwrap() as usize;
        assert_eq!(sentence.as_str().unwrap(), &text[at("start")..at("end")]);
    }
}

#[test]
fn languages_are_printed_bare_unless_the_script_is_asked_for() {
    let line =
        json!({ "id": 1, "text": "圖書館昨天重新開放，居民們紛紛前來參觀，孩子們對新的閱覽室讚不絕口。" });
    assert_eq!(
        ask(&["detect", "--jsonl"], std::slice::from_ref(&line))[0]["lang"],
        "zh"
    );
    assert_eq!(
        ask(&["detect", "--jsonl", "--script"], &[line])[0]["lang"],
        "zh-Hant"
    );
}

#[test]
fn scripts_of_one_language_are_told_apart_on_demand() {
    for (text, lang, script) in [
        ("Болалар кўл бўйида ўйнаб юрибдилар.", "uz", "uz-Cyrl"),
        ("Bolalar ko‘l bo‘yida o‘ynab yuribdilar.", "uz", "uz-Latn"),
        ("Деца се играју поред језера сваког дана.", "sr", "sr-Cyrl"),
        ("孩子们在湖边玩耍，老师给他们讲故事。", "zh", "zh-Hans"),
    ] {
        let line = json!({ "id": 1, "text": text });
        let bare = &ask(&["detect", "--jsonl", "--spans"], std::slice::from_ref(&line))[0];
        let full = &ask(&["detect", "--jsonl", "--spans", "--script"], &[line])[0];
        assert_eq!(
            (&bare["lang"], &bare["spans"][0]["lang"]),
            (&json!(lang), &json!(lang))
        );
        assert_eq!(
            (&full["lang"], &full["spans"][0]["lang"]),
            (&json!(script), &json!(script))
        );
    }
}

#[test]
fn only_the_languages_asked_for_are_answered() {
    let line = json!({ "id": 1, "text": "Балалар көлдүн жээгинде ойноп жүрүшөт." });
    let told = |languages: &str| {
        let arguments = ["detect", "--jsonl", "--spans", "--languages", languages];
        let reply = &ask(&arguments, std::slice::from_ref(&line))[0];
        for span in reply["spans"].as_array().unwrap() {
            assert_eq!(span["lang"], reply["lang"], "{languages}");
        }
        reply["lang"].as_str().unwrap().to_owned()
    };
    assert_eq!(told("ky,kk,ru"), "ky");
    assert!(["kk", "tt"].contains(&told("kk,tt,en").as_str()));
    assert_eq!(told("en,de"), "und");
}

#[test]
fn the_users_language_is_the_language_of_every_span() {
    let text = "1. The ferry leaves at noon. Паром уходит в полдень, и никто не опаздывает.";
    let arguments = [
        "detect",
        "--jsonl",
        "--spans",
        "--lang",
        "kk",
        "--offsets",
        "bytes",
    ];
    let reply = &ask(&arguments, &[json!({ "id": 1, "text": text })])[0];
    let end = text.len() - 1;
    assert_eq!(reply["lang"], "kk");
    assert_eq!(reply["spans"], json!([{ "start": 3, "end": end, "lang": "kk" }]));
    let none = &ask(&arguments, &[json!({ "id": 1, "text": "12 345" })])[0];
    assert_eq!(none["spans"], json!([]));
}

#[test]
fn a_path_is_read_only_below_the_root() {
    let place = Place::with(&[
        (
            "pages/a.txt",
            b"One line of text that stands here. And a second one.",
        ),
        ("secret.txt", b"Do not read this."),
    ]);
    let ask = |path: &str| {
        let input = json!({ "id": 1, "path": path }).to_string();
        place
            .run_with(
                &["extract", "--jsonl", "--root", "pages", "--keep-going"],
                input.as_bytes(),
            )
            .expect(0)
            .stdout()
    };
    assert!(ask("a.txt").contains("second one"));
    for outside in [
        "../secret.txt",
        "/etc/passwd",
        "http://127.0.0.1/x",
        "missing.txt",
    ] {
        let reply = ask(outside);
        assert!(
            reply.contains("\"error\"") && !reply.contains("Do not"),
            "{reply}"
        );
    }
    let absolute = place.path("secret.txt");
    assert!(ask(absolute.to_str().unwrap()).contains("\"error\""));
}

#[test]
fn an_article_in_a_file_of_several_is_asked_for_by_its_name() {
    let feed = r#"<rss version="2.0"><channel><title>Sound</title><language>en</language>
        <item><title>The ferry is back</title><description>The ferry crossed the sound on Monday with eleven passengers.</description></item>
        <item><title>The pier is shut</title><description>The pier stays shut until the ice has gone.</description></item></channel></rss>"#;
    let lines = "{\"title\":\"Tea\",\"text\":\"Tea came by rail.\"}\n{\"title\":\"Salt\",\"text\":\"Salt came by sea.\"}\n";
    let packed = crate::formats::zip(&[
        ("news/feed.xml", feed),
        (
            "news/a.txt",
            "The harbour reopened on Monday. Ferries left on time.",
        ),
    ]);
    let place = Place::with(&[
        ("in/feed.xml", feed.as_bytes()),
        ("in/dump.jsonl", lines.as_bytes()),
        ("in/one.jsonl", &lines.as_bytes()[..lines.len() / 2]),
        (
            "in/table.csv",
            b"title,text\nRain,It rained all day.\n\"Snow\",It snowed.\n",
        ),
        ("in/all.zip", &packed),
        ("in/dump.jsonl#2", b"A file may be called so. It is a text."),
        ("secret.jsonl", lines.as_bytes()),
    ]);
    let ask = |path: &str| {
        let line = json!({ "id": path, "path": path }).to_string();
        let arguments = ["extract", "--jsonl", "--keep-going", "--root", "in"];
        place.run_with(&arguments, line.as_bytes()).expect(0).replies()[0].clone()
    };
    for (path, title) in [
        ("feed.xml#1", "The ferry is back"),
        ("./feed.xml#2", "The pier is shut"),
        ("dump.jsonl#1", "Tea"),
        ("one.jsonl", "Tea"),
        ("table.csv#2", "Snow"),
        ("all.zip/news/feed.xml#2", "The pier is shut"),
    ] {
        assert_eq!(ask(path)["title"], title, "{}", ask(path));
    }
    assert_eq!(ask("feed.xml#1")["lang"], "en");
    // A file that is called so goes before the entry.
    let text = ask("dump.jsonl#2")["text"].to_string();
    assert!(text.contains("called so"), "{text}");
    assert!(ask("all.zip/news/a.txt")["text"].to_string().contains("reopened"));
    for (path, told) in [
        (
            "feed.xml",
            "2 articles in it; ask for one by its name, as \"path\": \"feed.xml#1\"",
        ),
        (
            "dump.jsonl",
            "2 articles in it; ask for one by its name, as \"path\": \"dump.jsonl#1\"",
        ),
        (
            "all.zip",
            "2 files in it; ask for one by its name, as \"path\": \"all.zip/news/a.txt\"",
        ),
        ("all.zip/news/feed.xml", "\"path\": \"all.zip/news/feed.xml#1\""),
        ("feed.xml#3", "feed.xml has no article \"#3\""),
        ("dump.jsonl#12", "dump.jsonl has no article \"#12\""),
        ("feed.xml#1#1", "feed.xml has no article \"#1#1\""),
        ("missing.xml#1", "cannot be read"),
        ("../secret.jsonl#1", "not below the folder"),
    ] {
        let reply = ask(path);
        assert!(
            reply["error"].to_string().replace("\\\"", "\"").contains(told),
            "{path}: {reply}"
        );
    }
    let absolute = place.path("secret.jsonl#1");
    assert!(ask(absolute.to_str().unwrap())["error"].is_string());
}

#[test]
fn extract_answers_with_body_text_and_kinds() {
    let page = "<html><head><title>Tea road | Post</title></head><body><nav><a href=/>Home</a></nav><article><h1>Tea road</h1>\
        <p>The caravan left on <b>Friday</b> at dawn, and it carried tea for the whole valley.</p><p>It reached Osh after a week of rain, late but with all of its load.</p></article></body></html>";
    let reply = &ask(
        &["extract", "--jsonl"],
        &[json!({ "id": 1, "html": page, "url": "https://a.example/x" })],
    )[0];
    assert_eq!(reply["title"], "Tea road");
    assert_eq!(
        reply["text"],
        "The caravan left on Friday at dawn, and it carried tea for the whole valley.\nIt reached Osh after a week of rain, late but with all of its load."
    );
    assert_eq!(reply["blocks"][0], json!({ "kind": "title", "text": "Tea road" }));
}

#[test]
fn every_sentence_is_explained() {
    let text = "The harbour bridge of Brimley closes on Monday. Cars wait. But trucks may pass.";
    let line = json!({"id": 1, "text": text, "title": "Bridge closes", "lang": "en", "sentences": 1});
    let reply = &ask(
        &["summarize", "--jsonl", "--explain"],
        std::slice::from_ref(&line),
    )[0];
    let reasons = reply["reasons"].as_array().unwrap();
    let verdicts: Vec<_> = reasons.iter().map(|reason| reason["verdict"].clone()).collect();
    assert_eq!(verdicts, ["taken", "outbid", "leans"]);
    assert_eq!(
        (&reasons[0]["order"], &reasons[0]["words"]),
        (&json!(1), &json!(8))
    );
    assert!(
        reasons[0]["terms"]
            .as_array()
            .unwrap()
            .contains(&json!("harbour"))
    );
    assert_eq!(
        (&reasons[2]["start"], &reasons[2]["opening"]),
        (&json!(59), &json!("but"))
    );
    assert!(
        ask(&["summarize", "--jsonl"], &[line])[0]
            .get("reasons")
            .is_none()
    );
    let run = Place::new()
        .run_with(
            &["summarize", "--explain", "--lang", "en", "--sentences", "1"],
            text.as_bytes(),
        )
        .expect(0);
    let lines: Vec<String> = run.stdout().lines().map(str::to_owned).collect();
    assert!(
        lines[1].starts_with("* 1:1") && lines[1].contains("taken first; first to say: "),
        "{lines:?}"
    );
    assert!(
        lines[3].contains("leans on the sentence before it: \"but\""),
        "{lines:?}"
    );
}

#[test]
fn a_ratio_holds_with_other_budgets_and_must_be_one() {
    let text = "Red ships sail at dawn. Blue trains stop at noon. Green buses wait at night. White planes land quite late.";
    let lines = [
        json!({"id": 1, "text": text, "lang": "en", "ratio": 0.5}),
        json!({"id": 2, "text": text, "lang": "en", "ratio": 0.5, "words": 9}),
        json!({"id": 3, "text": text, "lang": "en", "ratio": 0.1}),
        json!({"id": 4, "text": text, "lang": "en", "ratio": 1}),
    ];
    let replies = ask(&["summarize", "--jsonl", "--ratio", "0.25"], &lines);
    let counts: Vec<_> = replies
        .iter()
        .map(|reply| reply["summary"].as_array().unwrap().len())
        .collect();
    assert_eq!(counts, [2, 1, 1, 4]);
    assert_eq!(replies[2]["over"], json!(true));
    let default = ask(
        &["summarize", "--jsonl", "--ratio", "0.25"],
        &[json!({"id": 1, "text": text, "lang": "en"})],
    );
    assert_eq!(default[0]["summary"].as_array().unwrap().len(), 1);
    for wrong in [json!(0), json!(1.2), json!("0.5")] {
        let line = json!({"id": 1, "text": text, "ratio": wrong}).to_string() + "\n";
        let run = Place::new()
            .run_with(&["summarize", "--jsonl"], line.as_bytes())
            .expect(1);
        assert!(
            run.stdout().contains("a ratio is a number above 0"),
            "{}",
            run.stdout()
        );
    }
    Place::new()
        .run_with(&["summarize", "--jsonl", "--ratio", "2"], b"")
        .expect(2);
}

#[test]
fn every_cut_is_explained() {
    let text = "Dr. Li came. She left.";
    let reply = &ask(
        &["segment", "--jsonl", "--explain"],
        &[json!({"id": 1, "text": text, "lang": "en"})],
    )[0];
    let told: Vec<_> = reply["decisions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|decision| {
            (
                decision["at"].clone(),
                decision["cut"].clone(),
                decision["rule"].clone(),
            )
        })
        .collect();
    assert_eq!(told[0], (json!(3), json!(false), json!("title")));
    assert_eq!((&told[1].0, &told[1].1), (&json!(12), &json!(true)));
    let run = Place::new()
        .run_with(&["segment", "--explain", "--lang", "en"], text.as_bytes())
        .expect(0);
    let lines: Vec<String> = run.stdout().lines().map(str::to_owned).collect();
    assert!(
        lines[1].starts_with("1:4") && lines[1].contains("keep title"),
        "{lines:?}"
    );
    assert!(lines[2].contains("[Dr. Li came.| She left.]"), "{lines:?}");
}
