//! Segments: the sentences that are scored, quoted, translated and paired.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{BlockId, Span};

/// The stable name of a segment: its block's id and its place in the block from 1, written `u3k2…​.s1`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SegmentId {
    /// The block.
    pub block: BlockId,
    /// Place among the block's segments, from 1.
    pub ordinal: u32,
}

impl fmt::Display for SegmentId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.s{}", self.block, self.ordinal)
    }
}

impl FromStr for SegmentId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (block, ordinal) = text
            .rsplit_once(".s")
            .ok_or("a segment id ends in \".s\" and a number")?;
        let ordinal = ordinal
            .parse()
            .map_err(|_| "a segment id ends in \".s\" and a number")?;
        Ok(Self {
            block: BlockId::from(block),
            ordinal,
        })
    }
}

impl Serialize for SegmentId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SegmentId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A sentence of an article. **Invariant:** the segments of a block tile it apart from white space.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Stable name.
    pub id: SegmentId,
    /// Index into [`super::Article::blocks`].
    pub block: u32,
    /// Its text, a range of [`super::Article::text`].
    pub span: Span,
    /// How much of the article it carries; comparable inside one article only. 0 for what is never quoted.
    pub score: f32,
    /// Whether the summary quotes it.
    pub in_summary: bool,
    /// Of a quoted one: the words, as they stand in it, that weigh most among those that the summary says first with it.
    pub why: Vec<String>,
}
