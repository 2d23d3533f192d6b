//! What needs no other floor: atomics and locks, time and clocks, chance, names, places, texts.

pub(crate) mod cache_padded;
pub(crate) mod clock;
pub(crate) mod dice;
pub(crate) mod foreign;
pub(crate) mod identity;
pub(crate) mod process;
pub(crate) mod scope;
pub(crate) mod sync;
pub(crate) mod text;
pub(crate) mod time;
