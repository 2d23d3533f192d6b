//! From the record to documents.

pub(crate) mod counts;
pub(crate) mod detail;
pub(crate) mod fleet;
pub(crate) mod health;
pub(crate) mod keys;
pub(crate) mod line;
pub(crate) mod live;
mod look;
pub(crate) mod nearest;
pub(crate) mod now;
pub(crate) mod order;
mod own;
pub(crate) mod past;
pub(crate) mod patch;
pub(crate) mod process;
pub(crate) mod spark;
pub(crate) mod standing;
pub(crate) mod timeline;
pub(crate) mod unknown;
pub(crate) mod verdict;
pub(crate) mod ways;
