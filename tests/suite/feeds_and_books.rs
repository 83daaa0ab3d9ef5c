//! The way back into feeds and books: text as it stands in XML, escaped or in CDATA sections, chapters and lists of contents.

use std::fs;

use crate::holders::{back, jobs, merged};
use crate::program::Place;

pub(crate) const FEED: &str = "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:content=\"c\"><channel><title>Sarn News</title><language>en</language>\n\
<item><title>Salt &amp; bread</title><!-- kept --><description>The salt is dear. It was never cheap.</description>\n\
<content:encoded><![CDATA[<h1>Salt &amp; bread</h1><p>The salt is dear. It was never cheap.</p><p>Say &nbsp; <b>more</b> now.</p>]]></content:encoded></item>\n\
<item><title><![CDATA[Brackets]]></title><description>&lt;p&gt;A &lt;i&gt;quiet&lt;/i&gt; day &amp;amp; night.&lt;/p&gt;&lt;p&gt;Still here&amp;nbsp;now.&lt;/p&gt;</description></item>\n\
</channel></rss>\n";

#[test]
fn entries_of_a_feed_are_written_as_they_stand_escaped_or_in_sections() {
    let place = Place::with(&[("input/feed.xml", FEED.as_bytes())]);
    merged(&place, "kk", |source| match source {
        "Salt &amp; bread" => "Тұз &amp; нан".to_owned(),
        "The salt is dear." => "Тұз &lt; қымбат.".to_owned(),
        "It was never cheap." => "Ешқашан арзан болмаған.".to_owned(),
        "Brackets" => "Жақшалар ]]&gt; &amp; ]]".to_owned(),
        source if source.starts_with("Say") => {
            "Енді <g id=\"1\" ctype=\"bold\">көбірек</g>\u{a0}айт.".to_owned()
        }
        source if source.starts_with("A ") => {
            "Бір <g id=\"1\" ctype=\"italic\">тыныш</g> күн &amp; түн.".to_owned()
        }
        "Still here\u{a0}now." => "Әлі\u{a0}осында.".to_owned(),
        other => panic!("{other}"),
    });
    let want = FEED
        .replace("<language>en", "<language>kk")
        .replace("<title>Salt &amp; bread", "<title>Тұз &amp; нан")
        .replace("<h1>Salt &amp; bread", "<h1>Тұз &amp; нан")
        .replace("<description>The salt is dear.", "<description>Тұз &lt; қымбат.")
        .replace("<p>The salt is dear.", "<p>Тұз &lt; қымбат.")
        .replace("It was never cheap.", "Ешқашан арзан болмаған.")
        .replace("Say &nbsp; <b>more</b> now.", "Енді <b>көбірек</b>&nbsp;айт.")
        .replace("[Brackets]]>", "[Жақшалар ]]]]><![CDATA[> & ]]]]>")
        .replace(
            "A &lt;i&gt;quiet&lt;/i&gt; day &amp;amp; night.",
            "Бір &lt;i&gt;тыныш&lt;/i&gt; күн &amp;amp; түн.",
        )
        .replace("Still here&amp;nbsp;now.", "Әлі&amp;nbsp;осында.");
    assert_eq!(back(&place, "kk", "feed.xml"), want);
}

#[test]
fn a_feed_that_is_translated_in_part_stays_in_its_language_and_atom_entries_say_theirs() {
    let feed = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ru\">\
        <entry xml:lang='ru'><title type=\"html\">Хлеб &amp;amp; соль</title><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Хлеб стал дороже<br/>соли. Никто не рад.</p></div></content></entry>\
        <entry><title>Рынок</title><summary>Рынок закрыт до весны.</summary></entry></feed>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(feed);
    let place = Place::with(&[("input/atom.xml", &bytes)]);
    merged(&place, "uk", |source| match source {
        "Никто не рад." => "Ніхто не радий.".to_owned(),
        source if source.contains("&amp;") => "Хліб &amp; сіль".to_owned(),
        _ => String::new(),
    });
    let want = feed
        .replace("xml:lang='ru'", "xml:lang='uk'")
        .replace("Хлеб &amp;amp; соль", "Хліб &amp;amp; сіль")
        .replace("Никто не рад.", "Ніхто не радий.");
    let (want, _, _) = encoding_rs::WINDOWS_1251.encode(&want);
    assert!(fs::read(place.path("output/translated/uk/atom.xml")).unwrap() == *want);
}

