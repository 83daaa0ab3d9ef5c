//! Every form of file that articles come in: what is read of it, and what each article in it is called.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::program::Place;

/// A zip archive of these members.
pub(crate) fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// The article with this path.
pub(crate) fn article(place: &Place, path: &str) -> Value {
    let entry = place.entry(path);
    assert_eq!(entry["status"], "done", "{entry}");
    let id = entry["id"].as_str().unwrap();
    serde_json::from_str(&place.read(&format!("output/articles/{id}.json"))).unwrap()
}

/// The blocks of an article, one a line: kind and text.
pub(crate) fn blocks(article: &Value) -> Vec<String> {
    let text: Vec<char> = article["text"].as_str().unwrap().chars().collect();
    article["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|block| {
            let segments = block["segments"].as_array().unwrap();
            let edge =
                |segment: Option<&Value>, name: &str| segment.unwrap()[name].as_u64().unwrap() as usize;
            let (start, end) = (edge(segments.first(), "start"), edge(segments.last(), "end"));
            let text: String = text[start..end].iter().collect();
            format!("{}: {text}", block["kind"].as_str().unwrap())
        })
        .collect()
}

pub(crate) fn paths(place: &Place) -> Vec<String> {
    place
        .lines("output/manifest.jsonl")
        .iter()
        .map(|line| {
            format!(
                "{} {}",
                line["path"].as_str().unwrap(),
                line["status"].as_str().unwrap()
            )
        })
        .collect()
}

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
  <title>Neues vom Fluss</title>
  <language>de-AT</language>
  <item>
    <title>Die Fähre fährt wieder &amp;#8211; nach zwei Jahren</title>
    <link>https://fluss.example/2026/05/faehre</link>
    <dc:creator>Jana Kofler</dc:creator>
    <pubDate>Mon, 04 May 2026 08:30:00 +0200</pubDate>
    <description>Seit Montag verbindet die Fähre wieder beide Ufer.</description>
    <media:title>Bild: Fähre</media:title>
    <content:encoded><![CDATA[<p>Die Fähre zwischen <b>Unterau</b> und Oberau hat am Montag den Betrieb aufgenommen. Zwei Jahre lang lag sie im Hafen.</p>
<h2>Der Umbau</h2>
<p>Ein Elektromotor ersetzt den Diesel. „Man hört nur noch das Wasser“, sagt die Kapitänin.</p>]]></content:encoded>
  </item>
  <item>
    <title>Kein Wasser im Strandbad</title>
    <link>https://fluss.example/2026/05/bad</link>
    <description>&lt;p&gt;Das Strandbad bleibt bis Juni zu. Die Pumpe ist defekt.&lt;/p&gt;&lt;p&gt;Ein Ersatzteil kommt aus Linz &amp;amp; Wels.&lt;/p&gt;</description>
  </item>
</channel>
</rss>"#;

#[test]
fn each_entry_of_a_feed_is_an_article() {
    let place = Place::with(&[("input/fluss.xml", RSS.as_bytes())]);
    place.run(&["run", "--to", "fr"]).expect(0);
    assert_eq!(
        paths(&place),
        ["fluss.xml done", "fluss.xml#1 done", "fluss.xml#2 done"]
    );
    assert_eq!(place.entry("fluss.xml")["articles"], 2);
    let first = article(&place, "fluss.xml#1");
    assert_eq!(first["title"], "Die Fähre fährt wieder – nach zwei Jahren");
    assert_eq!(first["author"], "Jana Kofler");
    assert_eq!(first["date"], "2026-05-04T08:30:00+02:00");
    assert_eq!(first["format"], "feed");
    assert_eq!(
        blocks(&first),
        [
            "title: Die Fähre fährt wieder – nach zwei Jahren",
            "deck: Seit Montag verbindet die Fähre wieder beide Ufer.",
            "paragraph: Die Fähre zwischen Unterau und Oberau hat am Montag den Betrieb aufgenommen. Zwei Jahre lang lag sie im Hafen.",
            "heading: Der Umbau",
            "paragraph: Ein Elektromotor ersetzt den Diesel. „Man hört nur noch das Wasser“, sagt die Kapitänin.",
        ]
    );
    let second = article(&place, "fluss.xml#2");
    assert_eq!(
        blocks(&second)[1..],
        [
            "paragraph: Das Strandbad bleibt bis Juni zu. Die Pumpe ist defekt.",
            "paragraph: Ein Ersatzteil kommt aus Linz & Wels.",
        ]
    );
    let job = place.entry("fluss.xml#1")["id"].as_str().unwrap().to_owned();
    assert!(place.path(&format!("output/jobs/de-fr/{job}.xlf")).is_file());
}

