//! Streams and bodies that are part of an answer of one key.

use core::fmt::Display;

use super::KeyedCircuitBreaker;
use super::text::KeyText;
use crate::circuit::stream::Watched;

/// # Watching streams
impl KeyedCircuitBreaker {
    /// Watches a stream, or a body of HTTP, that was in an answer of this key which has counted as
    /// a success (feature `stream`). See [`CircuitBreaker::watch`](crate::CircuitBreaker::watch).
    ///
    /// Where the key has lost its circuit by the time the stream fails, the failure counts in the
    /// one that it has then or gets for this. The stream of a key that finds no circuit is not
    /// watched.
    ///
    /// ```
    /// use breaker_runtime::{CircuitOpen, KeyedCircuitBreaker, Policy};
    /// use futures_util::stream::{self, StreamExt};
    ///
    /// static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("fetch", Policy::new(), 1024);
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), CircuitOpen> {
    /// FETCH.try_acquire("down.example")?.success();
    /// let parts = stream::iter([Ok("half"), Err("connection reset")]);
    /// assert_eq!(FETCH.watch("down.example", parts).count().await, 2);
    /// let calls = FETCH.get("down.example").unwrap().snapshot().calls;
    /// assert_eq!((calls.success, calls.failure), (0, 1));
    /// # Ok(())
    /// # }
    /// ```
    pub fn watch<S>(&self, key: &(impl Display + ?Sized), stream: S) -> Watched<'_, S> {
        match self.here().table().pin(&KeyText::of(key)) {
            // To this key as long as it is pinned, and known as such by its permits afterwards.
            Some(pinned) => Watched::counted(pinned.circuit_of_table(), stream),
            None => Watched::unguarded(stream),
        }
    }
}
