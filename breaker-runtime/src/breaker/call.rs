//! Calls: the attribute without the attribute.

use core::future::Future;

use super::CircuitBreaker;
use crate::call::judge::ByOutcome;
use crate::call::outcome::Reject;
use crate::call::rejection::CircuitOpen;
use crate::circuit::Circuit;
use crate::circuit::admitted::Admission;
use crate::circuit::admitted::attempt::{Attempt, Gate, Gated};
use crate::circuit::admitted::permit::Permit;

/// # Making calls
impl CircuitBreaker {
    /// Asks for a [`Permit`] for one call, which tells the circuit how the call ended.
    ///
    /// A closed circuit answers after one atomic load. An open circuit rejects the call at once
    /// (rule [S5](crate::_guide::rules#s5-open)); once its open time is over, a limited number of
    /// calls get permits for trial calls (rule [S6](crate::_guide::rules#s6-half-open)). A permit
    /// that is dropped unused frees its place.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
    ///
    /// static CACHE: CircuitBreaker = CircuitBreaker::new("cache", Policy::new().threshold(1));
    ///
    /// let permit = CACHE.try_acquire()?;
    /// match "41".parse::<u32>() {
    ///     Ok(_) => permit.success(),
    ///     Err(_) => permit.failure(),
    /// }
    /// # Ok::<(), CircuitOpen>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`CircuitOpen`] if the circuit is open, opened by force, half-open with all its trial calls
    /// under way, or in a ramp-up that this call has no share in.
    #[inline]
    pub fn try_acquire(&self) -> Result<Permit<'_>, CircuitOpen> {
        Gate::ask(self).map(Admission::into_permit)
    }

    /// Runs `body` if the circuit admits the call, and records what `body` returns.
    ///
    /// A rejected call returns the rejection as a `T` (see [`Reject`]). A panic of `body` counts as
    /// a failure and goes on to the caller. The guide's chapter [Without the
    /// attribute](crate::_guide::by_hand) has more.
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
        let circuit = self.circuit();
        match circuit.acquire(Circuit::answer) {
            Ok(admission) => admission.run(T::verdict, body),
            Err(answer) => circuit.rejected(answer),
        }
    }

    /// Runs a future if the circuit admits the call, and records what the future returns.
    ///
    /// The future asks the circuit when it is first polled. A rejected call returns the rejection
    /// as the future's output (see [`Reject`]). A panic counts as a failure and goes on to the
    /// caller. A future that is dropped before it finishes counts as abandoned.
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

impl<'b> Gate<'b> for &'b CircuitBreaker {
    type Rejected = CircuitOpen;

    #[inline]
    fn ask(self) -> Result<Admission<'b>, CircuitOpen> {
        let circuit = self.circuit();
        circuit.acquire(Circuit::answer).map_err(|answer| circuit.rejection(answer))
    }
}
