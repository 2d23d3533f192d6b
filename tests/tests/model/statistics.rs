//! What happened in the random sequences, to see that they go where the interesting rules are.

use core::fmt;
use std::cell::Cell;

use breaker_runtime::State;

use crate::reference::Model;

/// Something that is to happen in so many of a hundred sequences.
pub(crate) struct Share<M> {
    what: &'static str,
    at_least: u64,
    happened: fn(&M) -> bool,
}

pub(crate) const fn share<M>(
    what: &'static str,
    at_least: u64,
    happened: fn(&M) -> bool,
) -> Share<M> {
    Share { what, at_least, happened }
}

/// Of any sequences.
pub(crate) const ALWAYS: &[Share<Model>] = &[
    share("opened", 75, |model| model.visible().opened > 0),
    share("recovered", 60, |model| model.marks.recovered > 0),
    share("recovered though trial calls failed", 2, |model| {
        model.marks.recovered_after_failures > 0
    }),
    share("opened by several trial calls", 2, |model| model.marks.reopened_by_several > 0),
    share("opened again after that", 50, |model| model.marks.opened_after_recovery > 0),
    share("opened three times in a row", 40, |model| model.marks.longest_row > 2),
    share("had results of older generations", 40, |model| model.marks.stale_results > 0),
    share("called within a trial call", 40, |model| model.marks.within_trial > 0),
    share("had a result from within a trial call", 40, |model| model.marks.decided_within > 0),
    share("did not count the rest", 40, |model| model.marks.uncounted_results > 0),
    share("called within a call of a ramp-up", 3, |model| model.marks.within_ramp_up > 0),
    share("gave a silent trial call's place away", 8, |model| model.marks.took_a_place > 0),
    share("rejected in a ramp-up", 10, |model| model.marks.rejected_in_ramp_up > 0),
    share("opened in a ramp-up", 5, |model| model.marks.opened_in_ramp_up > 0),
    share("opened right behind a ramp-up", 1, |model| model.marks.opened_behind_ramp_up > 0),
    share("opened before it had recovered", 5, |model| model.marks.recoveries.1 > 0),
    share("opened after it had recovered", 1, |model| model.marks.recoveries.0 > 0),
    share("ramped up", 20, |model| model.marks.ramped_up > 0),
    share("worked, but too slowly", 15, |model| model.marks.slow > 0),
    share("gave up slow calls", 4, |model| model.marks.slow_and_abandoned > 0),
    share("would have rejected in a dry run", 4, |model| model.marks.would_be_rejected > 0),
    share("opened as a callee asked", 20, |model| model.marks.granted > 0),
    share("stayed open as a late one asked", 4, |model| model.marks.lengthened > 0),
    share("asked 1 ns before the end of an open time", 1, |model| model.marks.open_time.before > 0),
    share("asked at the end of an open time", 1, |model| model.marks.open_time.at > 0),
    share("asked 1 ns behind the end of an open time", 1, |model| model.marks.open_time.behind > 0),
    share("asked 1 ns before the end of a trial call's patience", 1, |model| {
        model.marks.patience.before > 0
    }),
    share("asked at the end of a trial call's patience", 1, |model| model.marks.patience.at > 0),
    share("asked 1 ns behind the end of a trial call's patience", 1, |model| {
        model.marks.patience.behind > 0
    }),
    share("asked 1 ns before the end of a ramp-up", 1, |model| model.marks.ramp_up.before > 0),
    share("asked at the end of a ramp-up", 1, |model| model.marks.ramp_up.at > 0),
    share("asked 1 ns behind the end of a ramp-up", 1, |model| model.marks.ramp_up.behind > 0),
    share("failed 1 ns before another call left the window", 1, |model| {
        model.marks.window.before > 0
    }),
    share("was suspected", 15, |model| model.marks.suspected > 0),
    share("opened under suspicion", 4, |model| model.marks.opened_under_suspicion > 0),
    share("failed in a row as is ordinary", 1, |model| model.marks.ordinary_runs > 0),
    share("was held while half-open", 4, |model| model.marks.held > 0),
    share("began trials from outside", 5, |model| model.marks.begun > 0),
    share("had a forced state end by itself", 5, |model| model.marks.forces_ended > 0),
    share("asked 1 ns before the end of a forced state", 1, |model| model.marks.force.before > 0),
    share("asked at its end", 1, |model| model.marks.force.at > 0),
    share("failed when another call left the window", 1, |model| model.marks.window.at > 0),
    share("failed 1 ns after another call left the window", 1, |model| {
        model.marks.window.behind > 0
    }),
    share("took 1 ns less than a call may", 1, |model| model.marks.slowness.before > 0),
    share("took as long as a call may", 1, |model| model.marks.slowness.at > 0),
    share("took 1 ns longer than a call may", 1, |model| model.marks.slowness.behind > 0),
];

/// Of those in which the policy changes.
pub(crate) const WHILE_POLICIES_CHANGE: &[Share<Model>] = &[
    share("opened again after they recovered", 50, |model| model.marks.opened_after_recovery > 0),
    share("changed while closed", 40, |model| changed_in(model, State::Closed)),
    share("while open", 40, |model| changed_in(model, State::Open)),
    share("while half-open", 8, |model| changed_in(model, State::HalfOpen)),
    share("while ramping up", 4, |model| changed_in(model, State::RampUp)),
    share("while forced open", 5, |model| changed_in(model, State::ForcedOpen)),
    share("while off", 30, |model| changed_in(model, State::ForcedClosed)),
];

fn changed_in(model: &Model, state: State) -> bool {
    model.marks.reconfigured_in.contains(&state)
}

pub(crate) struct Statistics<M: 'static> {
    shares: &'static [Share<M>],
    sequences: Cell<u64>,
    counts: Vec<Cell<u64>>,
}

impl<M> Statistics<M> {
    pub(crate) fn of(shares: &'static [Share<M>]) -> Self {
        Self { shares, sequences: Cell::new(0), counts: vec![Cell::new(0); shares.len()] }
    }

    pub(crate) fn add(&self, model: &M) {
        increase(&self.sequences, true);
        for (share, count) in self.shares.iter().zip(&self.counts) {
            increase(count, (share.happened)(model));
        }
    }

    /// Sequences that stay closed prove little.
    pub(crate) fn assert_that_much_happened(&self) {
        for (share, percent) in self.percents() {
            assert!(percent >= share.at_least, "only {percent}% {}: {self}", share.what);
        }
    }

    fn percents(&self) -> impl Iterator<Item = (&'static Share<M>, u64)> {
        // Rounded up: one percent is that it happened.
        let percent = |count: &Cell<u64>| (100 * count.get()).div_ceil(self.sequences.get().max(1));
        self.shares.iter().zip(self.counts.iter().map(percent))
    }
}

impl<M> fmt::Display for Statistics<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} sequences", self.sequences.get())?;
        self.percents().try_for_each(|(share, percent)| write!(f, ", {percent}% {}", share.what))
    }
}

fn increase(counter: &Cell<u64>, by_one: bool) {
    counter.set(counter.get() + u64::from(by_one));
}
