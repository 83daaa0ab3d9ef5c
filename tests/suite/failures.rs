//! One bad input never costs the others, and each is named with its reason.

use crate::program::{ARTICLE, Place};

#[test]
fn every_bad_input_is_named_and_all_others_are_done() {
    let place = Place::with(&[
        ("input/good.txt", ARTICLE.as_bytes()),
        ("input/empty.txt", b""),
        ("input/white.txt", b" \n\t\n"),
        (
            "input/binary.txt",
            &[0, 159, 146, 150, 0, 1, 2, 3, 0, 255, 254, 0, 0, 7, 1, 0],
        ),
        ("input/picture.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("input/letter.docx", b"PK\x03\x04rest"),
        ("input/paper.pdf", b"%PDF-1.7\nrest"),
        ("input/photo.jpg", b"\xff\xd8\xff"),
        (
            "input/good.html",
            format!("<html><body><article><h1>Bridge</h1><p>{ARTICLE}</p></article></body></html>")
                .as_bytes(),
        ),
    ]);
    let run = place.run(&["run", "--to", "fr"]).expect(1);
    for bad in [
        "empty.txt",
        "white.txt",
        "binary.txt",
        "picture.html",
        "letter.docx",
        "paper.pdf",
    ] {
        let entry = place.entry(bad);
        assert_eq!(entry["status"], "failed", "{entry}");
        assert!(entry["error"].as_str().unwrap().contains(": "), "{entry}");
        assert!(
            run.stderr().contains(&format!("error: input/{bad}: ")),
            "{bad} is not on standard error"
        );
        assert!(
            place.read("output/index.html").contains(bad),
            "{bad} is not on the page"
        );
    }
    assert_eq!(place.entry("photo.jpg")["status"], "skipped");
    for good in ["good.txt", "good.html"] {
        assert_eq!(place.entry(good)["status"], "done");
    }
    assert!(
        run.stderr().contains("2 articles done, 6 failed, 1 skipped"),
        "{}",
        run.stderr()
    );
}

#[test]
fn no_article_at_all_is_a_finished_run_that_says_so() {
    let place = Place::with(&[("input/photo.jpg", b"\xff\xd8\xff")]);
    let run = place.run(&[]).expect(0);
    assert!(
        run.stderr().contains("no article in the input"),
        "{}",
        run.stderr()
    );
    assert!(place.path("output/index.html").is_file());
}

#[test]
fn a_page_cut_off_in_the_middle_is_read_with_a_warning() {
    let page = "<!DOCTYPE html><html lang=\"en\"><head><title>Bridge | Valley Post</title></head><body><article><h1>Bridge</h1>\
        <p>The bridge over the Sarn opened on Monday, after a year and a half of work on its two broken piers.</p>\
        <p>Engineers drove forty steel piles into the river bed, and the council paid for most of the work.</p><p>The cou";
    let place = Place::with(&[("input/cut.html", page.as_bytes())]);
    let run = place.run(&[]).expect(0);
    assert!(
        run.stderr().contains("warning: input/cut.html: "),
        "{}",
        run.stderr()
    );
    assert_eq!(place.entry("cut.html")["status"], "done");
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf_8_and_links_are_listed() {
    use std::os::unix::ffi::OsStrExt;
    let place = Place::with(&[("input/good.txt", ARTICLE.as_bytes())]);
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
    std::fs::write(place.path("input").join(name), ARTICLE).unwrap();
    std::os::unix::fs::symlink("/dev/zero", place.path("input/zero.txt")).unwrap();
    place.run(&[]).expect(0);
    assert_eq!(place.entry("caf\\xE9.txt")["status"], "done");
    assert_eq!(place.entry("zero.txt")["status"], "skipped");
}
