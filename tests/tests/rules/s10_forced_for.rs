//! S10: forced states with an end, a who and a why.

use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{
    CircuitBreaker, EventKind, Forced, KeyedCircuitBreaker, Note, Policy, State, registry,
};
use tests::own::shown;
use tests::{TEN_YEARS, TICK, TestCircuit, just_before};

use crate::SECOND;

const TEN_MINUTES: Duration = Duration::from_mins(10);
const POLICY: Policy = Policy::new().threshold(2);

fn circuit() -> TestCircuit {
    TestCircuit::new(POLICY)
}

fn anna() -> Note {
    Note::new("new certificates").by("anna")
}

fn forced(circuit: &CircuitBreaker) -> Option<(Option<Duration>, String, String)> {
    let Forced { rest, who, why, .. } = circuit.snapshot().forced?;
    let text = |text: Option<std::sync::Arc<str>>| text.as_deref().unwrap_or_default().to_owned();
    Some((rest, text(who), text(why)))
}

fn lines(circuit: &CircuitBreaker) -> Vec<String> {
    circuit.history().iter().map(shown).collect()
}

#[test]
fn forced_open_for_a_time_rejects_until_its_end_to_the_nanosecond_and_says_the_rest() {
    let circuit = circuit();
    circuit.force_open_for(TEN_MINUTES, anna());
    assert_eq!(circuit.rejected().retry_after(), Some(TEN_MINUTES));
    circuit.after(just_before(TEN_MINUTES)).is(State::ForcedOpen);
    let open = circuit.rejected();
    assert_eq!((open.state(), open.retry_after()), (State::ForcedOpen, Some(TICK)));
    assert_eq!(circuit.snapshot().retry_after, Some(TICK));
    circuit.after(TICK).is(State::HalfOpen);
    assert_eq!(circuit.history().len(), 1, "nobody has called");
    circuit.succeed().is(State::Closed);
    assert_eq!(circuit.snapshot().opened, 0, "it did not open by itself");
}

#[test]
fn after_forced_open_for_a_time_it_recovers_as_after_any_open_time() {
    let circuit = TestCircuit::new(POLICY.half_open_calls(2).ramp_up(SECOND));
    circuit.force_open_for(TEN_MINUTES, anna());
    circuit.after(TEN_MINUTES).succeed();
    let _other = circuit.admitted();
    assert_eq!(circuit.rejected().state(), State::HalfOpen, "all places are taken");
    // Its place is free again.
    circuit.after_open_time().fail().is(State::Open);
    assert_eq!(circuit.snapshot().retry_after, Some(circuit.policy().settings().open_for));
    circuit.after_open_time().succeed_times(2).is(State::RampUp);
}

#[test]
fn forced_closed_for_a_time_ends_closed_with_an_empty_window() {
    for policy in [
        POLICY,
        Policy::new().threshold_percent(50.0).min_calls(2),
        Policy::new().threshold(2).window_calls(10),
        Policy::new().consecutive(2),
    ] {
        let circuit = TestCircuit::new(policy);
        circuit.fail();
        circuit.force_closed_for(SECOND, anna());
        circuit.fail_times(100).succeed_times(100);
        circuit.after(just_before(SECOND)).fail_times(10).is(State::ForcedClosed);
        assert_eq!(forced(&circuit), Some((Some(TICK), "anna".into(), "new certificates".into())));
        circuit.after(TICK).is(State::Closed);
        assert_eq!(forced(&circuit), None);
        circuit.fail().is(State::Closed).fail().is(State::Open);
        assert_eq!(circuit.snapshot().calls.failure, 113);
    }
}

#[test]
fn a_call_of_before_the_end_changes_nothing_after_it() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    circuit.force_closed_for(SECOND, "");
    let late = circuit.admitted();
    circuit.after(SECOND).succeed();
    late.failure();
    circuit.is(State::Closed);
    assert_eq!(circuit.failures_in_window(), 0);
}

#[test]
fn begin_and_end_are_told_with_who_and_why() {
    let circuit = circuit();
    circuit.force_open_for(TEN_MINUTES, anna());
    circuit.after(TEN_MINUTES + SECOND).succeed();
    circuit.force_closed_for(SECOND, "load test");
    circuit.after(SECOND).succeed();
    circuit.force_open();
    assert_eq!(
        lines(&circuit),
        [
            "circuit `tested` was forced open for 10m by anna: new certificates",
            "circuit `tested` is half-open, after it was forced open by anna: new certificates",
            "circuit `tested` closed",
            "circuit `tested` was forced closed for 1s: load test",
            "circuit `tested` closed, after it was forced closed: load test",
            "circuit `tested` was forced open",
        ]
    );
    let events = circuit.history();
    let rests: Vec<_> = events.iter().map(|event| event.forced.clone().map(|f| f.rest)).collect();
    let zero = Some(Duration::ZERO);
    assert_eq!(
        rests,
        [Some(Some(TEN_MINUTES)), Some(zero), None, Some(Some(SECOND)), Some(zero), Some(None)]
    );
    assert_eq!((events[4].from, events[4].to), (State::ForcedClosed, State::Closed));
    assert_eq!(events[4].outage_for, None);
}

