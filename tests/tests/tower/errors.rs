//! The error of a guarded service, and rejections behind other errors.

use core::fmt;
use std::io;

use breaker_runtime::CircuitOpen;
use breaker_runtime::tower::Error;
use tower::BoxError;

use crate::callee::Broken;
use crate::circuit;

fn open() -> CircuitOpen {
    let circuit = circuit();
    circuit.force_open();
    circuit.rejected()
}

#[test]
fn it_reads_as_what_it_is() {
    let open = open();
    assert_eq!(Error::<Broken>::Open(open).to_string(), open.to_string());
    assert_eq!(Error::Service(Broken).to_string(), "broken");
}

#[test]
fn it_is_made_of_a_rejection_and_gives_it_back() {
    let open = open();
    assert_eq!(Error::<Broken>::from(open).rejection(), Some(open));
    assert_eq!(Error::Service(Broken).rejection(), None);
}

#[test]
fn in_a_box_there_is_what_it_was_made_of() {
    let open = open();
    let boxed: BoxError = Error::<Broken>::Open(open).into();
    assert_eq!(*boxed.downcast::<CircuitOpen>().unwrap(), open);
    let boxed: BoxError = Error::Service(Broken).into();
    assert_eq!(*boxed.downcast::<Broken>().unwrap(), Broken);
    let boxed: BoxError = Error::Service(BoxError::from(Broken)).into();
    assert_eq!(*boxed.downcast::<Broken>().unwrap(), Broken);
}

#[test]
fn a_rejection_is_found_behind_errors_made_from_it() {
    let open = open();
    assert_eq!(CircuitOpen::behind(&open), Some(open));
    assert_eq!(CircuitOpen::behind(&io::Error::from(open)), Some(open));
    assert_eq!(CircuitOpen::behind(&io::Error::other(io::Error::from(open))), Some(open));
    assert_eq!(CircuitOpen::behind(&Unpaid(open.into())), Some(open));
    assert_eq!(CircuitOpen::behind(&io::Error::other(Unpaid(open.into()))), Some(open));
    let boxed: BoxError = Error::Service(BoxError::from(Unpaid(open.into()))).into();
    assert_eq!(CircuitOpen::behind(&*boxed), Some(open));
}

#[test]
fn behind_other_errors_there_is_none() {
    assert_eq!(CircuitOpen::behind(&Broken), None);
    assert_eq!(CircuitOpen::behind(&Unpaid(io::ErrorKind::Other.into())), None);
    assert_eq!(CircuitOpen::behind(&io::Error::other(Broken)), None);
}

#[derive(Debug)]
struct Unpaid(io::Error);

impl fmt::Display for Unpaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unpaid")
    }
}

impl core::error::Error for Unpaid {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.0)
    }
}
