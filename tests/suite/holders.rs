//! The way back into files of several articles: lines of JSON, lists, tables, and what holds for all forms. What is not translated keeps its bytes.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::feeds_and_books::{FEED, book};
use crate::program::Place;

/// Runs over `input`, translates the sentences of every job by `translate` (nothing for an empty answer), and merges.
pub(crate) fn merged(place: &Place, target: &str, translate: impl Fn(&str) -> String) {
    jobs(place, target, translate);
    place.run(&["merge", "output/jobs"]).expect(0);
}

/// The same without the merge.
pub(crate) fn jobs(place: &Place, target: &str, translate: impl Fn(&str) -> String) {
    place.run(&["run", "--to", target, "--quiet"]).expect(0);
    for name in job_files(place) {
        fill(place, &name, &translate);
    }
}

/// The XLIFF files of all jobs.
fn job_files(place: &Place) -> Vec<String> {
    let files = place.tree("output/jobs").into_keys();
    let is_xliff = |name: &String| Path::new(name).extension().is_some_and(|end| end == "xlf");
    files
        .filter(is_xliff)
        .map(|name| format!("output/jobs/{name}"))
        .collect()
}

/// Gives the sentences of a job file their translations.
fn fill(place: &Place, file: &str, translate: &impl Fn(&str) -> String) {
    let text = place.read(file);
    let mut parts = text.split("<source>");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (source, rest) = part.split_once("</source>").unwrap();
        out.extend(["<source>", source, "</source>"]);
        let target = translate(source);
        if !target.is_empty() {
            out.extend(["<target state=\"translated\">", &target, "</target>"]);
        }
        out.push_str(rest);
    }
    place.file(file, out.as_bytes());
}

/// What the translated file holds.
pub(crate) fn back(place: &Place, target: &str, name: &str) -> String {
    place.read(&format!("output/translated/{target}/{name}"))
}

/// A translation that can be told from every source: the letters turned to capitals, with a mark before.
fn capitals(source: &str) -> String {
    let mut out = String::from("Ж ");
    let mut inside = false;
    for c in source.chars() {
        inside = match c {
            '<' | '&' => true,
            '>' | ';' => false,
            _ => inside,
        };
        if inside {
            out.push(c);
        } else {
            out.extend(c.to_uppercase());
        }
    }
    out
}

const LINES: &str = "{\"id\": 1, \"lang\": \"en\", \"title\": \"A ferry at last\", \"text\": \"The ferry runs again. It took a \\\"long\\\" winter.\\n\\nThe crew is new.\", \"n\": 1.50}\n\
\n\
{\"id\":2,\"title\":\"Salt\",\"body_html\":\"<p>Salt is dear \\u2014 says <a href=\\\"\\/x\\\">Nora<\\/a>.<\\/p>\\n<p>Nobody minds it much.<\\/p>\",\"tags\":[\"a\",\"a\"]}\r\n\
not json at all\n\
{\"title\": \"Third\", \"text\": \"The third line stays as it is.\"}";

