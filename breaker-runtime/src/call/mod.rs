//! The vocabulary of a call: how it ends, who judges that, and what its caller gets.

pub(crate) mod cause;
pub(crate) mod cycle;
pub(crate) mod found;
pub(crate) mod judge;
pub(crate) mod occupant;
pub(crate) mod outcome;
pub(crate) mod rejection;
pub(crate) mod sources;
pub(crate) mod within;
