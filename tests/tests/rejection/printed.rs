//! A rejection in a printed chain of errors: each line says something new.

use core::error::Error;
use std::io;

use breaker_runtime::{TimedOut, circuit_breaker};
use tests::run;

use crate::errors::PayError;
use crate::open;

#[test]
fn in_one_line() {
    assert_eq!(open().to_string(), "circuit `shop` is forced open");
    assert_eq!(PayError::from(open()).to_string(), "circuit `shop` is forced open");
    let error = anyhow::Error::from(open()).context("order 7");
    assert_eq!(
        format!("{error:#}"),
        "order 7: circuit `shop` is forced open: the circuit breaker rejected the call before it \
         was made"
    );
    let error = anyhow::Error::from(PayError::from(open()));
    assert_eq!(
        format!("{error:#}"),
        "circuit `shop` is forced open: the circuit breaker rejected the call before it was made"
    );
    let error = eyre::Report::from(io::Error::from(open()));
    assert_eq!(
        format!("{error:#}"),
        "circuit `shop` is forced open: the circuit breaker rejected the call before it was made"
    );
}

#[test]
fn in_several() {
    let error = anyhow::Error::from(PayError::Because(Box::new(open().into())));
    let printed = format!("{error:?}");
    let causes: Vec<_> = printed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(
        causes[..4],
        [
            "not paid",
            "Caused by:",
            "0: circuit `shop` is forced open",
            "1: the circuit breaker rejected the call before it was made"
        ],
        "{printed}"
    );
}

#[circuit_breaker(name = "printed", timeout = "20ms")]
async fn late() -> anyhow::Result<()> {
    core::future::pending().await
}

#[test]
fn so_is_a_time_out() {
    let error = run(late()).unwrap_err();
    assert_eq!(TimedOut::behind(&*error).unwrap().name(), "printed");
    assert_eq!(
        format!("{:#}", error.context("order 7")),
        "order 7: call of `printed` timed out after 20ms: the circuit breaker dropped the call \
         before it ended"
    );
}

/// `{error:?}` of a wrapper that derives it shows its source as well.
#[test]
fn the_sources_of_both_show_what_their_errors_say() {
    fn assert_source_shows(error: &dyn Error, shown: &str) {
        assert_eq!(format!("{:?}", error.source().expect("what `behind` looks for")), shown);
        assert_eq!(format!("{error:?}"), shown);
    }
    assert_source_shows(&open(), "circuit `shop` is forced open");
    let late = TimedOut::behind(&*run(late()).unwrap_err()).expect("it times out");
    assert_source_shows(&late, "call of `printed` timed out after 20ms");
}
