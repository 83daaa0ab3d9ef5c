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

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// The article with this path.
fn article(place: &Place, path: &str) -> Value {
    let entry = place.entry(path);
    assert_eq!(entry["status"], "done", "{entry}");
    let id = entry["id"].as_str().unwrap();
    serde_json::from_str(&place.read(&format!("output/articles/{id}.json"))).unwrap()
}

/// The blocks of an article, one a line: kind and text.
fn blocks(article: &Value) -> Vec<String> {
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

fn paths(place: &Place) -> Vec<String> {
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

const PAGE: &str = "<!DOCTYPE html><html lang=\"es\"><head><title>La nieve</title></head><body><article><h1>La nieve</h1>\
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

const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// A Word document with this body and these further members.
fn docx(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document =
        format!("<?xml version=\"1.0\"?><w:document {WORD}><w:body>{body}<w:sectPr/></w:body></w:document>");
    let mut members = vec![
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", "<Relationships/>"),
        ("word/document.xml", &*document),
    ];
    members.extend(more);
    zip(&members)
}

/// The inline codes of all blocks: edge, markup, the bytes they stand for.
fn codes(article: &Value) -> Vec<String> {
    let blocks = article["blocks"].as_array().unwrap().iter();
    blocks
        .flat_map(|block| block["inline"].as_array().cloned().unwrap_or_default())
        .map(|code| {
            let text = |name: &str| code[name].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}", text("edge"), text("markup"), text("data"))
        })
        .collect()
}

#[test]
fn a_word_document_is_read_with_its_styles_runs_and_notes() {
    let styles = format!(
        "<w:styles {WORD}><w:style w:type=\"paragraph\" w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"Titel\"><w:name w:val=\"Title\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"Eigene\"><w:name w:val=\"Hausstil\"/><w:basedOn w:val=\"berschrift1\"/></w:style></w:styles>"
    );
    let notes = format!(
        "<w:footnotes {WORD}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>\
         <w:footnote w:id=\"1\"><w:p><w:r><w:t>Gemessen am Pegel Unterau.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\" xmlns:dcterms=\"t\"><dc:title>Microsoft Word - 3.doc</dc:title>\
        <dc:creator>Jana Kofler</dc:creator><dcterms:created>2026-05-04T07:00:00Z</dcterms:created></cp:coreProperties>";
    let rels = "<Relationships><Relationship Id=\"r5\" Target=\"https://pegel.example/\" TargetMode=\"External\"/></Relationships>";
    let body = "<w:p><w:pPr><w:pStyle w:val=\"Titel\"/></w:pPr><w:r><w:t>Hochwasser am Inn</w:t></w:r></w:p>\
        <w:p><w:r w:rsidR=\"1\"><w:t xml:space=\"preserve\">Der Inn stieg am Mon</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r w:rsidR=\"2\"><w:t xml:space=\"preserve\">tag um </w:t></w:r>\
        <w:r><w:rPr><w:b/></w:rPr><w:t>zwei Meter</w:t></w:r><w:r><w:t xml:space=\"preserve\"> &amp; mehr.</w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r>\
        <w:r><w:t xml:space=\"preserve\"> Den </w:t></w:r><w:hyperlink r:id=\"r5\"><w:r><w:t>Pegel</w:t></w:r></w:hyperlink><w:r><w:t xml:space=\"preserve\"> liest man </w:t></w:r>\
        <w:del><w:r><w:delText>nie</w:delText></w:r></w:del><w:ins><w:r><w:t>t\u{e4}glich ab.</w:t></w:r></w:ins></w:p>\
        <w:p><w:pPr><w:pStyle w:val=\"Eigene\"/></w:pPr><w:r><w:t>Die Folgen</w:t></w:r></w:p>\
        <w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>Eine Stra\u{df}e ist gesperrt.</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ort</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>Meter</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
        <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Im Kasten steht mehr.</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
        <mc:Fallback><w:p><w:r><w:t>Doppelt.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Am Abend fiel das Wasser wieder.</w:t></w:r></w:p>";
    let bytes = docx(
        body,
        &[
            ("word/styles.xml", &styles),
            ("word/footnotes.xml", &notes),
            ("docProps/core.xml", core),
            ("word/_rels/document.xml.rels", rels),
        ],
    );
    let place = Place::with(&[("input/inn.docx", &bytes)]);
    place.run(&["run", "--to", "fr"]).expect(0);
    let article = article(&place, "inn.docx");
    assert_eq!(
        blocks(&article),
        [
            "title: Hochwasser am Inn",
            "paragraph: Der Inn stieg am Montag um zwei Meter & mehr. Den Pegel liest man t\u{e4}glich ab.",
            "heading: Die Folgen",
            "list: Eine Stra\u{df}e ist gesperrt.",
            "table: Ort Meter",
            "paragraph: Am Abend fiel das Wasser wieder.",
            "paragraph: Im Kasten steht mehr.",
            "caption: Gemessen am Pegel Unterau.",
        ]
    );
    assert_eq!(
        (&article["title"], &article["author"]),
        (&"Hochwasser am Inn".into(), &"Jana Kofler".into())
    );
    assert_eq!(article["hash"], blake3::hash(&bytes).to_hex().to_string());
    assert_eq!(
        codes(&article),
        [
            "open strong </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>",
            "close strong </w:t></w:r><w:r><w:t xml:space=\"preserve\">",
            "alone footnote </w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r><w:r><w:t xml:space=\"preserve\">",
            "open link </w:t></w:r><w:hyperlink r:id=\"r5\"><w:r><w:t>",
            "close link </w:t></w:r></w:hyperlink><w:r><w:t xml:space=\"preserve\">",
            "alone other </w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>",
        ]
    );
}

#[test]
fn a_word_document_without_styles_has_a_title_all_the_same() {
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = [
        "Harbour reopens after the storm",
        "By Ann Lee",
        "The harbour reopened on Monday after three days. Ferries left on time, and the fish market opened at noon as it always does.",
        "Repairs cost 1.5 million. Fishermen were pleased with how quickly the council had found the money for the work.",
    ]
    .map(paragraph)
    .concat();
    let place = Place::with(&[("input/harbour.docx", &docx(&body, &[]))]);
    place.run(&[]).expect(0);
    let article = article(&place, "harbour.docx");
    assert_eq!(
        (&article["title"], &article["author"]),
        (&"Harbour reopens after the storm".into(), &"Ann Lee".into())
    );
}

#[test]
fn damaged_and_dangerous_documents_are_named_with_a_reason() {
    let entity = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>";
    let whole = docx("<w:p><w:r><w:t>The council met.</w:t></w:r></w:p>", &[]);
    let deep = docx(&"<w:sdt>".repeat(5000), &[]);
    let xxe = zip(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "word/document.xml",
            &format!(
                "{entity}<w:document><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
            ),
        ),
    ]);
    let mut wrong = whole.clone();
    let at = wrong.windows(9).rposition(|bytes| bytes == b"document.").unwrap();
    wrong[at] = b'D';
    let place = Place::with(&[
        ("input/cut.docx", &whole[..whole.len() - 30]),
        ("input/text.docx", b"The council met on Monday."),
        ("input/page.epub", PAGE.as_bytes()),
        ("input/deep.docx", &deep),
        ("input/xxe.docx", &xxe),
        (
            "input/sheet.xlsx",
            &zip(&[("[Content_Types].xml", ""), ("xl/workbook.xml", "")]),
        ),
        ("input/paper.pdf", b"%PDF-1.7"),
        (
            "input/away.epub",
            &zip(&[
                ("mimetype", "application/epub+zip"),
                (
                    "META-INF/container.xml",
                    "<container><rootfiles><rootfile full-path=\"../../etc/passwd\"/></rootfiles></container>",
                ),
            ]),
        ),
    ]);
    place.run(&[]).expect(1);
    for (path, reason) in [
        ("cut.docx", "damaged: "),
        ("text.docx", "damaged: not a Word document: it begins with"),
        ("page.epub", "damaged: not a EPUB book"),
        ("deep.docx", "too-deep: "),
        ("xxe.docx", "document type"),
        ("sheet.xlsx", "Excel tables are not read"),
        ("paper.pdf", "PDF files are not read"),
        ("away.epub", "is not in it"),
    ] {
        let entry = place.entry(path);
        assert!(entry["error"].as_str().unwrap().contains(reason), "{entry}");
    }
}

