//! S22: a circuit is told, before its first call, what it was before a restart.

use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use breaker_runtime::testing::{ManualClock, isolate};
use breaker_runtime::{
    CircuitBreaker, EventKind, OpenReason, Permit, Policy, RestoreError, Saved, State,
    circuit_breaker, registry,
};
use tests::own::{keyed, shown};
use tests::{TEN_YEARS, TICK, TestCircuit, just_before};

use crate::SECOND;

const OPEN_FOR: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_mins(1);
const POLICY: Policy = Policy::new().threshold(2).open_for(OPEN_FOR).max_open_for(LONGEST);

/// Saved in an hour by a clock that was ahead: no time has passed since, whatever the machine does.
fn not_yet() -> SystemTime {
    SystemTime::now() + Duration::from_hours(1)
}

fn saved(state: State) -> Saved {
    Saved::new("tested", state, not_yet())
}

fn open_for(rest: Duration) -> Saved {
    let mut saved = saved(State::Open);
    saved.retry_after = Some(rest);
    saved
}

fn restored(saved: impl Into<Saved>) -> TestCircuit {
    let circuit = TestCircuit::new(POLICY);
    circuit.restore(saved).expect("it is as new");
    circuit
}

#[test]
fn it_stays_open_for_what_remains_to_the_nanosecond() {
    let before = TestCircuit::new(POLICY);
    before.trip();
    before.after(7 * SECOND);
    let mut saved = Saved::from(&before.snapshot());
    saved.at = not_yet();
    let circuit = restored(saved);
    assert_eq!(circuit.rejected().retry_after(), Some(3 * SECOND));
    circuit.admits_exactly_after(3 * SECOND).success();
    circuit.is(State::Closed);
}

#[test]
fn the_time_between_the_processes_counts() {
    let mut saved = open_for(LONGEST);
    saved.at = SystemTime::now() - 20 * SECOND;
    let rest = restored(saved).rejected().retry_after().expect("it is open");
    assert!(rest <= 40 * SECOND && rest > 20 * SECOND, "{rest:?}");
}

#[test]
fn one_whose_open_time_ended_meanwhile_makes_trial_calls() {
    for at in [SystemTime::now() - OPEN_FOR, UNIX_EPOCH] {
        let mut saved = open_for(OPEN_FOR);
        saved.at = at;
        let circuit = restored(saved);
        let trial = circuit.is(State::HalfOpen).admitted();
        circuit.rejected();
        trial.failure();
        circuit.is(State::Open);
    }
}

#[test]
fn half_open_is_half_open_and_trial_calls_begin_anew() {
    let circuit = TestCircuit::new(POLICY.half_open_calls(2));
    circuit.restore(saved(State::HalfOpen)).expect("it is as new");
    circuit.is(State::HalfOpen).succeed().is(State::HalfOpen).succeed().is(State::Closed);
}

#[test]
fn no_clock_and_no_data_keeps_it_open_for_longer_than_it_may_be() {
    for rest in [LONGEST + TICK, TEN_YEARS, Duration::from_nanos(u64::MAX), Duration::MAX] {
        let circuit = restored(open_for(rest));
        circuit.admits_exactly_after(LONGEST).success();
    }
    // Without a longest open time, ten times the open time.
    let circuit = TestCircuit::new(Policy::new().open_for(OPEN_FOR));
    circuit.restore(open_for(TEN_YEARS)).expect("it is as new");
    circuit.admits_exactly_after(10 * OPEN_FOR).success();
    // It does not say for how long: not at all.
    let mut unsaid = open_for(SECOND);
    unsaid.retry_after = None;
    restored(unsaid).is(State::HalfOpen);
}

#[test]
fn what_is_forced_goes_on_until_its_end_in_the_name_of_who_did_it() {
    let before = TestCircuit::new(POLICY);
    let note = breaker_runtime::Note::new("new certificates").by("anna");
    before.force_open_for(LONGEST, note);
    before.after(20 * SECOND);
    let mut saved = Saved::from(before.snapshot());
    saved.at = not_yet();
    let circuit = restored(&saved);
    assert_eq!(
        shown(&circuit.history()[0]),
        "circuit `tested` was forced open for 40s by anna: new certificates (restored)"
    );
    circuit.after(just_before(40 * SECOND)).is(State::ForcedOpen);
    circuit.after(TICK).is(State::HalfOpen);
    // It was over before the process began.
    saved.at = UNIX_EPOCH;
    restored(&saved).is(State::HalfOpen);
    saved.state = "forced_closed".to_owned();
    restored(&saved).is(State::Closed);
}

