//! Guards any service of the crate [`tower`](https://docs.rs/tower) with a circuit, as a layer
//! (feature `tower`).
//!
//! ```
//! use breaker_runtime::tower::{CircuitBreakerLayer, Error};
//! use breaker_runtime::{CircuitBreaker, Policy};
//! use std::convert::Infallible;
//! use tower::{Service, ServiceBuilder, ServiceExt, service_fn};
//!
//! static RATES: CircuitBreaker = CircuitBreaker::new("rates", Policy::new().threshold(5));
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error<Infallible>> {
//! let mut bank = ServiceBuilder::new()
//!     .layer(CircuitBreakerLayer::new(&RATES))
//!     .service(service_fn(async |pair: &str| Ok::<_, Infallible>(format!("{pair} 1.08"))));
//!
//! assert_eq!(bank.ready().await?.call("EURUSD").await?, "EURUSD 1.08");
//! # Ok(())
//! # }
//! ```
//!
//! # Which circuit
//!
//! Any circuit: a `static`, that of a guarded function, which the [registry](crate::registry)
//! finds, or one in an `Arc`. Services and guarded functions that share a circuit open it together,
//! and the circuit rejects the calls of all.
//!
//! The guide has more, with axum: [axum and tower](crate::_guide::servers).
//!
//! # What counts
//!
//! As everywhere (see [What counts](crate::_guide::outcomes)): an `Err` of the service is a failure
//! and a response a success, unless a [judge](CircuitBreakerLayer::judge) says otherwise; a panic
//! is a failure, and a response future dropped before it finished is abandoned. An error or a panic
//! of `poll_ready` counts as one of a call.
//!
//! # Readiness
//!
//! While the circuit rejects calls, the service is ready at once and rejects the next call: nobody
//! waits for a service that is down, and no trial call goes to an inner service that was not asked
//! whether it is ready. Otherwise readiness is the inner service's. `call` asks for the permit, so
//! that a service that is ready and never called holds nothing. A caller who waits for the inner
//! service goes on waiting when the circuit opens meanwhile.
//!
//! When the circuit opens between `poll_ready` and `call`, the service rejects the call, and keeps
//! what its inner service has set aside for it, such as a place under a concurrency limit, until
//! its next call or until it is dropped. Clone the service for each call
//! (`service.clone().oneshot(..)`) where others could wait for that place.
//!
//! # Order
//!
//! `ServiceBuilder` runs layers from top to bottom. Retries go above the circuit, so that each
//! attempt asks it anew, and a time-out below, so that running into it is a failure:
//!
//! ```
//! use breaker_runtime::tower::CircuitBreakerLayer;
//! # use breaker_runtime::{CircuitBreaker, Policy};
//! # use std::{future, time::Duration};
//! # use tower::retry::{Policy as Retry, RetryLayer};
//! # use tower::{BoxError, Service, ServiceBuilder, ServiceExt, service_fn};
//! # static API: CircuitBreaker = CircuitBreaker::new("api", Policy::new().threshold(2));
//! use breaker_runtime::tower::Error;
//!
//! #[derive(Clone)]
//! struct Attempts(u32);
//!
//! impl<Res> Retry<&'static str, Res, Error<BoxError>> for Attempts {
//!     type Future = future::Ready<()>;
//!
//!     fn retry(
//!         &mut self,
//!         _: &mut &'static str,
//!         result: &mut Result<Res, Error<BoxError>>,
//!     ) -> Option<Self::Future> {
//!         match result {
//!             // There is no point in asking an open circuit again.
//!             Ok(_) | Err(Error::Open(_)) => None,
//!             Err(Error::Service(_)) => {
//!                 self.0 = self.0.checked_sub(1)?;
//!                 Some(future::ready(()))
//!             }
//!         }
//!     }
//!
//!     fn clone_request(&mut self, request: &&'static str) -> Option<&'static str> {
//!         Some(request)
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() {
//! # let client = service_fn(async |_: &str| {
//! #     future::pending::<()>().await;
//! #     Ok::<_, BoxError>(())
//! # });
//! let service = ServiceBuilder::new()
//!     .layer(RetryLayer::new(Attempts(9)))
//!     .layer(CircuitBreakerLayer::new(&API)) // opens at two failures
//!     .timeout(Duration::from_secs(1))
//!     .service(client); // hangs
//!
//! let error = service.oneshot("/rates").await.unwrap_err();
//! assert!(matches!(error, Error::Open(_)));
//! assert_eq!(API.snapshot().calls.failure, 2);
//! # }
//! ```
//!
//! The policy's [`slow_call`](crate::Policy::slow_call) needs no layer: the circuit itself measures
//! how long a call takes.

mod error;
mod future;
mod held;
mod judge;
mod layer;
mod service;

pub use crate::call::judge::Judge;
pub use error::Error;
pub use future::ResponseFuture;
pub use judge::ByResult;
pub use layer::CircuitBreakerLayer;
pub use service::CircuitBreakerService;