#[test]
fn atom_and_json_feeds_are_read_alike() {
    let atom = r#"<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="pt"><title>Diário</title>
<entry><title type="html">O mercado &lt;i&gt;reabre&lt;/i&gt;</title><link rel="self" href="https://d.example/x.atom"/><link href="https://d.example/mercado"/>
<author><name>Rui Paiva</name><email>rui@d.example</email></author><updated>2026-04-02T10:00:00Z</updated><published>2026-04-01T09:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><a id="t"/><p>O mercado reabriu na quarta-feira. Os preços ficaram iguais.</p><ul><li>Peixe</li><li>Pão</li></ul></div></content></entry></feed>"#;
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"日報","language":"ja","items":[
{"id":"1","url":"https://n.example/1","title":"橋が再開","content_html":"<p>橋は月曜日に再開した。<br>工事は一年半かかった。</p>","date_published":"2026-03-02T09:00:00+09:00","authors":[{"name":"森 花"}]},
{"id":"2","title":"空","content_text":""}]}"#;
    let place = Place::with(&[
        ("input/a.atom", atom.as_bytes()),
        ("input/b.json", json.as_bytes()),
    ]);
    place.run(&[]).expect(1);
    let entry = article(&place, "a.atom#1");
    assert_eq!(entry["title"], "O mercado reabre");
    assert_eq!(
        (&entry["author"], &entry["date"]),
        (&"Rui Paiva".into(), &"2026-04-01T09:00:00Z".into())
    );
    assert_eq!(
        blocks(&entry)[1..],
        [
            "paragraph: O mercado reabriu na quarta-feira. Os preços ficaram iguais.",
            "list: Peixe",
            "list: Pão"
        ]
    );
    let item = article(&place, "b.json#1");
    assert_eq!(
        (&item["title"], &item["author"], &item["lang"]),
        (&"橋が再開".into(), &"森 花".into(), &"ja".into())
    );
    assert!(
        place.entry("b.json#2")["error"]
            .as_str()
            .unwrap()
            .contains("--field text")
    );
}

#[test]
fn lines_of_json_are_articles_and_a_bad_one_costs_no_other() {
    let lines = "{\"headline\":\"Boats\",\"body\":\"The boats came back on Monday. All nets were full.\",\"lang\":\"en\"}\n\n{bad\n\
        {\"headline\":\"Nets\",\"body\":\"<p>The nets were \\u201cnew\\u201d &amp; blue.</p><p>They cost little.</p>\",\"published\":1767225600}\n{\"a\":1}\n";
    let place = Place::with(&[("input/news.jsonl", lines.as_bytes())]);
    let run = place.run(&[]).expect(1);
    assert_eq!(
        paths(&place),
        [
            "news.jsonl done",
            "news.jsonl#1 done",
            "news.jsonl#3 failed",
            "news.jsonl#4 done",
            "news.jsonl#5 failed"
        ]
    );
    assert!(
        run.stderr().contains("error: input/news.jsonl#3: not JSON"),
        "{}",
        run.stderr()
    );
    let nets = article(&place, "news.jsonl#4");
    assert_eq!(
        blocks(&nets),
        [
            "title: Nets",
            "paragraph: The nets were “new” & blue.",
            "paragraph: They cost little."
        ]
    );
    assert_eq!(nets["date"], "2026-01-01T00:00:00Z");
}

