//! Newsletters: what `run` leaves in `digest/`, what `digest` makes of a finished run, and what an editor's files change in it.

use std::collections::BTreeSet;

use quick_xml::events::Event;
use serde_json::Value;

use crate::program::Place;

const FERRY: &str = "The ferry Saint Brannoc crossed Harl Sound on Monday with 31 passengers and four cars, ending 14 months without a link to the mainland. \
    About 200 people stood on the pier to watch it come in. An inspection had found cracks in the frame of its bow ramp in March last year. \
    Engineer Ola Brandt said the repair cost 2.4 million crowns. The island school stayed closed for the day so that its nine pupils could see the ship.";

const MARKET: &str = "The covered market of Wendle will close for twelve months from January so that its roof can be repaired. All 64 stallholders move to the bus depot. \
    The council voted for the plan after three years of quarrels. The clock in the north gable is to be mended as well.";

const ARABIC: &str = "وصل قارب قديم إلى قرية السنديان يوم الإثنين حاملا ثلاثة آلاف كتاب. وقالت أمينة المكتبة سلمى عبد الرازق إن القارب سيزور 12 قرية على ضفاف النهر. \
    وينتظر الأطفال القارب منذ الصباح على الرصيف الخشبي. وتستمر الرحلة حتى نهاية شهر أكتوبر القادم.";

const HEBREW: &str = "המעבורת הישנה חזרה לשוט ביום שני אחרי ארבעה עשר חודשים במספנה. כמאתיים איש עמדו על הרציף כדי לראות אותה נכנסת לנמל. \
    התיקון עלה שני מיליון שקלים, אמרה המהנדסת רות כהן. בית הספר נסגר ליום אחד כדי שהילדים יוכלו לראות את הספינה.";

fn page(title: &str, site: &str, day: &str, text: &str) -> String {
    let paragraphs = text.trim_end_matches('.').replace(". ", ".</p>\n<p>");
    format!(
        "<!doctype html><html><head><title>{title}</title><meta property=\"og:title\" content=\"{title}\"><link rel=\"canonical\" href=\"https://{site}/story\">\
         <meta property=\"article:published_time\" content=\"{day}\"></head><body><article><h1>{title}</h1>\n<p>{paragraphs}.</p></article></body></html>"
    )
}

/// A batch with a wire copy, a second article on the same event, another story, and two languages from right to left.
fn place() -> Place {
    let place = Place::new();
    let file = |name: &str, text: &str| place.file(&format!("input/{name}"), text.as_bytes());
    file(
        "en/a.html",
        &page(
            "Ferry returns to Harl",
            "www.courier.example",
            "2026-05-04T08:00:00+02:00",
            FERRY,
        ),
    );
    file(
        "en/b.html",
        &page(
            "Harl has its ferry back",
            "post.example",
            "2026-05-05T06:30:00Z",
            FERRY,
        ),
    );
    file("en/market.txt", &format!("Market to lose its roof\n\n{MARKET}\n"));
    file(
        "en/old.html",
        &page(
            "Bees on the town hall",
            "old.example",
            "2024-01-02",
            "Two hives stand on the town hall of Odmund since Friday. The honey will be sold for the library. Bees need flowers within a mile. The mayor keeps his windows closed.",
        ),
    );
    file("ar/a.txt", &format!("قارب يصير مكتبة\n\n{ARABIC}\n"));
    file("he/a.txt", &format!("המעבורת חזרה\n\n{HEBREW}\n"));
    place
}

fn made(arguments: &[&str]) -> Place {
    let place = place();
    place.run(&["run"]).expect(0);
    let mut all = vec!["digest"];
    all.extend(arguments);
    place.run(&all).expect(0);
    place
}

fn names(place: &Place) -> BTreeSet<String> {
    place.tree("output/digest").into_keys().collect()
}

fn id(place: &Place, path: &str) -> String {
    place.entry(path)["id"].as_str().unwrap().to_owned()
}