/// An archive whose first member is not compressed.
fn packed(members: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut method = zip::CompressionMethod::Stored;
    for (name, text) in members {
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        zip.start_file(*name, options).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
        method = zip::CompressionMethod::Deflated;
    }
    zip.finish().unwrap().into_inner()
}

const NAVIGATION: &str = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><nav><ol><li><a href=\"a.xhtml\">The\nport</a></li><li><a href=\"b.xhtml\">Two</a></li></ol></nav></body></html>";

/// A book of two chapters with a cover, a picture and a list of contents.
pub(crate) fn book(version: &str, chapter: &str) -> Vec<u8> {
    book_that_says(version, "<dc:title>The port</dc:title>", "<spine>", chapter)
}

/// The same with this in its metadata, and this start of its list of chapters.
fn book_that_says(version: &str, said: &str, spine: &str, chapter: &str) -> Vec<u8> {
    let package = format!(
        "<?xml version=\"1.0\"?><package xmlns=\"http://www.idpf.org/2007/opf\" version=\"{version}\" unique-identifier=\"i\"><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         {said}<dc:language>en</dc:language><dc:identifier id=\"i\">urn:x</dc:identifier></metadata><manifest>\
         <item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/><item id=\"b\" href=\"b.xhtml\" media-type=\"application/xhtml+xml\"/>\
         <item id=\"n\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/><item id=\"x\" href=\"toc.ncx\" media-type=\"application/x-dtbncx+xml\"/></manifest>\
         {spine}<itemref idref=\"a\"/><itemref idref=\"b\"/></spine></package>"
    );
    packed(&[
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path=\"O/p.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>",
        ),
        ("O/p.opf", &package),
        (
            "O/b.xhtml",
            "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\"><head><title/></head><body><p>The second chapter stays.</p></body></html>",
        ),
        ("O/a.xhtml", chapter),
        ("O/nav.xhtml", NAVIGATION),
        (
            "O/toc.ncx",
            "<ncx><docTitle><text>Sarn</text></docTitle><navPoint><navLabel><text>The port</text></navLabel></navPoint></ncx>",
        ),
        ("O/style.css", "p { margin: 0 }"),
    ])
}

#[test]
fn the_chapters_of_a_book_are_written_back_and_all_else_is_copied() {
    let chapter = "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>The port</title><script src=\"x.js\"/></head>\
        <body><h1>The port</h1><p>The port sleeps.<br/>The <em>sea</em> too. Nobody knows.</p></body></html>";
    let place = Place::with(&[("input/sarn.epub", &book("3.0", chapter))]);
    merged(&place, "ar", |source| match source {
        "The port" => "الميناء".to_owned(),
        "Nobody knows." => "لا أحد يعلم.".to_owned(),
        _ => String::new(),
    });
    let bytes = fs::read(place.path("output/translated/ar/sarn.epub")).unwrap();
    assert_eq!(
        &bytes[30..58],
        b"mimetypeapplication/epub+zip",
        "the first member is stored"
    );
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    assert_eq!(archive.len(), 8);
    let mut member = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    assert!(member("O/p.opf").contains("<dc:language>ar</dc:language>"));
    assert_eq!(member("O/style.css"), "p { margin: 0 }");
    // The lists of contents follow the titles of the chapters.
    assert_eq!(member("O/nav.xhtml"), NAVIGATION.replace("The\nport", "الميناء"));
    assert!(member("O/toc.ncx").contains("<text>Sarn</text>"));
    assert!(member("O/toc.ncx").contains("<text>الميناء</text>"));
    assert!(member("O/p.opf").contains("<dc:title>الميناء</dc:title>"));
    assert!(member("O/p.opf").contains("<spine page-progression-direction=\"rtl\"><itemref"));
    assert!(member("O/b.xhtml").contains("lang=\"en\" xml:lang=\"en\""));
    let want = chapter
        .replace("<html", "<html xml:lang=\"ar\" dir=\"rtl\"")
        .replace("The port<", "الميناء<")
        .replace("Nobody knows.", "لا أحد يعلم.");
    let text = member("O/a.xhtml");
    assert_eq!(
        text.replace("<span xml:lang=\"en\">", "").replace("</span>", ""),
        want
    );
    assert!(text.contains("<span xml:lang=\"en\">"), "{text}");
}