#[test]
fn fields_and_columns_are_named_by_the_user() {
    let place = Place::with(&[
        (
            "input/a.json",
            br#"[{"kop":"Brug","inhoud":{"tekst":["De brug is open.","Het werk duurde lang."]}},{"kop":"Leeg"}]"#,
        ),
        (
            "input/b.csv",
            "kop;inhoud.tekst;door\r\nSluis;\"De sluis \"\"Oost\"\" lekt.\r\nHij gaat dicht.\";Eva Smit\r\n".as_bytes(),
        ),
        ("tolmach.toml", b"[fields]\ntitle = \"kop\"\ntext = \"x\"\n"),
    ]);
    place
        .run(&["--field", "text=inhoud.tekst", "--field", "author=door"])
        .expect(1);
    assert_eq!(
        blocks(&article(&place, "a.json#1")),
        [
            "title: Brug",
            "paragraph: De brug is open.",
            "paragraph: Het werk duurde lang."
        ]
    );
    let row = article(&place, "b.csv#1");
    assert_eq!(
        blocks(&row),
        [
            "title: Sluis",
            "paragraph: De sluis \"Oost\" lekt.",
            "paragraph: Hij gaat dicht."
        ]
    );
    assert_eq!(row["author"], "Eva Smit");
    let run = place.run(&["--field", "kop=x"]).expect(2);
    assert!(run.stderr().contains("title, text, deck"), "{}", run.stderr());
}

#[test]
fn tables_in_other_character_sets_are_read() {
    let text = "title\ttext\nСуд\tСуд отложил дело. Стороны договорились о новом сроке.\n";
    let utf16: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let (cp1251, ..) = encoding_rs::WINDOWS_1251.encode(text);
    let place = Place::with(&[("input/a.tsv", &utf16), ("input/b.tsv", &cp1251)]);
    place.run(&[]).expect(0);
    for path in ["a.tsv#1", "b.tsv#1"] {
        assert_eq!(
            blocks(&article(&place, path)),
            [
                "title: Суд",
                "paragraph: Суд отложил дело. Стороны договорились о новом сроке."
            ]
        );
    }
}

#[test]
fn data_that_holds_no_article_is_not_read_and_is_no_failure() {
    let place = Place::with(&[
        ("input/package.json", b"{\"name\":\"x\",\"version\":\"1.0\"}"),
        (
            "input/sitemap.xml",
            b"<?xml version=\"1.0\"?><urlset><url><loc>https://a.example/</loc></url></urlset>",
        ),
        ("input/dump.sql.gz", &gzip(b"INSERT")),
    ]);
    place.run(&[]).expect(0);
    for path in ["package.json", "sitemap.xml", "dump.sql.gz"] {
        assert_eq!(place.entry(path)["status"], "skipped", "{path}");
    }
    // What is named itself is to be read.
    place.run(&["input/package.json"]).expect(1);
}

pub(crate) const PAGE: &str = "<!DOCTYPE html><html lang=\"es\"><head><title>La nieve</title></head><body><article><h1>La nieve</h1>\
    <p>La nieve cayó el lunes en toda la sierra. Las escuelas cerraron a mediodía.</p><p>El alcalde pidió calma a los vecinos.</p></article></body></html>";

#[test]
fn packed_files_are_read_as_what_they_hold() {
    let lines = b"{\"title\":\"A\",\"text\":\"One day it rained.\"}\n{\"title\":\"B\",\"text\":\"Then it snowed.\"}\n";
    let frame = {
        // A frame of Zstandard that holds its text as it is.
        let text = b"The bridge opened on Monday. It had been closed for a year.";
        let header = (1_u32 | (text.len() as u32) << 3).to_le_bytes();
        [
            &b"\x28\xb5\x2f\xfd\x20"[..],
            &[text.len() as u8],
            &header[..3],
            text,
        ]
        .concat()
    };
    let place = Place::with(&[
        ("input/a.html.gz", &gzip(PAGE.as_bytes())),
        ("input/b.jsonl.gz", &gzip(lines)),
        ("input/c.txt.zst", &frame),
        ("input/d.jsonl.gz", &gzip(lines)[..50]),
        ("input/e.html", &gzip(PAGE.as_bytes())),
        (
            "input/f.gz",
            &gzip(&[&[0; 257][..], b"ustar\0", &[0; 300]].concat()),
        ),
    ]);
    place.run(&[]).expect(1);
    assert_eq!(article(&place, "a.html.gz")["title"], "La nieve");
    assert_eq!(article(&place, "e.html")["format"], "html");
    assert_eq!(article(&place, "b.jsonl.gz#2")["title"], "B");
    assert_eq!(article(&place, "c.txt.zst")["format"], "text");
    assert!(
        place.entry("d.jsonl.gz")["error"]
            .as_str()
            .unwrap()
            .starts_with("cut-off: ")
    );
    assert!(
        place.entry("f.gz")["error"]
            .as_str()
            .unwrap()
            .contains("tar archive")
    );
}