#[test]
fn lines_of_json_take_their_translations_and_keep_all_else() {
    let place = Place::with(&[("input/news.jsonl", LINES.as_bytes())]);
    place.run(&["run", "--to", "kk", "--quiet"]).expect(1);
    let translations = [
        ("A ferry at last", "Паром «қайтты»"),
        ("The ferry runs again.", "Паром қайта жүреді \\ \"иә\"."),
        ("It took a", "Қыс ұзақ болды."),
        ("The crew is new.", "Экипаж жаңа."),
        (
            "Salt is dear",
            "Тұз қымбат / дейді <g id=\"1\" ctype=\"link\">Нора</g>.",
        ),
        ("Salt", "Тұз"),
    ];
    for name in job_files(&place) {
        fill(&place, &name, &|source: &str| {
            let found = translations.iter().find(|(from, _)| source.starts_with(from));
            found.map(|(_, to)| (*to).to_owned()).unwrap_or_default()
        });
    }
    let run = place.run(&["merge", "output/jobs"]).expect(0);
    assert!(
        run.stderr().contains("6 merged + 0 left over"),
        "{}",
        run.stderr()
    );
    let want = LINES
        .replace("\"lang\": \"en\"", "\"lang\": \"kk\"")
        .replace("A ferry at last", "Паром «қайтты»")
        .replace("The ferry runs again.", "Паром қайта жүреді \\\\ \\\"иә\\\".")
        .replace("It took a \\\"long\\\" winter.", "Қыс ұзақ болды.")
        .replace("The crew is new.", "Экипаж жаңа.")
        .replace(
            "Salt is dear \\u2014 says",
            &ascii("Тұз қымбат / дейді").replace('/', "\\/"),
        )
        .replace("Nora", &ascii("Нора"))
        .replace("\"title\":\"Salt\"", &format!("\"title\":\"{}\"", ascii("Тұз")));
    assert_eq!(back(&place, "kk", "news.jsonl"), want);
    let report: Value = serde_json::from_str(&back(&place, "kk", "merge.json")).unwrap();
    assert_eq!(report["articles"].as_array().unwrap().len(), 3);
    assert_eq!(report["articles"][0]["output"], "news.jsonl");
}

/// Everything but ASCII as escapes of JSON.
fn ascii(text: &str) -> String {
    let escape = |c: char| match c {
        c if c.is_ascii() => c.to_string(),
        c => format!("\\u{:04x}", u32::from(c)),
    };
    text.chars().map(escape).collect()
}

#[test]
fn a_list_of_objects_and_a_single_object_are_written_back() {
    let list = "\u{feff}{ \"lang\": \"en\",\n  \"stories\": [\n    {\"headline\": \"One\", \"body\": [\"First part here.\", \"Second part here.\"]},\n    {\"headline\": \"Two\", \"body\": \"The other text.\"}\n  ]\n}\n";
    let single = "{\"title\":\"Alone\",\"text\":\"One object is one article.\"}";
    let place = Place::with(&[
        ("input/list.json", list.as_bytes()),
        ("input/single.json", single.as_bytes()),
    ]);
    merged(&place, "kk", capitals);
    let want = list
        .replace("\"lang\": \"en\"", "\"lang\": \"kk\"")
        .replace("One", "Ж ONE")
        .replace("Two", "Ж TWO")
        .replace("First part here.", "Ж FIRST PART HERE.")
        .replace("Second part here.", "Ж SECOND PART HERE.")
        .replace("The other text.", "Ж THE OTHER TEXT.");
    assert_eq!(back(&place, "kk", "list.json"), want);
    assert_eq!(
        back(&place, "kk", "single.json"),
        "{\"title\":\"Ж ALONE\",\"text\":\"Ж ONE OBJECT IS ONE ARTICLE.\"}"
    );
}

#[test]
fn cells_get_the_quotes_that_their_translation_needs() {
    let table = "\u{feff}id;title;text;lang\r\n1;Bread;It rose, and how.;en\r\n\r\n2;\"The \"\"big\"\" one\";\"First line.\r\nSecond; line.\";\r\n3;5\" pipe;Nothing said here.;en";
    let place = Place::with(&[("input/rows.csv", table.as_bytes())]);
    jobs(&place, "kk", |source| match source {
        "Bread" => "Нан; наубайхана".to_owned(),
        "The \"big\" one" => "Ең \"үлкені\"".to_owned(),
        "First line." => "Бірінші жол.".to_owned(),
        "5\" pipe" => "5\" құбыр; жаңа".to_owned(),
        "It rose, and how." => "=Көтерілді, иә.".to_owned(),
        _ => String::new(),
    });
    place.run(&["merge", "output/jobs"]).expect(0);
    let want = "\u{feff}id;title;text;lang\r\n1;\"Нан; наубайхана\";=Көтерілді, иә.;kk\r\n\r\n2;\"Ең \"\"үлкені\"\"\";\"Бірінші жол.\r\nSecond; line.\";\r\n3;\"5\"\" құбыр; жаңа\";Nothing said here.;kk";
    assert_eq!(back(&place, "kk", "rows.csv"), want);
}

