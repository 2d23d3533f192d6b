//! What a member leaves to the next one of its process: each takes part by an identity of its own,
//! and no process is suspicious of itself.

use super::Member;
use crate::wire::{Name, Version};

/// By which changes a member has opened outages.
#[derive(Clone, Debug, Default)]
pub struct Openings(Vec<(Name, Version)>);

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
        for (name, opening) in openings.0 {
            self.cases.inherit(name, opening);
        }
    }
}
