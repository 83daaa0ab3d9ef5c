//! Texts beside the running text, in every form a page can stand in: they are segments, and their translations go back into their tags.

use std::fs;

use serde_json::Value;

use crate::feeds_and_books::book;
use crate::holders::{back, merged};
use crate::program::Place;

const BODY: &str = "<p>The boat <img src=\"b.png\" alt=\"A red &quot;boat&quot;\"/> left at noon.</p><img src='q.png' alt='The quay'/>\
    <p>See <a href=\"/t\" title=\"The timetable\">when it sails</a> again.</p>";

/// The translations of [`BODY`], and of nothing else.
fn in_kazakh(source: &str) -> String {
    match source {
        "A red \"boat\"" | "A red &quot;boat&quot;" => "Қызыл \"қайық\" &amp; 'тор'",
        "The quay" => "Кемежай 'түсте'",
        "The timetable" => "Кесте",
        source if source.starts_with("The boat") => "Түсте <x id=\"1\" ctype=\"image\"/>кетті.",
        _ => "",
    }
    .to_owned()
}

/// [`BODY`] as it comes back.
fn wanted() -> String {
    BODY.replace("The boat ", "Түсте ")
        .replace(" left at noon.", " кетті.")
        .replace("A red &quot;boat&quot;", "Қызыл &quot;қайық&quot; &amp; 'тор'")
        .replace("The quay", "Кемежай &#39;түсте&#39;")
        .replace("The timetable", "Кесте")
}

fn without_marks(text: &str) -> String {
    text.replace("<span lang=\"en\">", "")
        .replace("<span xml:lang=\"en\">", "")
        .replace("</span>", "")
}

/// A file with a page in it.
type Form<'f> = &'f dyn Fn(&str) -> String;

#[test]
fn a_page_in_any_form_gets_its_attributes_translated() {
    let escape = |text: &str| {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    };
    let json = |text: &str| serde_json::to_string(text).unwrap();
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let forms: [(&str, Form<'_>); 4] = [
        ("feed.xml", &|body| {
            format!(
                "<rss version=\"2.0\"><channel><item><title>Boats</title><description>{}</description></item></channel></rss>",
                escape(body)
            )
        }),
        ("section.xml", &|body| {
            format!(
                "<rss version=\"2.0\"><channel><item><title>Boats</title><description><![CDATA[{body}]]></description></item></channel></rss>"
            )
        }),
        ("a.json", &|body| {
            format!("{{\"title\":\"Boats\",\"body_html\":{}}}", json(body))
        }),
        ("a.csv", &|body| format!("title,text\nBoats,{}\n", cell(body))),
    ];
    for (name, form) in forms {
        let place = Place::with(&[(&format!("input/{name}"), form(BODY).as_bytes())]);
        merged(&place, "kk", in_kazakh);
        let want = form(&wanted());
        assert_eq!(without_marks(&back(&place, "kk", name)), want, "{name}");
    }
}

#[test]
fn a_chapter_of_a_book_gets_its_attributes_translated() {
    let page = |body: &str| {
        format!(
            "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>The port</title></head><body><h1>The port</h1>{body}</body></html>"
        )
    };
    let place = Place::with(&[("input/sarn.epub", &book("3.0", &page(BODY)))]);
    merged(&place, "kk", in_kazakh);
    let bytes = fs::read(place.path("output/translated/kk/sarn.epub")).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let chapter = std::io::read_to_string(zip.by_name("O/a.xhtml").unwrap()).unwrap();
    assert!(without_marks(&chapter).contains(&wanted()), "{chapter}");
}

#[test]
fn a_page_says_in_its_head_what_it_is_about_and_no_summary_quotes_it() {
    let text = "The council has bought the boat that lay on the quay for nine years, and it is to sail again in May.";
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><title>The boat sails again | Sarn News</title><meta charset=\"windows-1252\">\
         <meta name=\"description\" content=\"Nine years it lay there.\"><meta property=\"og:description\" content='Nine years it lay there.'>\
         <meta property=\"og:title\" content=\"A boat's return\"></head><body><article><h1>The boat sails again</h1><p>{text}</p><p>{text} It needs paint.</p>\
         <figure><img alt=\"The boat\" src=b.jpg><figcaption>On the quay.</figcaption></figure><p>{text} It needs a crew.</p></article></body></html>"
    );
    let place = Place::with(&[("input/a.html", page.as_bytes())]);
    merged(&place, "fr", |source| {
        match source {
            "Nine years it lay there." => "Neuf ans sur le quai – dit-on.",
            "A boat's return" => "Le retour d'un \"bateau\"",
            "The boat" => "Le bateau",
            _ => "",
        }
        .to_owned()
    });
    let made = fs::read(place.path("output/translated/fr/a.html")).unwrap();
    let (made, _, failed) = encoding_rs::WINDOWS_1252.decode(&made);
    assert!(!failed);
    for part in [
        "name=\"description\" content=\"Neuf ans sur le quai – dit-on.\"",
        "property=\"og:description\" content='Neuf ans sur le quai – dit-on.'",
        "content=\"Le retour d'un &quot;bateau&quot;\"",
        "<title>The boat sails again | Sarn News</title>",
        "<img alt=\"Le bateau\" src=b.jpg>",
    ] {
        assert!(made.contains(part), "{part}\n{made}");
    }
    let article = fs::read_dir(place.path("output/articles"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let article: Value = serde_json::from_slice(&fs::read(article).unwrap()).unwrap();
    let attached: Vec<(&str, &str)> = article["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|block| {
            Some((
                block["attached"].as_str()?,
                block["segments"][0]["text"].as_str()?,
            ))
        })
        .collect();
    assert_eq!(
        attached,
        [
            ("alt", "The boat"),
            ("description", "Nine years it lay there."),
            ("headline", "A boat's return")
        ]
    );
    let summary = fs::read_dir(place.path("output/summaries"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    assert!(!fs::read_to_string(summary).unwrap().contains("Nine years it lay"));
}

#[test]
fn what_is_the_same_in_both_languages_keeps_its_codes_in_menus_too() {
    let body = "<nav><ul><li>Opera<i>tion</li></ul></nav><h2>Operation</h2><p>The boat sails again, and it is late.</p>";
    let line = serde_json::json!({ "title": "Boats", "body_html": body }).to_string();
    let place = Place::with(&[("input/a.jsonl", format!("{line}\n").as_bytes())]);
    merged(&place, "fr", str::to_owned);
    assert_eq!(back(&place, "fr", "a.jsonl"), place.read("input/a.jsonl"));
}

#[test]
fn a_translation_that_equals_its_source_gives_every_attribute_back_as_it_was() {
    let page = "<html><body><article><p>It sails <img alt = 'a  quay\n&nbsp;in fog' src=x> at <a title=Noon&hellip; href=y>noon</a>, and nobody minds, as ever.</p></article></body></html>";
    let place = Place::with(&[
        ("input/a.html", page.as_bytes()),
        (
            "input/b.md",
            b"# Boats\n\n![A *red* boat](b.png 'On the &eacute;tang')\n\nIt sails.\n",
        ),
    ]);
    merged(&place, "kk", str::to_owned);
    for name in ["a.html", "b.md"] {
        assert_eq!(back(&place, "kk", name), place.read(&format!("input/{name}")));
    }
}
