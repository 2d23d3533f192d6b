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
    /// Those that have failed since then. One at most, unless
    /// [some may fail](crate::Policy::half_open_calls_of): it opens the circuit.
    pub failed: u64,
}

impl Trials {
    pub(super) const fn of([in_flight, succeeded, failed]: [u64; 3]) -> Self {
        Self { in_flight, succeeded, failed }
    }
}