#[test]
fn what_is_forced_without_an_end_is_not_forced_and_that_is_told() {
    for (force, state) in [
        (CircuitBreaker::force_open as fn(&CircuitBreaker), State::ForcedOpen),
        (CircuitBreaker::force_closed, State::ForcedClosed),
    ] {
        let before = TestCircuit::new(POLICY);
        force(&before);
        let circuit = TestCircuit::new(POLICY);
        let error = circuit.restore(before.snapshot()).expect_err("it has no end");
        assert!(
            matches!(error, RestoreError::ForcedWithoutEnd { state: told, .. } if told == state)
        );
        circuit.is(State::Closed);
    }
    let for_ever = saved(State::ForcedOpen).forced_for(Duration::MAX, "for ever");
    let error = TestCircuit::new(POLICY).restore(for_ever).expect_err("it has no end");
    assert_eq!(
        error.to_string(),
        "it was forced open without an end: force it again if that still holds"
    );
}

#[test]
fn the_row_of_openings_goes_on() {
    let mut saved = open_for(SECOND);
    saved.reopenings = 2;
    let circuit = restored(&saved);
    circuit.after(SECOND).fail();
    assert_eq!(circuit.snapshot().retry_after, Some(4 * OPEN_FOR));

    // One good sign is no recovery: the opening before it lasted for twice the open time.
    let circuit = restored(&saved);
    circuit.after(SECOND).succeed().is(State::Closed);
    circuit.after(just_before(2 * OPEN_FOR));
    assert_eq!(circuit.snapshot().reopenings, 2);
    circuit.after(TICK);
    assert_eq!(circuit.snapshot().reopenings, 0);
}

#[test]
fn a_closed_one_that_has_not_recovered_yet_goes_on_recovering() {
    let mut saved = saved(State::Closed);
    (saved.reopenings, saved.in_state_for) = (2, 5 * SECOND);
    let circuit = restored(&saved);
    assert_eq!(circuit.is(State::Closed).snapshot().reopenings, 2);
    circuit.after(just_before(15 * SECOND));
    assert_eq!(circuit.snapshot().reopenings, 2);
    circuit.after(TICK);
    assert_eq!(circuit.snapshot().reopenings, 0);
    // However many there were.
    saved.reopenings = u32::MAX;
    restored(&saved).trip();
}

#[test]
fn the_window_and_a_ramp_up_are_not_restored() {
    let before = TestCircuit::new(POLICY);
    before.fail();
    let circuit = restored(before.snapshot());
    circuit.fail().is(State::Closed);
    restored(saved(State::RampUp)).is(State::Closed).succeed();
}

#[test]
fn an_event_tells_of_it_with_its_reason() {
    let circuit = restored(open_for(3 * SECOND));
    let history = circuit.history();
    assert_eq!(
        history[0].kind,
        EventKind::Opened { reason: told_reason(&history[0].kind), open_for: 3 * SECOND }
    );
    assert_eq!(told_reason(&history[0].kind).as_str(), "restored");
    assert_eq!(
        shown(&history[0]),
        "circuit `tested` opened for 3s: restored from before a restart"
    );
    let events = restored(saved(State::HalfOpen)).history();
    assert_eq!(
        events.iter().map(|event| event.to).collect::<Vec<_>>(),
        [State::Open, State::HalfOpen]
    );
}

fn told_reason(kind: &EventKind) -> OpenReason {
    match kind {
        EventKind::Opened { reason, .. } => reason.clone(),
        _ => OpenReason::ByHand,
    }
}

#[test]
fn a_circuit_with_a_past_of_its_own_keeps_that() {
    let circuit = TestCircuit::new(POLICY);
    circuit.succeed();
    let error = circuit.restore(open_for(SECOND)).expect_err("it has had a call");
    assert_eq!(error, circuit.restore(open_for(SECOND)).expect_err("it still has"));
    assert_eq!(error.to_string(), "it has had calls already: restore it before them");
    circuit.is(State::Closed);

    let circuit = TestCircuit::new(POLICY);
    circuit.force_open();
    let error = circuit.restore(open_for(SECOND)).expect_err("somebody has forced it");
    assert_eq!(error.to_string(), "it is forced open already");
    circuit.is(State::ForcedOpen);

    // Whoever says it twice is told.
    let circuit = restored(open_for(SECOND));
    let error = circuit.restore(open_for(2 * SECOND)).expect_err("it is open");
    assert_eq!(error.to_string(), "it is open already");
    assert_eq!(circuit.snapshot().retry_after, Some(SECOND));
}

#[test]
fn a_call_that_began_before_it_changes_nothing() {
    let circuit = TestCircuit::new(POLICY.threshold(1));
    let permit = circuit.admitted();
    circuit.restore(saved(State::HalfOpen)).expect("no call has ended");
    permit.failure();
    circuit.is(State::HalfOpen);
}

#[test]
fn an_unknown_state_is_told_and_changes_nothing() {
    for state in ["", "Open", "OPEN", "NaN", "sleeping\n\u{202e}"] {
        let mut unknown = open_for(SECOND);
        unknown.state = state.to_owned();
        let circuit = TestCircuit::new(POLICY);
        let error = circuit.restore(unknown).expect_err("no such state").to_string();
        assert_eq!(error, format!("no state is called `{}`", state.escape_debug()));
        circuit.is(State::Closed);
    }
}

