//! The run as a page: articles, languages, counts, charts, failures.
