//! The output folder: never read, never cleared when it is not ours, kept clean when it is.

use std::fs;

use crate::program::{ARTICLE, Place};

fn place() -> Place {
    Place::with(&[("input/bridge.txt", ARTICLE.as_bytes())])
}

#[test]
fn a_folder_that_the_program_did_not_make_is_refused_and_left_alone() {
    let place = place();
    place.file("thesis/chapter.txt", b"Years of work.");
    let run = place.run(&["run", "--output", "thesis"]).expect(2);
    assert!(run.stderr().contains("thesis"), "{}", run.stderr());
    assert_eq!(place.tree("thesis").len(), 1);
    place.run(&["run", "--output", "input"]).expect(2);
    assert_eq!(place.tree("input").len(), 1);
}

#[test]
fn an_output_folder_inside_the_input_is_not_read_again() {
    let place = place();
    for _ in 0..2 {
        place
            .run(&["run", "input", "--output", "input/out", "--to", "fr"])
            .expect(0);
        assert_eq!(place.lines("input/out/manifest.jsonl").len(), 1);
    }
}

#[test]
fn what_an_article_left_goes_with_it_also_in_a_fresh_clone() {
    let place = place();
    place.file("input/second.txt", ARTICLE.replace("Sarn", "Orm").as_bytes());
    place.run(&["run", "--to", "fr"]).expect(0);
    let before = place.tree("output");
    place.file("output/translated/fr/kept.txt", b"by another command");
    fs::remove_dir_all(place.path("output/.tolmach")).unwrap(); // as git leaves it
    fs::remove_file(place.path("input/second.txt")).unwrap();
    place.run(&["run", "--to", "fr"]).expect(0);
    let after = place.tree("output");
    assert!(after.contains_key("translated/fr/kept.txt"));
    assert!(
        !after.keys().any(|name| name.contains("second")),
        "{:?}",
        after.keys()
    );
    assert_eq!(after.len(), before.len() - 4 + 1);
}

#[test]
fn a_second_run_leaves_unchanged_files_alone() {
    let place = place();
    place.run(&["run", "--to", "fr"]).expect(0);
    let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    let names: Vec<String> = place.tree("output").into_keys().collect();
    for name in &names {
        let file = fs::File::options()
            .write(true)
            .open(place.path("output").join(name))
            .unwrap();
        file.set_modified(old).unwrap();
    }
    place.run(&["run", "--to", "fr"]).expect(0);
    for name in &names {
        let time = fs::metadata(place.path("output").join(name))
            .unwrap()
            .modified()
            .unwrap();
        assert_eq!(time, old, "{name} was written again");
    }
}

#[test]
fn articles_already_in_a_target_language_get_no_job_for_it() {
    let place = place();
    let run = place.run(&["run", "--to", "en"]).expect(0);
    assert!(!place.path("output/jobs").exists());
    assert!(!run.stderr().contains("--to"), "{}", run.stderr());
    let run = place.run(&[]).expect(0);
    assert!(run.stderr().contains("--to fr"), "{}", run.stderr());
}

#[test]
fn json_lines_tell_a_machine_what_happens() {
    let place = place();
    place.file("input/empty.txt", b"");
    let events = place.run(&["run", "--json"]).expect(1).replies();
    let names: Vec<&str> = events
        .iter()
        .map(|event| event["event"].as_str().unwrap())
        .collect();
    assert_eq!((names[0], names[names.len() - 1]), ("found", "finished"));
    assert!(names.contains(&"done") && names.contains(&"failed"));
}
