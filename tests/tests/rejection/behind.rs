//! `CircuitOpen::behind` finds a rejection in whatever was made from it.

use core::error::Error;
use std::io;
use std::sync::Arc;

use breaker_runtime::CircuitOpen;
use eyre::WrapErr as _;

use crate::errors::{At, Circular, Mutual, PayError};
use crate::open;

#[track_caller]
fn is_found(error: &(dyn Error + '_)) {
    assert_eq!(CircuitOpen::behind(error), Some(open()), "{error:?}");
}

#[test]
fn in_itself() {
    is_found(&open());
    is_found(&&open());
}

#[test]
fn in_transparent_variants() {
    is_found(&PayError::from(open()));
    is_found(&PayError::from(io::Error::from(open())));
    is_found(&PayError::from(Arc::new(io::Error::from(open()))));
    is_found(&PayError::Because(Box::new(open().into())));
    is_found(&PayError::from(Box::<dyn Error + Send + Sync>::from(open())));
}

#[test]
fn in_pointers() {
    is_found(&Arc::new(open()));
    is_found(&Box::new(open()));
    is_found(&Arc::<dyn Error + Send + Sync>::from(Box::<dyn Error + Send + Sync>::from(open())));
    is_found(&*Box::<dyn Error>::from(open()));
    is_found(&Box::new(Arc::new(Box::new(PayError::from(open())))));
}

#[test]
fn in_errors_of_input_and_output() {
    is_found(&io::Error::from(open()));
    is_found(&io::Error::other(io::Error::from(open())));
    is_found(&io::Error::other(Arc::new(open())));
    is_found(&io::Error::other(PayError::from(open())));
}

#[test]
fn in_anyhow_and_eyre() {
    is_found(&*anyhow::Error::from(open()));
    is_found(&*anyhow::Error::from(PayError::from(open())).context("order 7").context("checkout"));
    is_found(&*eyre::Report::from(open()));
    let report = Err::<(), _>(PayError::from(open())).wrap_err("order 7").unwrap_err();
    is_found(&*report);
    is_found(&io::Error::other(anyhow::Error::from(open()).into_boxed_dyn_error()));
}

#[test]
fn on_top_of_each_other() {
    let pay = PayError::Because(Box::new(PayError::from(Arc::new(io::Error::from(open())))));
    let boxed: Box<dyn Error + Send + Sync> = anyhow::Error::from(pay).context("order 7").into();
    let error = PayError::from(io::Error::other(PayError::from(boxed)));
    is_found(&At { path: "shop", error: Arc::new(error) });
}

#[test]
fn in_errors_that_borrow() {
    let path = String::from("shop");
    is_found(&At { path: &path, error: open() });
    is_found(&At { path: &path, error: PayError::from(open()) });
}

/// `deep` errors around a rejection.
fn around(deep: usize) -> PayError {
    let wrap = |inner: PayError, _| PayError::Because(Box::new(inner));
    (1..deep).fold(PayError::Because(Box::new(open().into())), wrap)
}

#[test]
fn as_deep_as_32_errors() {
    is_found(&around(31));
    is_found(&around(32));
    assert_eq!(CircuitOpen::behind(&around(40)), None);
}

#[test]
fn circles_end() {
    assert_eq!(CircuitOpen::behind(&Circular), None);
    assert_eq!(CircuitOpen::behind(&Mutual::One), None);
    assert_eq!(CircuitOpen::behind(&io::Error::other(Mutual::Other)), None);
}

#[test]
fn other_errors_have_none() {
    assert_eq!(CircuitOpen::behind(&PayError::Declined), None);
    assert_eq!(CircuitOpen::behind(&PayError::Because(Box::new(PayError::Declined))), None);
    assert_eq!(CircuitOpen::behind(&io::Error::from(io::ErrorKind::NotFound)), None);
    assert_eq!(CircuitOpen::behind(&io::Error::other("circuit `shop` is forced open")), None);
    assert_eq!(CircuitOpen::behind(&*anyhow::anyhow!("{}", open())), None);
}

#[test]
fn it_says_what_it_said() {
    let error = PayError::Because(Box::new(open().into()));
    let found = CircuitOpen::behind(&error).unwrap();
    assert_eq!(found.name(), "shop");
    assert_eq!(found.state(), open().state());
    assert_eq!(found.retry_after(), None);
}
