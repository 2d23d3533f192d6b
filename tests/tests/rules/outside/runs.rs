//! The run of failures, while the circuit's settings change.

use breaker_runtime::{
    CircuitBreaker, Overrides, Permit, Policy, Setting, State, Window, registry,
};

use super::TIME;
use crate::WINDOW;

/// Failures, a change of the rule, and failures, with a success between them or not.
fn is_open_after(circuit: &'static CircuitBreaker, succeeds: bool, change: Setting) -> bool {
    let _alone = crate::configures_alone();
    let fail = || (0..3).for_each(|_| circuit.try_acquire().into_iter().for_each(Permit::failure));
    registry().configure(&Overrides::new()).expect("nothing is wrong with it");
    circuit.reset();
    circuit.follow_runs();
    circuit.try_acquire().into_iter().for_each(Permit::success);
    fail();
    let under_way = circuit.try_acquire();
    let change = Overrides::new().circuit(circuit.name(), change);
    registry().configure(&change).expect("nothing is wrong with it");
    if succeeds {
        under_way.into_iter().for_each(Permit::success);
    }
    fail();
    circuit.from_outside("pod-7").suspect_for(TIME);
    circuit.state() == State::Open
}

#[test]
fn it_goes_on_by_any_rule() {
    static CIRCUIT: CircuitBreaker =
        CircuitBreaker::new("followed", Policy::new().threshold(50).window(WINDOW));
    registry().register(&CIRCUIT);
    for change in [
        Setting::Threshold(40),
        Setting::ThresholdPercent(90.0),
        Setting::Window(Window::calls(100)),
        Setting::Consecutive(50),
    ] {
        assert!(is_open_after(&CIRCUIT, false, change), "{change:?}");
        assert!(!is_open_after(&CIRCUIT, true, change), "{change:?}");
    }
}
