//! The report as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the file.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::json::pretty;
use crate::check::report::{CheckedFile, Located, Report};
use crate::check::{Rule, Severity};

/// The report for code hosts.
pub fn sarif(report: &Report) -> String {
    let rules: Vec<Value> = Rule::all()
        .map(|rule| {
            json!({
                "id": rule.as_str(),
                "shortDescription": { "text": rule.title() },
                "defaultConfiguration": { "level": level(rule.severity()) },
            })
        })
        .collect();
    let results: Vec<Value> = report
        .findings()
        .map(|(file, found)| result(file, found))
        .collect();
    let failures: Vec<Value> = report.files.iter().filter_map(failure).collect();
    let whole = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "tolmach", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "invocations": [{ "executionSuccessful": failures.is_empty(), "toolExecutionNotifications": failures }],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    pretty(&whole)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(file: &CheckedFile, found: &Located) -> Value {
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&file.path) },
            // A finding about the whole file stands at its first line.
            "region": { "startLine": found.line.max(1) },
        },
    });
    if !found.segment.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": found.segment, "kind": "resource" }]);
    }
    json!({
        "ruleId": found.finding.rule.as_str(),
        "ruleIndex": found.finding.rule as usize,
        "level": level(found.finding.severity),
        "message": { "text": found.finding.message },
        "locations": [location],
        "partialFingerprints": { "segment/v1": found.fingerprint },
    })
}

fn failure(file: &CheckedFile) -> Option<Value> {
    let error = file.error.as_deref()?;
    Some(json!({
        "level": "error",
        "message": { "text": error },
        "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(&file.path) } } }],
    }))
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            out.push(byte as char);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
