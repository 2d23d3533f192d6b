//! Errors behind pointers, and errors that borrow.

use core::error::Error;
use std::sync::Arc;

use breaker_runtime::circuit_breaker;
use tests::run;

use super::assert_counts;
use crate::errors::{At, PayError};
use crate::open;

#[circuit_breaker(fallback = Err(Arc::new(PayError::Declined)))]
fn shared() -> Result<(), Arc<PayError>> {
    Err(Arc::new(open().into()))
}

#[circuit_breaker(fallback = Err(Arc::new(PayError::Declined)))]
fn shared_object() -> Result<(), Arc<dyn Error>> {
    Err(Arc::new(PayError::from(open())))
}

#[circuit_breaker(fallback = Err(Arc::new(anyhow::anyhow!("declined"))))]
fn shared_anyhow() -> Result<(), Arc<anyhow::Error>> {
    Err(Arc::new(PayError::from(open()).into()))
}

#[circuit_breaker(fallback = Err(Box::new(Arc::new(PayError::Declined))))]
fn pointers() -> Result<(), Box<Arc<PayError>>> {
    Err(Box::new(Arc::new(open().into())))
}

#[circuit_breaker(fallback = Err(error))]
fn borrowed<'e>(error: &'e PayError) -> Result<&'static str, &'e PayError> {
    Err(error)
}

#[circuit_breaker(fallback = Err(error))]
fn borrowed_object<'e>(error: &'e (dyn Error + 'e)) -> Result<(), &'e (dyn Error + 'e)> {
    Err(error)
}

#[circuit_breaker(fallback = Err(At { path, error: PayError::Declined }))]
fn borrowing(path: &str) -> Result<&str, At<'_, PayError>> {
    Err(At { path, error: open().into() })
}

#[circuit_breaker(fallback = Err(At { path, error: PayError::Declined }))]
async fn borrowing_later<'a>(path: &'a str) -> Result<&'a str, At<'a, PayError>> {
    Err(At { path, error: open().into() })
}

#[test]
fn pointers_and_lifetimes() {
    assert!(shared().is_err() && shared_object().is_err() && pointers().is_err());
    assert!(shared_anyhow().is_err());
    let error = PayError::from(open());
    assert!(borrowed(&error).is_err() && borrowed_object(&error).is_err());
    let path = String::from("shop");
    assert!(borrowing(&path).is_err() && run(borrowing_later(&path)).is_err());
    for function in [
        "shared",
        "shared_object",
        "shared_anyhow",
        "pointers",
        "borrowed",
        "borrowed_object",
        "borrowing",
        "borrowing_later",
    ] {
        assert_counts(module_path!(), function, 1, 0);
    }
}