#[test]
fn the_end_is_as_of_when_it_was() {
    let circuit = circuit();
    circuit.after(SECOND).force_open_for(2 * SECOND, anna());
    circuit.after(5 * SECOND);
    let times = || {
        let now = circuit.snapshot();
        [State::Closed, State::ForcedOpen, State::HalfOpen].map(|state| now.time_in(state))
    };
    assert_eq!(times(), [SECOND, 2 * SECOND, 3 * SECOND]);
    assert_eq!(circuit.snapshot().outage_for, Some(5 * SECOND));
    circuit.admitted().ignore();
    assert_eq!(times(), [SECOND, 2 * SECOND, 3 * SECOND]);
}

#[test]
fn what_is_done_last_holds_be_it_longer_or_shorter() {
    let circuit = circuit();
    circuit.force_open_for(TEN_MINUTES, "a");
    circuit.force_open_for(SECOND, "b");
    assert_eq!(circuit.rejected().retry_after(), Some(SECOND));
    circuit.force_open_for(TEN_MINUTES, "c");
    circuit.after(SECOND).rejected();
    circuit.force_closed_for(SECOND, "d");
    circuit.succeed();
    circuit.force_open();
    assert_eq!(circuit.after(TEN_YEARS).rejected().retry_after(), None, "it has no end again");
    assert_eq!(forced(&circuit), Some((None, String::new(), String::new())));
    circuit.force_open_for(SECOND, "e");
    circuit.reset();
    circuit.is(State::Closed).after(SECOND).is(State::Closed);
    assert_eq!(forced(&circuit), None);
}

#[test]
fn no_time_does_nothing_to_a_circuit_that_is_not_forced() {
    let circuit = circuit();
    let forces: [fn(&CircuitBreaker); 2] = [
        |circuit| circuit.force_open_for(Duration::ZERO, "no time"),
        |circuit| circuit.force_closed_for(Duration::ZERO, "no time"),
    ];
    for force in forces {
        circuit.reset();
        let before = circuit.history().len();
        circuit.fail();
        force(&circuit);
        circuit.is(State::Closed);
        assert_eq!((circuit.history().len(), circuit.failures_in_window()), (before, 1));
        circuit.fail();
        force(&circuit);
        assert_eq!(circuit.is(State::Open).history().len(), before + 1);
        circuit.after_open_time();
        force(&circuit);
        circuit.is(State::HalfOpen);
    }
}

#[test]
fn no_time_ends_what_is_forced() {
    let circuit = circuit();
    circuit.force_open();
    circuit.force_open_for(Duration::ZERO, "");
    circuit.is(State::HalfOpen).succeed().is(State::Closed);
    circuit.force_closed_for(TEN_MINUTES, "");
    circuit.force_closed_for(Duration::ZERO, "");
    circuit.is(State::Closed).fail().is(State::Closed);
}

#[test]
fn the_longest_time_is_no_end() {
    let circuit = circuit();
    circuit.force_open_for(Duration::MAX, "for good");
    assert_eq!(circuit.after(TEN_YEARS).rejected().retry_after(), None);
    assert_eq!(forced(&circuit), Some((None, String::new(), "for good".into())));
    circuit.force_closed_for(Duration::MAX, "for good");
    circuit.after(TEN_YEARS).is(State::ForcedClosed).fail_times(10).is(State::ForcedClosed);
    circuit.force_open_for(10 * TEN_YEARS, "");
    assert_eq!(circuit.rejected().retry_after(), Some(10 * TEN_YEARS));
    circuit.after(10 * TEN_YEARS).succeed();
}

#[test]
fn a_servers_wish_does_not_move_the_end() {
    let circuit = circuit();
    circuit.force_open_for(SECOND, "");
    circuit.open_for(TEN_MINUTES);
    circuit.after(SECOND).is(State::HalfOpen);
    circuit.force_closed_for(SECOND, "");
    circuit.open_for(TEN_MINUTES);
    circuit.is(State::ForcedClosed).after(SECOND).is(State::Closed);
}

