//! Who goes first when the next turn begins.
//!
//! Whoever has tried in vain lets the others that are open go first, and not only the next one: two
//! members with broken paths would else have one turn after the other for ever. Whose trial failed
//! while the others' calls succeed goes last for minutes, in the next outage too: its path may be
//! broken still.

use core::time::Duration;

use super::patience::MOST;

/// So long after such a trial.
const MINUTES: Duration = Duration::from_secs(300);

/// How many turns of others come before the circuit's own.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Precedence {
    behind: u32,
    /// Until when it goes last in any case.
    last_until: Duration,
}

impl Precedence {
    /// The circuit has tried in vain, where so many are open.
    pub(super) fn go_behind(&mut self, open: u32) {
        self.behind = open.saturating_sub(1).clamp(1, MOST);
    }

    /// The circuit has tried in vain, and nobody else is in trouble.
    pub(super) const fn go_last(&mut self, now: Duration) {
        self.last_until = now.saturating_add(MINUTES);
    }

    /// Somebody else has had a turn.
    pub(super) const fn move_up(&mut self) {
        self.behind = self.behind.saturating_sub(1);
    }

    /// The circuit has closed: the next outage is another one.
    pub(super) const fn close(&mut self) {
        self.behind = 0;
    }

    pub(super) fn goes_last(&self, now: Duration) -> bool {
        self.behind > 0 || self.is_remembered(now)
    }

    /// Whether it goes last in the next outage, too.
    pub(super) fn is_remembered(&self, now: Duration) -> bool {
        now < self.last_until
    }
}
