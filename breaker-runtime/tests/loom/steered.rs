//! S10: controls against all that may happen at the same time.

use std::sync::OnceLock;

use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitBreaker, Overrides, Policy, Setting, State, registry};

use crate::in_a_row::{ASK, Beginning, DROP, FAIL, SUCCEED, Step, ends_as_in_a_row};
use crate::{OPEN_FOR, circuit, fail, lasting, recovering};

const CONTROLS: [&[Step]; 4] = [
    &[|breaker, _| breaker.reset()],
    &[|breaker, _| breaker.force_open()],
    &[|breaker, _| breaker.force_closed()],
    &[|breaker, _| breaker.open_for(OPEN_FOR + OPEN_FOR)],
];

fn against_each_control(begin: Beginning, steps: &'static [Step]) {
    for control in CONTROLS {
        ends_as_in_a_row(begin, steps, control);
    }
}

const CLOSED: Beginning = || (lasting(circuit(Policy::new().threshold(1))), [None, None]);
const RECOVERING: Beginning = || (lasting(recovering(1)), [None, None]);
const ON_TRIAL: Beginning = || {
    let breaker = lasting(recovering(1));
    (breaker, [breaker.try_acquire().ok(), None])
};

#[test]
fn a_control_comes_before_or_after_a_failure_that_trips() {
    against_each_control(CLOSED, &[ASK, FAIL]);
}

#[test]
fn a_control_comes_before_or_after_a_trial_that_closes() {
    against_each_control(ON_TRIAL, &[SUCCEED]);
}

#[test]
fn a_control_comes_before_or_after_a_trial_that_fails() {
    against_each_control(ON_TRIAL, &[FAIL]);
}

#[test]
fn a_control_comes_before_or_after_a_rejection_that_becomes_a_trial() {
    against_each_control(RECOVERING, &[ASK]);
}

#[test]
fn a_control_comes_before_or_after_a_permit_that_is_dropped() {
    against_each_control(ON_TRIAL, &[DROP]);
}

#[test]
fn a_control_comes_before_or_after_another_control() {
    for control in CONTROLS {
        against_each_control(CLOSED, control);
        against_each_control(RECOVERING, control);
    }
}

/// A listed circuit, which is configured by its name: the copy of this execution. The listed one is
/// made once, and never used.
pub(crate) fn listed() -> &'static CircuitBreaker {
    static LISTED: OnceLock<&'static CircuitBreaker> = OnceLock::new();
    LISTED.get_or_init(|| {
        let listed = lasting(circuit(Policy::new().threshold(2)));
        registry().register(listed);
        listed
    });
    core::mem::forget(isolate());
    registry().get("modelled").unwrap()
}

const CONFIGURE: &[Step] = &[|_, _| {
    let overrides = Overrides::new()
        .circuit("modelled", Setting::Threshold(1))
        .circuit("modelled", Setting::HalfOpenCalls(2));
    registry().configure(&overrides).unwrap();
}];

const LISTED: Beginning = || (listed(), [None, None]);
const LISTED_ONCE_FAILED: Beginning = || {
    let breaker = listed();
    fail(breaker);
    (breaker, [None, None])
};
const LISTED_ON_TRIAL: Beginning = || {
    let breaker = listed();
    breaker.set_state(State::HalfOpen);
    (breaker, [breaker.try_acquire().ok(), None])
};

#[test]
fn a_new_policy_comes_before_or_after_a_control() {
    for control in CONTROLS {
        ends_as_in_a_row(LISTED, control, CONFIGURE);
    }
}

#[test]
fn a_new_policy_comes_before_or_after_a_failure() {
    ends_as_in_a_row(LISTED_ONCE_FAILED, &[ASK, FAIL], CONFIGURE);
}

#[test]
fn a_new_policy_comes_before_or_after_the_end_of_a_trial() {
    for end in [&[SUCCEED] as &[Step], &[FAIL], &[DROP]] {
        ends_as_in_a_row(LISTED_ON_TRIAL, end, CONFIGURE);
    }
}
