//! The same input gives the same bytes, on any number of threads and run after run.

use crate::program::{ARTICLE, Place};

#[test]
fn any_number_of_threads_writes_the_same_tree() {
    let place = Place::new();
    for number in 0..40 {
        let text = ARTICLE.replace("Monday", &format!("day {number}"));
        place.file(&format!("input/{number}.txt"), text.as_bytes());
        place.file(
            &format!("input/{number}.md"),
            format!("# {number}\n\n{text}").as_bytes(),
        );
    }
    let arguments = |threads: &'static str, out: &'static str| {
        ["run", "--to", "fr,kk", "--threads", threads, "--output", out]
    };
    place.run(&arguments("1", "one")).expect(0);
    let one = place.tree("one");
    assert!(one.len() > 80 * 4);
    for (threads, out) in [("2", "two"), ("7", "seven"), ("1", "one")] {
        place.run(&arguments(threads, out)).expect(0);
        assert!(place.tree(out) == one, "{threads} threads write another tree");
    }
}

#[test]
fn filters_answer_in_order_on_any_number_of_threads() {
    let place = Place::new();
    let mut input = String::new();
    for number in 0..300 {
        let text = "Short one. ".repeat(if number % 50 == 0 { 3000 } else { 1 });
        input.push_str(&serde_json::json!({ "id": number, "text": text }).to_string());
        input.push('\n');
    }
    let one = place
        .run_with(&["segment", "--jsonl", "--threads", "1"], input.as_bytes())
        .expect(0)
        .stdout();
    let seven = place
        .run_with(&["segment", "--jsonl", "--threads", "7"], input.as_bytes())
        .expect(0)
        .stdout();
    assert!(one == seven);
    let ids: Vec<u64> = one
        .lines()
        .map(|l| {
            serde_json::from_str::<serde_json::Value>(l).unwrap()["id"]
                .as_u64()
                .unwrap()
        })
        .collect();
    assert_eq!(ids, (0..300).collect::<Vec<_>>());
}

#[test]
fn a_check_reports_the_same_on_any_number_of_threads() {
    let place = Place::new();
    let mut all = 0;
    for (file, count) in [("a", 3), ("b", 700), ("c", 1), ("d", 300)] {
        let mut text = String::from(
            "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" version=\"1.2\"><file original=\"a\" source-language=\"en\" \
             target-language=\"de\" datatype=\"plaintext\"><body>",
        );
        for number in 0..count {
            all += 1;
            // Every seventh has another number, every fifth the source of an earlier one with another translation.
            let told = if number % 7 == 0 { all + 1 } else { all };
            let source = if number % 5 == 0 {
                "The ferry sailed at noon.".to_owned()
            } else {
                format!("There were {all} boats.")
            };
            let unit = format!(
                "<trans-unit id=\"u{number}.s1\"><source>{source}</source><target>Es waren {told} Boote da.</target></trans-unit>"
            );
            text += &unit;
        }
        place.file(
            &format!("back/{file}.xlf"),
            (text + "</body></file></xliff>").as_bytes(),
        );
    }
    let report = |threads: &str| {
        let run = place
            .run(&["check", "back", "--json", "--threads", threads])
            .expect(1);
        run.stdout()
    };
    let one = report("1");
    assert!(one.contains("inconsistent_target") && one.matches("\"number\"").count() > 100);
    for threads in ["2", "7"] {
        assert!(report(threads) == one, "{threads} threads report something else");
    }
}
