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

/// What a merge says at its end.
fn figures(place: &Place, files: &str) -> String {
    let run = place.run(&["merge", files]);
    let told = run.stderr();
    let line = told
        .lines()
        .find(|line| line.contains(" received"))
        .unwrap_or(&told);
    line.split(';').next().unwrap().to_owned()
}

#[test]
fn a_job_that_comes_back_in_several_forms_is_one_translation_a_sentence() {
    let place = ran(
        "Bakery opens again\n\nIt lit its oven on Tuesday. It burns [wood](https://wood.example/a).\n",
        &[],
    );
    let fill = ["pseudo", "output/jobs/en-fr", "--output", "back/en-fr"];
    place.run(&fill).expect(0);
    let forms: Vec<String> = place.tree("back").into_keys().collect();
    assert_eq!(forms.len(), 3, "XLIFF, a table and a spreadsheet: {forms:?}");
    assert_eq!(
        figures(&place, "back"),
        "French: 3 merged + 0 left over = 3 received (6 came in several files)"
    );
    assert!(!Path::exists(&place.path("output/translated/fr/leftover.tmx")));
    // What one of them has otherwise is left over once, whatever the number of files that say the older.
    let table = place.read("back/en-fr/segments.tsv");
    let changed = table.replace("⟦Ƀåķééŕý", "⟦Ɓåķééŕý");
    assert_ne!(table, changed);
    place.file("back/en-fr/segments.tsv", changed.as_bytes());
    assert_eq!(
        figures(&place, "back"),
        "French: 3 merged + 1 left over = 4 received (5 came in several files)"
    );
    let left = place.read("output/translated/fr/leftover.tmx");
    assert_eq!(left.matches("<tu ").count(), 1, "{left}");
    assert!(left.contains("newer") && left.contains("⟦Ƀåķééŕý"), "{left}");
    assert!(place.read("output/translated/fr/bakery.txt").contains("⟦Ɓåķééŕý"));
}

#[test]
fn translations_of_packed_files_are_left_over_once_and_the_reason_says_so() {
    let page = b"<html lang=en><head><title>Oven</title></head><body><article><h1>Bakery opens again</h1>\
        <p>The bakery in Orvel lit its oven again on Tuesday, and a hundred people came.</p></article></body></html>";
    let place = Place::with(&[
        ("input/page.html.gz", &crate::formats::gzip(page)),
        (
            "input/rows.csv.gz",
            &crate::formats::gzip(b"title,text\nRain,It rained all day in Orvel.\n"),
        ),
    ]);
    place.run(&["run", "--to", "fr", "--quiet"]).expect(0);
    place
        .run(&["pseudo", "output/jobs/en-fr", "--output", "back/en-fr"])
        .expect(0);
    let run = place.run(&["merge", "back"]).expect(1);
    for path in ["page.html.gz", "rows.csv.gz#1"] {
        let told = format!(
            "error: {path}: packed files are not written back; unpack it and run again; what came for it is in leftover.tmx"
        );
        assert!(run.stderr().contains(&told), "{}", run.stderr());
    }
    assert!(!run.stderr().contains("changed"), "{}", run.stderr());
    let count = place.read("back/en-fr/segments.tsv").lines().count() - 1;
    let told = format!(
        "0 merged + {count} left over = {count} received ({} came in several files)",
        2 * count
    );
    assert!(count >= 4 && run.stderr().contains(&told), "{}", run.stderr());
    let left = place.read("output/translated/fr/leftover.tmx");
    assert_eq!(left.matches("<tu ").count(), count, "{left}");
    let run = place.run(&["pseudo", "input/page.html.gz"]).expect(1);
    assert!(
        run.stderr().contains("packed files are not written back"),
        "{}",
        run.stderr()
    );
}

/// A memory as OmegaT saves it: texts without ids.
fn saved(pairs: &[(&str, &str)]) -> String {
    let units = pairs.iter().fold(String::new(), |units, (source, target)| {
        units
            + "<tu><tuv lang=\"EN\"><seg>"
            + source
            + "</seg></tuv><tuv lang=\"FR\"><seg>"
            + target
            + "</seg></tuv></tu>\n"
    });
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.1\"><header srclang=\"EN\" segtype=\"sentence\" adminlang=\"EN\" \
         datatype=\"plaintext\" creationtool=\"OmegaT\" creationtoolversion=\"3.6.0\" o-tmf=\"OmegaT TMX\"/>\n<body>\n{units}</body></tmx>\n"
    )
}

#[test]
fn of_an_omegat_project_the_files_to_send_back_are_read_or_else_its_memory() {
    let place = ran(
        "Bakery opens again\n\nIt lit its oven on Tuesday.\n",
        &["--for", "omegat"],
    );
    let id = place.entry("bakery.txt")["id"].as_str().unwrap().to_owned();
    let project = "output/jobs/en-fr";
    let made = place
        .read(&format!("{project}/source/{id}.xlf"))
        .replace(
            "\">Bakery opens again</target>",
            "\">La boulangerie rouvre</target>",
        )
        .replace(
            "\">It lit its oven on Tuesday.</target>",
            "\">Le four chauffe.</target>",
        );
    let pairs = [
        ("Bakery opens again", "La boulangerie rouvre"),
        ("It lit its oven on Tuesday.", "Le four chauffait."),
    ];
    for name in [
        "omegat/project_save.tmx",
        "en-fr-omegat.tmx",
        "en-fr-level1.tmx",
        "en-fr-level2.tmx",
    ] {
        place.file(&format!("{project}/{name}"), saved(&pairs).as_bytes());
    }
    // Nobody has made the files to send back: OmegaT's own memory says what is translated.
    let figures = |files: &str, told: &str| {
        let run = place.run(&["merge", files]).expect(0);
        assert!(run.stderr().contains(told), "{}", run.stderr());
        assert!(
            run.stderr().contains("2 merged + 0 left over = 2 received;"),
            "{}",
            run.stderr()
        );
        place.read("output/translated/fr/bakery.txt")
    };
    let left = "en-fr-level1.tmx, en-fr-level2.tmx, en-fr-omegat.tmx,";
    let text = figures(
        project,
        &format!("warning: {project}: an OmegaT project: omegat/ is read, {left} source/ left aside"),
    );
    assert_eq!(text, "La boulangerie rouvre\n\nLe four chauffait.\n");
    place.file(&format!("{project}/target/{id}.xlf"), made.as_bytes());
    let text = figures(
        project,
        &format!(
            "warning: {project}: an OmegaT project: target/ is read, {left} omegat/, source/ left aside"
        ),
    );
    assert_eq!(text, "La boulangerie rouvre\n\nLe four chauffe.\n");
    // In an archive too; and a file that is named itself is read.
    let (memory, source) = (saved(&pairs), place.read(&format!("{project}/source/{id}.xlf")));
    let packed = crate::formats::zip(&[
        ("en-fr/omegat.project", "<omegat/>"),
        (&format!("en-fr/source/{id}.xlf"), &source),
        (&format!("en-fr/target/{id}.xlf"), &made),
        ("en-fr/omegat/project_save.tmx", &memory),
    ]);
    place.file("back.zip", &packed);
    let told = "warning: back.zip/en-fr: an OmegaT project: target/ is read, omegat/, source/ left aside";
    assert!(figures("back.zip", told).contains("chauffe."));
    let named = format!("{project}/en-fr-level1.tmx");
    assert!(figures(&named, "").contains("chauffait."));
}
