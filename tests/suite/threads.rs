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
