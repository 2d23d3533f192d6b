//! Names of circuits and fields: as variables have them, nearly right ones, those of other
//! libraries.

pub(super) mod foreign;
pub(super) mod nearest;
pub(super) mod variables;
