//! What threads count while the policy changes: a success of meanwhile is one of before the change
//! or one of after it, never neither.

use breaker_runtime::{Overrides, Setting, State, registry};
use loom::thread;

use crate::steered::listed;
use crate::{OPEN_FOR, bounded, fail, succeed};

/// Makes the listed circuit, so that the executions to explore are all alike.
fn listed_before() {
    bounded(0, || _ = listed());
}

/// Succeeds and fails in turns while another thread makes this change: two failures in a row are
/// never seen.
fn a_run_stays_broken_while(change: fn(Overrides) -> Overrides) {
    listed_before();
    bounded(3, move || {
        let breaker = listed();
        let runs = Overrides::new().circuit("modelled", Setting::Consecutive(2));
        registry().configure(&runs).unwrap();
        let calls = thread::spawn(move || {
            // The first success gets the thread its lanes; the second one is a count at hand.
            succeed(breaker);
            fail(breaker);
            succeed(breaker);
            fail(breaker);
        });
        registry().configure(&change(runs)).unwrap();
        calls.join().unwrap();
        assert_eq!((breaker.state(), breaker.snapshot().failures_in_window), (State::Closed, 1));
    });
}

#[test]
fn a_success_breaks_a_run_while_another_setting_changes() {
    a_run_stays_broken_while(|runs| runs.circuit("modelled", Setting::HalfOpenCalls(2)));
}

#[test]
fn a_success_breaks_a_run_while_calls_begin_to_be_watched() {
    a_run_stays_broken_while(|runs| runs.circuit("modelled", Setting::SlowCall(Some(OPEN_FOR))));
}

#[test]
fn a_success_dilutes_a_share_while_its_least_number_of_calls_changes() {
    listed_before();
    bounded(3, || {
        let breaker = listed();
        let share = Overrides::new()
            .circuit("modelled", Setting::ThresholdPercent(60.0))
            .circuit("modelled", Setting::MinCalls(2));
        registry().configure(&share).unwrap();
        let calls = thread::spawn(move || {
            succeed(breaker);
            succeed(breaker);
            fail(breaker);
        });
        registry().configure(&share.circuit("modelled", Setting::MinCalls(3))).unwrap();
        calls.join().unwrap();
        fail(breaker);
        assert_eq!(breaker.state(), State::Closed, "two of four");
        fail(breaker);
        assert_eq!(breaker.state(), State::Open, "three of five");
    });
}
