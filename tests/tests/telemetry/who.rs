//! Who takes a step by hand, and why: in each event that tells of it.

use core::time::Duration;

use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitBreaker, Note, Overrides, Policy, Setting, register, registry};
use tests::TestCircuit;

use crate::Heard;

const SECOND: Duration = Duration::from_secs(1);

fn note() -> Note {
    Note::new("new certificates").by("anna")
}

/// The events, and whether they say it.
fn told(heard: &Heard) -> Vec<(&'static str, bool)> {
    let said = "circuit_breaker.who=anna circuit_breaker.why=new certificates";
    let lines = heard.lines();
    heard.names().into_iter().zip(lines.iter().map(|line| line.contains(said))).collect()
}

#[test]
fn a_forced_state_says_it_as_it_begins_and_as_it_ends() {
    let circuit = TestCircuit::new(Policy::new());
    let heard = Heard::during(|| {
        circuit.force_open_for(SECOND, note());
        circuit.after(SECOND).succeed();
        circuit.force_closed_for(SECOND, note());
        circuit.after(SECOND).succeed();
    });
    assert_eq!(
        told(&heard),
        [
            ("forced_open", true),
            ("half_opened", true),
            ("closed", false),
            ("forced_closed", true),
            ("closed", true),
        ]
    );
}

#[test]
fn a_reset_and_a_change_of_settings_say_it() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("ordered", Policy::new());
    register!(CIRCUIT);
    let _test = isolate();
    let heard = Heard::during(|| {
        CIRCUIT.force_closed();
        CIRCUIT.reset_with(note());
        let dry = Overrides::new().circuit("ordered", Setting::DryRun(true));
        registry().amend_with(&dry, note()).expect("it exists");
        registry().withdraw_with(&dry, note()).expect("it exists");
        CIRCUIT.reset();
    });
    assert_eq!(
        told(&heard),
        [
            ("forced_closed", false),
            ("reset", true),
            ("reconfigured", true),
            ("reconfigured", true),
            ("reset", false),
        ]
    );
}
