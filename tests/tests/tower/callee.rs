//! A service that does as it is told, and insists on tower's contract.

use core::fmt;
use core::future::{pending, ready};
use core::pin::Pin;
use core::task::{Context, Poll};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tower::Service;

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Status(u16),
    Fail,
    Hang,
    /// The future panics.
    Panic,
    /// The call does, before there is a future.
    PanicAtOnce,
}

/// A status, as of HTTP.
pub(crate) type Reply = u16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broken")
    }
}

impl core::error::Error for Broken {}

/// How a callee stands with readiness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Readiness {
    #[default]
    Ready,
    Waiting,
    Broken,
    Panicking,
}

/// Clones share what they are told; each must be ready before it is called.
#[derive(Debug, Default)]
pub(crate) struct Callee {
    desk: Arc<Desk>,
    is_ready: bool,
}

#[derive(Debug, Default)]
struct Desk {
    readiness: Mutex<Readiness>,
    asked: AtomicUsize,
    called: AtomicUsize,
}

impl Callee {
    pub(crate) fn turn(&self, readiness: Readiness) {
        *self.readiness() = readiness;
    }

    /// How often it was asked whether it is ready.
    pub(crate) fn asked(&self) -> usize {
        self.desk.asked.load(Ordering::Relaxed)
    }

    pub(crate) fn called(&self) -> usize {
        self.desk.called.load(Ordering::Relaxed)
    }

    fn readiness(&self) -> MutexGuard<'_, Readiness> {
        self.desk.readiness.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clone for Callee {
    fn clone(&self) -> Self {
        Self { desk: Arc::clone(&self.desk), is_ready: false }
    }
}

impl Service<Order> for Callee {
    type Response = Reply;
    type Error = Broken;
    type Future = Pin<Box<dyn Future<Output = Result<Reply, Broken>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Broken>> {
        self.desk.asked.fetch_add(1, Ordering::Relaxed);
        let readiness = *self.readiness();
        self.is_ready |= readiness == Readiness::Ready;
        match readiness {
            _ if self.is_ready => Poll::Ready(Ok(())),
            Readiness::Broken => Poll::Ready(Err(Broken)),
            Readiness::Panicking => resume_unwind(Box::new("not ready at all")),
            Readiness::Ready | Readiness::Waiting => Poll::Pending,
        }
    }

    fn call(&mut self, order: Order) -> Self::Future {
        assert!(self.is_ready, "called without being ready");
        self.is_ready = false;
        self.desk.called.fetch_add(1, Ordering::Relaxed);
        match order {
            Order::Status(status) => Box::pin(ready(Ok(status))),
            Order::Fail => Box::pin(ready(Err(Broken))),
            Order::Hang => Box::pin(pending()),
            Order::Panic => Box::pin(async { resume_unwind(Box::new("the future panicked")) }),
            Order::PanicAtOnce => resume_unwind(Box::new("the call panicked")),
        }
    }
}