fn key(key: impl Into<String>, mut saved: Saved) -> Saved {
    saved.key = Some(key.into());
    saved
}

#[test]
fn each_key_goes_on_by_itself() {
    let keyed = keyed(POLICY, 8);
    keyed.set_clock(ManualClock::new());
    let odd = "a\n`]\u{202e}\"\u{0}";
    keyed.restore(key(odd, open_for(SECOND))).expect("there is a place");
    assert_eq!(keyed.get(odd).map(CircuitBreaker::state), Some(State::Open));
    keyed.try_acquire("another").into_iter().for_each(Permit::success);
    // Nothing to remember needs no circuit.
    keyed.restore(key("calm", saved(State::Closed))).expect("it is nothing");
    assert!(keyed.peek("calm").is_none());
    let error = keyed.restore(key("another", open_for(SECOND))).expect_err("it has had a call");
    assert!(matches!(error, RestoreError::HasCalls { .. }));
}

#[test]
fn a_key_of_which_a_part_is_known_is_told_and_is_nobody_elses() {
    let long = "x".repeat(200);
    let before = keyed(POLICY.threshold(1), 8);
    before.try_acquire(&long).into_iter().for_each(Permit::failure);
    let snapshot = before.get(&long).expect("called above").snapshot();
    let after = keyed(POLICY, 8);
    let error = after.restore(&snapshot).expect_err("its text was cut");
    assert!(matches!(error, RestoreError::KeyCut { .. }));
    assert!(after.is_empty());
}

#[test]
fn keys_that_find_no_place_are_told() {
    let keyed = keyed(POLICY, 2);
    for host in ["a", "b"] {
        keyed.restore(key(host, open_for(SECOND))).expect("there is a place");
    }
    let error = keyed.restore(key("c", open_for(SECOND))).expect_err("all are taken");
    assert_eq!(
        error.to_string(),
        "all 2 circuits of the function have something to remember: raise `max_keys`"
    );
}

static DB: CircuitBreaker = CircuitBreaker::new("s22::db", POLICY);

#[circuit_breaker(name = "s22::fetch", key = host)]
fn fetch(host: &str) -> std::io::Result<()> {
    if host.is_empty() { Err(std::io::ErrorKind::InvalidInput.into()) } else { Ok(()) }
}

fn named(name: &str, mut saved: Saved) -> Saved {
    name.clone_into(&mut saved.name);
    saved
}

#[test]
fn all_circuits_are_found_by_name_and_nothing_is_lost_silently() {
    breaker_runtime::register!(DB);
    let test = isolate();
    let whole = named("s22::fetch", saved(State::ForcedOpen).forced_for(LONGEST, "moving"));
    let restored = registry().restore([
        whole,
        named("s22::fetch", key("up.example", open_for(SECOND))),
        named("s22::db", open_for(SECOND)),
        named("s22::bd", open_for(SECOND)),
        named("s22::fetch[up.example]", open_for(SECOND)),
        named("s22::db", key("up.example", open_for(SECOND))),
        named("\u{1b}[2J", open_for(SECOND)),
    ]);
    let names: Vec<_> =
        restored.circuits.iter().map(|one| (&*one.name, one.key.as_deref())).collect();
    assert_eq!(
        names,
        [("s22::fetch", Some("up.example")), ("s22::fetch", None), ("s22::db", None)]
    );
    assert_eq!(restored.not_restored.len(), 4, "{restored}");
    let told = restored.to_string();
    assert!(told.contains("s22::bd: no circuit is called `s22::bd`: "), "{told}");
    assert!(!told.contains('\u{1b}'), "{told}");

    assert_eq!(DB.state(), State::Open);
    assert!(fetch("up.example").is_err() && fetch("any.example").is_err());
    // After the force each key is tried, as after any open time.
    test.clock().advance(LONGEST);
    assert!(fetch("up.example").is_ok());
}

#[test]
fn in_a_test_it_is_the_tests_own() {
    breaker_runtime::register!(DB);
    let test = isolate();
    DB.restore(open_for(SECOND)).expect("it is as new");
    assert_eq!(test.circuit("s22::db").expect("listed").state(), State::Open);
    drop(test);
    assert_eq!(DB.state(), State::Closed);
}

#[test]
fn a_whole_with_keys_that_had_calls_is_not_forced() {
    let keyed = keyed(POLICY, 2);
    keyed.try_acquire("a").into_iter().for_each(Permit::success);
    let forced = saved(State::ForcedOpen).forced_for(LONGEST, "moving");
    let error = keyed.restore(forced).expect_err("a key has had a call");
    assert!(matches!(error, RestoreError::HasCalls { .. }));
    assert!(keyed.try_acquire("a").is_ok());
}
