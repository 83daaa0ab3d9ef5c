//! The settings of digests: the table `[digest]` of `tolmach.toml`, and the options of `tolmach digest`.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;

use super::ConfigError;
use crate::article::Language;
use crate::escape;

/// Stories that an edition tells if nothing else is said: what a newsletter's reader gets through.
const MAX_ITEMS: usize = 12;

/// One layer of the settings of digests.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DigestLayer {
    /// Most stories of an edition.
    pub max_items: Option<usize>,
    /// The first day, as `2026-05-17`.
    pub since: Option<String>,
    /// The only languages that get an edition.
    pub lang: Option<Vec<Language>>,
    /// The title of editions and feeds.
    pub title: Option<String>,
    /// Where the output folder is published.
    pub base_url: Option<String>,
    /// The editor's picks.
    pub picks: Option<PathBuf>,
    /// Layouts of the editor's, one for each form at most.
    pub template: Option<Vec<PathBuf>>,
}

impl DigestLayer {
    /// This layer on top of `below`: what is set here wins.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        Self {
            max_items: self.max_items.or(below.max_items),
            since: self.since.or(below.since),
            lang: self.lang.or(below.lang),
            title: self.title.or(below.title),
            base_url: self.base_url.or(below.base_url),
            picks: self.picks.or(below.picks),
            template: self.template.or(below.template),
        }
    }

    /// Paths of a settings file are relative to its folder.
    pub(super) fn anchor(&mut self, folder: &Path) {
        let paths = self.picks.iter_mut().chain(self.template.iter_mut().flatten());
        paths.for_each(|path| *path = folder.join(&*path));
    }
}

/// Validated settings of digests.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DigestConfig {
    /// Most stories that an edition tells; as many more are named in brief.
    pub max_items: usize,
    /// The first day; articles before it and articles without a date are left out.
    pub since: Option<Date>,
    /// The only languages that get an edition; all if empty.
    pub languages: Vec<Language>,
    /// The title of editions and feeds.
    pub title: Option<String>,
    /// Where the output folder is published, with a `/` at the end.
    pub base_url: Option<String>,
    /// The editor's picks; `picks.toml` of the output folder if none is named.
    pub picks: Option<PathBuf>,
    /// Layouts of the editor's.
    pub templates: Vec<PathBuf>,
}

impl DigestConfig {
    /// Fills in defaults and checks values.
    pub(super) fn new(layer: DigestLayer) -> Result<Self, ConfigError> {
        let value = |key, message: &str| ConfigError::Value {
            key,
            message: message.to_owned(),
        };
        if layer.max_items == Some(0) {
            return Err(value("max_items", "an edition needs room for at least one story"));
        }
        let since = layer.since.as_deref().map(str::parse).transpose();
        let since = since.map_err(|_| value("since", "write a day as 2026-05-17"))?;
        let base_url = layer.base_url.as_deref().map(|address| {
            let known =
                escape::url(address).filter(|url| url.starts_with("http") && !url.contains(['#', '?']));
            known.ok_or_else(|| {
                value(
                    "base_url",
                    "write the address of a folder, as https://news.example/today/",
                )
            })
        });
        let base_url = base_url
            .transpose()?
            .map(|url| if url.ends_with('/') { url } else { url + "/" });
        Ok(Self {
            max_items: layer.max_items.unwrap_or(MAX_ITEMS),
            since,
            languages: layer.lang.unwrap_or_default(),
            title: layer.title.filter(|title| !title.trim().is_empty()),
            base_url,
            picks: layer.picks,
            templates: layer.template.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_do_not_do_are_refused() {
        let made = |layer: DigestLayer| DigestConfig::new(layer).map_err(|error| error.to_string());
        let since = |day: &str| DigestLayer {
            since: Some(day.to_owned()),
            ..DigestLayer::default()
        };
        assert!(made(since("2026-05-17")).unwrap().since.is_some());
        assert!(made(since("last week")).unwrap_err().starts_with("since: "));
        let base = |address: &str| DigestLayer {
            base_url: Some(address.to_owned()),
            ..DigestLayer::default()
        };
        assert_eq!(
            made(base("https://a.example/b")).unwrap().base_url.unwrap(),
            "https://a.example/b/"
        );
        for address in [
            "ftp://a.example",
            "news",
            "https://a.example/?x",
            "javascript:alert(1)",
        ] {
            assert!(
                made(base(address)).unwrap_err().starts_with("base_url: "),
                "{address}"
            );
        }
        let none = DigestLayer {
            max_items: Some(0),
            ..DigestLayer::default()
        };
        assert!(made(none).is_err());
    }
}