/// The texts of each element of these names below an `item` or `entry`, item by item; fails if the file is not well formed.
fn items(xml: &str, item: &str, wanted: &[&str]) -> Vec<Vec<(String, String)>> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut found, mut open): (Vec<Vec<(String, String)>>, Vec<String>) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                if name == item {
                    found.push(Vec::new());
                } else if open.last().is_some_and(|last| last == item) && wanted.contains(&name.as_str()) {
                    found.last_mut().unwrap().push((name.clone(), String::new()));
                }
                open.push(name);
            }
            Event::End(_) => _ = open.pop(),
            Event::Text(text) => {
                let inside = open.iter().rev().nth(1).is_some_and(|parent| parent == item);
                if let Some((name, content)) = found.last_mut().and_then(|fields| fields.last_mut())
                    && inside
                    && open.last() == Some(name)
                {
                    content.push_str(&text);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    found
}

#[test]
fn a_run_leaves_an_edition_a_language_and_three_feeds() {
    let place = place();
    let run = place.run(&["run"]).expect(0);
    assert!(
        run.stderr().contains("newsletter in 3 languages"),
        "{}",
        run.stderr()
    );
    let mut want: BTreeSet<String> = ["feed.xml", "atom.xml", "feed.json"].map(str::to_owned).into();
    for language in ["ar", "en", "he"] {
        want.extend(["md", "html", "txt", "eml"].map(|form| format!("{language}.{form}")));
    }
    assert_eq!(names(&place), want);
    let before = place.tree("output");
    place.run(&["digest"]).expect(0);
    assert!(
        place.tree("output") == before,
        "digest makes something else than run did"
    );
}

#[test]
fn a_wire_copy_is_told_once_with_both_sources() {
    let place = made(&[]);
    let text = place.read("output/digest/en.md");
    assert_eq!(text.matches("crossed Harl Sound on Monday").count(), 1, "{text}");
    assert!(
        text.contains("courier.example") && text.contains("post.example"),
        "{text}"
    );
    assert_eq!(text.matches("\n## ").count(), 3, "{text}");
    assert!(text.contains("May 5, 2026"), "{text}");
    // Two articles of the newest day stand before one of no date and one that is old.
    let order =
        ["Harl", "Market to lose its roof", "Bees on the town hall"].map(|title| text.find(title).unwrap());
    assert!(order.is_sorted(), "{text}");
    let page = place.read("output/index.html");
    assert!(page.contains("2 articles") && page.contains("href=\"digest/he.eml\""));
}

#[test]
fn editions_speak_their_language_in_its_direction() {
    let place = made(&[]);
    let hebrew = place.read("output/digest/he.html");
    assert!(hebrew.contains("<html lang=\"he\" dir=\"rtl\">") && hebrew.contains("text-align:right"));
    assert!(hebrew.contains("מקורות") && place.read("output/digest/ar.txt").contains("المصادر"));
    for name in ["ar.html", "en.html", "he.html"] {
        let html = place.read(&format!("output/digest/{name}"));
        assert!(
            html.len() < 102_000 && !html.contains("<script") && !html.contains(" src="),
            "{name}"
        );
    }
}

#[test]
fn every_sentence_leads_to_a_place_that_is_there() {
    let place = made(&[]);
    let page = place.read("output/index.html");
    let mut places = 0;
    for name in ["ar.html", "en.html", "he.html"] {
        for link in place
            .read(&format!("output/digest/{name}"))
            .split("href=\"")
            .skip(1)
        {
            let link = link.split('"').next().unwrap();
            if let Some(anchor) = link.strip_prefix("../index.html#") {
                let anchor = percent_decoded(anchor);
                assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
                places += 1;
            } else {
                assert!(link.starts_with("https://") && !link.contains(' '), "{link}");
            }
        }
    }
    assert!(places > 10);
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: u8| char::from(byte).to_digit(16).unwrap() as u8;
        bytes.push(if byte == b'%' {
            digit(rest.next().unwrap()) << 4 | digit(rest.next().unwrap())
        } else {
            byte
        });
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn options_choose_stories_languages_and_title() {
    let place = made(&[
        "--max-items",
        "1",
        "--lang",
        "en,fr",
        "--title",
        "Morning & more",
        "--base-url",
        "https://desk.example/today",
    ]);
    let text = place.read("output/digest/en.md");
    assert!(text.starts_with("# Morning &amp; more\n"), "{text}");
    assert_eq!(text.matches("\n## ").count(), 2, "{text}");
    assert!(text.contains("\n## In brief\n"), "{text}");
    assert!(!names(&place).contains("he.md") && !names(&place).contains("fr.md"));
    let feed: Value = serde_json::from_str(&place.read("output/digest/feed.json")).unwrap();
    assert_eq!(feed["feed_url"], "https://desk.example/today/digest/feed.json");
    assert_eq!(feed["items"].as_array().unwrap().len(), 1);
    let run = place.run(&["digest", "--lang", "fr"]).expect(0);
    assert!(
        run.stderr()
            .contains("warning: fr: no article is in this language"),
        "{}",
        run.stderr()
    );
    assert!(!place.path("output/digest").exists());
    let run = place.run(&["digest", "--since", "2026-05-01"]).expect(0);
    assert!(
        run.stderr()
            .contains("4 of 6 articles are older, or have no date"),
        "{}",
        run.stderr()
    );
    let text = place.read("output/digest/en.md");
    assert!(
        text.contains("ferry") && !text.contains("Bees") && !text.contains("Market"),
        "{text}"
    );
}

#[test]
fn the_same_settings_stand_in_the_file() {
    let place = place();
    place.file(
        "tolmach.toml",
        b"[digest]\nmax_items = 1\nlang = [\"en\"]\ntitle = \"From the file\"\n",
    );
    place.run(&["run"]).expect(0);
    let text = place.read("output/digest/en.md");
    assert!(
        text.starts_with("# From the file\n") && text.contains("## In brief"),
        "{text}"
    );
    assert!(!names(&place).contains("he.md"));
    place.file("tolmach.toml", b"[digest]\nmax_item = 1\n");
    let run = place.run(&["run"]).expect(2);
    assert!(
        run.stderr().contains("tolmach.toml:2: unknown field `max_item`"),
        "{}",
        run.stderr()
    );
}

#[test]
fn an_editor_pins_drops_orders_and_words_stories() {
    let place = place();
    place.run(&["run"]).expect(0);
    let market = id(&place, "en/market.txt");
    let article: Value =
        serde_json::from_str(&place.read(&format!("output/articles/{market}.json"))).unwrap();
    let summary: Vec<&str> = article["summary"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap())
        .collect();
    let dropped = article["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|block| block["segments"].as_array().unwrap());
    let dropped = dropped
        .clone()
        .find(|segment| segment["id"] == summary[0])
        .unwrap()["text"]
        .as_str()
        .unwrap();
    let picks = format!(
        "pin = [\"en/old.html\", \"nowhere.txt\", \"{market}:uaaaaaaaaaa.s9\"]\ndrop = [\"en/a.html\", \"{market}:{}\"]\norder = [\"{market}\"]\n\n\
         [[story]]\narticle = \"en/b.html\"\nheadline = \"Our *own* words\"\nintro = \"Read this.\"\n\n\
         [edition.en]\ntitle = \"The Harl Letter\"\nintro = \"Good morning.\"\n",
        summary[0]
    );
    place.file("output/picks.toml", picks.as_bytes());
    let run = place.run(&["digest", "--since", "2026-05-01"]).expect(0);
    assert!(
        run.stderr().contains("no article of this run is \"nowhere.txt\""),
        "{}",
        run.stderr()
    );
    assert!(
        run.stderr().contains("no sentence of this run is"),
        "{}",
        run.stderr()
    );
    let text = place.read("output/digest/en.md");
    assert!(
        text.starts_with("# The Harl Letter\n") && text.contains("\nGood morning.\n"),
        "{text}"
    );
    assert!(
        text.find("Bees on the town hall") < text.find("Our \\*own\\* words"),
        "{text}"
    );
    assert!(
        !text.contains("courier.example") && text.contains("\nRead this.\n"),
        "{text}"
    );
    place.run(&["run"]).expect(0);
    let text = place.read("output/digest/en.md");
    assert!(
        text.find("Market to lose its roof") < text.find("Our \\*own\\* words"),
        "{text}"
    );
    assert!(!text.contains(dropped), "{text}");
    assert_eq!(place.read("output/picks.toml"), picks);
    place.file("output/picks.toml", b"\npins = []\n");
    for command in ["run", "digest"] {
        let run = place.run(&[command]).expect(2);
        assert!(
            run.stderr().contains("picks.toml:2: unknown field `pins`"),
            "{}",
            run.stderr()
        );
    }
}

#[test]
fn a_template_lays_out_page_and_message() {
    let place = place();
    place.run(&["run"]).expect(0);
    place.file(
        "house.html",
        b"<h1>{{ title }}</h1>\n{% for story in stories %}\n<h2>{{ story.headline }}</h2>\n{% for quote in story.quotes %}\n<p>{{ quote.text }}</p>\n{% endfor %}\n{% endfor %}\n",
    );
    place
        .run(&["digest", "--template", "house.html", "--title", "A <b>"])
        .expect(0);
    let html = place.read("output/digest/en.html");
    assert!(
        html.starts_with("<h1>A &lt;b&gt;</h1>\n<h2>") && !html.contains("<table"),
        "{html}"
    );
    assert!(
        place
            .read("output/digest/en.eml")
            .contains("<h1>A &lt;b&gt;</h1>")
    );
    assert!(place.read("output/digest/en.md").contains("## ["));
    place.file("house.html", b"<h1>{{ title }}</h1>\n\n{{ stroies }}\n");
    let run = place.run(&["digest", "--template", "house.html"]).expect(2);
    assert!(
        run.stderr().contains("house.html:3: undefined value"),
        "{}",
        run.stderr()
    );
    assert!(
        place.read("output/digest/en.html").contains("<table"),
        "the built-in form does not stand in"
    );
    place.run(&["digest", "--template", "house.pdf"]).expect(2);
}

#[test]
fn feeds_have_what_their_standards_ask_for() {
    let place = made(&["--base-url", "https://desk.example/today/"]);
    let rss = items(
        &place.read("output/digest/feed.xml"),
        "item",
        &["title", "description", "guid", "pubDate", "dc:language"],
    );
    let atom = place.read("output/digest/atom.xml");
    let entries = items(&atom, "entry", &["id", "title", "updated", "content"]);
    let json: Value = serde_json::from_str(&place.read("output/digest/feed.json")).unwrap();
    assert_eq!(
        (rss.len(), entries.len(), json["items"].as_array().unwrap().len()),
        (5, 5, 5)
    );
    let field = |fields: &[(String, String)], name: &str| {
        fields
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, text)| text.clone())
    };
    let mut ids = BTreeSet::new();
    for ((item, entry), json) in rss.iter().zip(&entries).zip(json["items"].as_array().unwrap()) {
        for name in ["title", "description", "guid", "dc:language"] {
            assert!(
                field(item, name).is_some_and(|text| !text.is_empty()),
                "{name}: {item:?}"
            );
        }
        for name in ["id", "title", "updated", "content"] {
            assert!(
                field(entry, name).is_some_and(|text| !text.is_empty()),
                "{name}: {entry:?}"
            );
        }
        assert_eq!(field(item, "guid"), field(entry, "id"));
        assert_eq!(json["id"].as_str().map(str::to_owned), field(entry, "id"));
        assert!(json["content_html"].is_string() && json["language"].is_string());
        ids.insert(field(entry, "id"));
    }
    assert_eq!(ids.len(), 5);
    let dates: Vec<Option<String>> = rss.iter().map(|item| field(item, "pubDate")).collect();
    assert_eq!(dates[0].as_deref(), Some("Tue, 5 May 2026 06:30:00 +0000"));
    assert!(dates[2..].iter().all(Option::is_none), "{dates:?}");
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    for part in [
        "<id>https://desk.example/today/digest/atom.xml</id>",
        "<updated>2026-05-05T06:30:00+00:00</updated>",
        "<author><name>Digest</name></author>",
    ] {
        assert!(atom.contains(part), "{part}");
    }
}

#[test]
fn text_of_an_article_stays_text_in_every_form() {
    let place = Place::new();
    let title = "&lt;script&gt;alert(1)&lt;/script&gt; ]](javascript:alert(1)) =cmd &#x202e;abc&#10;Bcc: all@e.example&#7;";
    place.file(
        "input/x.html",
        page(title, "e.example", "2026-05-05", MARKET).as_bytes(),
    );
    place.run(&["run"]).expect(0);
    for (name, bytes) in place.tree("output/digest") {
        let text = String::from_utf8(bytes).unwrap();
        let markup = match name.as_str() {
            "feed.json" => {
                serde_json::from_str::<Value>(&text).unwrap()["items"][0]["content_html"].to_string()
            }
            "en.txt" | "en.eml" => String::new(),
            _ => text.clone(),
        };
        assert!(!markup.contains("<script"), "{name}");
        assert!(!text.contains('\u{7}') && !text.contains("\nBcc:"), "{name}");
        assert_eq!(
            text.matches('\u{202e}').count(),
            text.matches('\u{202c}').count(),
            "{name}"
        );
    }
    items(&place.read("output/digest/feed.xml"), "item", &[]);
    items(&place.read("output/digest/atom.xml"), "entry", &[]);
}

/// What the program says of a run from which the record of an article is gone.
fn place_without(path: &str) -> crate::program::Run {
    let place = made(&[]);
    std::fs::remove_file(place.path(&format!("output/articles/{}.json", id(&place, path)))).unwrap();
    place.run(&["digest"]).expect(1)
}

#[test]
fn a_folder_without_a_run_is_refused() {
    let place = Place::with(&[("output/notes.txt", b"mine")]);
    let run = place.run(&["digest"]).expect(2);
    assert!(run.stderr().contains("holds no finished run"), "{}", run.stderr());
    place.run(&["digest", "nowhere"]).expect(2);
    let broken = place_without("en/a.html");
    assert!(broken.stderr().contains("articles/en-a-"), "{}", broken.stderr());
    assert!(!place.path("nowhere").exists());
    let place = made(&[]);
    for wrong in [
        &["--since", "yesterday"][..],
        &["--max-items", "0"],
        &["--base-url", "news"],
        &["--picks", "nothing.toml"],
    ] {
        let mut arguments = vec!["digest"];
        arguments.extend(wrong);
        place.run(&arguments).expect(2);
    }
}

#[test]
fn what_an_edition_left_goes_with_it_also_in_a_fresh_clone() {
    let place = made(&[]);
    place.file("output/digest/mine.txt", b"the editor's");
    std::fs::remove_dir_all(place.path("output/.tolmach")).unwrap(); // as git leaves it
    std::fs::remove_file(place.path("input/he/a.txt")).unwrap();
    place.run(&["run"]).expect(0);
    assert!(!names(&place).iter().any(|name| name.starts_with("he.")) && names(&place).contains("ar.eml"));
    assert!(names(&place).contains("mine.txt") && place.path("output/articles").exists());
}

#[test]
fn json_lines_tell_a_machine_what_was_made() {
    let place = place();
    place.run(&["run"]).expect(0);
    let events = place
        .run(&["digest", "--json", "--lang", "en,fr"])
        .expect(0)
        .replies();
    assert_eq!(events[0]["code"], "no-edition");
    assert_eq!(
        (&events[1]["event"], &events[1]["editions"]),
        (&"finished".into(), &1.into())
    );
}