#[test]
fn an_open_document_text_is_read_with_its_styles_spans_and_notes() {
    let content = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:automatic-styles>\
        <style:style style:name=\"T1\" style:family=\"text\"><style:text-properties fo:font-weight=\"bold\"/></style:style>\
        <style:style style:name=\"P1\" style:family=\"paragraph\" style:parent-style-name=\"Quotations\"/></office:automatic-styles><office:body><office:text>\
        <text:tracked-changes><text:p>gone</text:p></text:tracked-changes>\
        <text:h text:style-name=\"Heading_20_1\" text:outline-level=\"1\">\u{41c}\u{43e}\u{441}\u{442} \u{43e}\u{442}\u{43a}\u{440}\u{44b}\u{442}</text:h>\
        <text:p text:style-name=\"Standard\">\u{41c}\u{43e}\u{441}\u{442} <text:span text:style-name=\"T1\">\u{447}\u{435}\u{440}\u{435}\u{437} \u{440}\u{435}\u{43a}\u{443}</text:span> \u{43e}\u{442}\u{43a}\u{440}\u{44b}\u{43b}\u{438}.\
        <text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body><text:p>\u{41f}\u{43e}\u{441}\u{43b}\u{435} \u{440}\u{435}\u{43c}\u{43e}\u{43d}\u{442}\u{430}.</text:p></text:note-body></text:note>\
        <text:s text:c=\"2\"/>\u{420}\u{430}\u{431}\u{43e}\u{442}\u{44b} \u{448}\u{43b}\u{438} \u{433}\u{43e}\u{434}.</text:p>\
        <text:p text:style-name=\"P1\">\u{422}\u{435}\u{43f}\u{435}\u{440}\u{44c} \u{431}\u{44b}\u{441}\u{442}\u{440}\u{435}\u{435}.</text:p>\
        <text:list><text:list-item><text:p>\u{41e}\u{434}\u{438}\u{43d}.</text:p></text:list-item></text:list>\
        </office:text></office:body></office:document-content>";
    let meta = "<office:document-meta><office:meta><meta:initial-creator>\u{418}\u{440}\u{430} \u{41b}\u{438}\u{43d}</meta:initial-creator>\
        <meta:creation-date>2026-03-02T10:00:00</meta:creation-date></office:meta></office:document-meta>";
    let bytes = zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", content),
        ("meta.xml", meta),
    ]);
    let place = Place::with(&[("input/most.odt", &bytes)]);
    place.run(&[]).expect(0);
    let article = article(&place, "most.odt");
    assert_eq!(
        blocks(&article),
        [
            "title: \u{41c}\u{43e}\u{441}\u{442} \u{43e}\u{442}\u{43a}\u{440}\u{44b}\u{442}",
            "paragraph: \u{41c}\u{43e}\u{441}\u{442} \u{447}\u{435}\u{440}\u{435}\u{437} \u{440}\u{435}\u{43a}\u{443} \u{43e}\u{442}\u{43a}\u{440}\u{44b}\u{43b}\u{438}. \u{420}\u{430}\u{431}\u{43e}\u{442}\u{44b} \u{448}\u{43b}\u{438} \u{433}\u{43e}\u{434}.",
            "caption: \u{41f}\u{43e}\u{441}\u{43b}\u{435} \u{440}\u{435}\u{43c}\u{43e}\u{43d}\u{442}\u{430}.",
            "quote: \u{422}\u{435}\u{43f}\u{435}\u{440}\u{44c} \u{431}\u{44b}\u{441}\u{442}\u{440}\u{435}\u{435}.",
            "list: \u{41e}\u{434}\u{438}\u{43d}.",
        ]
    );
    assert_eq!(
        (&article["date"], &article["lang"]),
        (&"2026-03-02T10:00:00".into(), &"ru".into())
    );
    let codes = codes(&article);
    assert_eq!(
        codes[..2],
        [
            "open strong <text:span text:style-name=\"T1\">",
            "close strong </text:span>"
        ]
    );
    assert!(
        codes[2].starts_with("alone footnote <text:note ") && codes[2].ends_with("</text:note>"),
        "{codes:?}"
    );
}

