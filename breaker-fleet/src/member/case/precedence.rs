//! Who goes first when the next turn begins.
//!
//! Whoever has tried in vain lets the others that are open go first, and not only the next one: two
//! members with broken paths would else have one turn after the other for ever.

use super::patience::MOST;

/// How many turns of others come before the circuit's own.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Precedence(u32);

impl Precedence {
    /// The circuit has tried in vain, where so many are open.
    pub(super) fn go_behind(&mut self, open: u32) {
        self.0 = open.saturating_sub(1).clamp(1, MOST);
    }

    /// Somebody else has had a turn.
    pub(super) const fn move_up(&mut self) {
        self.0 = self.0.saturating_sub(1);
    }

    pub(super) const fn goes_last(self) -> bool {
        self.0 > 0
    }
}
