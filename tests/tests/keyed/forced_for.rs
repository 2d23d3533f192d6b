//! Forces that end, on all keys and on one (rule S10).

use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{
    CircuitBreaker, EventKind, KeyedCircuitBreaker, Note, Policy, State, registry,
};

use tests::{TICK, just_before};

const SECOND: Duration = Duration::from_secs(1);
const POLICY: Policy = Policy::new().threshold(1);

fn keyed(max_keys: u32) -> (KeyedCircuitBreaker, ManualClock) {
    let clock = ManualClock::new();
    let keyed = KeyedCircuitBreaker::new("forced for", POLICY, max_keys);
    (keyed.with_clock(clock.clone()), clock)
}

fn succeed(keyed: &KeyedCircuitBreaker, key: &str) {
    keyed.try_acquire(key).unwrap().success();
}

fn state(keyed: &KeyedCircuitBreaker, key: &str) -> Option<State> {
    keyed.get(key).map(CircuitBreaker::state)
}

#[test]
fn a_late_failure_counts_after_a_force_that_has_ended_unnoticed() {
    let (keyed, clock) = keyed(1);
    let held = keyed.try_acquire("a").unwrap();
    succeed(&keyed, "b");
    keyed.with("a", |key| key.force_closed_for(SECOND, "a test")).unwrap();
    clock.advance(2 * SECOND);
    assert_eq!(state(&keyed, "a"), Some(State::Closed));
    held.failure();
    assert_eq!(state(&keyed, "a"), Some(State::Open));
}

#[test]
fn the_first_call_ever_tells_the_end_of_a_force_of_before() {
    let (keyed, clock) = keyed(8);
    keyed.force_open_for(10 * SECOND, Note::new("boot").by("anna"));
    clock.advance(20 * SECOND);
    succeed(&keyed, "a");
    let history = keyed.whole().history();
    let last = history.last().unwrap().to_string();
    assert_eq!(last, "circuit `forced for` closed, after it was forced open by anna: boot");
}

#[test]
fn a_force_without_time_is_on_keys_what_it_is_on_a_single_circuit() {
    let (keyed, clock) = keyed(8);
    let single = CircuitBreaker::new("single", POLICY).with_clock(clock);
    keyed.try_acquire("a").unwrap().failure();
    single.try_acquire().unwrap().failure();
    let open_for_no_time = || {
        keyed.force_open_for(Duration::ZERO, "a test");
        single.force_open_for(Duration::ZERO, "a test");
    };
    let close_for_no_time = || {
        keyed.force_closed_for(Duration::ZERO, "a test");
        single.force_closed_for(Duration::ZERO, "a test");
    };
    close_for_no_time();
    assert_eq!((state(&keyed, "a"), single.state()), (Some(State::Open), State::Open));
    open_for_no_time();
    assert_eq!((state(&keyed, "a"), single.state()), (Some(State::Open), State::Open));
    assert!(keyed.whole().history().is_empty());
    keyed.force_open();
    single.force_open();
    close_for_no_time();
    assert_eq!((state(&keyed, "a"), single.state()), (Some(State::Closed), State::Closed));
    keyed.force_closed();
    single.force_closed();
    open_for_no_time();
    assert_eq!((state(&keyed, "a"), single.state()), (Some(State::HalfOpen), State::HalfOpen));
}

#[test]
fn another_clock_starts_the_whole_and_new_keys_over() {
    let (keyed, _) = keyed(8);
    succeed(&keyed, "a");
    keyed.force_open();
    let keyed = keyed.with_clock(ManualClock::new());
    succeed(&keyed, "a");
    succeed(&keyed, "b");
}

#[test]
fn no_call_passes_while_a_key_is_reset_and_all_are_forced_open() {
    let keyed = KeyedCircuitBreaker::new("reset under force", POLICY, 8);
    succeed(&keyed, "a");
    keyed.force_open();
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let callers = [(); 2].map(|()| {
            scope.spawn(|| {
                let mut passed = 0;
                while !is_over.load(Ordering::Relaxed) {
                    passed += u64::from(keyed.try_acquire("a").is_ok());
                }
                passed
            })
        });
        (0..500).for_each(|_| keyed.with("a", CircuitBreaker::reset).unwrap());
        is_over.store(true, Ordering::Relaxed);
        assert_eq!(callers.map(|caller| caller.join().unwrap()), [0, 0]);
    });
    assert_eq!(state(&keyed, "a"), Some(State::ForcedOpen));
    keyed.reset();
    assert_eq!(state(&keyed, "a"), Some(State::Closed));
}

/// What the whole was last told of.
fn last(keyed: &KeyedCircuitBreaker) -> String {
    keyed.whole().history().last().unwrap().to_string()
}