#[test]
fn members_of_a_zip_archive_are_articles_in_the_order_of_their_names() {
    let bytes = zip(&[
        ("web/b.html", PAGE),
        ("a.txt", "The harbour reopened on Monday. Ferries left on time."),
        ("../../outside.txt", "Nobody was hurt. The road is open."),
        ("pictures/x.jpg", "x"),
        ("__MACOSX/a.txt", "x"),
        ("feeds/f.xml", RSS),
        ("inner.zip", "PK\u{3}\u{4}"),
        ("empty.txt", ""),
    ]);
    let place = Place::with(&[
        ("input/dump.zip", &bytes),
        ("input/cut.zip", &bytes[..bytes.len() - 30]),
    ]);
    place.run(&[]).expect(1);
    assert_eq!(
        paths(&place),
        [
            "cut.zip failed",
            "dump.zip done",
            "dump.zip/../../outside.txt done",
            "dump.zip/__MACOSX/a.txt skipped",
            "dump.zip/a.txt done",
            "dump.zip/empty.txt failed",
            "dump.zip/feeds/f.xml done",
            "dump.zip/feeds/f.xml#1 done",
            "dump.zip/feeds/f.xml#2 done",
            "dump.zip/inner.zip failed",
            "dump.zip/pictures/x.jpg skipped",
            "dump.zip/web/b.html done",
        ]
    );
    assert_eq!(place.entry("dump.zip")["format"], "zip");
    // Twice the same, whatever the number of threads.
    let tree = place.tree("output");
    place.run(&["--output", "other", "--threads", "1"]).expect(1);
    assert!(place.tree("other") == tree);
}

#[test]
fn standard_input_is_a_file_like_others() {
    let place = Place::with(&[("more.txt", b"The bridge opened on Monday. It had been closed.")]);
    let lines = b"{\"title\":\"A\",\"text\":\"One day it rained.\"}\n{\"title\":\"B\",\"text\":5}\n";
    let run = place.run_with(&["run", "-", "more.txt"], lines).expect(1);
    assert_eq!(
        paths(&place),
        ["more.txt done", "stdin done", "stdin#1 done", "stdin#2 failed"]
    );
    assert!(run.stderr().contains("error: stdin#2: "), "{}", run.stderr());
    let tree = place.tree("output");
    let packed = zip(&[("a.txt", "The harbour reopened on Monday. Ferries left on time.")]);
    place
        .run_with(&["run", "-", "--output", "other"], &packed)
        .expect(0);
    place.run_with(&["run", "-", "more.txt"], lines).expect(1);
    assert!(place.tree("output") == tree);
    place.run_with(&["run", "-", "--output", "empty"], b"").expect(1);
}