#[test]
fn a_table_in_another_character_set_is_written_in_it_or_in_utf8() {
    let table = "title,text\r\nМост,\"Мост открыли вчера. Строили, говорят, два года.\"\r\nРынок,Рынок закрыт до весны.\r\n";
    let utf16: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(table.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(table);
    let place = Place::with(&[("input/sixteen.csv", &utf16), ("input/old.csv", &cyrillic)]);
    jobs(&place, "kk", |source| {
        if source.starts_with("Мост открыли") {
            "Көпір кеше ашылды.".to_owned()
        } else {
            String::new()
        }
    });
    let run = place.run(&["merge", "output/jobs"]).expect(0);
    let want = table.replace("Мост открыли вчера.", "Көпір кеше ашылды.");
    let read = |name: &str| fs::read(place.path(&format!("output/translated/kk/{name}"))).unwrap();
    let wide: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(want.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(read("sixteen.csv") == wide);
    assert_eq!(String::from_utf8(read("old.csv")).unwrap(), want);
    assert!(run.stderr().contains("written in UTF-8"), "{}", run.stderr());
}

/// Files of every form that holds several articles.
fn every_form() -> Vec<(&'static str, Vec<u8>)> {
    let chapter = "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head><title>T</title></head><body><h1>One</h1><p>Two &amp; <i>three</i> words.</p></body></html>";
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>Bread &#38; <![CDATA[salt]]> now</title><content type=\"html\">&lt;p&gt;One &lt;b&gt;two&lt;/b&gt;. Three.&lt;/p&gt;</content></entry></feed>";
    let json_feed = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"language\":\"en\",\"items\":[{\"id\":\"1\",\"title\":\"A\\u0026B\",\"content_html\":\"<p>One \\\"two\\\".</p><p>Three <b>four</b>.</p>\"}]}";
    let mut mixed = b"\xef\xbb\xbf{\"title\":\"Mark\",\"text\":\"A line with a mark. Another.\"}\n".to_vec();
    mixed.extend_from_slice(b"{\"title\":\"Bad\",\"text\":\"Not \xff UTF-8 here. Still read.\"}\n");
    vec![
        ("lines.jsonl", LINES.replace("not json at all\n", "").into_bytes()),
        ("mixed.jsonl", mixed),
        (
            "list.json",
            b"[{\"title\":\"A\",\"text\":\"One. Two.\"},{\"title\":\"B\",\"summary\":\"Three four.\"}]"
                .to_vec(),
        ),
        (
            "rows.tsv",
            b"title\ttext\nOne\tTwo three. Four\n\n\"a\tb\"\t\"He said \"\"no\"\". Twice.\"\n".to_vec(),
        ),
        (
            "rows.csv",
            b"title,text\rOne,\"Two, three.\rFour.\"\rFive,Six seven.".to_vec(),
        ),
        ("feed.xml", FEED.as_bytes().to_vec()),
        ("atom.xml", atom.as_bytes().to_vec()),
        ("feed.json", json_feed.as_bytes().to_vec()),
        ("book.epub", book("2.0", chapter)),
    ]
}

fn with_every_form() -> Place {
    let place = Place::new();
    for (name, bytes) in every_form() {
        place.file(&format!("input/{name}"), &bytes);
    }
    place
}

#[test]
fn an_untranslated_job_gives_every_file_back_byte_for_byte() {
    let place = with_every_form();
    merged(&place, "qps", |_| String::new());
    let outputs = place.tree("output/translated/qps");
    for (name, bytes) in every_form() {
        assert!(outputs.get(name) == Some(&bytes), "{name} came back changed");
    }
    // The same where every translation is its source.
    fs::remove_dir_all(place.path("output/translated")).unwrap();
    for name in job_files(&place) {
        fill(&place, &name, &str::to_owned);
    }
    place.run(&["merge", "output/jobs"]).expect(0);
    let outputs = place.tree("output/translated/qps");
    for (name, bytes) in every_form() {
        assert!(outputs.get(name) == Some(&bytes), "{name} came back changed");
    }
}

/// The texts of all blocks of all articles of a run, by the path of the article.
fn texts(place: &Place, output: &str) -> Vec<(String, Vec<String>)> {
    let lines = place.lines(&format!("{output}/manifest.jsonl"));
    let articles = lines
        .iter()
        .filter_map(|line| Some((line["id"].as_str()?, line["path"].as_str()?)));
    articles
        .map(|(id, path)| {
            let record: Value =
                serde_json::from_str(&place.read(&format!("{output}/articles/{id}.json"))).unwrap();
            let blocks = record["blocks"].as_array().unwrap().iter();
            let sentences = blocks.flat_map(|block| block["segments"].as_array().unwrap().clone());
            let texts = sentences.map(|segment| segment["text"].as_str().unwrap().to_owned());
            (path.to_owned(), texts.collect())
        })
        .collect()
}

fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '⟦' | '⟧' | '·'))
        .collect()
}

