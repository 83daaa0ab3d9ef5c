//! The table `[fields]` of `tolmach.toml` and the option `--field`: which fields of JSON and which columns of tables hold what.

use std::collections::BTreeMap;

use super::ConfigError;
use crate::extract::Fields;

/// Parts of an article and the fields that hold them, as they are set.
pub type FieldLayer = BTreeMap<String, String>;

/// What `--field` says: `title=headline`.
///
/// # Errors
/// If there is no `=`.
pub fn field(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((part, field)) => Ok((part.trim().to_owned(), field.trim().to_owned())),
        None => Err("write it as part=field: title=headline".to_owned()),
    }
}

/// `above` on top of `below`, part by part.
pub(super) fn over(above: Option<FieldLayer>, below: Option<FieldLayer>) -> Option<FieldLayer> {
    match (above, below) {
        (Some(above), Some(mut below)) => {
            below.extend(above);
            Some(below)
        }
        (above, below) => above.or(below),
    }
}

/// The map of a layer.
///
/// # Errors
/// If a part is none of an article, or a field has no name.
pub fn fields(layer: Option<&FieldLayer>) -> Result<Fields, ConfigError> {
    let mut fields = Fields::default();
    for (part, field) in layer.into_iter().flatten() {
        fields.set(part, field).map_err(|error| ConfigError::Value {
            key: "field",
            message: error.to_string(),
        })?;
    }
    Ok(fields)
}
