//! Steps from outside, as both sides take them.

use core::time::Duration;

use breaker_runtime::CircuitBreaker;
use proptest::prelude::{Just, Strategy};
use proptest::prop_oneof;
use proptest::sample::select;

use crate::reference::Model;
use crate::steps::open_for;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Outside {
    FollowRuns,
    Suspect(Duration),
    Trust,
    Hold(Duration),
    BeginTrials,
    SetReopenings(u32),
}

pub(crate) fn any() -> impl Strategy<Value = Outside> {
    prop_oneof![
        2 => Just(Outside::FollowRuns),
        6 => open_for().prop_map(Outside::Suspect),
        1 => Just(Outside::Trust),
        3 => open_for().prop_map(Outside::Hold),
        2 => Just(Outside::BeginTrials),
        1 => select(vec![0, 1, 2, 5, u32::MAX]).prop_map(Outside::SetReopenings),
    ]
}

/// Takes the step; whether that began trials.
pub(crate) fn take(circuit: &CircuitBreaker, step: Outside) -> bool {
    let pod = circuit.from_outside("pod-7");
    match step {
        Outside::FollowRuns => circuit.follow_runs(),
        Outside::Suspect(time) => pod.suspect_for(time),
        Outside::Trust => pod.trust(),
        Outside::Hold(time) => pod.hold_for(time),
        Outside::BeginTrials => return pod.begin_trials(),
        Outside::SetReopenings(reopenings) => pod.set_reopenings(reopenings),
    }
    false
}

impl Model {
    /// The same for the model.
    pub(crate) fn step_from_outside(&mut self, step: Outside) -> bool {
        self.follow_runs();
        if !self.obeys_others() {
            return false;
        }
        match step {
            Outside::FollowRuns => {}
            Outside::Suspect(time) => self.suspect(time),
            Outside::Trust => self.trust(),
            Outside::Hold(time) => self.hold(time),
            Outside::BeginTrials => return self.begin_trials(),
            Outside::SetReopenings(reopenings) => self.set_reopenings(reopenings),
        }
        false
    }
}
