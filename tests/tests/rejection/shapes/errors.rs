//! Error types: what is an error, derefs to one, or is none.

use core::error::Error;
use core::fmt::Debug;
use core::ops::Deref;
use std::io;
use std::rc::Rc;

use breaker_runtime::{CircuitOpen, circuit_breaker};
use tests::run;

use super::assert_counts;
use crate::errors::PayError;
use crate::open;

/// Declares a test: functions return the error, and the circuit is told nothing, or of a failure.
macro_rules! errors {
    ($($test:ident: $error:ty = $value:expr, $ignored:literal, $failures:literal;)*) => {$(
        mod $test {
            use super::*;

            #[circuit_breaker]
            fn sync() -> Result<u8, $error> {
                Err($value)
            }

            #[circuit_breaker(failure(Ok(0)))]
            async fn later() -> Result<u8, $error> {
                Err($value)
            }

            #[test]
            fn test() {
                assert!(sync().is_err());
                assert!(run(later()).is_err());
                assert_counts(module_path!(), "sync", $ignored, $failures);
                assert_counts(module_path!(), "later", $ignored, $failures);
            }
        }
    )*};
}

/// Derefs to an error, and is none.
#[derive(Debug)]
struct Report(Rc<dyn Error>);

impl From<CircuitOpen> for Report {
    fn from(open: CircuitOpen) -> Self {
        Self(Rc::new(open))
    }
}

impl Deref for Report {
    type Target = dyn Error;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

/// Derefs to a text.
#[derive(Debug)]
struct Text(String);

impl From<CircuitOpen> for Text {
    fn from(open: CircuitOpen) -> Self {
        Self(open.to_string())
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// Has a rejection in it, and is no error.
#[derive(Debug)]
struct NoError {
    _open: CircuitOpen,
}

impl From<CircuitOpen> for NoError {
    fn from(open: CircuitOpen) -> Self {
        Self { _open: open }
    }
}

errors! {
    itself: CircuitOpen = open(), 1, 0;
    of_io: io::Error = open().into(), 1, 0;
    derived: PayError = open().into(), 1, 0;
    boxed: Box<dyn Error> = open().into(), 1, 0;
    boxed_to_send: Box<dyn Error + Send + Sync> = PayError::from(open()).into(), 1, 0;
    of_anyhow: anyhow::Error = anyhow::Error::from(open()).context("order 7"), 1, 0;
    of_eyre: eyre::Report = PayError::from(open()).into(), 1, 0;
    behind_deref: Report = open().into(), 1, 0;
    text: Text = open().into(), 0, 1;
    no_error: NoError = open().into(), 0, 1;
}
