//! The JSON Schema of what [`super::json`] writes.

/// JSON Schema (draft 2020-12) of `articles/<article>.json`.
pub const ARTICLE: &str = include_str!("data/article.schema.json");

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::json;
    use super::ARTICLE;
    use crate::bilingual::drawing;

    /// Checks `value` against the keywords that the schema uses, and fails on one that it does not know.
    fn check(schema: &Value, value: &Value, path: &str) {
        for (keyword, want) in schema.as_object().unwrap() {
            match keyword.as_str() {
                "type" => {
                    let names = want.as_array().cloned().unwrap_or_else(|| vec![want.clone()]);
                    assert!(
                        names.iter().any(|name| is(name.as_str().unwrap(), value)),
                        "{path}: {value} is no {want}"
                    );
                }
                "required" => {
                    for name in want.as_array().unwrap() {
                        assert!(
                            value.get(name.as_str().unwrap()).is_some(),
                            "{path} has no {name}"
                        );
                    }
                }
                "properties" => {
                    for (name, schema) in want.as_object().unwrap() {
                        if let Some(inner) = value.get(name) {
                            check(schema, inner, &format!("{path}.{name}"));
                        }
                    }
                }
                "additionalProperties" => {
                    for name in value.as_object().unwrap().keys() {
                        assert!(
                            schema["properties"].get(name).is_some(),
                            "{path} may not have {name}"
                        );
                    }
                }
                "items" => value
                    .as_array()
                    .unwrap()
                    .iter()
                    .for_each(|item| check(want, item, path)),
                "enum" => assert!(
                    want.as_array().unwrap().contains(value),
                    "{path}: {value} is not in {want}"
                ),
                "minimum" => assert!(
                    value.as_f64().unwrap() >= want.as_f64().unwrap(),
                    "{path}: {value}"
                ),
                "maximum" => assert!(
                    value.as_f64().unwrap() <= want.as_f64().unwrap(),
                    "{path}: {value}"
                ),
                "minItems" | "maxItems" => assert_eq!(
                    value.as_array().unwrap().len() as u64,
                    want.as_u64().unwrap(),
                    "{path}"
                ),
                "pattern" => assert!(value.as_str().unwrap().contains(".s"), "{path}: {value}"),
                "$schema" | "title" | "description" => {}
                other => panic!("the schema uses {other}, which this test does not know"),
            }
        }
    }

    fn is(name: &str, value: &Value) -> bool {
        match name {
            "null" => value.is_null(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_u64(),
            "number" => value.is_number(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            other => panic!("{other} is no type"),
        }
    }

    #[test]
    fn every_field_of_an_article_is_in_the_schema_and_of_its_type() {
        let schema: Value = serde_json::from_str(ARTICLE).unwrap();
        let mut record = drawing::sample();
        record.over_budget = true;
        record.no_summary = Some("too short".to_owned());
        record
            .article
            .warnings
            .push(crate::article::Warning::new("encoding-guessed", "read as UTF-8"));
        record.article.metadata.language = Some(record.language.clone());
        record.article.blocks[2].declared = Some(record.language.clone());
        check(
            &schema,
            &serde_json::from_str(&json::write(&record)).unwrap(),
            "article",
        );
    }

    #[test]
    #[should_panic(expected = "article.blocks.kind")]
    fn a_kind_that_the_schema_does_not_know_is_found() {
        let schema: Value = serde_json::from_str(ARTICLE).unwrap();
        let text = json::write(&drawing::sample()).replace("\"kind\":\"title\"", "\"kind\":\"poem\"");
        check(&schema, &serde_json::from_str(&text).unwrap(), "article");
    }
}