#[test]
fn notes_are_one_line_cut_and_hide_nothing() {
    let circuit = circuit();
    circuit.force_open_for(SECOND, Note::new("one\ntwo\u{202e}'3'").by("a\u{200b}b"));
    assert_eq!(lines(&circuit), ["circuit `tested` was forced open for 1s by a b: one two '3'"]);
    circuit.force_open_for(SECOND, "ä".repeat(1_000));
    assert_eq!(forced(&circuit).map(|(.., why)| why), Some("ä".repeat(98) + "…"));
    circuit.force_open_for(SECOND, Note::new("  ").by(""));
    assert_eq!(forced(&circuit), Some((Some(SECOND), String::new(), String::new())));
}

#[test]
fn a_snapshot_says_it_in_its_line() {
    let circuit = circuit();
    circuit.force_open_for(TEN_MINUTES, anna());
    circuit.after(2 * SECOND);
    let line = shown(&circuit.snapshot());
    let begin = "tested: forced open for 2s, ends in 9m 58s by anna: new certificates; ";
    assert!(line.starts_with(begin), "{line}");
}

#[test]
fn a_disabled_circuit_stays_so_and_is_forced_for_the_rest_afterwards() {
    static SWITCHED: CircuitBreaker = CircuitBreaker::new("s10::switched", POLICY);
    let _alone = crate::configures_alone();
    let clock = ManualClock::new();
    SWITCHED.set_clock(clock.clone());
    registry().register(&SWITCHED);
    let switch = |enabled: bool| {
        let text = format!("[\"s10::switched\"]\nenabled = {enabled}");
        registry().configure(&toml::from_str(&text).unwrap()).unwrap();
    };
    switch(false);
    SWITCHED.force_open_for(2 * SECOND, anna());
    assert_eq!((SWITCHED.state(), forced(&SWITCHED)), (State::ForcedClosed, None));
    assert!(SWITCHED.try_acquire().is_ok());
    clock.advance(SECOND);
    switch(true);
    assert_eq!(SWITCHED.try_acquire().unwrap_err().retry_after(), Some(SECOND));
    assert_eq!(forced(&SWITCHED).map(|forced| forced.0), Some(Some(SECOND)));
    switch(false);
    clock.advance(TEN_MINUTES);
    assert_eq!(SWITCHED.state(), State::ForcedClosed);
    switch(true);
    assert_eq!(SWITCHED.state(), State::HalfOpen);
    SWITCHED.try_acquire().unwrap().success();
    SWITCHED.force_closed_for(SECOND, anna());
    switch(false);
    clock.advance(2 * SECOND);
    assert!(SWITCHED.try_acquire().is_ok());
    switch(true);
    assert_eq!(SWITCHED.state(), State::Closed);
}

#[test]
fn a_dry_run_lets_calls_run_and_ends_as_a_real_one() {
    let circuit = TestCircuit::new(POLICY.dry_run(true));
    circuit.force_open_for(SECOND, anna());
    circuit.succeed();
    assert_eq!(circuit.snapshot().calls.would_be_rejected, 1);
    circuit.after(SECOND).is(State::HalfOpen).succeed().is(State::Closed);
}

fn keyed(max_keys: u32) -> (KeyedCircuitBreaker, ManualClock) {
    let clock = ManualClock::new();
    let keyed = KeyedCircuitBreaker::new("keyed", POLICY, max_keys).with_clock(clock.clone());
    (keyed, clock)
}

fn state(keyed: &KeyedCircuitBreaker, key: &str) -> Option<State> {
    keyed.get(key).map(CircuitBreaker::state)
}

#[test]
fn all_keys_are_forced_for_a_time_those_to_come_too() {
    let (keyed, clock) = keyed(8);
    keyed.try_acquire("there").unwrap().success();
    keyed.force_open_for(2 * SECOND, anna());
    clock.advance(SECOND);
    for key in ["there", "new"] {
        assert_eq!(keyed.try_acquire(key).unwrap_err().retry_after(), Some(SECOND), "{key}");
        assert_eq!(keyed.with(key, |key| forced(key).map(|it| it.1)), Some(Some("anna".into())));
    }
    clock.advance(SECOND);
    assert_eq!(keyed.whole().state(), State::Closed);
    assert_eq!(state(&keyed, "there"), Some(State::HalfOpen), "it has trial calls of its own");
    keyed.try_acquire("newer").unwrap().success();
    assert_eq!(state(&keyed, "newer"), Some(State::Closed));
    keyed.try_acquire("there").unwrap().success();
    assert_eq!(state(&keyed, "there"), Some(State::Closed));
    let end = "circuit `keyed` closed, after it was forced open by anna: new certificates";
    assert_eq!(lines(keyed.whole()).last().map(String::as_str), Some(end));
}

