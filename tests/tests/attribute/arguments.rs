//! Each argument means what it says, as a literal and as a constant.

#![expect(unused_qualifications, reason = "paths of every kind")]

use core::time::Duration;

use breaker_runtime::{State, Window, circuit_breaker, registry};
use tests::{TICK, just_before};

use crate::callee::{Answer, ask, circuit};

const MAX_FAILURES: u32 = 3;
const SPAN: Duration = Duration::from_secs(2);
const LAST: Window = Window::calls(4);

mod limits {
    pub(super) const MIN_CALLS: usize = 3;
    pub(super) const SPAN: core::time::Duration = core::time::Duration::from_millis(1);
}

/// The policy in words.
fn policy(name: &str) -> String {
    registry().get(name).unwrap().policy().to_string()
}

macro_rules! policies {
    ($($name:ident: #[$attribute:meta] = $words:literal;)*) => {$(
        #[test]
        fn $name() {
            #[$attribute]
            fn guarded() -> Answer {
                ask(true)
            }
            guarded().unwrap();
            let name = concat!(module_path!(), "::", stringify!($name), "::guarded");
            assert_eq!(policy(name), $words);
        }
    )*};
}

policies! {
    none: #[circuit_breaker] = "5 failures in 10s, open for 30s, 1 trial call";
    empty: #[circuit_breaker()] = "5 failures in 10s, open for 30s, 1 trial call";
    count: #[circuit_breaker(threshold = 2)] = "2 failures in 10s, open for 30s, 1 trial call";
    count_in_time: #[circuit_breaker(threshold = 1, window = "1m 30s")]
        = "1 failure in 90s, open for 30s, 1 trial call";
    count_in_calls: #[circuit_breaker(threshold = 2, window = "100 calls")]
        = "2 failures in 100 calls, open for 30s, 1 trial call";
    share: #[circuit_breaker(threshold = "50%")]
        = "50% of at least 20 calls in 10s, open for 30s, 1 trial call";
    share_of_time: #[circuit_breaker(threshold = "12.5%", window = "500ms", min_calls = 8)]
        = "12.5% of at least 8 calls in 500ms, open for 30s, 1 trial call";
    share_of_calls: #[circuit_breaker(threshold = "100%", window = "10 calls")]
        = "100% of at least 10 calls in 10 calls, open for 30s, 1 trial call";
    consecutive: #[circuit_breaker(consecutive = 4)]
        = "4 failures in a row, open for 30s, 1 trial call";
    open_for: #[circuit_breaker(open_for = "250us")]
        = "5 failures in 10s, open for 250µs, 1 trial call";
    half_open_calls: #[circuit_breaker(half_open_calls = 3)]
        = "5 failures in 10s, open for 30s, 3 trial calls";
    some_may_fail: #[circuit_breaker(half_open_calls = "4 of 5")]
        = "5 failures in 10s, open for 30s, 4 of 5 trial calls";
    none_may_fail: #[circuit_breaker(half_open_calls = "3 of 3")]
        = "5 failures in 10s, open for 30s, 3 trial calls";
    constants: #[circuit_breaker(
        threshold = MAX_FAILURES, window = SPAN, open_for = SPAN, half_open_calls = MAX_FAILURES
    )]
        = "3 failures in 2s, open for 2s, 3 trial calls";
    paths_to_constants: #[circuit_breaker(
        threshold = "50%", min_calls = limits::MIN_CALLS, open_for = limits::SPAN
    )]
        = "50% of at least 3 calls in 10s, open for 1ms, 1 trial call";
    path_of_the_module: #[circuit_breaker(
        threshold = self::MAX_FAILURES, window = self::limits::SPAN
    )]
        = "3 failures in 1ms, open for 30s, 1 trial call";
    constant_min_calls: #[circuit_breaker(
        threshold = "50%", window = LAST, min_calls = MAX_FAILURES
    )]
        = "50% of at least 3 calls in 4 calls, open for 30s, 1 trial call";
    associated_constants: #[circuit_breaker(consecutive = u32::MAX, open_for = Duration::MAX)]
        = "4294967295 failures in a row, open for 18446744073.709551615s, 1 trial call";
    sums: #[circuit_breaker(threshold = 2 + 3, half_open_calls = 2 * MAX_FAILURES)]
        = "5 failures in 10s, open for 30s, 6 trial calls";
    branches: #[circuit_breaker(consecutive = if cfg!(any()) { 5 } else { 7 })]
        = "7 failures in a row, open for 30s, 1 trial call";
    matches: #[circuit_breaker(threshold = match SPAN.as_secs() { 2 => 4, _ => 1 })]
        = "4 failures in 10s, open for 30s, 1 trial call";
    trailing_comma: #[circuit_breaker(threshold = 2, open_for = "1h",)]
        = "2 failures in 10s, open for 3600s, 1 trial call";
}

#[test]
fn the_window_and_the_open_time_are_obeyed_to_the_nanosecond() {
    #[circuit_breaker(threshold = 2, window = "10s", open_for = "1m 30s", name = "exact")]
    fn exact(works: bool) -> Answer {
        ask(works)
    }
    let (circuit, clock) = circuit("exact");
    exact(false).unwrap_err();
    clock.advance(Duration::from_secs(10));
    exact(false).unwrap_err();
    assert_eq!(circuit.state(), State::Closed);
    clock.advance(just_before(Duration::from_secs(10)));
    exact(false).unwrap_err();
    assert_eq!(circuit.state(), State::Open);
    clock.advance(just_before(Duration::from_secs(90)));
    assert!(exact(true).is_err());
    clock.advance(TICK);
    assert!(exact(true).is_ok());
    assert_eq!(circuit.state(), State::Closed);
}

#[test]
fn a_clock_given_through_the_registry_starts_the_circuit_over() {
    #[circuit_breaker(threshold = 2, name = "started over")]
    fn started_over(works: bool) -> Answer {
        ask(works)
    }
    started_over(false).unwrap_err();
    let (circuit, _clock) = circuit("started over");
    started_over(false).unwrap_err();
    assert_eq!(circuit.state(), State::Closed, "the failure on the system's clock is forgotten");
    started_over(false).unwrap_err();
    assert_eq!(circuit.state(), State::Open);
}
