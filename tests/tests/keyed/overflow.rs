//! When no circuit can be given away, new keys share one.

use breaker_runtime::State;

use crate::{Keyed, PATIENCE};

#[test]
fn new_keys_share_one_circuit_while_no_other_can_be_given_away() {
    let keys = Keyed::new(2);
    keys.open("a").open("b").succeed("c").fail("d");
    assert_eq!(keys.keys(), ["(others)", "a", "b"]);
    assert_eq!((keys.len(), keys.get("c").is_none()), (2, true));
    keys.fail("e");
    assert!(keys.rejects("c") && keys.rejects("new"), "`d` and `e` have opened it");
    let others = keys.circuits().find(|circuit| circuit.key().as_deref() == Some("(others)"));
    let others = others.unwrap().snapshot();
    assert_eq!((others.state, others.name), (State::Open, "tested"));
    assert_eq!((others.calls.success, others.calls.failure, others.calls.rejected), (1, 2, 2));
}

#[test]
fn who_shares_gets_a_circuit_of_its_own_as_soon_as_one_is_found_that_can_be_given_away() {
    let keys = Keyed::new(1);
    keys.open("a").succeed("b");
    keys.get("a").unwrap().reset();
    assert_eq!(keys.succeed("b").keys(), ["(others)", "a"], "asked a moment ago");
    keys.after(tests::just_before(PATIENCE));
    assert_eq!(keys.succeed("b").keys(), ["(others)", "a"]);
    keys.after(tests::TICK);
    assert_eq!(keys.succeed("b").keys(), ["(others)", "b"]);
}

#[test]
fn a_key_called_as_the_shared_circuit_is_a_key_like_any_other() {
    let keys = Keyed::new(2);
    keys.open("(others)").open("b").succeed("c");
    assert!(keys.rejects("(others)"));
    assert_eq!(keys.keys(), ["(others)", "(others)", "b"]);
}

#[test]
fn the_shared_circuit_takes_its_time_from_the_same_clock() {
    let keys = Keyed::new(1);
    keys.open("a").fail("b").fail("c");
    assert!(keys.rejects("b"));
    keys.after(crate::OPEN_FOR);
    // Now `a` is still open, for nobody has asked it, and the shared one admits a trial call.
    keys.succeed("b");
    assert_eq!(keys.keys(), ["(others)", "a"]);
}