const BEGIN: &str = "circuit `forced for` was forced open for 10s by anna: boot";
const END: &str = "circuit `forced for` closed, after it was forced open by anna: boot";

#[test]
fn a_call_tells_the_end_of_what_was_forced_on_all_keys_though_its_own_force_goes_on() {
    let forces: [fn(&CircuitBreaker); 2] =
        [CircuitBreaker::force_closed, |key| key.force_closed_for(60 * SECOND, "longer than all")];
    for force in forces {
        // A force of its own before that on all keys, and after it.
        for is_first in [true, false] {
            let (keyed, clock) = keyed(8);
            if is_first {
                keyed.with("a", force).unwrap();
            }
            keyed.force_open_for(10 * SECOND, Note::new("boot").by("anna"));
            if !is_first {
                keyed.with("a", force).unwrap();
            }
            clock.advance(just_before(10 * SECOND));
            succeed(&keyed, "a");
            assert_eq!(last(&keyed), BEGIN);
            clock.advance(TICK);
            succeed(&keyed, "a");
            assert_eq!((last(&keyed), keyed.whole().history().len()), (END.into(), 2));
            assert_eq!(state(&keyed, "a"), Some(State::ForcedClosed), "its own goes on");
            succeed(&keyed, "a");
            assert_eq!(keyed.whole().history().len(), 2, "once");
        }
    }
}

#[test]
fn the_end_of_a_keys_own_force_open_tells_that_all_keys_were_free_before() {
    let (keyed, clock) = keyed(8);
    keyed.force_open_for(10 * SECOND, Note::new("boot").by("anna"));
    keyed.with("a", |key| key.force_open_for(20 * SECOND, "longer")).unwrap();
    clock.advance(15 * SECOND);
    assert!(keyed.try_acquire("a").is_err());
    assert_eq!(last(&keyed), BEGIN, "rejected at a glance");
    clock.advance(5 * SECOND);
    succeed(&keyed, "a");
    assert_eq!(last(&keyed), END);
}

#[test]
fn a_step_by_hand_on_one_key_tells_the_end_of_what_was_forced_on_all() {
    let steps: [fn(&CircuitBreaker); 6] = [
        |key| key.open_for(SECOND),
        |key| key.force_open_for(SECOND, "a test"),
        |key| key.force_closed_for(SECOND, "a test"),
        CircuitBreaker::force_open,
        CircuitBreaker::force_closed,
        CircuitBreaker::reset,
    ];
    for (number, step) in steps.into_iter().enumerate() {
        let (keyed, clock) = keyed(8);
        succeed(&keyed, "a");
        keyed.force_open_for(10 * SECOND, Note::new("boot").by("anna"));
        clock.advance(20 * SECOND);
        keyed.with("a", step).unwrap();
        assert_eq!(last(&keyed), END, "step {number}");
    }
}

#[test]
fn a_key_that_loses_its_place_tells_the_end_of_what_was_forced_on_all() {
    let (keyed, clock) = keyed(1);
    keyed.with("a", |key| key.force_closed_for(SECOND, "a test")).unwrap();
    keyed.force_open_for(10 * SECOND, Note::new("boot").by("anna"));
    clock.advance(60 * SECOND);
    succeed(&keyed, "b");
    assert_eq!(last(&keyed), END);
    assert!(keyed.get("a").is_none());
}

#[test]
fn keys_that_are_switched_off_tell_the_end_and_a_whole_that_was_tells_it_when_it_is_on_again() {
    static KEYED: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("keyed::forced_for::off", POLICY, 8);
    let clock = ManualClock::new();
    KEYED.set_clock(clock.clone());
    registry().register_keyed(&KEYED);
    let configure = |text: &str| {
        registry().configure(&toml::from_str(text).unwrap()).unwrap();
    };
    let kinds = || KEYED.whole().history().into_iter().map(|event| event.kind).collect::<Vec<_>>();
    succeed(&KEYED, "a");
    configure("[\"keyed::forced_for::off[a]\"]\nenabled = false");
    KEYED.force_open_for(10 * SECOND, "boot");
    clock.advance(10 * SECOND);
    succeed(&KEYED, "a");
    assert_eq!(kinds(), [EventKind::ForcedOpen, EventKind::Closed]);

    KEYED.force_open_for(10 * SECOND, "boot");
    configure("[\"keyed::forced_for::off\"]\nenabled = false");
    clock.advance(10 * SECOND);
    succeed(&KEYED, "a");
    assert_eq!(KEYED.whole().state(), State::ForcedClosed);
    configure("");
    assert_eq!((kinds().pop(), KEYED.whole().state()), (Some(EventKind::Closed), State::Closed));
    configure("");
}
