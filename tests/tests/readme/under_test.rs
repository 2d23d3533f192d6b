//! A test as the README shows it, with the function that it tests.

use breaker_runtime::circuit_breaker;

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
    bank.set_state(breaker_runtime::State::Open);
    assert_eq!(rate("EUR"), Ok(LAST_KNOWN));
    test.clock().advance(std::time::Duration::from_secs(30));
    assert_eq!(rate("EUR"), Ok(TODAYS)); // the trial call
    assert_eq!(bank.history().last().unwrap().to_string(), "circuit `bank` closed");
}