#[test]
fn the_whole_tells_of_its_end_once_a_call_of_any_key_finds_out() {
    let (keyed, clock) = keyed(8);
    keyed.try_acquire("there").unwrap().success();
    keyed.force_closed_for(SECOND, "load test");
    clock.advance(SECOND);
    assert_eq!(lines(keyed.whole()).len(), 1);
    keyed.try_acquire("there").unwrap().success();
    let kinds: Vec<_> = keyed.whole().history().into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::ForcedClosed, EventKind::Closed]);
}

#[test]
fn a_keys_own_force_goes_first_and_then_that_of_all_keys() {
    let (keyed, clock) = keyed(8);
    keyed.force_open();
    assert!(keyed.with("vip", |vip| vip.force_closed_for(2 * SECOND, "vip")).is_some());
    keyed.try_acquire("vip").unwrap().success();
    assert_eq!(state(&keyed, "vip"), Some(State::ForcedClosed));
    clock.advance(2 * SECOND);
    assert_eq!(state(&keyed, "vip"), Some(State::ForcedOpen), "as all others");
    assert!(keyed.try_acquire("vip").is_err());
    assert!(keyed.with("vip", |vip| vip.force_closed_for(2 * SECOND, "vip")).is_some());
    keyed.reset();
    assert_eq!(state(&keyed, "vip"), Some(State::ForcedClosed));
    clock.advance(2 * SECOND);
    assert_eq!(state(&keyed, "vip"), Some(State::Closed));
}

#[test]
fn what_is_forced_on_all_keys_may_be_over_first_or_meanwhile() {
    let (keyed, clock) = keyed(8);
    keyed.force_open_for(5 * SECOND, anna());
    assert!(keyed.with("vip", |vip| vip.force_closed_for(2 * SECOND, "vip")).is_some());
    clock.advance(4 * SECOND);
    let snapshot = keyed.with("vip", CircuitBreaker::snapshot).unwrap();
    assert_eq!((snapshot.state, snapshot.retry_after), (State::ForcedOpen, Some(SECOND)));
    clock.advance(3 * SECOND);
    let snapshot = keyed.with("vip", CircuitBreaker::snapshot).unwrap();
    let times =
        [State::ForcedClosed, State::ForcedOpen, State::HalfOpen].map(|it| snapshot.time_in(it));
    assert_eq!((snapshot.state, times), (State::HalfOpen, [2 * SECOND, 3 * SECOND, 2 * SECOND]));
    keyed.try_acquire("vip").unwrap().success();
    let steps: Vec<_> =
        keyed.get("vip").unwrap().history().iter().map(|event| (event.from, event.to)).collect();
    let expected = [State::ForcedOpen, State::ForcedClosed, State::ForcedOpen, State::HalfOpen];
    assert_eq!(steps.iter().map(|step| step.0).collect::<Vec<_>>(), expected);

    // Shorter than its own.
    keyed.force_open_for(SECOND, anna());
    assert!(keyed.with("vip", |vip| vip.force_closed_for(2 * SECOND, "vip")).is_some());
    clock.advance(2 * SECOND);
    assert_eq!(state(&keyed, "vip"), Some(State::Closed));
}

#[test]
fn a_key_keeps_its_place_until_the_end_and_what_it_is_worth_after_it() {
    let (keyed, clock) = keyed(1);
    let open_for = POLICY.settings().open_for;
    assert!(keyed.with("kept", |kept| kept.force_open_for(SECOND, anna())).is_some());
    clock.advance(SECOND + just_before(open_for));
    keyed.try_acquire("other").unwrap().success();
    assert!(keyed.get("other").is_none(), "it is unguarded");
    clock.advance(TICK);
    keyed.try_acquire("other").unwrap().success();
    assert!(keyed.get("other").is_some());

    assert!(keyed.with("other", |other| other.force_closed_for(SECOND, anna())).is_some());
    clock.advance(just_before(SECOND));
    keyed.try_acquire("third").unwrap().success();
    assert!(keyed.get("third").is_none());
    clock.advance(TICK);
    keyed.try_acquire("third").unwrap().success();
    assert!(keyed.get("third").is_some());
}

#[test]
fn a_place_is_given_away_after_its_own_end_though_all_keys_were_forced_for_good_meanwhile() {
    let (keyed, clock) = keyed(1);
    assert!(keyed.with("own", |own| own.force_closed_for(SECOND, anna())).is_some());
    keyed.force_closed();
    keyed.try_acquire("other").unwrap().success();
    assert!(keyed.get("other").is_none(), "`own` would be forced with all keys afterwards");
    keyed.reset();
    clock.advance(SECOND);
    keyed.try_acquire("other").unwrap().success();
    assert!(keyed.get("other").is_some());
}
