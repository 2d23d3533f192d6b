//! S18: a probe tries whether the callee is back, and no user's call does.

use core::cell::RefCell;
use core::time::Duration;
use std::collections::VecDeque;
use std::io;

use breaker_runtime::testing::{Isolation, isolate};
use breaker_runtime::{
    CircuitBreaker, CircuitOpen, Event, EventKind, KeyedCircuitBreaker, NoVerdict, Outcome, Policy,
    State, Verdict, circuit_breaker, probe, register, register_keyed, registry,
};
use tests::just_before;
use tests::own::shown;

use crate::SECOND;

const OPEN_FOR: Duration = Duration::from_secs(10);

/// What a probe does in a test.
#[derive(Clone, Copy, Debug)]
enum Does {
    Works,
    Fails,
    Panics,
    SaysNothing,
    /// Makes a call of the function whose circuit asks, which works, and then says this.
    Calls(bool),
}

thread_local! {
    /// What the probe of this test does next, and with which keys it was asked so far: on a clock
    /// that is held it runs on the thread of the call.
    static NEXT: RefCell<VecDeque<Does>> = const { RefCell::new(VecDeque::new()) };
    static ASKED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn does(all: impl IntoIterator<Item = Does>) {
    NEXT.with_borrow_mut(|next| *next = all.into_iter().collect());
}

fn asked() -> usize {
    ASKED.with_borrow(Vec::len)
}

struct Said(Verdict);

impl Outcome for Said {
    fn verdict(&self) -> Verdict {
        self.0
    }
}

fn next(key: &str) -> Said {
    ASKED.with_borrow_mut(|asked| asked.push(key.to_owned()));
    let next = NEXT.with_borrow_mut(VecDeque::pop_front);
    match next.expect("nobody asks more often than the test knows") {
        Does::Works => Said(Verdict::Success),
        Does::Fails => Said(Verdict::Failure),
        Does::SaysNothing => Said(Verdict::Ignored),
        Does::Panics => std::panic::resume_unwind(Box::new("the probe's")),
        Does::Calls(works) => {
            pay(true).expect("it is part of the trial");
            Said(if works { Verdict::Success } else { Verdict::Failure })
        }
    }
}

fn try_bank() -> Said {
    next("")
}

#[circuit_breaker(
    name = "s18::pay", threshold = 1, open_for = "10s", max_open_for = "1m", probe = try_bank
)]
fn pay(works: bool) -> io::Result<()> {
    if works { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
}

fn is_rejected<T>(result: io::Result<T>) -> bool {
    result.is_err_and(|error| CircuitOpen::behind(&error).is_some())
}

/// The circuit of `pay`, whose open time has just ended.
fn after_open_time() -> (Isolation, &'static CircuitBreaker) {
    let test = isolate();
    ASKED.with_borrow_mut(Vec::clear);
    assert!(!is_rejected(pay(false)));
    test.clock().advance(OPEN_FOR);
    let circuit = test.circuit("s18::pay").expect("annotated above");
    (test, circuit)
}

fn silences(history: &[Event]) -> Vec<NoVerdict> {
    let why = |event: &Event| match event.kind {
        EventKind::ProbeSilent { why } => Some(why),
        _ => None,
    };
    history.iter().filter_map(why).collect()
}

#[test]
fn the_first_call_after_the_open_time_is_rejected_and_starts_it() {
    let (_test, circuit) = after_open_time();
    does([Does::Works]);
    assert_eq!((circuit.state(), asked()), (State::HalfOpen, 0));
    assert!(is_rejected(pay(false)), "no user's call is a trial");
    assert_eq!((circuit.state(), asked()), (State::Closed, 1));
    assert!(pay(true).is_ok());
}

#[test]
fn a_probe_that_fails_opens_it_for_longer() {
    let (test, circuit) = after_open_time();
    does([Does::Fails, Does::Works]);
    assert!(is_rejected(pay(true)));
    assert_eq!(circuit.state(), State::Open);
    assert_eq!(circuit.snapshot().retry_after, Some(2 * OPEN_FOR));
    test.clock().advance(OPEN_FOR);
    assert!(is_rejected(pay(true)));
    assert_eq!(asked(), 1, "it is open");
    test.clock().advance(OPEN_FOR);
    assert!(is_rejected(pay(true)));
    assert_eq!((circuit.state(), asked()), (State::Closed, 2));
}

#[test]
fn nobody_who_calls_is_needed_for_more_than_one() {
    static DB: CircuitBreaker = CircuitBreaker::new("s18::db", policy().half_open_calls(3))
        .with_probe(probe!(DB, try_bank));
    register!(DB);
    let test = isolate();
    open(&DB);
    test.clock().advance(OPEN_FOR);
    does([Does::Works; 3]);
    assert!(DB.try_acquire().is_err());
    assert_eq!(DB.state(), State::Closed);
    // The second of them decides.
    open(&DB);
    test.clock().advance(OPEN_FOR);
    does([Does::Works, Does::Fails]);
    assert!(DB.try_acquire().is_err());
    assert_eq!(DB.state(), State::Open);
}

const fn policy() -> Policy {
    Policy::new().threshold(1).open_for(OPEN_FOR)
}

fn open(circuit: &CircuitBreaker) {
    circuit.try_acquire().expect("it is closed").failure();
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn one_that_says_nothing_leaves_the_round_to_users_and_that_is_told() {
    for (silent, why) in
        [(Does::Panics, NoVerdict::Panicked), (Does::SaysNothing, NoVerdict::Ignored)]
    {
        let (test, circuit) = after_open_time();
        does([silent, Does::Works]);
        assert!(is_rejected(pay(true)), "the panic is the probe's");
        assert_eq!(silences(&circuit.history()), [why]);
        assert_eq!(circuit.state(), State::HalfOpen);
        assert!(!is_rejected(pay(false)), "a user's call is the trial");
        assert_eq!(circuit.state(), State::Open);
        // After the next transition it is the probe's again.
        test.clock().advance(2 * OPEN_FOR);
        assert!(is_rejected(pay(true)));
        assert_eq!((circuit.state(), asked()), (State::Closed, 2));
    }
}

#[test]
fn what_is_told_is_one_line() {
    let (_test, circuit) = after_open_time();
    does([Does::SaysNothing]);
    assert!(is_rejected(pay(true)));
    let history = circuit.history();
    let told = history.last().expect("it is told");
    assert!(!told.is_transition());
    assert_eq!(
        shown(told),
        "circuit `s18::pay` is tried by users' calls, for its probe says nothing: \
         its result is ignored"
    );
}

#[test]
fn calls_within_it_are_part_of_it_and_the_first_result_counts() {
    let (_test, circuit) = after_open_time();
    let before = circuit.snapshot().calls;
    // It swallows what it has seen: the call within has decided.
    does([Does::Calls(false)]);
    assert!(is_rejected(pay(true)));
    assert_eq!((circuit.state(), asked()), (State::Closed, 1));
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.failure), (before.success + 1, before.failure));
}

