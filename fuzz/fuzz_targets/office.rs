//! Any text as the main member of a Word document, of an OpenDocument text and of a book gives a sound article or a reason.
#![no_main]

use tolmach::article::{Format, Member, Span};
use tolmach::extract::ExtractOptions;

#[path = "sound.rs"]
mod sound;

const CONTAINER: &str = "<container><rootfiles><rootfile full-path=\"a.opf\"/></rootfiles></container>";
const PACKAGE: &str = "<package><manifest><item id=\"a\" href=\"a.xhtml\"/></manifest><spine><itemref idref=\"a\"/></spine></package>";

libfuzzer_sys::fuzz_target!(|source: &str| {
    let whole = |name: &str| {
        let mut options = ExtractOptions::default();
        options.members = vec![Member { name: name.to_owned(), span: Span::new(0, source.len()) }];
        options
    };
    sound::check_with(source, Format::Docx, &whole("word/document.xml"));
    sound::check_with(source, Format::Odt, &whole("content.xml"));
    // The same text once more, as what stands on every page.
    let twice = format!("{source}{source}");
    for (names, format) in [
        (["word/document.xml", "word/footer1.xml"], Format::Docx),
        (["content.xml", "styles.xml"], Format::Odt),
    ] {
        let mut options = ExtractOptions::default();
        for (at, name) in names.iter().enumerate() {
            let span = Span::new(at * source.len(), (at + 1) * source.len());
            options.members.push(Member { name: (*name).to_owned(), span });
        }
        sound::check_with(&twice, format, &options);
    }
    let mut book = String::new();
    let mut options = ExtractOptions::default();
    for (name, text) in [("META-INF/container.xml", CONTAINER), ("a.opf", PACKAGE), ("a.xhtml", source)] {
        let start = book.len();
        book.push_str(text);
        options.members.push(Member { name: name.to_owned(), span: Span::new(start, book.len()) });
    }
    sound::check_with(&book, Format::Epub, &options);
});
