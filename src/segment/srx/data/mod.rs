//! Tables.

pub(super) mod blocks;
