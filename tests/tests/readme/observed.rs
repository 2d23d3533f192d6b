//! Circuits listed, and events heard.

use std::time::Duration;

use breaker_runtime::circuit_breaker;
use breaker_runtime::testing::isolate;

#[circuit_breaker(name = "payments")]
fn pay(works: bool) -> Result<(), std::io::Error> {
    if works { Ok(()) } else { Err(std::io::ErrorKind::TimedOut.into()) }
}

#[test]
fn circuits_and_events_print_what_the_comments_say() {
    let test = isolate();
    for circuit in breaker_runtime::registry().snapshot() {
        println!("{circuit}"); // payments: open for 12s, next trial in 18s; 15 calls: ..
    }
    breaker_runtime::registry().subscribe(|event| println!("{event}")).detach();

    for _ in 0..9 {
        pay(true).unwrap();
    }
    for _ in 0..6 {
        pay(false).unwrap_err();
    }
    test.clock().advance(Duration::from_secs(12));
    let payments = test.circuit("payments").unwrap();
    let line = payments.snapshot().to_string();
    let says = "payments: open for 12s, next trial in 18s; 15 calls: 9 succeeded, ";
    assert!(line.starts_with(says), "{line}");
    let opening = payments.history().pop().unwrap().to_string();
    assert_eq!(opening, "circuit `payments` opened for 30s: 5 failures within 10s");
}
