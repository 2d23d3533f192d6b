//! The vocabulary of a call: what it came to, who judges that, and what its caller is told.

pub(crate) mod cause;
pub(crate) mod cycle;
pub(crate) mod judge;
pub(crate) mod occupant;
pub(crate) mod outcome;
pub(crate) mod rejection;
pub(crate) mod sources;
pub(crate) mod within;
