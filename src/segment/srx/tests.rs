//! Whole files on whole texts, with the cuts drawn in.

use std::sync::Arc;

use proptest::prelude::*;

use super::{SrxMode, SrxRules};
use crate::article::Language;
use crate::segment::{ProjectRules, SegmentOptions, explain, segment};

/// A file with these groups of rules, `break|before|after` a line, and these maps, `pattern group` each.
fn file(cascade: &str, groups: &[(&str, &[&str])], maps: &[&str]) -> String {
    use std::fmt::Write as _;
    let mut out = format!(
        "<?xml version=\"1.0\"?>\n<srx xmlns=\"http://www.lisa.org/srx20\" version=\"2.0\">\n\
         <header segmentsubflows=\"yes\" cascade=\"{cascade}\"/>\n<body><languagerules>\n"
    );
    for (name, rules) in groups {
        let _ = writeln!(out, "<languagerule languagerulename=\"{name}\">");
        for rule in *rules {
            let [breaks, before, after] = rule.split('~').collect::<Vec<_>>().try_into().unwrap();
            let text = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
            let _ = writeln!(
                out,
                "<rule break=\"{breaks}\"><beforebreak>{}</beforebreak><afterbreak>{}</afterbreak></rule>",
                text(before),
                text(after)
            );
        }
        out.push_str("</languagerule>\n");
    }
    out.push_str("</languagerules><maprules>\n");
    for map in maps {
        let (pattern, group) = map.split_once(' ').unwrap();
        let _ = writeln!(
            out,
            "<languagemap languagepattern=\"{pattern}\" languagerulename=\"{group}\"/>"
        );
    }
    out + "</maprules></body></srx>\n"
}

fn options(srx: &str, mode: SrxMode) -> SegmentOptions {
    let rules = SrxRules::read(srx).unwrap();
    assert_eq!(rules.problems(), []);
    with(rules, mode)
}

fn with(rules: SrxRules, mode: SrxMode) -> SegmentOptions {
    let mut project = ProjectRules::default();
    project.srx = Some(Arc::new(rules));
    project.srx_mode = mode;
    SegmentOptions {
        project: Arc::new(project),
        ..SegmentOptions::default()
    }
}

/// Cuts a text whose ends are drawn as `|` and compares the drawings.
fn check(options: &SegmentOptions, tag: &str, drawing: &str) {
    let text = drawing.replace('|', "");
    let mut drawn = text.clone();
    for span in segment(&text, &Language::parse(tag).unwrap(), options)
        .iter()
        .rev()
        .skip(1)
    {
        drawn.insert(span.end as usize, '|');
    }
    assert_eq!(drawn, drawing, "{tag}");
}

const GROUPS: &[(&str, &[&str])] = &[
    (
        "English",
        &[r"no~\b(Mr|Dr)\.~\s", r"no~(?<=\s)No\.~\s+\p{Nd}", r"yes~[:;]~\s"],
    ),
    (
        "German",
        &[
            r"no~\bz\.~\s?B\.",
            r"no~\bz\.\s?B\.~\s",
            r"no~\p{Nd}\.~\s+(?!Dort)\p{Lu}",
        ],
    ),
    (
        "Russian",
        &[
            r"no~\b[гГ]\.~\s",
            r"no~\bи т\.~\h?д\.",
            r"no~\bи т\.\h?д\.~\s\p{Ll}",
        ],
    ),
    ("Chinese", &[r"no~[。？！]~[’”」）]", r"yes~[。？！][’”」）]*~."]),
    ("Default", &[r"no~\.\.\.~\s+\P{Lu}", r"yes~[.?!]+[»”\u0022)]*~\s"]),
];

const MAPS: &[&str] = &[
    "EN.* English",
    "DE.* German",
    "ru.* Russian",
    "[Zz][Hh].* Chinese",
    ".* Default",
];

#[test]
fn all_maps_that_fit_count_in_a_cascade() {
    let options = options(&file("yes", GROUPS, MAPS), SrxMode::Replace);
    check(
        &options,
        "en",
        "Note:| Mr. Osmon met Dr. Reed.| No. 5 is shut... at noon.| (\"Why?\")| No.| Never.",
    );
    check(
        &options,
        "en-GB",
        "He sold oil, gas, etc.| then left.| Mrs.| Lee:| no;| wait.",
    );
    check(
        &options,
        "de",
        "Das gilt z. B. hier.| Am 3. Mai ging er.| Seite 12.| Dort: nichts.",
    );
    check(
        &options,
        "ru",
        "Он жил в г. Ош.| Реки, озёра и т. д. есть.| Зима.",
    );
    check(&options, "zh-Hans", "“路通了。”|村长说：“好！”|没人动。");
    check(&options, "und", "Mr.| Osmon.| Note: so.");
}

