//! Forces that end, on all keys and on one (rule S10).

use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Note, Policy, State};

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
    keyed.force_closed_for(Duration::ZERO, "a test");
    single.force_closed_for(Duration::ZERO, "a test");
    assert_eq!((state(&keyed, "a"), single.state()), (Some(State::Closed), State::Closed));
    keyed.force_open_for(Duration::ZERO, "a test");
    single.force_open_for(Duration::ZERO, "a test");
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