#[test]
fn a_pseudo_translated_job_is_read_again_as_it_was_translated() {
    let place = with_every_form();
    place.run(&["run", "--to", "qps", "--quiet"]).expect(0);
    let options = ["--no-accents", "--expand", "0", "--quiet", "--output", "back"];
    place
        .run(&[&["pseudo", "output/jobs"], &options[..]].concat())
        .expect(0);
    let run = place.run(&["merge", "back"]).expect(0);
    assert!(run.stderr().contains("+ 0 left over ="), "{}", run.stderr());
    place
        .run(&["run", "output/translated/qps", "--output", "again", "--quiet"])
        .expect(0);
    let (before, after) = (texts(&place, "output"), texts(&place, "again"));
    assert!(before.len() > 12);
    for (path, sentences) in &before {
        let found = after.iter().find(|(other, _)| other == path);
        let (_, read) = found.unwrap_or_else(|| panic!("{path} is not read again"));
        let (want, got): (String, String) = (
            sentences.iter().map(|text| plain(text)).collect(),
            read.iter().map(|text| plain(text)).collect(),
        );
        assert_eq!(got, want, "{path}");
        assert!(
            read.iter().any(|text| text.contains('⟦')),
            "{path} is not translated"
        );
    }
    // Without a job, from the files themselves.
    place
        .run(&["pseudo", "input", "--quiet", "--output", "direct"])
        .expect(0);
    for (name, bytes) in every_form().into_iter().filter(|(name, _)| *name != "rows.tsv") {
        let made = fs::read(place.path(&format!("direct/{name}"))).unwrap();
        assert!(made != bytes, "{name} is as it was");
    }
}

#[test]
fn entries_that_moved_in_their_file_are_found_by_their_content() {
    let rows = "title,text\nOne,The first row.\nTwo,The second row.\nThree,The third row.\n";
    let place = Place::with(&[("input/rows.csv", rows.as_bytes())]);
    jobs(&place, "kk", capitals);
    let changed = "title,text\nZero,A row that is new.\nThree,The third row.\nOne,The first row.\nTwo,The second row!\n";
    place.file("input/rows.csv", changed.as_bytes());
    let run = place.run(&["merge", "output/jobs"]).expect(1);
    let want = changed
        .replace("Three,The third row.", "Ж THREE,Ж THE THIRD ROW.")
        .replace("One,The first row.", "Ж ONE,Ж THE FIRST ROW.");
    assert_eq!(back(&place, "kk", "rows.csv"), want);
    assert!(
        run.stderr().contains("not in the file any more"),
        "{}",
        run.stderr()
    );
    let memory = back(&place, "kk", "leftover.tmx");
    assert_eq!(memory.matches("<tu ").count(), 2, "{memory}");
    // The file itself moved.
    fs::remove_file(place.path("input/rows.csv")).unwrap();
    place.file("archive/2026/rows.csv", rows.as_bytes());
    let run = place
        .run(&["merge", "output/jobs", "--source", "archive"])
        .expect(0);
    assert!(run.stderr().contains("2026/rows.csv"), "{}", run.stderr());
    assert!(back(&place, "kk", "rows.csv").starts_with("title,text\nЖ ONE,Ж THE FIRST ROW.\nЖ TWO"));
}

