//! S16: streams are judged by what they do.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod attribute;
mod bodies;
mod by_hand;
mod feed;
mod keys;
mod later;
mod recovery;

use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use core::time::Duration;

use futures_util::Stream;

pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// What streams yield here.
pub(crate) type Token = Result<u8, &'static str>;

/// Polls for the next item, with nobody to wake.
pub(crate) fn next<S: Stream + Unpin>(stream: &mut S) -> Poll<Option<S::Item>> {
    Pin::new(stream).poll_next(&mut Context::from_waker(Waker::noop()))
}
