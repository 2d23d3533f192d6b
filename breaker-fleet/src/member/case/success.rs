//! A success that the engine has not confirmed.
//!
//! A circuit may close while its process is away, or the connection may break over the telling. To
//! everybody else the outage then goes on: they are shown it, and suspect their circuits. So it is
//! told again upon return, to a record that still stands at the round in which the trials began.
//! Of a later round somebody else knows more.

use core::time::Duration;

use super::{Case, Scene};
use crate::circuits::Phase as Circuit;
use crate::wire::{Outage, Phase, Request, Version};

/// A round of trials of this circuit that succeeded.
#[derive(Clone, Debug, Default)]
pub(super) struct Success {
    /// Which; 0: there is none, or it is confirmed.
    round: Version,
    /// When.
    at: Duration,
    /// It was told, and there is no answer yet.
    is_under_way: bool,
}

impl Success {
    pub(super) const fn of(round: Version, at: Duration) -> Self {
        Self { round, at, is_under_way: false }
    }

    pub(super) const fn is_untold(&self) -> bool {
        self.round != 0 && !self.is_under_way
    }

    pub(super) const fn is_told(&mut self) {
        self.is_under_way = true;
    }

    /// The answer never comes.
    pub(super) const fn is_unanswered(&mut self) {
        self.is_under_way = false;
    }
}

impl Case {
    /// The circuit's trials succeeded in this round.
    pub(super) fn tell_success(&mut self, scene: &mut Scene<'_>, round: Version) {
        let by = scene.config.instance.clone();
        let ago = scene.now.saturating_sub(self.success.at);
        scene.send(Request::Closed { subject: scene.subject(), round, ago, by });
        if scene.live {
            self.success.is_told();
        }
    }

    /// The record was heard of: it may not know yet of the success.
    pub(super) fn compare_success(&mut self, scene: &mut Scene<'_>, outage: &Outage) {
        if self.unsaid || !self.success.is_untold() {
            return;
        }
        let is_over = matches!(outage.phase, Phase::Closed { .. });
        let is_its = !is_over && outage.round == self.success.round;
        if !is_its || scene.facts.phase != Circuit::Closed {
            self.success = Success::default();
        } else if scene.live {
            self.tell_success(scene, outage.round);
        }
    }

    /// All that the engine knows was heard: of the success there is nobody to be told.
    pub(in crate::member) fn forget_untold_success(&mut self) {
        if self.success.is_untold() {
            self.success = Success::default();
        }
    }
}
