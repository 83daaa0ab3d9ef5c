//! Every size, depth and ratio limit in one place, so that hostile input ends in a message and not in memory.

/// The limits; what is over one of them fails with a reason, or is flattened or cut where the field says so.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Largest file, in bytes; of a file of many records (JSONL, CSV, mbox, WARC, zip) each record. Also what makes `u32` offsets enough.
    pub max_file_bytes: u64,
    /// Most bytes of one packed document when it is unpacked.
    pub max_unpacked_bytes: u64,
    /// Most times that packed bytes may grow once [`Self::free_unpacked_bytes`] are out.
    pub max_unpacked_ratio: u64,
    /// Bytes that may come out of packed ones before the ratio counts.
    pub free_unpacked_bytes: u64,
    /// Most members of a zip archive.
    pub max_members: usize,
    /// Deepest nesting of XML elements.
    pub max_xml_depth: usize,
    /// Deepest nesting of JSON.
    pub max_json_depth: usize,
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
            max_unpacked_bytes: 256 << 20,
            max_unpacked_ratio: 200,
            free_unpacked_bytes: 1 << 20,
            max_members: 10_000,
            max_xml_depth: 256,
            max_json_depth: 128,
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
