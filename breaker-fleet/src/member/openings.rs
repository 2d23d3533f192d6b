//! What a member leaves to the next one of its process: each takes part by an identity of its own,
//! and no process is suspicious of itself.

use super::Member;
use crate::circuits::Opening;
use crate::wire::{Name, Version};

/// What a member has opened.
#[derive(Clone, Debug, Default)]
pub struct Openings(Vec<(Name, Opened)>);

/// What a member leaves of one circuit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opened {
    /// By which change it has opened the outage, if it has.
    pub(super) by: Option<Version>,
    /// Which opening of the circuit it has told of.
    pub(super) told: Option<Opening>,
}

impl Openings {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Member {
    /// What this member has opened.
    #[must_use]
    pub fn openings(&self) -> Openings {
        Openings(self.cases.own_openings().collect())
    }

    /// Takes over what an earlier member of this process has opened. Before anything else happens.
    pub fn inherit(&mut self, openings: Openings) {
        for (name, opened) in openings.0 {
            self.cases.inherit(name, opened);
        }
    }
}
