//! A test as the README shows it, with the function that it tests.

use std::time::Duration;

use breaker_runtime::{State, circuit_breaker};

const LAST_KNOWN: u64 = 1079;
const TODAYS: u64 = 1083;

#[circuit_breaker(name = "bank", fallback = Ok(LAST_KNOWN))]
fn rate(currency: &str) -> Result<u64, String> {
    if currency == "EUR" { Ok(TODAYS) } else { Err(format!("no rate of {currency}")) }
}

#[test]
fn falls_back_while_the_bank_is_down() {
    let test = breaker_runtime::testing::isolate(); // this test's own circuits and clock
    let bank = test.circuit("bank").unwrap(); // #[circuit_breaker(name = "bank", ..)]
    bank.set_state(State::Open);
    assert_eq!(rate("EUR"), Ok(LAST_KNOWN));
    test.clock().advance(Duration::from_secs(30));
    assert_eq!(rate("EUR"), Ok(TODAYS)); // the trial call
    assert_eq!(bank.state(), State::Closed);
}