#[test]
fn only_the_first_map_that_fits_counts_without_a_cascade() {
    let options = options(&file("no", GROUPS, MAPS), SrxMode::Replace);
    check(&options, "en", "Note:| Mr. Osmon met her. She left.");
    check(&options, "fr", "Mr.| Osmon vint.| Elle partit.");
}

#[test]
fn the_first_rule_that_holds_decides() {
    let rules: &[(&str, &[&str])] = &[("all", &[r"no~X\.~ A", r"yes~\.~ ", r"no~X\.~ B"])];
    let options = options(&file("yes", rules, &[".* all"]), SrxMode::Replace);
    check(&options, "en", "X. A X.| B.| C");
}

#[test]
fn missing_sides_are_always_true() {
    let rules: &[(&str, &[&str])] = &[("all", &["no~-~", "yes~~<", "yes~>~"])];
    let options = options(&file("yes", rules, &[".* all"]), SrxMode::Replace);
    check(&options, "en", "a|<b>|c-<d. e");
}

#[test]
fn lines_atoms_and_fixed_places_stay_what_they_are() {
    let mut options = options(&file("yes", GROUPS, MAPS), SrxMode::Replace);
    let mut project = (*options.project).clone();
    project.never_cut = vec!["Yahoo!".to_owned()];
    project.always_cut = vec![" // ".to_owned()];
    options.project = Arc::new(project);
    check(&options, "en", "A headline|\nYahoo! rose.| Salt //| bread");
    options.atoms = vec![crate::article::Span::new(2, 9)];
    check(&options, "en", "x a. b. c.| d.| e");
}

#[test]
fn added_rules_come_first_and_leave_the_rest_to_the_program() {
    let rules: &[(&str, &[&str])] = &[(
        "all",
        &[r"no~\bQtr\.\s~", r"no~Ende\.~\s", r"yes~;~\s", r"yes~Dr\.~\sNo"],
    )];
    let options = options(&file("yes", rules, &[".* all"]), SrxMode::Add);
    check(
        &options,
        "en",
        "In Qtr. Four Dr. Li came;| she left.| It is Dr.| No.| He stayed at the Ende. So it is.",
    );
}

#[test]
fn a_language_without_a_map_is_cut_by_the_program() {
    let options = options(&file("yes", GROUPS, &["de English"]), SrxMode::Replace);
    check(&options, "en", "Mrs. Lee came: late.| She left.");
    check(&options, "de", "Frau Lee kam:| spät. Sie ging.");
}

#[test]
fn a_decision_names_the_line_of_its_rule() {
    let options = options(&file("yes", GROUPS, MAPS), SrxMode::Replace);
    let told: Vec<_> = explain("Dr. Li came. She left", &Language::parse("en").unwrap(), &options)
        .into_iter()
        .map(|decision| (decision.at, decision.cut, decision.rule, decision.line))
        .collect();
    assert_eq!(told, [(3, false, "srx", Some(6)), (12, true, "srx", Some(26))]);
}

#[test]
fn a_rule_that_cannot_be_read_is_left_out_and_told_of() {
    let rules: &[(&str, &[&str])] = &[(
        "all",
        &[
            "no~Dr.(~ ",
            r"yes~\.~ ",
            r"no~a~(?<=\p{Klingon})",
            r"yes~x~(?!\1)",
        ],
    )];
    let rules = SrxRules::read(&file("yes", rules, &[".* all", "[ all", "en none"])).unwrap();
    assert_eq!(rules.len(), 1);
    let told: Vec<String> = rules.problems().iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 5, "{told:#?}");
    assert!(
        told[0].starts_with("6: beforebreak \"Dr.(\" a bracket"),
        "{told:#?}"
    );
    assert!(told[1].starts_with("8: afterbreak"), "{told:#?}");
}

#[test]
fn what_is_no_srx_file_is_refused_with_its_place() {
    let place = |text: &str| {
        let error = SrxRules::read(text).unwrap_err();
        (error.line, error.column, error.message)
    };
    for (text, line, column, message) in [
        ("", 1, 1, "no language rules"),
        ("hello", 1, 6, "no language rules"),
        ("<tmx version=\"1.4\"/>", 1, 1, "its root is <tmx>"),
        ("<srx xmlns=\"urn:other\"/>", 1, 1, "its root is <srx>"),
        ("<srx>\n é<rule/></srx>", 2, 3, "outside every"),
        ("<srx>\n<body>\n</srx>", 3, 1, "expected"),
        ("<srx><languagerule>\n<rule><beforebreak>&big;", 2, 20, "&big;"),
        ("<srx><languagerule>", 1, 20, "not closed"),
    ] {
        let found = place(text);
        assert_eq!((found.0, found.1), (line, column), "{text}: {}", found.2);
        assert!(found.2.contains(message), "{text}: {}", found.2);
    }
}

