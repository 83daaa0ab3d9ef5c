//! What comes back as clients leave it: without a language, with states that nobody has set, in lines of the source's width.

use std::path::Path;

use crate::program::Place;

const WRAPPED: &str = "Bakery opens again\r\n\r\n\
The bakery in Orvel lit its oven again on Tuesday, 26 months\r\n\
after a flood filled the cellar with mud. About 140 people\r\n\
came for the first loaves, and the last one was cut into 31\r\n\
pieces. Nobody complained.\r\n\r\n\
\x20   The repair cost 84,000 euros. Half of the sum was lent\r\n\
\x20   by the villagers themselves, who will be paid back in\r\n\
\x20   bread.\r\n";

/// A finished run of one text for one language.
fn ran(text: &str, options: &[&str]) -> Place {
    let place = Place::with(&[("input/bakery.txt", text.as_bytes())]);
    place
        .run(&[&["run", "--to", "fr", "--quiet"], options].concat())
        .expect(0);
    place
}

#[test]
fn a_wrapped_text_comes_back_wrapped_and_what_is_not_translated_stays() {
    let place = ran(WRAPPED, &[]);
    let id = place.entry("bakery.txt")["id"].as_str().unwrap().to_owned();
    let table = format!(
        "id\tsource\ttarget\n{}",
        [
            ("About 140 people came for the first loaves, and the last one was cut into 31 pieces.",
             "Environ 140 personnes sont venues chercher les premiers pains, et le dernier a été coupé en 31 parts !"),
            ("The repair cost 84,000 euros.", "Les réparations ont coûté 84 000 euros, bien plus que les assurances n’en ont payé."),
        ]
        .map(|(source, target)| format!("\t{source}\t{target}\n"))
        .concat()
    );
    place.file("back/en-fr/table.tsv", table.as_bytes());
    place.run(&["merge", "back"]).expect(0);
    assert_eq!(
        place.read("output/translated/fr/bakery.txt"),
        "Bakery opens again\r\n\r\n\
         The bakery in Orvel lit its oven again on Tuesday, 26 months\r\n\
         after a flood filled the cellar with mud. Environ 140\r\n\
         personnes sont venues chercher les premiers pains, et le\r\n\
         dernier a été coupé en 31 parts ! Nobody complained.\r\n\r\n    \
             Les réparations ont coûté 84 000 euros, bien plus que\r\n    \
             les assurances n’en ont payé. Half of the sum was lent\r\n    \
             by the villagers themselves, who will be paid back in\r\n    \
             bread.\r\n"
    );
    // Read again, it has the paragraphs that it had.
    place
        .run(&[
            "run",
            "output/translated/fr/bakery.txt",
            "--output",
            "again",
            "--quiet",
        ])
        .expect(0);
    let blocks = |name: &str| {
        let record: serde_json::Value = serde_json::from_str(&place.read(name)).unwrap();
        record["blocks"].as_array().unwrap().len()
    };
    let again = place.lines("again/manifest.jsonl")[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        blocks(&format!("again/articles/{again}.json")),
        blocks(&format!("output/articles/{id}.json"))
    );
}

#[test]
fn a_spreadsheet_of_a_run_for_one_language_needs_no_other_sign_of_it() {
    let place = ran(
        "Bakery opens again\n\nIt lit its oven on Tuesday.\n",
        &["--for", "table"],
    );
    place
        .run(&[
            "pseudo",
            "output/jobs/en-fr",
            "--output",
            "filled",
            "--no-accents",
            "--expand",
            "0",
        ])
        .expect(0);
    let sheet = std::fs::read(place.path("filled/segments.xlsx")).unwrap();
    assert!(sheet.starts_with(b"PK"), "a spreadsheet comes back as one");
    place.file("mail/attachment.xlsx", &sheet);
    place.run(&["merge", "mail/attachment.xlsx"]).expect(0);
    let text = place.read("output/translated/fr/bakery.txt");
    assert_eq!(text, "⟦Bakery opens again⟧\n\n⟦It lit its oven on Tuesday.⟧\n");
}

#[test]
fn only_what_a_client_marks_as_unsure_is_told_to_be() {
    let place = ran(
        "Bakery opens again\n\nIt lit its oven on Tuesday.\n",
        &["--for", "omegat"],
    );
    let jobs = place.path("output/jobs/en-fr/source");
    let name = std::fs::read_dir(jobs)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .file_name();
    let job = place.read(&format!("output/jobs/en-fr/source/{}", name.to_string_lossy()));
    // OmegaT leaves the state that it was given.
    let untouched = job.replace("\">It lit its oven on Tuesday.</target>", "\">Mardi.</target>");
    assert!(untouched.contains("state=\"needs-translation\">Mardi."), "{job}");
    place.file("back/a.xlf", untouched.as_bytes());
    let run = place.run(&["merge", "back/a.xlf"]).expect(0);
    assert!(!run.stderr().contains("to look at"), "{}", run.stderr());
    let marked = untouched.replace(
        "state=\"needs-translation\">Mardi",
        "state=\"needs-review-translation\">Mardi",
    );
    place.file("back/a.xlf", marked.as_bytes());
    let run = place.run(&["merge", "back/a.xlf"]).expect(0);
    assert!(
        run.stderr()
            .contains("1 translations are marked as ones to look at"),
        "{}",
        run.stderr()
    );
}

#[test]
fn a_file_named_by_its_whole_path_is_pseudo_translated_into_the_output_folder_itself() {
    let place = Place::with(&[("a/one.txt", b"It is one."), ("b/two.txt", b"It is two.")]);
    let whole = |name: &str| place.path(name).to_str().unwrap().to_owned();
    place
        .run(&["pseudo", &whole("a/one.txt"), "--output", "one"])
        .expect(0);
    assert!(Path::exists(&place.path("one/one.txt")));
    place
        .run(&[
            "pseudo",
            &whole("a/one.txt"),
            &whole("b/two.txt"),
            "--output",
            "both",
        ])
        .expect(0);
    let names: Vec<String> = place.tree("both").into_keys().collect();
    assert_eq!(names, ["a/one.txt", "b/two.txt"]);
}

#[test]
fn quotations_in_a_table_are_text_and_no_marks_around_cells() {
    let text = "The long road to the harbour\n\n\
        The road was closed for most of that time. \"It took us two years,\" the harbour master said.\n\n\
        \"We were glad of it, all of us who live there. It was a hard winter for the village.\" \"Nobody left the island.\"\n\n\
        Then the road was opened again. \"So it went on for a while. And on it went.\"\n";
    let place = ran(text, &["--for", "table"]);
    let table = place.read("output/jobs/en-fr/segments.tsv");
    let mut filled = String::new();
    for line in table.lines() {
        let mut cells: Vec<&str> = line.split('\t').collect();
        let target = cells[1].to_uppercase().replace('"', "");
        if cells[0] != "id" {
            cells[2] = &target;
        }
        filled += &(cells.join("\t") + "\n");
    }
    let count = table.lines().filter(|line| line.contains("\t\"")).count();
    assert!(count > 2, "{table}");
    place.file("back/en-fr/segments.tsv", filled.as_bytes());
    let run = place.run(&["merge", "back"]).expect(0);
    assert!(run.stderr().contains("+ 0 left over ="), "{}", run.stderr());
    assert!(
        run.stderr()
            .contains(&format!("{} merged", table.lines().count() - 1)),
        "{}",
        run.stderr()
    );
}
