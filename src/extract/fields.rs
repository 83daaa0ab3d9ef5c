//! Which fields of JSON and which columns of a table hold what of an article: the usual names, and those that the user says.

use std::fmt;

use crate::article::FieldKind;

/// A field as the user names it: `headline`, `meta.headline`, or `/meta/headline` as a JSON Pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Path(Vec<String>);

impl Path {
    fn parse(path: &str) -> Option<Self> {
        let keys: Vec<String> = match path.strip_prefix('/') {
            Some(pointer) => pointer
                .split('/')
                .map(|key| key.replace("~1", "/").replace("~0", "~"))
                .collect(),
            None => path.split('.').map(str::to_owned).collect(),
        };
        keys.iter()
            .all(|key| !key.trim().is_empty())
            .then_some(Self(keys))
    }
}

/// The map from parts of an article to fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    named: Vec<(FieldKind, Path, String)>,
}

/// A field map that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError(String);

impl fmt::Display for FieldError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Fields {
    /// Says that `field` holds `part` (`title`, `text`, `deck`, `author`, `date`, `lang`, `url`).
    ///
    /// # Errors
    /// If there is no such part, or the field has no name.
    pub fn set(&mut self, part: &str, field: &str) -> Result<(), FieldError> {
        let Some(kind) = FieldKind::parse(part) else {
            let parts: Vec<&str> = FieldKind::parts().collect();
            return Err(FieldError(format!(
                "\"{part}\" is no part of an article; there are {}",
                parts.join(", ")
            )));
        };
        let path = Path::parse(field.trim())
            .ok_or_else(|| FieldError(format!("\"{field}\" names no field for {part}")))?;
        self.named.retain(|(known, ..)| *known != kind);
        self.named.push((kind, path, field.trim().to_owned()));
        Ok(())
    }

    /// The keys of the field that the user named for `kind`.
    pub(super) fn keys(&self, kind: FieldKind) -> Option<&[String]> {
        let named = self.named.iter().find(|(known, ..)| *known == kind);
        named.map(|(_, path, _)| path.0.as_slice())
    }

    /// The field that the user named for `kind`, as written: a column may hold dots.
    pub(super) fn name(&self, kind: FieldKind) -> Option<&str> {
        let named = self.named.iter().find(|(known, ..)| *known == kind);
        named.map(|(_, _, name)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_named_by_keys_or_pointers() {
        let mut fields = Fields::default();
        for (field, keys) in [
            ("headline", &["headline"][..]),
            ("meta.headline", &["meta", "headline"]),
            ("/a~1b/c.d", &["a/b", "c.d"]),
        ] {
            fields.set("title", field).unwrap();
            assert_eq!(fields.keys(FieldKind::Title).unwrap(), keys);
        }
        assert!(
            fields
                .set("headline", "x")
                .unwrap_err()
                .to_string()
                .contains("title, text")
        );
        assert!(fields.set("title", "a..b").is_err());
        assert!(fields.set("title", "").is_err());
    }
}
