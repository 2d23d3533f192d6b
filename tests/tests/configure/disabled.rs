//! A disabled circuit is forced closed, wherever it is shown.

use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;

use breaker_runtime::{
    CircuitBreaker, EventKind, Overrides, Policy, Setting, State, circuit_breaker, registry,
};

use crate::Steered;

const SECOND: Duration = Duration::from_secs(1);
const POLICY: Policy = Policy::new().threshold(1).open_for(Duration::from_secs(10));

#[test]
fn it_is_forced_closed_in_every_word() {
    let circuit = Steered::new("switched off", POLICY);
    circuit.clock.advance(SECOND);
    circuit.fail_times(1);
    circuit.clock.advance(2 * SECOND);
    circuit.set(Setting::Enabled(false));
    circuit.clock.advance(4 * SECOND);

    let now = circuit.snapshot();
    assert_eq!((circuit.state(), now.state), (State::ForcedClosed, State::ForcedClosed));
    assert_eq!((now.in_state_for, now.retry_after, now.outage_for), (4 * SECOND, None, None));
    assert_eq!(now.time_in(State::Open), 2 * SECOND);
    assert_eq!(now.time_in(State::ForcedClosed), 4 * SECOND);
    let told = circuit.history().pop().expect("it was reconfigured");
    assert_eq!((told.from, told.to), (State::Open, State::ForcedClosed));
    assert_eq!((told.kind.clone(), told.is_transition()), (EventKind::Reconfigured, true));
    assert_eq!(told.generation, 1 + circuit.history()[0].generation);
}

#[test]
fn switched_on_again_it_goes_on_as_it_was() {
    let circuit = Steered::new("switched on", POLICY);
    circuit.fail_times(1);
    circuit.set(Setting::Enabled(false));
    circuit.fail_times(5).succeed_times(5);
    circuit.clock.advance(SECOND);
    circuit.set(Setting::Enabled(true));
    let now = circuit.snapshot();
    assert_eq!((now.state, now.retry_after), (State::Open, Some(9 * SECOND)));
    assert_eq!(now.opened, 1);
    let told = circuit.history().pop().expect("it was reconfigured");
    assert_eq!((told.from, told.to), (State::ForcedClosed, State::Open));
}

#[test]
fn what_was_under_way_when_it_was_switched_changes_nothing() {
    let circuit = Steered::new("switched meanwhile", POLICY);
    let early = circuit.try_acquire().expect("closed");
    circuit.set(Setting::Enabled(false));
    circuit.set(Setting::Enabled(true));
    early.failure();
    assert_eq!(circuit.state(), State::Closed);

    circuit.fail_times(1);
    circuit.clock.advance(10 * SECOND);
    let trial = circuit.try_acquire().expect("a trial call");
    circuit.set(Setting::Enabled(false));
    circuit.set(Setting::Enabled(true));
    let next = circuit.try_acquire().expect("all trial calls have room again");
    trial.failure();
    assert_eq!(circuit.state(), State::HalfOpen);
    next.success();
    assert_eq!(circuit.state(), State::Closed);
}

