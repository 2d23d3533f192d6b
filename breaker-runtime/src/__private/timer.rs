//! The timer of a `timeout` (feature `tokio`). It is set before the circuit is asked for admission:
//! so a call without a runtime panics in whatever state the circuit is, and before anything is
//! counted (rule S25).

use core::fmt;
use core::future::Future;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;

use pin_project_lite::pin_project;
use tokio::runtime::Handle;
use tokio::task::Unconstrained;
use tokio::time::Sleep;

use crate::circuit::overtime::Ending;
use crate::registry::timeouts::Timeout;

/// A timer that runs.
pub struct Timer {
    sleep: Sleep,
    limit: Duration,
}

impl Timeout {
    /// A timer that runs from now on, for the function of this name.
    ///
    /// # Panics
    ///
    /// If there is no runtime of tokio, or one without a timer.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn set(&'static self, function: &'static str) -> Timer {
        let limit = self.limit();
        if Handle::try_current().is_err() {
            no_runtime(function, limit);
        }
        // `sleep` itself panics, at the caller's place, if the runtime has no timer.
        Timer { sleep: tokio::time::sleep(limit), limit }
    }
}

impl Timer {
    pub(super) const fn limit(&self) -> Duration {
        self.limit
    }

    #[inline]
    pub(super) fn limiting<F: Future>(self, body: F) -> Limited<F> {
        let late = tokio::task::unconstrained(self.sleep);
        Limited { body, late, ending: Ending::default() }
    }
}

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timer").field("limit", &self.limit).finish_non_exhaustive()
    }
}

#[cold]
#[track_caller]
#[expect(clippy::panic, reason = "a mistake in the program, which no error could tell of in time")]
fn no_runtime(function: &str, limit: Duration) -> ! {
    let place = Location::caller();
    panic!(
        "`{function}` at {place} has a `timeout` of {limit:?} and was called outside of a tokio \
         runtime: call it in `#[tokio::main]`, or in a runtime built with `enable_all` or \
         `enable_time`"
    );
}

pin_project! {
    /// A body that has a time limit.
    ///
    /// The timer runs outside of the task's budget: a body that uses the budget up again and again
    /// must not hide the time from it.
    pub(super) struct Limited<F> {
        #[pin]
        body: F,
        #[pin]
        late: Unconstrained<Sleep>,
        // After the body, because fields are dropped in order.
        ending: Ending,
    }

    impl<F> PinnedDrop for Limited<F> {
        fn drop(this: Pin<&mut Self>) {
            this.project().ending.begin();
        }
    }
}

/// The error of a body whose time is over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Elapsed;

impl<F: Future> Future for Limited<F> {
    type Output = Result<F::Output, Elapsed>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        match this.body.poll(context) {
            Poll::Ready(returned) => Poll::Ready(Ok(returned)),
            Poll::Pending => this.late.poll(context).map(|()| {
                this.ending.set_late();
                Err(Elapsed)
            }),
        }
    }
}
