//! A long answer that keeps its reader's place for as long as it is not read.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::queue::Reading;

/// Bytes that a server takes at a time: what it has taken it keeps until that is sent.
const SLICE: usize = 64 << 10;

#[derive(Debug)]
pub(super) struct Held {
    rest: Bytes,
    _reading: Reading,
}

impl Held {
    pub(super) fn new(bytes: Bytes, reading: Reading) -> Self {
        Self { rest: bytes, _reading: reading }
    }
}

impl Body for Held {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = self.rest.len().min(SLICE);
        let slice = self.rest.split_to(next);
        Poll::Ready((!slice.is_empty()).then(|| Ok(Frame::data(slice))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
