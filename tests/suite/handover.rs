//! Jobs as the clients they are made for want them: forms of files, folders, archives, what is left out.

#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "the names are the program's own"
)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use sha2::{Digest, Sha256};
use tolmach::bilingual::read::{ReadOptions, Received, read};

use crate::program::{ARTICLE, Place};

const PAGE: &str = "<html lang=en><body><article><h1>Ferry &amp; lake</h1>\
<p>The <b>old</b> ferry crossed the sound on Monday with <a href='https://example.org/a'>31 passengers</a>. It had been in the yard for \
fourteen months.<br>Cracks had been found in its frame, and the repair took longer than the harbour had planned.</p>\
<p>A ticket costs two coins; children under six sail free of charge. Dogs pay half.</p></article></body></html>";

fn place() -> Place {
    Place::with(&[
        ("input/bridge.txt", ARTICLE.as_bytes()),
        ("input/ferry.html", PAGE.as_bytes()),
    ])
}

/// The files of the job into Kazakh, with the articles' names as `A`.
fn job(place: &Place) -> BTreeMap<String, Vec<u8>> {
    place.tree("output/jobs/en-kk")
}

fn received(name: &str, bytes: &[u8]) -> Received {
    read(bytes, name, &ReadOptions::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Ids and sources of what there is to translate, by the id.
fn sources(files: &BTreeMap<String, Vec<u8>>, ending: &str) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(ending)) {
        let received = received(name, bytes);
        for (file, unit, segment) in received.segments() {
            if unit.translate {
                let id = format!("{}/{}", file.article.as_deref().unwrap(), segment.id);
                assert!(
                    out.insert(id, segment.source.text()).is_none(),
                    "{name}: an id twice"
                );
            }
        }
    }
    out
}

#[test]
fn each_client_gets_its_files_and_the_same_sentences() {
    let place = place();
    place.run(&["run", "--to", "kk"]).expect(0);
    let plain = sources(&job(&place), ".xlf");
    assert!(plain.len() > 8, "{plain:?}");
    for (arguments, folder, ending) in [
        (&["--for", "omegat"][..], "source/", ".xlf"),
        (&["--for", "weblate"], "", ".po"),
        (&["--for", "gettext"], "", ".po"),
        (&["--for", "poedit"], "", ".xlf"),
        (&["--for", "lokalize"], "", ".xlf"),
        (&["--for", "trados"], "", ".xlf"),
        (&["--for", "memoq"], "", ".xlf"),
        (&["--for", "phrase"], "", ".xlf"),
        (&["--for", "swordfish"], "", ".xlf"),
        (&["--xliff", "2.0"], "", ".xlf"),
        (&["--xliff", "2.1"], "", ".xlf"),
        (&["--xliff", "2.2"], "", ".xlf"),
        (&["--for", "table"], "", ".tsv"),
    ] {
        place.run(&[&["run", "--to", "kk"], arguments].concat()).expect(0);
        let files = job(&place);
        assert_eq!(sources(&files, ending), plain, "{arguments:?}");
        assert_eq!(sources(&files, ".xlsx"), plain, "{arguments:?}");
        let handed: Vec<&String> = files
            .keys()
            .filter(|name| name.ends_with(".xlf") || name.ends_with(".po"))
            .collect();
        assert_eq!(
            handed.len(),
            if ending == ".tsv" { 0 } else { 2 },
            "{arguments:?}"
        );
        assert!(
            handed
                .iter()
                .all(|name| name.starts_with(folder) && name.ends_with(ending)),
            "{handed:?}"
        );
        assert_eq!(files.contains_key("omegat.project"), folder == "source/");
        let job: serde_json::Value = serde_json::from_slice(&files["job.json"]).unwrap();
        let listed = job["files"].as_array().unwrap();
        assert_eq!(listed.len() + 1, files.len(), "{arguments:?}");
        for file in listed {
            let sum = Sha256::digest(&files[file["path"].as_str().unwrap()]);
            assert_eq!(file["sha256"], format!("{sum:x}"), "{file}");
        }
    }
}

