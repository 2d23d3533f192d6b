//! Forces that end, on all keys and on one (rule S10).

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
