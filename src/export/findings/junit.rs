//! The report as XML of `JUnit`: a suite a file, a case a rule; a rule with an error fails, what is less grave is told in its output.

use super::counted;
use crate::check::report::{CheckedFile, Located, Report};
use crate::check::{Rule, Severity};
use crate::escape::{Xml, terminal};

/// The report for build servers.
pub fn junit(report: &Report) -> String {
    let mut out = Xml::new();
    out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for file in &report.files {
        suite(&mut out, file);
    }
    out.raw("</testsuites>\n");
    out.into_string()
}

fn suite(out: &mut Xml, file: &CheckedFile) {
    let cases: Vec<(Rule, Vec<&Located>)> = Rule::all()
        .map(|rule| {
            (
                rule,
                file.findings
                    .iter()
                    .filter(|found| found.finding.rule == rule)
                    .collect(),
            )
        })
        .collect();
    let failures = cases
        .iter()
        .filter(|(rule, found)| rule.severity() == Severity::Error && !found.is_empty())
        .count();
    let errors = usize::from(file.error.is_some());
    let tests = if file.error.is_some() { 1 } else { cases.len() };
    out.raw("  <testsuite")
        .attribute("name", &file.path)
        .attribute("tests", &tests.to_string());
    out.attribute("failures", &failures.to_string())
        .attribute("errors", &errors.to_string())
        .raw(">\n");
    if let Some(error) = &file.error {
        out.raw("    <testcase name=\"readable\"")
            .attribute("classname", &file.path)
            .raw(">\n      <error");
        out.attribute("message", error).raw("/>\n    </testcase>\n");
    } else {
        for (rule, found) in &cases {
            case(out, file, *rule, found);
        }
    }
    out.raw("  </testsuite>\n");
}

fn case(out: &mut Xml, file: &CheckedFile, rule: Rule, found: &[&Located]) {
    out.raw("    <testcase")
        .attribute("name", rule.as_str())
        .attribute("classname", &file.path);
    if found.is_empty() {
        out.raw("/>\n");
        return;
    }
    out.raw(">\n      ");
    let failed = rule.severity() == Severity::Error;
    if failed {
        let message = format!("{}: {}", rule.title(), counted(found.len(), "finding"));
        out.raw("<failure")
            .attribute("type", rule.as_str())
            .attribute("message", &message)
            .raw(">");
    } else {
        out.raw("<system-out>");
    }
    for found in found {
        let line = format!("line {} {}: {}", found.line, found.segment, found.finding.message);
        out.text(&terminal(&line)).text("\n");
    }
    out.raw(if failed { "</failure>\n" } else { "</system-out>\n" })
        .raw("    </testcase>\n");
}
