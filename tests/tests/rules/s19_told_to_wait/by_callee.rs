//! As far as failed calls say so: they open the circuit at once, for what their callee asks.

use core::time::Duration;

use breaker_runtime::{
    EventKind, FailureKind, OpenReason, Outcome, Permit, Policy, State, Verdict,
};
use tests::TestCircuit;

use crate::SECOND;

const OPEN_FOR: Duration = Duration::from_secs(30);
const POLICY: Policy = Policy::new().threshold(5).open_for(OPEN_FOR);

fn told(permit: Permit<'_>, time: impl Into<Option<Duration>>) {
    permit.open_for(time);
}

/// Why it opened last.
fn reason(circuit: &TestCircuit) -> OpenReason {
    let kinds = circuit.history().into_iter().rev().map(|event| event.kind);
    let mut reasons = kinds.filter_map(|kind| match kind {
        EventKind::Opened { reason, .. } => Some(reason),
        _ => None,
    });
    reasons.next().expect("it opened")
}

#[test]
fn one_failure_opens_for_the_time_that_the_callee_asks_for() {
    let circuit = TestCircuit::new(POLICY);
    told(circuit.admitted(), 7 * SECOND);
    let now = circuit.is(State::Open).snapshot();
    assert_eq!((now.opened, now.retry_after), (1, Some(7 * SECOND)));
    assert_eq!((now.calls.failure, now.calls.failure_kinds.error), (1, 1), "it is a failure");
    assert_eq!(now.failures_in_window, 1);
    assert_eq!(now.last_failure.unwrap().kind, FailureKind::Error);
    circuit.admits_exactly_after(7 * SECOND).success();
    assert_eq!(circuit.is(State::Closed).failures_in_window(), 0);
}

#[test]
fn the_event_says_why_and_what_was_asked() {
    let circuit = TestCircuit::new(POLICY.max_open_for(60 * SECOND).last_error(true));
    told(circuit.admitted(), 3600 * SECOND);
    let event = circuit.history().pop().unwrap();
    let EventKind::Opened { reason, open_for } = &event.kind else { panic!("{event}") };
    assert_eq!(*open_for, 60 * SECOND);
    let OpenReason::ToldToWait { asked, last, .. } = reason else { panic!("{reason}") };
    assert_eq!((*asked, *last), (Some(3600 * SECOND), Some(FailureKind::Error)));
    assert_eq!(reason.to_string(), "told to wait 3600s");
    assert_eq!((reason.as_str(), reason.last_failure()), ("told_to_wait", *last));
    circuit.reset();
    told(circuit.admitted(), None);
    assert_eq!(self::reason(&circuit).to_string(), "told to wait");
}

#[test]
fn it_lasts_ten_times_the_open_time_at_most_or_the_longest_one() {
    for (policy, most) in [
        (POLICY, 10 * OPEN_FOR),
        (POLICY.max_open_for(40 * SECOND), 40 * SECOND),
        (POLICY.max_open_for(3600 * SECOND), 3600 * SECOND),
        (Policy::new().open_for(Duration::MAX), Duration::from_nanos(u64::MAX)),
    ] {
        for (asked, granted) in [(most, most), (most * 2, most), (Duration::MAX, most)]
            .into_iter()
            .filter(|_| most < Duration::from_nanos(u64::MAX))
            .chain([(SECOND, SECOND)])
        {
            let circuit = TestCircuit::new(policy);
            told(circuit.admitted(), asked);
            assert_eq!(circuit.rejected().retry_after(), Some(granted), "{asked:?}: {policy}");
        }
    }
}

#[test]
fn no_time_at_all_is_only_a_failure() {
    let circuit = TestCircuit::new(POLICY);
    (0..4).for_each(|_| told(circuit.admitted(), Duration::ZERO));
    assert_eq!(circuit.is(State::Closed).failures_in_window(), 4);
    told(circuit.admitted(), Duration::ZERO);
    assert!(matches!(reason(&circuit), OpenReason::Failures { failures: 5, .. }));
    assert_eq!(circuit.rejected().retry_after(), Some(OPEN_FOR));
    told(circuit.admits_exactly_after(OPEN_FOR), Duration::ZERO);
    assert!(matches!(reason(&circuit), OpenReason::TrialCall { .. }));
}

#[test]
fn who_does_not_say_how_long_gets_any_opening() {
    let circuit = TestCircuit::new(POLICY.max_open_for(100 * SECOND));
    for time in [30, 60, 100, 100] {
        told(circuit.admitted(), None);
        assert_eq!(circuit.rejected().retry_after(), Some(time * SECOND), "with the back-off");
        circuit.after(time * SECOND);
    }
    assert_eq!(circuit.snapshot().opened, 4);
}

#[test]
fn the_row_of_openings_stays_what_it_was() {
    let circuit = TestCircuit::new(POLICY.max_open_for(300 * SECOND));
    circuit.trip();
    circuit.admits_exactly_after(OPEN_FOR).failure();
    for _ in 0..3 {
        told(circuit.after(60 * SECOND).admitted(), SECOND);
        assert_eq!(circuit.rejected().retry_after(), Some(SECOND));
    }
    circuit.admits_exactly_after(SECOND).failure();
    assert_eq!(circuit.rejected().retry_after(), Some(120 * SECOND), "the third of its row");
}

#[test]
fn jitter_only_lengthens_it() {
    let circuit = TestCircuit::new(POLICY.jitter_percent(50.0));
    let mut times: Vec<_> = (0..200)
        .map(|_| {
            told(circuit.admitted(), 10 * SECOND);
            let time = circuit.rejected().retry_after().unwrap();
            circuit.reset();
            time
        })
        .collect();
    times.sort();
    assert!(times[0] >= 10 * SECOND && times[199] <= 15 * SECOND, "{times:?}");
    assert!(times[0] < 11 * SECOND && times[199] > 14 * SECOND, "{times:?}");
}

