//! Circuits where there is no clock: `wasm32-unknown-unknown`, where `ci/targets` runs this.
#![cfg(all(target_family = "wasm", target_os = "unknown"))]

use std::time::{Duration, SystemTime};

use breaker_runtime::{CircuitBreaker, Policy, State, circuit_breaker, registry};

const POLICY: Policy = Policy::new()
    .threshold(3)
    .open_for(Duration::from_secs(30))
    .jitter_percent(10.0)
    .ramp_up(Duration::from_secs(10))
    .slow_call(Duration::from_secs(1));

fn trip(circuit: &CircuitBreaker) {
    for _ in 0..3 {
        assert_eq!(
            circuit.call(|| Err::<(), _>(std::io::ErrorKind::Other.into())).map_err(kind),
            Err(std::io::ErrorKind::Other)
        );
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn kind(error: std::io::Error) -> std::io::ErrorKind {
    error.kind()
}

#[test]
fn a_circuit_opens_and_rejects_nothing() {
    let circuit = CircuitBreaker::new("opens", POLICY);
    trip(&circuit);
    assert_eq!(circuit.state(), State::HalfOpen, "its time is over");
    assert_eq!(circuit.call(|| Ok::<_, std::io::Error>(7)).map_err(kind), Ok(7));
    assert_eq!(circuit.call(|| Ok::<_, std::io::Error>(8)).map_err(kind), Ok(8));
    assert_eq!(circuit.state(), State::Closed);
}

#[test]
fn events_are_told_without_the_time_of_the_day() {
    let circuit = CircuitBreaker::new("tells", POLICY);
    trip(&circuit);
    let history = circuit.history();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].to, State::Open);
    assert_eq!(history[0].at, SystemTime::UNIX_EPOCH);
}

#[test]
fn a_forced_circuit_rejects() {
    let circuit = CircuitBreaker::new("forced", POLICY);
    circuit.force_open();
    assert!(circuit.try_acquire().is_err());
    circuit.reset();
    assert!(circuit.try_acquire().is_ok());
}

#[circuit_breaker(policy = POLICY, key = host, fallback = Ok(0))]
fn ask(host: &str, answer: Result<u32, ()>) -> Result<u32, ()> {
    let _ = host;
    answer
}

#[test]
fn keys_and_the_list_work_from_the_first_call_on() {
    for _ in 0..3 {
        assert_eq!(ask("a", Err(())), Err(()));
    }
    assert_eq!(ask("a", Ok(1)), Ok(1));
    assert_eq!(ask("b", Ok(2)), Ok(2));
    assert!(registry().snapshot().iter().any(|circuit| circuit.name.ends_with("ask")));
}

#[test]
fn a_listener_that_gets_no_thread_says_so() {
    assert!(!registry().subscribe(|_| ()).is_running());
}
