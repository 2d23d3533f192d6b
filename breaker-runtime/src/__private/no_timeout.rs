//! Stands for `timeout` where there is no timer: `__require_tokio!` is the one error that the user
//! then sees.

use core::convert::Infallible;
use core::future::Future;

use super::{Admitted, OrFallback, Unjudged};
use crate::call::cycle::Unanswered;
use crate::call::judge::{Arms, Judge};
use crate::call::outcome::Verdict;
use crate::call::within::Look;
use crate::circuit::admitted::attempt::Attempt;
use crate::registry::timeouts::Timeout;

/// Stands for the timer.
#[derive(Debug)]
pub struct Timer;

impl Timeout {
    /// Never called.
    #[must_use]
    pub const fn set(&'static self, _function: &'static str) -> Timer {
        Timer
    }
}

impl<J> Admitted<J> {
    /// Never called.
    pub fn run_async_within<R, F>(self, _timer: Timer, body: F) -> Attempt<'static, F, J>
    where
        F: Future<Output = R>,
        J: Judge<R>,
    {
        self.run_async(body)
    }

    /// Never called.
    pub fn run_async_within_or<R, F>(self, _timer: Timer, body: F) -> OrFallback<F, J>
    where
        F: Future<Output = R>,
        J: Judge<R>,
    {
        self.run_async_or(body)
    }

    /// Never called.
    pub async fn run_async_within_or_late<R, F>(
        self,
        _timer: Timer,
        body: F,
    ) -> Result<R, Unanswered<Infallible>>
    where
        F: Future<Output = R>,
        J: Judge<R>,
    {
        Ok(self.run_async(body).await)
    }
}

impl<L> Unjudged<L> {
    /// Never called.
    pub fn run_async_within<R, F, J>(
        self,
        _timer: Timer,
        body: F,
        judge: J,
    ) -> Attempt<'static, F, Arms<J, L>>
    where
        F: Future<Output = R>,
        J: Fn(&R) -> Verdict,
        L: Look<R>,
    {
        self.run_async(body, judge)
    }

    /// Never called.
    pub fn run_async_within_or<F, J>(
        self,
        _timer: Timer,
        body: F,
        judge: J,
    ) -> OrFallback<F, Arms<J, L>>
    where
        F: Future,
        J: Fn(&F::Output) -> Verdict,
        L: Look<F::Output>,
    {
        self.run_async_or(body, judge)
    }

    /// Never called.
    pub async fn run_async_within_or_late<F, J>(
        self,
        _timer: Timer,
        body: F,
        judge: J,
    ) -> Result<F::Output, Unanswered<Infallible>>
    where
        F: Future,
        J: Fn(&F::Output) -> Verdict,
        L: Look<F::Output>,
    {
        Ok(self.run_async(body, judge).await)
    }
}
