//! Rule S20, for whoever looks: calls that a circuit further in rejects are counted apart, with the
//! circuit that rejected the last one.

use std::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{State, circuit_breaker, registry};
use tests::run;

use crate::errors::PayError;

type Answer = Result<u32, PayError>;

#[circuit_breaker(name = "hit: pay", threshold = 1, key = bank, open_for = "1h")]
fn pay(bank: &str) -> Answer {
    if bank == "up" { Ok(1) } else { Err(PayError::Declined) }
}

#[circuit_breaker(name = "hit: checkout", fallback = sorry, fallback_on = failure)]
fn checkout(bank: &str) -> Answer {
    pay(bank)
}

#[circuit_breaker(name = "hit: later", fallback = Ok(0), fallback_on = failure)]
async fn checkout_later(bank: &str) -> Answer {
    pay(bank)
}

fn sorry(bank: &str) -> Answer {
    if bank.is_empty() { Err(PayError::Declined) } else { Ok(0) }
}

#[test]
fn calls_that_are_rejected_further_in_are_counted_apart_from_what_is_ignored() {
    let checkout_now = || registry().get("hit: checkout").unwrap().snapshot();
    let clock = ManualClock::new();
    registry().get("hit: checkout").unwrap().set_clock(clock.clone());
    assert_eq!(checkout("up").unwrap(), 1);
    assert_eq!(checkout_now().last_rejection_within, None);
    pay("down").unwrap_err();
    assert_eq!((checkout("down").unwrap(), checkout("down").unwrap()), (0, 0));
    clock.advance(Duration::from_secs(5));
    let now = checkout_now();
    assert_eq!((now.state, now.calls.rejected_within, now.calls.ignored), (State::Closed, 2, 2));
    assert_eq!(now.calls.to_string(), "3 calls: 1 succeeded, 2 ignored (2 rejected within)");
    let within = now.last_rejection_within.unwrap();
    assert_eq!(within.to_string(), "by hit: pay[down] 5s ago");
    assert_eq!((within.by, within.key.as_deref()), ("hit: pay", Some("down")));
}

/// By its size a return value comes in registers or in memory, and is judged by code of its own.
#[test]
fn they_are_counted_whatever_the_function_returns() {
    type Any = Box<dyn std::error::Error + Send + Sync>;
    #[circuit_breaker(name = "hit: unit")]
    fn unit() -> std::io::Result<()> {
        pay("shut").map(drop).map_err(std::io::Error::other)
    }
    #[circuit_breaker(name = "hit: unit or", fallback = Ok(()), fallback_on = failure)]
    fn unit_or() -> std::io::Result<()> {
        pay("shut").map(drop).map_err(std::io::Error::other)
    }
    #[circuit_breaker(name = "hit: boxed or", fallback = Ok(()), fallback_on = failure)]
    fn boxed_or() -> Result<(), Any> {
        pay("shut")?;
        Ok(())
    }
    #[circuit_breaker(
        name = "hit: arms or",
        failure(Ok(false)),
        fallback = Ok(true),
        fallback_on = failure
    )]
    fn arms_or() -> std::io::Result<bool> {
        pay("shut").map(|_| true).map_err(std::io::Error::other)
    }
    #[circuit_breaker(name = "hit: long or", fallback = Ok([0; 9]), fallback_on = failure)]
    fn long_or() -> std::io::Result<[u64; 9]> {
        pay("shut").map(|_| [1; 9]).map_err(std::io::Error::other)
    }
    pay("shut").unwrap_err();
    unit().unwrap_err();
    unit_or().unwrap();
    boxed_or().unwrap();
    assert!(arms_or().unwrap());
    assert_eq!(long_or().unwrap(), [0; 9]);
    for name in ["hit: unit", "hit: unit or", "hit: boxed or", "hit: arms or", "hit: long or"] {
        let now = registry().get(name).unwrap().snapshot();
        assert_eq!((now.calls.rejected_within, now.calls.ignored), (1, 1), "{name}");
        assert_eq!(now.last_rejection_within.unwrap().by, "hit: pay", "{name}");
    }
}

#[test]
fn it_is_known_whether_the_fallback_answers_them() {
    #[circuit_breaker(name = "hit: rejected itself", fallback = Ok(0))]
    fn for_rejections_alone(bank: &str) -> Answer {
        pay(bank)
    }
    let answers = |name: &str| {
        let guarded = registry().get(name).unwrap().snapshot().guarded;
        guarded.iter().map(|function| function.answers_failures).collect::<Vec<_>>()
    };
    pay("gone").unwrap_err();
    for_rejections_alone("gone").unwrap_err();
    assert_eq!(run(checkout_later("gone")).unwrap(), 0);
    let hit = ["hit: checkout", "hit: later", "hit: rejected itself"];
    assert_eq!(hit.map(answers), [[true], [true], [false]]);
    let calls = registry().get("hit: later").unwrap().snapshot().calls;
    assert_eq!((calls.rejected_within, calls.failure), (1, 0));
}

#[test]
fn the_circuit_of_all_keys_has_the_latest_of_any() {
    #[circuit_breaker(name = "hit: by shop", key = shop)]
    fn by_shop(shop: &str, bank: &str) -> Answer {
        let _ = shop;
        pay(bank)
    }
    pay("broke").unwrap_err();
    pay("robbed").unwrap_err();
    by_shop("oslo", "broke").unwrap_err();
    by_shop("rome", "robbed").unwrap_err();
    let whole = registry().find_keyed("hit: by shop").unwrap().whole().snapshot();
    assert_eq!(whole.keys.unwrap().calls.rejected_within, 2);
    let last = |now: breaker_runtime::Snapshot| now.last_rejection_within.unwrap().key;
    assert_eq!(last(whole).as_deref(), Some("robbed"));
    let oslo = registry().get("hit: by shop[oslo]").unwrap().snapshot();
    assert_eq!(oslo.calls.rejected_within, 1);
    assert_eq!(last(oslo).as_deref(), Some("broke"));
}

#[test]
fn a_new_clock_knows_no_time_of_an_old_one() {
    #[circuit_breaker(name = "hit: at noon")]
    fn at_noon() -> Answer {
        pay("late")
    }
    pay("late").unwrap_err();
    at_noon().unwrap_err();
    let circuit = registry().get("hit: at noon").unwrap();
    assert!(circuit.snapshot().last_rejection_within.is_some());
    circuit.set_clock(ManualClock::new());
    let now = circuit.snapshot();
    assert_eq!((now.calls.rejected_within, now.last_rejection_within), (1, None));
}

/// As a call of itself: nothing further in is open.
#[test]
fn its_own_rejection_is_none_from_further_in() {
    #[circuit_breaker(name = "hit: itself", threshold = 1)]
    fn round(n: u32) -> Answer {
        if n == 0 {
            registry().get("hit: itself").unwrap().force_open();
        }
        if n > 1 { Ok(1) } else { round(n + 1) }
    }
    round(0).unwrap_err();
    let now = registry().get("hit: itself").unwrap().snapshot();
    assert_eq!((now.calls.rejected_within, now.last_rejection_within), (0, None));
    assert!(now.calls.ignored > 0);
    registry().get("hit: itself").unwrap().reset();
}