#[test]
fn entities_comments_and_other_elements_are_read_for_what_they_are() {
    let srx = "<!DOCTYPE srx [<!ENTITY a \"aaaaaaaaaa\">]><s:srx xmlns:s=\"http://www.lisa.org/srx20\" xmlns:o=\"urn:own\" version=\"2.0\">\
        <s:header cascade=\"yes\"><s:formathandle type=\"start\" include=\"no\"/><o:rule break=\"maybe\"/></s:header><s:body>\
        <s:languagerules><s:languagerule languagerulename=\"a\"><s:rule><!-- a stop --><s:beforebreak>&#x5b;.<![CDATA[>]]>&amp;]</s:beforebreak>\
        <s:afterbreak> +</s:afterbreak></s:rule></s:languagerule></s:languagerules><s:maprules>\
        <s:languagemap languagepattern=\".*\" languagerulename=\"a\"/></s:maprules></s:body></s:srx>";
    check(&options(srx, SrxMode::Replace), "en", "a.| b&| c d");
}

#[test]
fn version_1_takes_the_first_map_and_what_is_not_followed_is_told() {
    let srx = file("yes", GROUPS, MAPS)
        .replace("2.0", "1.0")
        .replace(" cascade=\"yes\"", "");
    check(
        &options(&srx, SrxMode::Replace),
        "en",
        "Note:| Mr. Osmon met her. She left.",
    );
    let odd = file("perhaps", GROUPS, MAPS)
        .replace(
            "\"perhaps\"/>",
            "\"perhaps\"><formathandle type=\"end\" include=\"no\"/></header>",
        )
        .replacen("break=\"no\"", "break=\"never\"", 1);
    let problems: Vec<String> = SrxRules::read(&odd)
        .unwrap()
        .problems()
        .iter()
        .map(|p| p.what.clone())
        .collect();
    assert_eq!(
        problems,
        ["perhaps", "formathandle type=\"end\" include=\"no\"", "never"]
    );
}

#[test]
fn hostile_rules_and_texts_are_cut_in_time_that_grows_with_the_text() {
    // A step back for every way to read a text, or a look at all of it for every place, would take hours here.
    let rules: &[(&str, &[&str])] = &[(
        "all",
        &[
            "yes~~(?:(?!x)(?:a|aa))+b",
            "yes~(.*)*~",
            r"yes~.*.*.*\.~\s",
            r"no~(?<!(x+x+)+y)a~.*.*=",
            "yes~~(?:a|aa)++c",
        ],
    )];
    let srx = file("yes", rules, &[".* all"]);
    for unit in ["a", "a. ", ".", "x", "é. "] {
        let options = options(&srx, SrxMode::Replace);
        let text = unit.repeat(60_000 / unit.len());
        let spans = segment(&text, &Language::parse("en").unwrap(), &options);
        assert!(spans.iter().all(|span| !span.is_empty()));
        if unit == "a" {
            let given_up = options.project.srx.as_ref().unwrap().given_up();
            assert_eq!(given_up[0].line, 6);
        }
    }
}

proptest! {
    #[test]
    fn segments_tile_any_text_by_any_rules(
        text in "([\\PC\\n\u{301}]|[.!?…。»”\" ]|[A-Za-z]{1,4}\\. ?|\\n){0,60}",
        rules in prop::collection::vec("(yes|no)~(\\PC|\\\\b|[.?*+|()a-z ]|\\\\p\\{L\\}|\\[[.?!]\\]){0,6}~([ .a-z]|\\\\s|\\(\\?=a\\)){0,3}", 1..8),
        add: bool,
    ) {
        let rules: Vec<&str> = rules.iter().filter(|rule| rule.matches('~').count() == 2).map(String::as_str).collect();
        let Ok(rules) = SrxRules::read(&file("yes", &[("all", &rules)], &[".* all"])) else { return Ok(()) };
        let options = with(rules, if add { SrxMode::Add } else { SrxMode::Replace });
        let mut at = 0;
        for span in segment(&text, &Language::parse("en").unwrap(), &options) {
            let piece = span.of(&text);
            prop_assert!(text[at..span.start as usize].chars().all(char::is_whitespace));
            prop_assert!(!piece.is_empty() && piece == piece.trim());
            at = span.end as usize;
        }
        prop_assert!(text[at..].chars().all(char::is_whitespace));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(<[a-z/]{1,5}>|<srx>|<rule>|<languagerule>|<beforebreak>|&[a-z#]{1,4};|\\PC|\\n){0,20}") {
        let _ = SrxRules::read(&text);
    }
}