#[test]
fn a_job_of_summaries_holds_their_sentences_and_what_stood_around_them() {
    let place = place();
    place.run(&["run", "--to", "kk"]).expect(0);
    let all = job(&place);
    let quoted: BTreeMap<String, String> = {
        let mut out = BTreeMap::new();
        for (name, bytes) in all.iter().filter(|(name, _)| name.ends_with(".xlf")) {
            for (file, _, segment) in received(name, bytes)
                .segments()
                .filter(|(_, _, segment)| segment.in_summary)
            {
                out.insert(
                    format!("{}/{}", file.article.as_deref().unwrap(), segment.id),
                    segment.source.text(),
                );
            }
        }
        out
    };
    assert!(quoted.len() >= 4);
    for form in [
        &["--xliff", "1.2"][..],
        &["--xliff", "2.0"],
        &["--for", "weblate"],
    ] {
        place
            .run(&[&["run", "--to", "kk", "--only", "summary"], form].concat())
            .expect(0);
        let files = job(&place);
        let ending = if form[0] == "--for" { ".po" } else { ".xlf" };
        assert_eq!(sources(&files, ending), quoted, "{form:?}");
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(ending)) {
            let received = received(name, bytes);
            for unit in &received.files[0].units {
                let mut notes = unit
                    .notes
                    .iter()
                    .chain(unit.segments.iter().flat_map(|segment| &segment.notes));
                assert!(notes.any(|note| note.category == "context"), "{name}: {unit:?}");
            }
        }
    }
}

#[test]
fn a_limit_is_told_in_every_form() {
    let place = place();
    for form in [
        &["--xliff", "1.2"][..],
        &["--xliff", "2.0"],
        &["--for", "weblate"],
        &["--for", "table"],
    ] {
        place
            .run(&[&["run", "--to", "kk", "--limit", "title=40"], form].concat())
            .expect(0);
        let files = job(&place);
        let ending = match form[1] {
            "weblate" => ".po",
            "table" => ".tsv",
            _ => ".xlf",
        };
        let mut limited = Vec::new();
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(ending)) {
            for (_, _, segment) in received(name, bytes).segments() {
                limited.extend(segment.max_chars.map(|max| (max, segment.source.text())));
            }
        }
        limited.sort();
        assert_eq!(
            limited,
            [
                (40, "Bridge over the Sarn opens again".to_owned()),
                (40, "Ferry & lake".to_owned())
            ],
            "{form:?}"
        );
    }
}

#[test]
fn an_archive_holds_the_folder_and_is_the_same_every_time() {
    let place = place();
    place.run(&["run", "--to", "kk", "--zip"]).expect(0);
    let name = "output/jobs/en-kk.zip";
    let bytes = std::fs::read(place.path(name)).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut inside = BTreeMap::new();
    for index in 0..zip.len() {
        let mut member = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        member.read_to_end(&mut content).unwrap();
        inside.insert(
            member.name().unwrap().strip_prefix("en-kk/").unwrap().to_owned(),
            content,
        );
    }
    assert_eq!(inside, job(&place));
    place
        .run(&["run", "--to", "kk", "--zip", "--threads", "3"])
        .expect(0);
    assert_eq!(std::fs::read(place.path(name)).unwrap(), bytes);
    place.run(&["run", "--to", "kk"]).expect(0);
    assert!(
        !place.path(name).exists(),
        "an archive that is no longer asked for stays behind"
    );
}

#[test]
fn a_form_that_a_client_cannot_read_is_refused() {
    let place = place();
    for arguments in [
        &["--for", "lokalize", "--xliff", "2.0"][..],
        &["--for", "weblate", "--xliff", "1.2"],
        &["--limit", "heading"],
        &["--limit", "sentence=5"],
        &["--limit", "title=0"],
    ] {
        let run = place.run(&[&["run", "--to", "kk"], arguments].concat()).expect(2);
        assert!(!run.stderr().is_empty(), "{arguments:?}");
    }
}
