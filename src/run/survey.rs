//! What is counted over all pages of a batch before the first of them is judged: the passages that each site repeats.
//!
//! Counts only, so that neither the order of pages nor the number of threads can matter.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::extract::Site;

/// Counts over the pages of a batch that is still being looked through.
#[derive(Debug, Default)]
pub struct Survey {
    sites: BTreeMap<String, Site>,
}

impl Survey {
    /// Counts a page of `host` by its [`passage_keys`](crate::extract::passage_keys).
    pub fn add(&mut self, host: &str, keys: &[u64]) {
        if let Some(site) = self.sites.get_mut(host) {
            site.add(keys);
        } else {
            let mut site = Site::default();
            site.add(keys);
            self.sites.insert(host.to_owned(), site);
        }
    }

    /// Ends counting.
    pub fn finish(self) -> Sites {
        let telling = self.sites.into_iter().filter(|(_, site)| site.is_telling());
        Sites {
            sites: telling.map(|(host, site)| (host, Arc::new(site))).collect(),
        }
    }
}

/// The sites of a batch that have enough pages to learn from.
#[derive(Debug, Default)]
pub struct Sites {
    sites: BTreeMap<String, Arc<Site>>,
}

impl Sites {
    /// What is known of `host`.
    pub fn of(&self, host: &str) -> Option<Arc<Site>> {
        self.sites.get(host).cloned()
    }
}

/// The host of an address: `news.example` of `https://news.example/a/1`.
pub fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_of_two_pages_says_nothing() {
        let mut survey = Survey::default();
        for _ in 0..3 {
            survey.add("three.example", &[1]);
        }
        survey.add("two.example", &[1]);
        survey.add("two.example", &[1]);
        let sites = survey.finish();
        assert!(sites.of("three.example").is_some());
        assert!(sites.of("two.example").is_none());
    }

    #[test]
    fn hosts_are_read_from_addresses() {
        assert_eq!(host("https://news.example/a?b"), Some("news.example"));
        assert_eq!(host("nonsense"), None);
    }
}