#[test]
fn what_a_book_says_of_itself_is_translated_with_its_first_chapter() {
    let said = "<dc:title>Harbours &amp; bays</dc:title><dc:description>Two ports, one sea.</dc:description>";
    let chapter = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><h1>The port</h1><p>The port sleeps.</p></body></html>";
    let made = |version: &str, spine: &str, target: &str| {
        let place = Place::with(&[("input/sarn.epub", &book_that_says(version, said, spine, chapter))]);
        merged(&place, target, |source| match source {
            "Harbours &amp; bays" => "موانئ &lt;وخلجان".to_owned(),
            "Two ports, one sea." => "ميناءان وبحر واحد.".to_owned(),
            _ => String::new(),
        });
        let bytes = fs::read(place.path(&format!("output/translated/{target}/sarn.epub"))).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        std::io::read_to_string(archive.by_name("O/p.opf").unwrap()).unwrap()
    };
    let package = made("3.0", "<spine page-progression-direction='ltr'>", "ar");
    assert!(
        package.contains("<dc:title>موانئ &lt;وخلجان</dc:title>"),
        "{package}"
    );
    assert!(
        package.contains("<dc:description>ميناءان وبحر واحد.</dc:description>"),
        "{package}"
    );
    assert!(
        package.contains("<spine page-progression-direction='ltr'><itemref"),
        "no chapter has changed: {package}"
    );
}

#[test]
fn a_book_that_names_no_direction_gets_one_where_it_is_to_stand() {
    let chapter = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>The port sleeps.</p></body></html>";
    for (version, spine, want) in [
        (
            "3.0",
            "<spine toc=\"x\" page-progression-direction=\"\">",
            "<spine toc=\"x\" page-progression-direction=\"rtl\">",
        ),
        (
            "3.0",
            "<spine page-progression-direction='default'>",
            "<spine page-progression-direction='rtl'>",
        ),
        ("2.0", "<spine>", "<spine>"),
    ] {
        let title = "<dc:title>The port</dc:title>";
        let place = Place::with(&[("input/a.epub", &book_that_says(version, title, spine, chapter))]);
        merged(&place, "ar", |_| "ينام الميناء.".to_owned());
        let bytes = fs::read(place.path("output/translated/ar/a.epub")).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let package = std::io::read_to_string(archive.by_name("O/p.opf").unwrap()).unwrap();
        assert!(package.contains(want), "{package}");
    }
}

#[test]
fn a_text_that_stands_there_in_two_forms_is_translated_in_both() {
    let feed = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"1\",\"title\":\"Salt\",\"content_html\":\"<h2>Salt</h2><p>Salt is <b>dear</b>. Nobody minds.</p>\",\"content_text\":\"Salt is dear. Nobody minds. Read on.\",\"summary\":\"Salt is dear.\"}]}";
    let place = Place::with(&[("input/feed.json", feed.as_bytes())]);
    jobs(&place, "kk", |source| match source {
        "Salt" => "Тұз".to_owned(),
        "Nobody minds." => "Ешкім қарсы емес.".to_owned(),
        source if source.contains("<g") => "Тұз <g id=\"1\" ctype=\"bold\">қымбат</g>.".to_owned(),
        other => panic!("{other}"),
    });
    let run = place.run(&["merge", "output/jobs"]).expect(0);
    assert!(
        run.stderr().contains("3 merged + 0 left over"),
        "{}",
        run.stderr()
    );
    let want = feed
        .replace("\"Salt\"", "\"Тұз\"")
        .replace("<h2>Salt", "<h2>Тұз")
        .replace("Salt is <b>dear</b>.", "Тұз <b>қымбат</b>.")
        .replace("Salt is dear.", "Тұз қымбат.")
        .replace("Nobody minds.", "Ешкім қарсы емес.");
    assert_eq!(back(&place, "kk", "feed.json"), want);
}