#[test]
fn a_trial_call_reopens_and_its_place_is_no_longer_asked_for() {
    let circuit = TestCircuit::new(POLICY.half_open_calls(3));
    circuit.trip_and_wait();
    let others = [circuit.admitted(), circuit.admitted()];
    told(circuit.admitted(), 5 * SECOND);
    assert!(matches!(reason(&circuit), OpenReason::ToldToWait { .. }));
    others.into_iter().for_each(Permit::success);
    assert_eq!(circuit.rejected().retry_after(), Some(5 * SECOND), "they were late");
    let now = circuit.snapshot();
    assert_eq!((now.calls.failure, now.opened), (6, 2));
    let trials = [(); 3].map(|()| circuit.after(5 * SECOND).admitted());
    trials.into_iter().for_each(Permit::success);
    circuit.is(State::Closed);
}

#[test]
fn a_ramp_up_opens_too_and_one_that_is_over_is_told_before() {
    let circuit = TestCircuit::new(POLICY.ramp_up(10 * SECOND));
    circuit.trip_and_wait().succeed();
    let call = loop {
        if let Ok(call) = circuit.try_acquire() {
            break call;
        }
    };
    let late = loop {
        if let Ok(call) = circuit.try_acquire() {
            break call;
        }
    };
    told(call, 2 * SECOND);
    assert_eq!(circuit.is(State::Open).rejected().retry_after(), Some(2 * SECOND));
    drop(late);
    circuit.after(2 * SECOND).succeed().is(State::RampUp);
    let last = loop {
        if let Ok(call) = circuit.try_acquire() {
            break call;
        }
    };
    told(
        {
            circuit.after(10 * SECOND);
            last
        },
        SECOND,
    );
    let told: Vec<_> = circuit.history().iter().rev().take(2).map(|event| event.to).collect();
    assert_eq!(told, [State::Open, State::Closed]);
}

#[test]
fn under_every_rule() {
    let share = Policy::new().threshold_percent(50.0).min_calls(100);
    for policy in [
        POLICY.window_calls(100),
        Policy::new().consecutive(100),
        share,
        share.window_calls(200),
        POLICY.slow_call(SECOND),
    ] {
        let circuit = TestCircuit::new(policy);
        circuit.succeed_times(10);
        told(circuit.admitted(), SECOND);
        assert_eq!(circuit.is(State::Open).snapshot().calls.failure, 1, "{policy}");
        circuit.admits_exactly_after(SECOND).success();
        circuit.is(State::Closed);
    }
}

#[test]
fn a_slow_call_that_is_told_to_wait_is_one_failure() {
    let circuit = TestCircuit::new(POLICY.slow_call(SECOND));
    let slow = circuit.admitted();
    told(
        {
            circuit.after(2 * SECOND);
            slow
        },
        SECOND,
    );
    let kinds = circuit.is(State::Open).snapshot().calls.failure_kinds;
    assert_eq!((kinds.error, kinds.slow_call), (1, 0));
}

#[test]
fn what_is_forced_or_switched_off_stays_so() {
    let circuit = TestCircuit::new(POLICY);
    circuit.force_closed();
    told(circuit.admitted(), SECOND);
    circuit.is(State::ForcedClosed);
    let call = circuit.admitted();
    circuit.force_open();
    told(call, SECOND);
    assert_eq!(circuit.is(State::ForcedOpen).rejected().retry_after(), None);
    circuit.reset();
    assert_eq!(circuit.is(State::Closed).snapshot().calls.failure, 2);

    let circuit = TestCircuit::new(POLICY.enabled(false));
    told(circuit.admitted(), SECOND);
    assert_eq!((circuit.snapshot().opened, circuit.snapshot().calls.failure), (0, 1));
}

#[test]
fn a_dry_run_opens_as_a_real_circuit_does_and_hears_nothing_of_calls_that_would_be_rejected() {
    let circuit = TestCircuit::new(POLICY.dry_run(true));
    told(circuit.admitted(), 5 * SECOND);
    told(circuit.is(State::Open).admitted(), 60 * SECOND);
    let now = circuit.snapshot();
    assert_eq!((now.retry_after, now.calls.would_be_rejected), (Some(5 * SECOND), 1));
    assert_eq!(now.calls.failure, 2, "counted as it was");
    circuit.after(5 * SECOND).succeed().is(State::Closed);
}

struct Reply(Verdict);

impl Outcome for Reply {
    fn verdict(&self) -> Verdict {
        self.0
    }
}

#[test]
fn an_outcome_says_the_same() {
    let circuit = TestCircuit::new(POLICY);
    let verdict = |verdict| circuit.try_acquire().map(|permit| permit.record(&Reply(verdict)));
    verdict(Verdict::OpenFor(Duration::ZERO)).unwrap();
    assert_eq!(circuit.is(State::Closed).failures_in_window(), 1);
    verdict(Verdict::OpenFor(3 * SECOND)).unwrap();
    assert_eq!(circuit.rejected().retry_after(), Some(3 * SECOND));
    circuit.reset();
    verdict(Verdict::Open).unwrap();
    assert_eq!(circuit.rejected().retry_after(), Some(OPEN_FOR));
    let failures = [Verdict::Failure, Verdict::Open, Verdict::OpenFor(SECOND)];
    assert!(failures.into_iter().all(Verdict::is_failure));
    assert!(![Verdict::Success, Verdict::Ignored].into_iter().any(Verdict::is_failure));
}
