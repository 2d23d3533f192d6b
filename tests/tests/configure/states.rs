//! A changed policy takes effect at the next decision, and loses no state.

use core::time::Duration;

use breaker_runtime::{EventKind, Overrides, Policy, Setting, State, registry};

use tests::just_before;

use crate::Steered;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn an_open_circuit_stays_open_for_as_long_as_it_was_to() {
    let circuit = Steered::new("open", Policy::new().threshold(1).open_for(10 * SECOND));
    circuit.fail_times(1).set(Setting::OpenFor(SECOND));
    circuit.clock.advance(just_before(10 * SECOND));
    assert!(circuit.try_acquire().is_err());
    circuit.clock.advance(Duration::from_nanos(1));
    circuit.fail_times(1);
    assert_eq!(circuit.snapshot().retry_after, Some(SECOND), "the next opening");
}

#[test]
fn fewer_trial_calls_may_be_enough_already() {
    let policy = Policy::new().threshold(1).open_for(SECOND).half_open_calls(3);
    let circuit = Steered::new("trials", policy);
    circuit.fail_times(1);
    circuit.clock.advance(SECOND);
    circuit.succeed_times(2);
    assert_eq!(circuit.state(), State::HalfOpen);
    circuit.set(Setting::HalfOpenCalls(2));
    assert_eq!(circuit.state(), State::Closed);
}

#[test]
fn more_trial_calls_are_asked_for_at_once() {
    let circuit = Steered::new("more trials", Policy::new().threshold(1).open_for(SECOND));
    circuit.fail_times(1);
    circuit.clock.advance(SECOND);
    let first = circuit.try_acquire().expect("a trial call");
    circuit.set(Setting::HalfOpenCalls(2));
    first.success();
    assert_eq!(circuit.state(), State::HalfOpen);
    circuit.succeed_times(1);
    assert_eq!(circuit.state(), State::Closed);
}

#[test]
fn a_ramp_up_that_is_switched_off_is_over() {
    let policy = Policy::new().threshold(1).open_for(SECOND).ramp_up(3600 * SECOND);
    let circuit = Steered::new("ramp", policy);
    circuit.fail_times(1);
    circuit.clock.advance(SECOND);
    circuit.succeed_times(1);
    assert_eq!(circuit.state(), State::RampUp);
    circuit.set(Setting::RampUp(None)).succeed_times(100);
    assert_eq!(circuit.state(), State::Closed);
}

#[test]
fn what_is_disabled_passes_everything_and_is_as_it_was_afterwards() {
    let circuit = Steered::new("off", Policy::new().threshold(2).open_for(SECOND));
    circuit.fail_times(2).set(Setting::Enabled(false));
    assert_eq!(circuit.state(), State::ForcedClosed);
    assert_eq!(circuit.snapshot().retry_after, None, "it rejects nothing");
    circuit.fail_times(50).succeed_times(1);
    circuit.set(Setting::Enabled(true));
    assert_eq!(circuit.state(), State::Open);
    assert!(circuit.try_acquire().is_err());
    circuit.clock.advance(SECOND);
    circuit.succeed_times(1);
    assert_eq!(circuit.state(), State::Closed);
}

#[test]
fn what_failed_while_it_was_disabled_does_not_count() {
    let circuit = Steered::new("unseen", Policy::new().threshold(2));
    let early = circuit.try_acquire().expect("closed");
    circuit.fail_times(1).set(Setting::Enabled(false)).fail_times(5);
    early.failure();
    circuit.set(Setting::Enabled(true));
    assert_eq!((circuit.state(), circuit.snapshot().failures_in_window), (State::Closed, 1));
    assert_eq!(circuit.snapshot().calls.failure, 7, "they are counted all the same");
}

#[test]
fn a_dry_run_can_be_switched_on_and_off_in_the_middle() {
    let circuit = Steered::new("dry", Policy::new().threshold(1));
    circuit.set(Setting::DryRun(true)).fail_times(1).succeed_times(5);
    assert_eq!(circuit.state(), State::Open);
    circuit.set(Setting::DryRun(false));
    assert!(circuit.try_acquire().is_err());
    circuit.set(Setting::DryRun(true)).succeed_times(1);
}

#[test]
fn slow_calls_count_from_the_next_admission_on() {
    let circuit = Steered::new("slow", Policy::new().threshold(1));
    let before = circuit.try_acquire().expect("closed");
    circuit.set(Setting::SlowCall(Some(SECOND)));
    let after = circuit.try_acquire().expect("closed");
    circuit.clock.advance(2 * SECOND);
    before.success();
    assert_eq!(circuit.state(), State::Closed);
    after.success();
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn a_result_of_a_call_that_was_under_way_still_counts() {
    let circuit = Steered::new("under way", Policy::new().threshold(2));
    let early = circuit.try_acquire().expect("closed");
    circuit.set(Setting::SlowCall(Some(SECOND))).fail_times(1);
    early.failure();
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn a_success_that_was_under_way_still_breaks_a_run() {
    let policy = Policy::new().consecutive(2);
    for (policy, change) in [
        (policy, Setting::SlowCall(Some(SECOND))),
        (policy.slow_call(SECOND), Setting::SlowCall(None)),
    ] {
        let circuit = Steered::new("run under way", policy);
        circuit.fail_times(1);
        let early = circuit.try_acquire().expect("closed");
        circuit.set(change);
        early.success();
        assert_eq!(circuit.snapshot().failures_in_window, 0, "{change:?}");
        circuit.fail_times(1);
        assert_eq!(circuit.state(), State::Closed, "{change:?}");
    }
}

#[test]
fn what_is_taken_back_is_as_it_was_made_and_told() {
    let circuit = Steered::new("taken back", Policy::new().threshold(5));
    circuit.set(Setting::Threshold(2));
    registry().configure(&Overrides::new()).expect("nothing can be wrong");
    assert_eq!(circuit.policy(), Policy::new().threshold(5));
    let kinds: Vec<_> = circuit.history().into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::Reconfigured, EventKind::Reconfigured]);
    let told: Vec<_> = circuit.history().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "circuit `taken back` was reconfigured: threshold 5 -> 2",
            "circuit `taken back` was reconfigured: threshold 2 -> 5",
        ]
    );
    registry().configure(&Overrides::new()).expect("nothing can be wrong");
    assert_eq!(circuit.history().len(), 2, "nothing changed");
}

#[test]
fn what_is_listed_later_is_configured_then() {
    let first = Steered::new("first", Policy::new());
    registry().configure(&Overrides::new().all(Setting::Threshold(2))).expect("it makes sense");
    let later = Box::leak(Box::new(breaker_runtime::CircuitBreaker::new("later", Policy::new())));
    registry().register(later);
    assert_eq!(later.policy(), first.policy());
    assert_eq!(later.policy(), Policy::new().threshold(2));
}
