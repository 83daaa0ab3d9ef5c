//! What is counted over all pages of a batch before the first of them is judged: the passages that each site repeats.
//!
//! Counts only, so that neither the order of pages nor the number of threads can matter.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::head::Head;
use super::site::{Site, keys_of};
use super::tokens;
use crate::extract::ExtractOptions;

/// What a page tells of its site.
#[derive(Clone, Debug, Default)]
pub struct PageFacts {
    /// The host of its address.
    host: Option<String>,
    /// What its passages are compared by.
    keys: Vec<u64>,
}

impl PageFacts {
    /// Looks through a page; its address is that of `options`, else the one that it gives itself.
    pub fn of(source: &str, options: &ExtractOptions) -> Self {
        let tree = tokens::parse(source, super::bounds(options));
        let head = Head::read(&tree);
        let address = options.url.as_deref().or_else(|| head.address());
        Self {
            host: address.and_then(host).map(str::to_owned),
            keys: keys_of(&tree),
        }
    }
}

/// Counts over the pages of a batch that is still being looked through.
#[derive(Debug, Default)]
pub struct Survey {
    sites: BTreeMap<String, Site>,
}

impl Survey {
    /// Counts a page of its host; one without a host is of the site `folder`, or of none.
    pub fn add(&mut self, page: &PageFacts, folder: Option<&str>) {
        let Some(name) = page.host.as_deref().or(folder) else {
            return;
        };
        if let Some(site) = self.sites.get_mut(name) {
            site.add(&page.keys);
        } else {
            let mut site = Site::default();
            site.add(&page.keys);
            self.sites.insert(name.to_owned(), site);
        }
    }

    /// Ends counting.
    pub fn finish(self) -> Sites {
        let telling = self.sites.into_iter().filter(|(_, site)| site.is_telling());
        Sites {
            sites: telling.map(|(name, site)| (name, Arc::new(site))).collect(),
        }
    }
}

/// The sites of a batch that have enough pages to learn from.
#[derive(Debug, Default)]
pub struct Sites {
    sites: BTreeMap<String, Arc<Site>>,
}

impl Sites {
    /// What is known of the site of a page at `address`; of the site `folder` if it has none.
    pub(super) fn of(&self, address: Option<&str>, folder: Option<&str>) -> Option<&Arc<Site>> {
        self.sites.get(address.and_then(host).or(folder)?)
    }
}

/// The host of an address: `news.example` of `https://news.example/a/1`.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(address: &str) -> PageFacts {
        let head = format!("<link rel=canonical href='{address}'>");
        PageFacts::of(
            &format!("{head}<p>Subscribe to the Harl Letter.</p>"),
            &ExtractOptions::default(),
        )
    }

    #[test]
    fn a_site_of_two_pages_says_nothing() {
        let mut survey = Survey::default();
        for _ in 0..3 {
            survey.add(&page("https://three.example/a"), Some("news"));
            survey.add(&page(""), Some("saved"));
            survey.add(&page(""), None);
        }
        for _ in 0..2 {
            survey.add(&page("https://two.example/a"), Some("saved"));
        }
        let sites = survey.finish();
        assert!(sites.of(Some("https://three.example/b"), None).is_some());
        assert!(sites.of(Some("https://two.example/b"), Some("saved")).is_none());
        assert!(sites.of(None, Some("saved")).is_some());
        assert!(sites.of(None, Some("news")).is_none());
        assert!(sites.of(None, None).is_none());
    }

    #[test]
    fn hosts_are_read_from_addresses() {
        assert_eq!(host("https://news.example/a?b"), Some("news.example"));
        assert_eq!(host("nonsense"), None);
    }
}
