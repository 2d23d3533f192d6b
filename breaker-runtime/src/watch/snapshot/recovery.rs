//! What a snapshot says of others' suspicions and of trial calls.

use core::time::Duration;
use std::sync::Arc;

/// Somebody outside [suspects](crate::FromOutside::suspect_for) the circuit, in a
/// [`Snapshot`](crate::Snapshot::suspected).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suspected {
    /// How long that still lasts.
    pub rest: Duration,
    /// Who it is.
    pub by: Arc<str>,
}

/// The trial calls of a half-open circuit, in a [`Snapshot`](crate::Snapshot::trials).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Trials {
    /// Those under way that hold a place.
    pub in_flight: u64,
    /// Those that have succeeded since the circuit became half-open.
    pub succeeded: u64,
}
