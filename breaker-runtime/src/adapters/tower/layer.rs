//! What puts a service behind a circuit.

use core::fmt;
use core::ops::Deref;

use tower_layer::Layer;

use super::{ByResult, CircuitBreakerService};
use crate::breaker::CircuitBreaker;
use crate::call::outcome::Verdict;

/// A layer that guards services with a circuit.
///
/// The [module](super) has an example, and says what counts and where the layer stands.
///
/// `B` holds the circuit: a `&'static CircuitBreaker`, an `Arc<CircuitBreaker>`, or anything else
/// that dereferences to one. `J` judges results.
///
/// ```
/// use breaker_runtime::tower::CircuitBreakerLayer;
/// use breaker_runtime::{circuit_breaker, registry, CircuitBreaker, Policy};
/// use std::sync::Arc;
///
/// static RATES: CircuitBreaker = CircuitBreaker::new("rates", Policy::new());
/// let of_a_static = CircuitBreakerLayer::new(&RATES);
///
/// #[circuit_breaker(name = "payments")]
/// fn pay(cents: u32) -> std::io::Result<()> { Ok(()) }
/// # pay(1).unwrap();
/// let payments = registry().get("payments").expect("guarded above");
/// let of_a_function = CircuitBreakerLayer::new(payments);
///
/// let from_a_file = Policy::new().threshold(3);
/// let upstream = Arc::new(CircuitBreaker::try_new("upstream", from_a_file)?);
/// let of_an_arc = CircuitBreakerLayer::new(upstream);
/// # Ok::<(), breaker_runtime::PolicyError>(())
/// ```
#[derive(Clone, Copy)]
pub struct CircuitBreakerLayer<B = &'static CircuitBreaker, J = ByResult> {
    circuit: B,
    judge: J,
}

impl<B: Deref<Target = CircuitBreaker>> CircuitBreakerLayer<B> {
    /// Makes a layer that guards services with this circuit.
    #[must_use]
    pub const fn new(circuit: B) -> Self {
        Self { circuit, judge: ByResult }
    }
}

impl<B, J> CircuitBreakerLayer<B, J> {
    /// Sets the judge: a function that decides how a call counts, by the result that the service
    /// returned.
    ///
    /// Most HTTP clients return a server's `500` as an `Ok`:
    ///
    /// ```
    /// use breaker_runtime::tower::CircuitBreakerLayer;
    /// use breaker_runtime::{CircuitBreaker, Policy, Verdict};
    /// use http::Response;
    ///
    /// static API: CircuitBreaker = CircuitBreaker::new("api", Policy::new());
    ///
    /// fn server_errors<B, E>(result: &Result<Response<B>, E>) -> Verdict {
    ///     match result {
    ///         Ok(reply) if reply.status().is_server_error() => Verdict::Failure,
    ///         Ok(_) => Verdict::Success,
    ///         Err(_) => Verdict::Failure,
    ///     }
    /// }
    ///
    /// let layer = CircuitBreakerLayer::new(&API).judge(server_errors::<String, std::io::Error>);
    /// ```
    #[must_use]
    pub fn judge<Res, E, N>(self, judge: N) -> CircuitBreakerLayer<B, N>
    where
        N: Fn(&Result<Res, E>) -> Verdict,
    {
        CircuitBreakerLayer { circuit: self.circuit, judge }
    }
}

impl<S, B: Clone, J: Clone> Layer<S> for CircuitBreakerLayer<B, J> {
    type Service = CircuitBreakerService<S, B, J>;

    fn layer(&self, inner: S) -> Self::Service {
        CircuitBreakerService::new(inner, self.circuit.clone(), self.judge.clone())
    }
}

impl<B: fmt::Debug, J> fmt::Debug for CircuitBreakerLayer<B, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CircuitBreakerLayer")
            .field("circuit", &self.circuit)
            .finish_non_exhaustive()
    }
}
