//! How the present outage began, as the record of the zone said last.
//!
//! An engine may forget the record: it restarts empty, or evicts it. Whoever writes it anew is
//! seldom the one who opened the outage, and has seldom opened for the same reason: it says again
//! what the record said.

use super::{Case, Scene};
use crate::wire::{Outage, Phase, Text, Why};

/// By whom an outage was opened, and why.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    pub(super) by: Text,
    pub(super) why: Why,
}

impl Case {
    /// The record was heard of.
    pub(super) fn note_origin(&mut self, outage: &Outage) {
        let is_over = matches!(outage.phase, Phase::Closed { .. });
        let is_told = !outage.why.reason.as_str().is_empty();
        let origin = || Origin { by: outage.opened_by.clone(), why: outage.why.clone() };
        self.origin = (!is_over && is_told).then(origin);
    }

    /// A circuit that was closed opens: in the outage that is known if it is suspected for that,
    /// else in one of its own.
    pub(super) fn opens_in_outage(&mut self, scene: &Scene<'_>) {
        if !self.suspicions.hold(scene.now, &scene.subject().part) {
            self.origin = None;
        }
    }

    /// As this member tells it: of an outage that nobody knows it is the first.
    pub(super) fn origin(&self, scene: &Scene<'_>, why: impl FnOnce() -> Why) -> Origin {
        let own = || Origin { by: scene.config.instance.clone(), why: why() };
        self.origin.clone().unwrap_or_else(own)
    }
}
