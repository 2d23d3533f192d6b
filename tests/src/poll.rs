use core::pin::pin;
use core::task::{Context, Poll, Waker};

/// Polls the future once, with nobody to wake, and drops it: one that goes on is handed over as
/// `pin.as_mut()`.
pub fn poll_once<T>(future: impl Future<Output = T>) -> Poll<T> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}