#[test]
fn the_window_is_kept() {
    let circuit = Steered::new("switched with a window", Policy::new().consecutive(3));
    circuit.fail_times(2).set(Setting::Enabled(false));
    circuit.succeed_times(3);
    circuit.set(Setting::Enabled(true)).fail_times(1);
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn a_wish_to_open_for_a_time_changes_nothing_as_where_it_is_forced_closed() {
    let circuit = Steered::new("off and told to wait", POLICY.enabled(false));
    circuit.clock.advance(SECOND);
    circuit.open_for(60 * SECOND);
    let now = circuit.snapshot();
    assert_eq!((now.state, now.opened, now.retry_after), (State::ForcedClosed, 0, None));
    assert_eq!(now.in_state_for, SECOND);
    assert!(circuit.history().is_empty());
    circuit.set(Setting::Enabled(true));
    assert_eq!(circuit.state(), State::Closed);
}

/// What somebody does by hand is seen and told once it is switched on, and not before.
type Step = fn(&CircuitBreaker);

#[test]
fn what_is_done_by_hand_meanwhile_shows_once_it_is_on_again() {
    let steps: [(Step, State); 8] = [
        (CircuitBreaker::force_open, State::ForcedOpen),
        (CircuitBreaker::force_closed, State::ForcedClosed),
        (CircuitBreaker::reset, State::Closed),
        (|circuit| circuit.set_state(State::Closed), State::Closed),
        (|circuit| circuit.set_state(State::Open), State::Open),
        (|circuit| circuit.set_state(State::HalfOpen), State::HalfOpen),
        (|circuit| circuit.set_state(State::RampUp), State::RampUp),
        (|circuit| circuit.set_state(State::ForcedOpen), State::ForcedOpen),
    ];
    let circuit = Steered::new("off and steered", POLICY.ramp_up(10 * SECOND));
    for (step, expected) in steps {
        circuit.set(Setting::Enabled(true)).reset();
        circuit.fail_times(1);
        circuit.set(Setting::Enabled(false));
        let (told, opened) = (circuit.history(), circuit.snapshot().opened);
        circuit.clock.advance(SECOND);
        step(&circuit);
        circuit.clock.advance(SECOND);

        let now = circuit.snapshot();
        assert_eq!((now.state, now.in_state_for), (State::ForcedClosed, 2 * SECOND));
        assert_eq!((now.opened, now.retry_after, now.outage_for), (opened, None, None));
        assert_eq!(circuit.history(), told, "nothing is seen of {expected}");
        assert!(circuit.try_acquire().is_ok());

        circuit.set(Setting::Enabled(true));
        assert_eq!((circuit.state(), circuit.snapshot().opened), (expected, opened));
        let told = circuit.history().pop().expect("it was reconfigured");
        assert_eq!((told.from, told.to), (State::ForcedClosed, expected));
        assert_eq!(told.kind, EventKind::Reconfigured);
    }
}

#[test]
fn one_that_was_forced_closed_before_has_only_other_settings() {
    let circuit = Steered::new("off and off", POLICY);
    circuit.force_closed();
    let forced = circuit.history().pop().expect("it was forced");
    circuit.set(Setting::Enabled(false));
    let told = circuit.history().pop().expect("it was reconfigured");
    assert!(!told.is_transition());
    assert_eq!(told.generation, forced.generation);
}

#[test]
fn a_trial_call_that_ends_while_it_is_switched_off_is_counted_and_decides_nothing() {
    for works in [true, false] {
        let circuit = Steered::new("switched on trial", POLICY);
        circuit.fail_times(1);
        circuit.clock.advance(10 * SECOND);
        let trial = circuit.try_acquire().expect("a trial call");
        circuit.set(Setting::Enabled(false));
        if works {
            trial.success();
        } else {
            trial.failure();
        }
        assert_eq!((circuit.snapshot().calls.total(), circuit.snapshot().opened), (2, 1));
        circuit.set(Setting::Enabled(true));
        assert_eq!(circuit.state(), State::HalfOpen);
        circuit.try_acquire().expect("its place is free").success();
        assert_eq!(circuit.state(), State::Closed);
    }
}

#[circuit_breaker(name = "off: a", threshold = 1, fallback_on = failure, fallback = b)]
fn a(runs: &AtomicU64) -> Result<(), &'static str> {
    runs.fetch_add(1, Ordering::SeqCst);
    Err("a")
}

#[circuit_breaker(name = "off: b", threshold = 1, fallback_on = failure, fallback = |_| c(runs))]
fn b(runs: &AtomicU64) -> Result<(), &'static str> {
    runs.fetch_add(1, Ordering::SeqCst);
    Err("b")
}

#[circuit_breaker(name = "off: c", threshold = 1, fallback_on = failure, fallback = a(runs))]
fn c(runs: &AtomicU64) -> Result<(), &'static str> {
    runs.fetch_add(1, Ordering::SeqCst);
    Err("c")
}

#[test]
fn fallbacks_that_go_round_in_a_circle_end_all_the_same() {
    let off = Steered::new("off: among others", Policy::new());
    let circuits = ["off: a", "off: b", "off: c"];
    let add = |all: Overrides, name| all.circuit(name, Setting::Enabled(false));
    let all_off = circuits.into_iter().fold(Overrides::new(), add);
    registry().configure(&all_off).expect("they are there");
    for _ in 0..3 {
        let runs = AtomicU64::new(0);
        assert_eq!((a(&runs), runs.into_inner()), (Err("a"), 4), "each once, and the first again");
    }
    drop(off);
}