#[test]
fn its_runs_count_as_calls_by_how_they_end() {
    let (test, circuit) = after_open_time();
    does([Does::Fails, Does::Works]);
    assert!(is_rejected(pay(true)));
    test.clock().advance(2 * OPEN_FOR);
    assert!(is_rejected(pay(true)));
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.rejected), (1, 2, 2));
}

#[test]
fn after_forced_open_for_a_time_it_tries_as_after_any_open_time() {
    let test = isolate();
    ASKED.with_borrow_mut(Vec::clear);
    let circuit = test.circuit("s18::pay").expect("annotated above");
    circuit.force_open_for(SECOND, "moving");
    does([Does::Works]);
    test.clock().advance(SECOND);
    assert!(is_rejected(pay(true)));
    assert_eq!((circuit.state(), asked()), (State::Closed, 1));
    // Whatever is forced asks nobody.
    circuit.force_open();
    assert!(is_rejected(pay(true)));
    circuit.force_closed();
    assert!(pay(true).is_ok());
    circuit.reset();
    assert!(pay(true).is_ok());
    assert_eq!(asked(), 1);
}

#[circuit_breaker(
    name = "s18::dry", threshold = 1, open_for = "10s", dry_run = true, ramp_up = "10s",
    probe = try_bank
)]
fn dry(works: bool) -> io::Result<()> {
    if works { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
}

#[test]
fn it_runs_in_a_dry_run_and_before_a_ramp_up() {
    let test = isolate();
    ASKED.with_borrow_mut(Vec::clear);
    let circuit = test.circuit("s18::dry").expect("annotated above");
    assert!(dry(false).is_err());
    test.clock().advance(OPEN_FOR);
    does([Does::Works]);
    assert!(dry(true).is_ok(), "it would have been rejected");
    assert_eq!((circuit.state(), asked()), (State::RampUp, 1));
    assert_eq!(circuit.snapshot().calls.would_be_rejected, 1);
    // A call is admitted by chance, which is sure by now.
    test.clock().advance(just_before(OPEN_FOR));
    assert!(dry(false).is_err());
    assert_eq!(circuit.state(), State::Open, "a ramp-up's calls are users'");
}

#[circuit_breaker(
    name = "s18::fetch", key = host, threshold = 1, open_for = "10s", probe = try_host
)]
fn fetch(host: &str, works: bool) -> io::Result<usize> {
    if works { Ok(host.len()) } else { Err(io::ErrorKind::TimedOut.into()) }
}

