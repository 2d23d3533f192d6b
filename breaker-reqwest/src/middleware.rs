//! The circuits in front of a client.

use std::fmt;

use breaker_runtime::{CircuitOpen, KeyedCircuitBreaker, Policy, Verdict, registry};
use http::Extensions;
use reqwest::{Request, Response};
use reqwest_middleware::{Middleware, Next, Result};

use crate::answer::Answer;
#[cfg(not(target_arch = "wasm32"))]
use crate::body;
use crate::host;
use crate::judge::judge;
use crate::retry_after;

/// The hosts of a program's clients that have no circuits of their own.
static HOSTS: KeyedCircuitBreaker = KeyedCircuitBreaker::new("reqwest", Policy::new(), 1024);

type Key = dyn Fn(&Request) -> Option<String> + Send + Sync;
type Judge = dyn Fn(&Result<Response>) -> Verdict + Send + Sync;

/// A middleware that guards the requests of a client, with a circuit for each host.
///
/// The [crate](crate) has an example, and says what counts and where the middleware stands.
pub struct CircuitBreakerMiddleware {
    circuits: &'static KeyedCircuitBreaker,
    key: Box<Key>,
    judge: Box<Judge>,
    too_many_requests: bool,
}

impl CircuitBreakerMiddleware {
    /// Guards requests by the circuits of the whole program: one for each of up to 1024 hosts, by
    /// the defaults of [`Policy`], under the name `reqwest`.
    ///
    /// All clients with this middleware share them: a host that is down is down for each. Settings
    /// for all hosts, or for one, come from [overrides]: `CIRCUIT_BREAKER__REQWEST__OPEN_FOR=10s`.
    ///
    /// ```
    /// use breaker_reqwest::CircuitBreakerMiddleware;
    /// use reqwest::Client;
    /// use reqwest_middleware::ClientBuilder;
    ///
    /// let client = ClientBuilder::new(Client::new())
    ///     .with(CircuitBreakerMiddleware::per_host())
    ///     .build();
    /// ```
    ///
    /// [overrides]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/overrides/
    #[must_use]
    pub fn per_host() -> Self {
        Self::new(&HOSTS)
    }

    /// Guards requests by these circuits, whose name, policy and bound are yours.
    ///
    /// The [registry](breaker_runtime::registry) lists them from then on;
    /// [`register_keyed!`](breaker_runtime::register_keyed) does so from the start.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use breaker_reqwest::CircuitBreakerMiddleware;
    /// use breaker_runtime::{KeyedCircuitBreaker, Policy};
    ///
    /// const POLICY: Policy = Policy::new().threshold(3).open_for(Duration::from_secs(10));
    /// static PARTNERS: KeyedCircuitBreaker = KeyedCircuitBreaker::new("partners", POLICY, 64);
    ///
    /// let guard = CircuitBreakerMiddleware::new(&PARTNERS);
    /// ```
    #[must_use]
    pub fn new(circuits: &'static KeyedCircuitBreaker) -> Self {
        registry().register_keyed(circuits);
        Self { circuits, key: Box::new(host::of), judge: Box::new(judge), too_many_requests: false }
    }

    /// Sets what tells circuits apart, instead of the host: requests with the same key have the
    /// same circuit. A request without a key goes through none.
    ///
    /// Keys are [shown](KeyedCircuitBreaker#keys): make them of nothing that is secret.
    ///
    /// ```
    /// use breaker_reqwest::CircuitBreakerMiddleware;
    ///
    /// // One circuit for each service behind a gateway: `https://gateway/search/..`
    /// let guard = CircuitBreakerMiddleware::per_host()
    ///     .key(|request| Some(request.url().path_segments()?.next()?.to_owned()));
    /// ```
    #[must_use]
    pub fn key<K>(mut self, key: K) -> Self
    where
        K: Fn(&Request) -> Option<String> + Send + Sync + 'static,
    {
        self.key = Box::new(key);
        self
    }

    /// Sets what counts, instead of [`judge`](crate::judge()).
    ///
    /// The judge sees a result once its head is there. A [`Verdict::Failure`] that is a `503` or a
    /// `429` with `Retry-After` opens the circuit for that time. The judge is not asked about a
    /// rejection from [further in](CircuitOpen::behind), which is ignored (rule [S20]).
    ///
    /// [`CircuitOpen::behind`]: breaker_runtime::CircuitOpen::behind
    /// [S20]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/rules/#s20-rejections-from-within
    #[must_use]
    pub fn judge<J>(mut self, judge: J) -> Self
    where
        J: Fn(&Result<Response>) -> Verdict + Send + Sync + 'static,
    {
        self.judge = Box::new(judge);
        self
    }

    /// Whether a `429 Too Many Requests` is a failure, which opens the circuit for as long as its
    /// `Retry-After` says.
    ///
    /// Off unless it is asked for: the limit is that of one credential, and the circuit rejects the
    /// requests of all (rule [S26]). Where a client has one credential, switch it on.
    ///
    /// [S26]: https://docs.rs/breaker-runtime/latest/breaker_runtime/_guide/rules/#s26-somebodys-limit
    #[must_use]
    pub const fn too_many_requests(mut self, opens: bool) -> Self {
        self.too_many_requests = opens;
        self
    }
}

impl CircuitBreakerMiddleware {
    fn answer(&self, result: Result<Response>) -> Answer {
        let verdict = match (self.verdict(&result), &result) {
            // A header is the other side's idea: the circuit bounds it (rule S19).
            (Verdict::Failure, Ok(response)) => {
                retry_after::of(response).map_or(Verdict::Failure, Verdict::OpenFor)
            }
            (verdict, _) => verdict,
        };
        Answer { result, verdict }
    }

    fn verdict(&self, result: &Result<Response>) -> Verdict {
        match result {
            Err(error) if CircuitOpen::behind(error).is_some() => Verdict::Ignored,
            Ok(response) if self.too_many_requests && response.status() == 429 => Verdict::Failure,
            result => (self.judge)(result),
        }
    }

    fn watched(&self, key: &str, Answer { result, verdict }: Answer) -> Result<Response> {
        #[cfg(not(target_arch = "wasm32"))]
        if verdict == Verdict::Success {
            return result.map(|response| body::watch(response, self.circuits, key));
        }
        result
    }
}

#[cfg_attr(not(target_arch = "wasm32"), async_trait::async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait::async_trait(?Send))]
impl Middleware for CircuitBreakerMiddleware {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> Result<Response> {
        let Some(key) = (self.key)(&request) else { return next.run(request, extensions).await };
        let call = async { self.answer(next.run(request, extensions).await) };
        let answer = self.circuits.call_async(&key, call).await;
        self.watched(&key, answer)
    }
}

impl fmt::Debug for CircuitBreakerMiddleware {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CircuitBreakerMiddleware")
            .field("circuits", &self.circuits)
            .field("too_many_requests", &self.too_many_requests)
            .finish_non_exhaustive()
    }
}
