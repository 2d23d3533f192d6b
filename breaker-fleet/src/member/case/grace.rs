//! How long a circuit waits for what nothing may come of, beside the open times that are told.
//!
//! Whoever tries may be killed, an engine may be wiped, and a record may be anybody's. A circuit
//! waits for turns that vanish for two open times of its own, and for no more than two of them. A
//! turn that failed, and said so, costs nothing of that, and neither does the open time after it;
//! nor does a trial call that hangs for as long as one of its own might, or time in which nothing
//! holds the circuit.

use core::time::Duration;

use super::Scene;
use super::ask::PATIENCE;
use super::lease::{longest_renewed, renewed_for};
use crate::wire::LEASE;

/// Of so many turns that vanish the last one ends it.
const VANISHED: u32 = 2;

/// What is left of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grace {
    since: Duration,
    /// When the open time ends that is waited for in any case: the circuit's own, or that after a
    /// failure elsewhere.
    open_until: Duration,
    /// Until when the circuit is held: what passes after that is no waiting.
    held_until: Duration,
    /// How long it waits beyond the open time.
    left: Duration,
    /// That as it was when the present turn began.
    before: Duration,
    /// When that turn was heard of last,
    heard: Duration,
    /// and how much longer its trial may hang.
    may_hang: Duration,
    /// Turns that have vanished.
    vanished: u32,
    /// The present round says nothing of the callee.
    is_idle: bool,
    /// A round has begun since.
    has_heard: bool,
}

impl Grace {
    pub(super) fn new(scene: &mut Scene<'_>) -> Self {
        let settings = scene.facts.settings;
        let left = settings.open_for.saturating_mul(2).saturating_sub(spread(scene));
        Self {
            since: scene.now,
            open_until: scene.now,
            held_until: scene.now,
            left,
            before: left,
            heard: scene.now,
            // Somebody's turn may have begun before.
            may_hang: longest_renewed(&settings),
            vanished: 0,
            is_idle: false,
            has_heard: false,
        }
    }

    /// When the circuit tries for itself.
    pub(super) fn ends(&self, now: Duration) -> Duration {
        self.begins(now).saturating_add(self.left)
    }

    /// Since when the circuit waits beyond the open time. What has passed since the last hold ended
    /// was no waiting.
    fn begins(&self, now: Duration) -> Duration {
        let free = now.saturating_sub(self.held_until.max(self.open_until));
        self.open_until.saturating_add(free)
    }

    /// What is left now. A moment of waiting is none.
    fn left(&self, now: Duration) -> Duration {
        let waited = now.saturating_sub(self.begins(now).saturating_add(PATIENCE));
        self.left.saturating_sub(waited)
    }

    /// The circuit is held until then.
    pub(super) fn hold(&mut self, now: Duration, until: Duration) {
        self.open_until = self.begins(now);
        self.held_until = until.max(now);
    }

    /// An open time ends then. It is waited for, unless nothing says that somebody has failed.
    pub(super) fn wait_out(&mut self, end: Duration) {
        if !self.is_idle {
            self.open_until = self.open_until.max(end);
        }
    }

    /// Somebody else's turn begins.
    pub(super) fn turn_begins(&mut self, scene: &Scene<'_>) {
        self.before = self.left(scene.now);
        self.heard = scene.now;
        self.may_hang = longest_renewed(&scene.facts.settings);
    }

    /// Its trial is in flight, and takes long. One that takes longer than any is nobody's.
    pub(super) fn goes_on(&mut self, scene: &mut Scene<'_>) {
        if self.may_hang.is_zero() {
            let end = scene.now + LEASE + spread(scene);
            return self.end(scene.now, end);
        }
        let time = scene.now.saturating_sub(self.heard).min(self.may_hang);
        self.may_hang -= time;
        self.left += time;
        self.heard = scene.now;
    }

    /// Somebody has failed. The turn was worth the wait, if it was heard of.
    pub(super) fn failed(&mut self, now: Duration, is_heard: bool) {
        self.left = if is_heard { self.before } else { self.left(now) };
        self.is_idle &= !is_heard;
    }

    /// The turn's lease ended then, and nothing was said. Whether it was one that was waited for.
    pub(super) fn expired(&mut self, scene: &mut Scene<'_>, lease_ended: Duration) -> bool {
        if lease_ended <= self.since {
            return false;
        }
        self.is_idle = true;
        let settings = &scene.facts.settings;
        let hung = longest_renewed(settings).saturating_sub(self.may_hang);
        if hung >= renewed_for(settings) / 2 {
            self.left = self.before;
            self.open_until = self.open_until.max(lease_ended);
        } else {
            self.vanished(scene);
        }
        true
    }

    /// A round begins. Whether one has before.
    pub(super) const fn hears_next_round(&mut self) -> bool {
        core::mem::replace(&mut self.has_heard, true)
    }

    /// The turn is over, and no trial has failed in it: the round that begins says nothing of the
    /// callee.
    pub(super) fn stolen(&mut self, scene: &mut Scene<'_>) {
        self.waits_in_vain(scene.now);
        self.vanished(scene);
    }

    /// The same of a turn that nobody was heard to have.
    pub(super) fn waits_in_vain(&mut self, now: Duration) {
        self.is_idle = true;
        self.hold(now, self.held_until);
    }

    /// Two are no accident.
    fn vanished(&mut self, scene: &mut Scene<'_>) {
        self.vanished = self.vanished.saturating_add(1);
        if self.vanished >= VANISHED {
            let end = scene.now + spread(scene);
            self.end(scene.now, end);
        }
    }

    /// It ends then, if not before.
    fn end(&mut self, now: Duration, end: Duration) {
        let end = self.ends(now).min(end);
        self.open_until = self.open_until.min(end);
        self.left = end.saturating_sub(self.open_until);
    }
}

/// Not all lose patience at once.
fn spread(scene: &mut Scene<'_>) -> Duration {
    scene.chance.time(scene.facts.settings.open_for / 8)
}