#[test]
fn what_cannot_be_changed_in_its_place_is_left_over_and_the_rest_is_written() {
    let feed = "<rss><channel><item><title>Good title</title><description>One <b>bold. Two</b> words.</description></item></channel></rss>";
    let table = "title,text\nRight,The text is right.\n\"Odd\" one,The other text.\n";
    let place = Place::with(&[
        ("input/feed.xml", feed.as_bytes()),
        ("input/odd.csv", table.as_bytes()),
    ]);
    merged(&place, "kk", capitals);
    assert_eq!(
        back(&place, "kk", "feed.xml"),
        feed.replace("Good title", "Ж GOOD TITLE")
    );
    assert_eq!(
        back(&place, "kk", "odd.csv"),
        table
            .replace("Right,The text is right.", "Ж RIGHT,Ж THE TEXT IS RIGHT.")
            .replace("The other text.", "Ж THE OTHER TEXT.")
    );
    let report: Value = serde_json::from_str(&back(&place, "kk", "merge.json")).unwrap();
    assert_eq!(report["leftover"], 3, "{report}");
    assert_eq!(report["leftovers"][0]["reason"], "no-place");
}

#[test]
fn files_that_come_back_one_by_one_give_what_they_give_together() {
    let place = with_every_form();
    let rows: Vec<u8> = "title;text\nEins;Die erste Zeile.\nZwei;Die zweite Zeile.\n"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    place.file("input/wide.csv", &[b"\xfe\xff", &rows[..]].concat());
    jobs(&place, "kk", capitals);
    place.run(&["merge", "output/jobs"]).expect(0);
    let together = place.tree("output/translated/kk");
    let entries =
        |text: &[u8]| -> Value { serde_json::from_slice::<Value>(text).unwrap()["entries"].clone() };
    assert!(entries(&together["merge.json"]).as_array().unwrap().len() > 14);
    fs::remove_dir_all(place.path("output/translated")).unwrap();
    for name in job_files(&place) {
        place.run(&["merge", &name, "--quiet"]).expect(0);
    }
    let one_by_one = place.tree("output/translated/kk");
    let names = every_form().into_iter().map(|(name, _)| name);
    for name in names.chain(["wide.csv"]) {
        assert!(one_by_one[name] == together[name], "{name} differs");
    }
    assert_eq!(
        entries(&one_by_one["merge.json"]),
        entries(&together["merge.json"])
    );
}

#[test]
fn an_entry_whose_source_has_changed_is_not_kept_translated() {
    let rows = "title,text\nOne,The first row.\nTwo,The second row.\n";
    let place = Place::with(&[("input/rows.csv", rows.as_bytes())]);
    jobs(&place, "kk", capitals);
    let of = |path: &str| {
        let id = place.entry(path)["id"].as_str().unwrap().to_owned();
        format!("output/jobs/en-kk/{id}.xlf")
    };
    let (first, second) = (of("rows.csv#1"), of("rows.csv#2"));
    place.run(&["merge", &first]).expect(0);
    place.file(
        "input/rows.csv",
        rows.replace("first row", "other row").as_bytes(),
    );
    let run = place.run(&["merge", &second]).expect(0);
    assert!(
        run.stderr().contains("in the source's words again"),
        "{}",
        run.stderr()
    );
    assert_eq!(
        back(&place, "kk", "rows.csv"),
        "title,text\nOne,The other row.\nЖ TWO,Ж THE SECOND ROW.\n"
    );
}
