use core::pin::pin;
use core::task::{Context, Poll, Waker};

/// Polls the future once, with nobody to wake, and drops it: one that goes on is handed over as
/// `pin.as_mut()`.
pub fn poll_once<T>(future: impl Future<Output = T>) -> Poll<T> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls the future until it is ready, with nobody to wake.
///
/// # Panics
///
/// If it does not end.
#[track_caller]
pub fn poll_to_end<T>(future: impl Future<Output = T>) -> T {
    const MANY: u32 = 100;
    let mut future = pin!(future);
    for _ in 0..MANY {
        if let Poll::Ready(value) = poll_once(future.as_mut()) {
            return value;
        }
    }
    unreachable!("it does not end");
}
