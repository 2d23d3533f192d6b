//! Streams and bodies that are part of an answer.

use super::CircuitBreaker;
use crate::circuit::stream::Watched;

/// # Watching streams
impl CircuitBreaker {
    /// Watches a stream, or a body of HTTP, that was in an answer which has counted as a success
    /// (feature `stream`).
    ///
    /// An item that is a failure (see [`Outcome`](crate::Outcome)), an error of a body, or a panic
    /// takes the success back and counts as a failure, once, while the circuit is closed or in a
    /// ramp-up. Had the call closed the circuit, the failure opens it again, for as long as if the
    /// trial call had failed (rule [S16](crate::_guide::rules#s16-streams)).
    ///
    /// `watch` is for answers of calls that were counted, soon after that: by the attribute, by
    /// [`call`](Self::call), by a permit. It locks the circuit once; items lock nothing.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
    /// use futures_util::stream::{self, StreamExt};
    ///
    /// static MODEL: CircuitBreaker = CircuitBreaker::new("model", Policy::new());
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), CircuitOpen> {
    /// MODEL.try_acquire()?.success(); // the head of the answer is good
    /// let tokens = stream::iter([Ok("The"), Ok("answer"), Err("connection reset")]);
    /// let mut tokens = MODEL.watch(tokens);
    /// while let Some(token) = tokens.next().await { /* .. */ }
    ///
    /// let calls = MODEL.snapshot().calls;
    /// assert_eq!((calls.success, calls.failure, calls.total()), (0, 1, 1));
    /// # Ok(())
    /// # }
    /// ```
    pub fn watch<S>(&self, stream: S) -> Watched<'_, S> {
        Watched::counted(self.circuit(), stream)
    }
}
