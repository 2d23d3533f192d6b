//! Policies that are changed while keys come and go.

use std::io;

use breaker_runtime::testing::isolate;
use breaker_runtime::{Overrides, Setting, State, circuit_breaker, registry};

#[circuit_breaker(key = host, max_keys = 2, threshold = 5, name = "configured keys")]
fn ask(host: &str, works: bool) -> io::Result<()> {
    let _ = host;
    if works { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
}

fn failures_to_open(host: &str) -> usize {
    let circuit = || registry().get(&format!("configured keys[{host}]"));
    (1..9)
        .find(|_| {
            ask(host, false).unwrap_err();
            circuit().is_some_and(|circuit| circuit.state() == State::Open)
        })
        .unwrap()
}

#[test]
fn a_changed_policy_holds_for_keys_that_are_there_and_for_those_to_come() {
    let _test = isolate();
    ask("there", true).unwrap();
    let overrides = Overrides::new().circuit("configured keys", Setting::Threshold(2));
    registry().configure(&overrides).unwrap();
    assert_eq!(
        registry().keyed("configured keys").unwrap().policy().to_string().as_bytes()[0],
        b'2'
    );
    ask("came", true).unwrap();
    assert!(registry().get("configured keys[came]").unwrap().history().is_empty());
    assert_eq!((failures_to_open("there"), failures_to_open("came")), (2, 2));
}

#[test]
fn a_policy_that_is_changed_back_is_the_one_of_the_function_whenever_the_key_came() {
    let _test = isolate();
    let overrides = Overrides::new().circuit("configured keys", Setting::Threshold(2));
    registry().configure(&overrides).unwrap();
    ask("while", true).unwrap();
    registry().configure(&Overrides::new()).unwrap();
    ask("after", true).unwrap();
    assert_eq!((failures_to_open("while"), failures_to_open("after")), (5, 5));
}

#[test]
fn a_circuit_that_goes_to_another_key_keeps_the_changed_policy() {
    let _test = isolate();
    (0..2).for_each(|key| ask(&key.to_string(), true).unwrap());
    let overrides = Overrides::new().circuit("configured keys", Setting::Threshold(3));
    registry().configure(&overrides).unwrap();
    ask("next", true).unwrap();
    assert_eq!(failures_to_open("next"), 3);
}

#[test]
fn keys_that_a_switch_turned_off_are_given_away_too() {
    let _test = isolate();
    let overrides = Overrides::new().circuit("configured keys", Setting::Enabled(false));
    registry().configure(&overrides).unwrap();
    (0..10).for_each(|key| ask(&key.to_string(), false).unwrap_err().to_string().clear());
    assert!(registry().get("configured keys[9]").is_some());
}