#[test]
fn a_table_on_standard_input_is_told_by_its_columns() {
    let place = Place::new();
    let table = "headline;body;lang\nDie Fähre fährt wieder;\"Die Fähre fährt seit Montag; sie trägt Tee.\";de\nKein Bad;Das Bad bleibt zu.;de\n";
    for (output, bytes) in [
        ("output", table.as_bytes().to_vec()),
        ("packed", gzip(table.as_bytes())),
        (
            "wide",
            [0xfeff]
                .into_iter()
                .chain(table.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect(),
        ),
    ] {
        place
            .run_with(&["run", "-", "--output", output], &bytes)
            .expect(0);
        let lines = place.lines(&format!("{output}/manifest.jsonl"));
        let told: Vec<String> = lines
            .iter()
            .map(|line| format!("{} {}", line["path"].as_str().unwrap(), line["title"]))
            .collect();
        assert_eq!(
            told,
            [
                "stdin null",
                "stdin#1 \"Die Fähre fährt wieder\"",
                "stdin#2 \"Kein Bad\""
            ],
            "{output}"
        );
    }
    // Running text with words that columns may have is none.
    let text = "Title, text\nThe ferry left the harbour, at last, on Monday.\nIt carried tea, rice, and eleven passengers.\n";
    place
        .run_with(&["run", "-", "--output", "text"], text.as_bytes())
        .expect(0);
    let lines = place.lines("text/manifest.jsonl");
    assert_eq!((lines.len(), &lines[0]["path"]), (1, &Value::from("stdin")));
}

const MAIL: &str = "Return-Path: <a@news.example>\r\nFrom: =?UTF-8?B?QcSxZ8O8bCBLYXlh?= <a@news.example>\r\nTo: b@news.example\r\n\
    Subject: =?UTF-8?Q?K=C3=B6pr=C3=BC_yeniden_a=C3=A7=C4=B1ld=C4=B1?=\r\nDate: Tue, 05 May 2026 09:15:00 +0300\r\n\
    MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
    Köprü pazartesi günü yeniden trafiğe açıldı. Onarım bir buçuk yıl sürdü.\r\n\r\nBelediye günde dört bin araç bekliyor.\r\n\r\n\
    Ali Can yazdı:\r\n> Köprü ne zaman açılacak?\r\n> Bekliyoruz.\r\n\r\n-- \r\nAygül Kaya\r\nHaber Merkezi\r\n";

#[test]
fn mails_are_read_without_what_they_quote() {
    let html = "From: Ann Lee <ann@news.example>\r\nSubject: The week\r\nMessage-ID: <1@news.example>\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThe plain text of it.\r\n\
        --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<table><tr><td><h2>Rain</h2></td></tr><tr><td>Rain fell all week in the valley. The river rose.</td></tr></table>\
        <p style=\"display:none\">Preview text.</p>\r\n--b--\r\n";
    let place = Place::with(&[
        ("input/a.eml", MAIL.as_bytes()),
        ("input/b.eml", html.as_bytes()),
        (
            "input/all.mbox",
            format!("From a Tue May 5 09:15:00 2026\n{MAIL}\nFrom b Tue May 5 09:16:00 2026\n{html}")
                .as_bytes(),
        ),
    ]);
    place.run(&[]).expect(0);
    let mail = article(&place, "a.eml");
    assert_eq!(
        (&mail["author"], &mail["lang"]),
        (&"Aıgül Kaya".into(), &"tr".into())
    );
    assert_eq!(mail["date"], "2026-05-05T09:15:00+03:00");
    assert_eq!(
        blocks(&mail),
        [
            "title: Köprü yeniden açıldı",
            "paragraph: Köprü pazartesi günü yeniden trafiğe açıldı. Onarım bir buçuk yıl sürdü.",
            "paragraph: Belediye günde dört bin araç bekliyor.",
        ]
    );
    let week = [
        "title: The week",
        "heading: Rain",
        "paragraph: Rain fell all week in the valley. The river rose.",
    ];
    assert_eq!(blocks(&article(&place, "b.eml")), week);
    assert_eq!(blocks(&article(&place, "all.mbox#2")), week);
    assert_eq!(place.entry("all.mbox")["articles"], 2);
}

#[test]
fn pages_of_a_web_archive_are_articles_of_their_addresses() {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}");
    let record = |kind: &str, block: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://nieve.example/2026/01/05/nieve\r\n\
             Content-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let records = [
        record("request", "GET / HTTP/1.1\r\n\r\n"),
        record("response", &http),
    ];
    let packed: Vec<u8> = records
        .iter()
        .flat_map(|record| gzip(record.as_bytes()))
        .collect();
    let place = Place::with(&[
        ("input/a.warc", records.concat().as_bytes()),
        ("input/b.warc.gz", &packed),
        ("input/c.warc.gz", &packed[..packed.len() - 20]),
    ]);
    place.run(&[]).expect(1);
    for path in ["a.warc#2", "b.warc.gz#2"] {
        let page = article(&place, path);
        assert_eq!(
            (&page["title"], &page["date"]),
            (&"La nieve".into(), &"2026-01-05".into())
        );
    }
    assert!(
        place.entry("c.warc.gz")["error"]
            .as_str()
            .unwrap()
            .starts_with("cut-off")
    );
}
