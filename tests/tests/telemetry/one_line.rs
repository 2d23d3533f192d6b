//! What is done to all keys of a function is one line of the log, however many there are.

use core::time::Duration;

use breaker_runtime::testing::isolate;
use breaker_runtime::{KeyedCircuitBreaker, Overrides, Policy, Setting, register_keyed, registry};

use crate::Heard;

static FETCH: KeyedCircuitBreaker =
    KeyedCircuitBreaker::new("one line", Policy::new().threshold(1), 64);
register_keyed!(FETCH);

fn use_keys() {
    for key in 0..50 {
        FETCH.try_acquire(&key).expect("closed").success();
    }
}

#[test]
fn new_settings_for_all_keys_are_one_line_and_those_of_a_key_another_one() {
    let _test = isolate();
    use_keys();
    let heard = Heard::during(|| {
        let overrides = Overrides::new().circuit("one line", Setting::Threshold(7));
        let own = overrides.clone().circuit("one line[3]", Setting::Threshold(9));
        registry().configure(&overrides).expect("it exists");
        registry().configure(&own).expect("it exists");
        registry().configure(&overrides).expect("it exists");
    });
    assert_eq!(heard.names(), ["reconfigured"; 3]);
    let of_key = heard.lines().into_iter().filter(|line| line.contains("circuit_breaker.key=3"));
    assert_eq!(of_key.count(), 2, "{:?}", heard.lines());
    let circuit = FETCH.get(&7).expect("it was used");
    assert_eq!(circuit.history().len(), 1, "it knows all the same");
}

#[test]
fn what_is_forced_on_all_keys_is_one_line_and_an_outage_of_a_key_has_its_own() {
    let test = isolate();
    use_keys();
    let heard = Heard::during(|| FETCH.force_open());
    assert_eq!(heard.names(), ["forced_open"]);
    let heard = Heard::during(|| FETCH.reset());
    assert_eq!(heard.names(), ["reset"]);

    let heard = Heard::during(|| {
        FETCH.try_acquire(&3).expect("closed").failure();
        test.clock().advance(Duration::from_secs(1));
        FETCH.force_open();
        FETCH.reset();
    });
    let of_key = heard.lines().into_iter().filter(|line| line.contains("circuit_breaker.key=3"));
    assert_eq!(of_key.count(), 3, "its outage begins, goes on and ends: {:?}", heard.lines());
    assert_eq!(heard.names().len(), 5, "{:?}", heard.lines());
}