#[test]
fn each_chapter_of_a_book_is_an_article() {
    let chapter = |title: &str, text: &str| {
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE html><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/><script src=\"x.js\"/></head>\
             <body><a id=\"p1\"/><h1>{title}</h1><p>{text}&nbsp;<em>Fin.</em></p></body></html>"
        )
    };
    let (one, two) = (
        chapter("Le port", "Le port dort. La mer aussi."),
        chapter("La mer", "La mer monte le soir."),
    );
    let bytes = zip(&[
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path=\"OEBPS/livre.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>",
        ),
        (
            "OEBPS/livre.opf",
            "<package><metadata><dc:title>Livre</dc:title><dc:creator>Anne Roy</dc:creator><dc:language>fr</dc:language></metadata><manifest>\
             <item id=\"nav\" href=\"nav.xhtml\" properties=\"nav\"/><item id=\"cover\" href=\"cover.xhtml\"/><item id=\"b\" href=\"text/b%201.xhtml\"/><item id=\"a\" href=\"text/a.xhtml\"/>\
             </manifest><spine><itemref idref=\"cover\"/><itemref idref=\"nav\"/><itemref idref=\"b\"/><itemref idref=\"a\"/></spine></package>",
        ),
        (
            "OEBPS/cover.xhtml",
            "<html><body><img src=\"c.jpg\"/></body></html>",
        ),
        ("OEBPS/nav.xhtml", "<html><body><nav>Le port</nav></body></html>"),
        ("OEBPS/text/a.xhtml", &two),
        ("OEBPS/text/b 1.xhtml", &one),
    ]);
    let place = Place::with(&[("input/livre.epub", &bytes)]);
    place.run(&[]).expect(0);
    assert_eq!(
        paths(&place),
        ["livre.epub done", "livre.epub#3 done", "livre.epub#4 done"]
    );
    let first = article(&place, "livre.epub#3");
    assert_eq!(
        blocks(&first),
        [
            "title: Le port",
            "paragraph: Le port dort. La mer aussi.\u{a0}Fin."
        ]
    );
    assert_eq!(
        (&first["author"], &first["format"]),
        (&"Anne Roy".into(), &"epub".into())
    );
    assert_eq!(codes(&first), ["open emphasis <em>", "close emphasis </em>"]);
}