fn try_host(host: &str) -> bool {
    next(host).0 == Verdict::Success
}

#[test]
fn each_keys_circuit_asks_with_its_key() {
    let test = isolate();
    ASKED.with_borrow_mut(Vec::clear);
    let odd = "a \"key\"\n";
    for host in ["up.example", odd, "down.example"] {
        assert!(!is_rejected(fetch(host, false)));
    }
    test.clock().advance(OPEN_FOR);
    does([Does::Works, Does::Works, Does::Fails]);
    for host in ["up.example", odd, "down.example"] {
        assert!(is_rejected(fetch(host, true)));
    }
    assert_eq!(ASKED.with_borrow(Clone::clone), ["up.example", odd, "down.example"]);
    assert!(fetch("up.example", true).is_ok() && fetch(odd, true).is_ok());
    assert!(is_rejected(fetch("down.example", true)));
}

#[test]
fn a_key_of_which_a_part_is_known_is_tried_by_users() {
    let test = isolate();
    let long = "x".repeat(129);
    assert!(!is_rejected(fetch(&long, false)));
    test.clock().advance(OPEN_FOR);
    does([]);
    assert!(is_rejected(fetch(&long, true)));
    assert!(fetch(&long, true).is_ok());
    let keyed = registry().keyed("s18::fetch").expect("annotated above");
    let history = keyed.get(&long).expect("called above").history();
    assert_eq!(silences(&history), [NoVerdict::NotStarted]);
}

#[test]
fn a_static_by_key_has_one_too_with_the_key_or_without() {
    static HOSTS: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("s18::hosts", policy(), 8).with_probe(probe!(HOSTS, try_host));
    static ANY: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("s18::any", policy(), 8).with_probe(probe!(ANY, try_bank));
    register_keyed!(HOSTS);
    register_keyed!(ANY);
    for (keyed, key) in [(&HOSTS, "a"), (&ANY, "")] {
        let test = isolate();
        ASKED.with_borrow_mut(Vec::clear);
        keyed.try_acquire("a").expect("it is closed").failure();
        test.clock().advance(OPEN_FOR);
        does([Does::Works]);
        assert!(keyed.try_acquire("a").is_err());
        assert!(keyed.try_acquire("a").is_ok());
        assert_eq!(ASKED.with_borrow(Clone::clone), [key]);
    }
}

#[test]
fn a_circuit_that_is_none_of_the_static_is_tried_by_users() {
    static OTHER: CircuitBreaker = CircuitBreaker::new("s18::other", policy());
    let clock = breaker_runtime::testing::ManualClock::new();
    let circuit = CircuitBreaker::new("s18::local", policy())
        .with_probe(probe!(OTHER, try_bank))
        .with_clock(clock.clone());
    open(&circuit);
    clock.advance(OPEN_FOR);
    does([]);
    assert!(circuit.try_acquire().is_err());
    assert_eq!(silences(&circuit.history()), [NoVerdict::NotStarted]);
    circuit.try_acquire().expect("a user's call").success();
    assert_eq!(circuit.state(), State::Closed);
}

#[test]
fn a_layer_that_gives_its_permit_back_has_started_it_all_the_same() {
    let (_test, circuit) = after_open_time();
    does([Does::Works]);
    drop(circuit.try_acquire());
    assert_eq!(circuit.state(), State::Closed);
}
