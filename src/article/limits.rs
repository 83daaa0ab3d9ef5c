//! Every size, depth and ratio limit in one place, so that hostile input ends in a message and not in memory.

/// The limits; what is over one of them fails with a reason, or is flattened or cut where the field says so.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Largest file, in bytes. Also what makes `u32` offsets enough.
    pub max_file_bytes: u64,
    /// Largest line of a JSONL filter, in bytes.
    pub max_line_bytes: usize,
    /// Deepest nesting of HTML elements; deeper ones are attached to the ancestor at this depth.
    pub max_html_depth: usize,
    /// Attributes an HTML element keeps.
    pub max_html_attributes: usize,
    /// JSON-LD read from one page, in bytes.
    pub max_json_ld_bytes: usize,
    /// Longest title in outputs, in characters.
    pub max_title_chars: usize,
    /// Articles that a digest looks at, the newest ones; those without a date come last.
    pub max_digest_articles: usize,
    /// Articles of one story that a digest reads and names.
    pub max_story_articles: usize,
    /// Longest text of articles in flight at one time, in bytes.
    pub max_bytes_in_flight: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 64 << 20,
            max_line_bytes: 64 << 20,
            max_html_depth: 512,
            max_html_attributes: 256,
            max_json_ld_bytes: 1 << 20,
            max_title_chars: 1000,
            max_digest_articles: 2_000,
            max_story_articles: 50,
            max_bytes_in_flight: 256 << 20,
        }
    }
}
