//! How many circuits there are, and how many are down.

use super::line::Line;
use crate::document::{CircuitCounts, Effect, States};
use crate::record::keys::{EFFECTS, Keys, place};

/// As they were at the tick of these lines.
pub(crate) fn of(lines: &[Line]) -> CircuitCounts {
    let mut tally = Tally::default();
    // The keys that are shown are counted with all of their function.
    for line in lines.iter().filter(|line| line.about.whole.is_none()) {
        let is_down = line.is_down() && !line.is_dry();
        match &line.facts.keys {
            None => tally.add(line.facts.effect(), is_down),
            Some(keys) => tally.add_whole(keys, line.facts.effect(), is_down),
        }
    }
    tally.counts()
}

/// Circuits, as they are counted one by one.
#[derive(Default)]
pub(super) struct Tally {
    in_state: [u64; EFFECTS],
    of_keys: u64,
    down: u64,
}

impl Tally {
    pub(super) fn add(&mut self, effect: Effect, is_down: bool) {
        self.in_state[place(effect)] += 1;
        self.down += u64::from(is_down);
    }

    /// A function is as many circuits as its keys, and one as long as there is none.
    pub(super) fn add_whole(&mut self, keys: &Keys, effect: Effect, is_down: bool) {
        if keys.all() == 0 {
            return self.add(effect, is_down);
        }
        for (all, more) in self.in_state.iter_mut().zip(keys.in_state) {
            *all += u64::from(more);
        }
        self.of_keys += keys.all();
        self.down += u64::from(keys.down);
    }

    pub(super) fn counts(self) -> CircuitCounts {
        let Self { in_state, of_keys, down } = self;
        CircuitCounts { all: in_state.iter().sum(), of_keys, down, in_state: states(in_state) }
    }
}

/// Each effect with its number.
pub(crate) const fn states(numbers: [u64; EFFECTS]) -> States {
    let [closed, open, half_open, ramp_up, forced_open, forced_closed, dry_run] = numbers;
    States { closed, open, half_open, ramp_up, forced_open, forced_closed, dry_run }
}
