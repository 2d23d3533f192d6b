//! The attribute without the attribute.

use core::future::Future;

use super::CircuitBreaker;
use crate::call::judge::ByOutcome;
use crate::call::outcome::Reject;
use crate::call::rejection::CircuitOpen;
use crate::circuit::admitted::attempt::{Attempt, Gated};

impl CircuitBreaker {
    /// Runs `body` if the circuit admits it, and learns from what it returns. A panic in it counts
    /// as a failure and goes on.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy};
    ///
    /// static DISK: CircuitBreaker = CircuitBreaker::new("disk", Policy::new());
    /// let text: std::io::Result<String> = DISK.call(|| std::fs::read_to_string("/etc/hostname"));
    /// ```
    #[inline]
    #[track_caller]
    pub fn call<T: Reject>(&self, body: impl FnOnce() -> T) -> T {
        match self.acquire(Self::answer) {
            Ok(admission) => admission.run(T::verdict, body),
            Err(answer) => self.rejected(answer),
        }
    }

    /// Runs a future if the circuit admits it, and learns from what it returns. It asks for
    /// admission when it is first polled. Dropped before it finished, it counts as abandoned.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy};
    ///
    /// static HTTP: CircuitBreaker = CircuitBreaker::new("http", Policy::new());
    /// # async fn get(url: &str) -> std::io::Result<String> { Ok(url.to_owned()) }
    /// async fn fetch(url: &str) -> std::io::Result<String> {
    ///     HTTP.call_async(get(url)).await
    /// }
    /// ```
    #[inline]
    pub fn call_async<F>(&self, body: F) -> impl Future<Output = F::Output> + use<'_, F>
    where
        F: Future<Output: Reject>,
    {
        let answer: fn(CircuitOpen) -> F::Output = F::Output::reject;
        Gated::new(self, answer, Attempt::unasked(ByOutcome::new(), body))
    }
}
