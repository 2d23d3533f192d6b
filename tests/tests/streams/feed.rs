//! A stream that yields what a test puts in.

use core::pin::Pin;
use core::task::{Context, Poll};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use futures_util::Stream;

use crate::Token;

/// What comes next.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Next {
    Item(Token),
    End,
    Panic,
}

/// Where a test puts it in: a clone is the stream.
#[derive(Clone, Debug, Default)]
pub(crate) struct Feed(Rc<RefCell<VecDeque<Next>>>);

impl Feed {
    /// One that yields a good item first.
    pub(crate) fn good() -> Self {
        let feed = Self::default();
        feed.put(Next::Item(Ok(0)));
        feed
    }

    pub(crate) fn put(&self, next: Next) -> &Self {
        self.0.borrow_mut().push_back(next);
        self
    }
}

impl Stream for Feed {
    type Item = Token;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Token>> {
        let next = self.0.borrow_mut().pop_front();
        match next {
            None => Poll::Pending,
            Some(Next::Item(item)) => Poll::Ready(Some(item)),
            Some(Next::End) => Poll::Ready(None),
            Some(Next::Panic) => std::panic::resume_unwind(Box::new("a stream panicked")),
        }
    }
}
