//! A gateway before two providers: the functions that this example is about.
//!
//! Provider A is asked first; provider B while the circuit of A's model is open, and when A refused
//! or sent no token in time; then what was answered before is answered again.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use breaker_runtime::{KeyedCircuitBreaker, Policy, circuit_breaker};
use futures_util::StreamExt;
use reqwest::Client;
use tokio::time::timeout;

use crate::answer::{Answer, By, ProviderError};
use crate::provider::Provider;

/// How long a gateway waits for the first token.
pub(crate) const FIRST_TOKEN: Duration = Duration::from_millis(400);

pub(crate) const MODELS: [&str; 2] = ["large", "small"];

/// A gateway with two providers of its own.
pub(crate) struct Gateway {
    /// Whether it asks through the annotated functions.
    pub(crate) guarded: bool,
    pub(crate) a: Provider,
    pub(crate) b: Provider,
    client: Client,
    /// The last whole answer of each model.
    answered: Mutex<HashMap<String, Vec<u8>>>,
}

const POLICY: Policy = Policy::new()
    .threshold(3)
    .window(Duration::from_secs(10))
    .open_for(Duration::from_millis(500))
    .last_error(true);

/// Provider A's circuits: each model has one of its own, for A's small model works while its large
/// one does not.
static A: KeyedCircuitBreaker =
    KeyedCircuitBreaker::new("A", POLICY.max_open_for(Duration::from_secs(2)), 8);

static B: KeyedCircuitBreaker = KeyedCircuitBreaker::new("B", POLICY, 8);

/// Asks provider A. A 429 opens the circuit for what its `Retry-After` says.
#[circuit_breaker(
    breaker = A,
    key = model,
    timeout = FIRST_TOKEN,
    open(Err(ProviderError::Busy(after)) => *after),
    fallback = ask_b,
    fallback_on = failure
)]
pub(crate) async fn ask_a(gateway: &Gateway, model: &str) -> Result<Answer, ProviderError> {
    gateway.ask(&gateway.a, model, By::A).await
}

/// Asks provider B: behind it are only the answers of before.
#[circuit_breaker(
    breaker = B,
    key = model,
    timeout = FIRST_TOKEN,
    open(Err(ProviderError::Busy(after)) => *after),
    fallback = remembered,
    fallback_on = failure
)]
pub(crate) async fn ask_b(gateway: &Gateway, model: &str) -> Result<Answer, ProviderError> {
    gateway.ask(&gateway.b, model, By::B).await
}

/// What the model answered before.
pub(crate) async fn remembered(gateway: &Gateway, model: &str) -> Result<Answer, ProviderError> {
    let answered = gateway.answered.lock().unwrap_or_else(PoisonError::into_inner);
    let answer = answered.get(model).cloned();
    Ok(Answer::of_before(answer.unwrap_or_else(|| b"Ask me later.".to_vec())))
}

/// The same without the attribute: every prompt goes to the providers that are down.
async fn ask_unguarded(gateway: &Gateway, model: &str) -> Result<Answer, ProviderError> {
    for (provider, by) in [(&gateway.a, By::A), (&gateway.b, By::B)] {
        if let Ok(Ok(answer)) = timeout(FIRST_TOKEN, gateway.ask(provider, model, by)).await {
            return Ok(answer);
        }
    }
    remembered(gateway, model).await
}

/// The call has counted as a success when the first token was there: a stream that breaks off takes
/// that back.
fn watched(answer: Answer, model: &str) -> Answer {
    let rest = match answer.by {
        By::A => A.watch(model, answer.rest).boxed(),
        By::B => B.watch(model, answer.rest).boxed(),
        By::Memory => answer.rest,
    };
    Answer { rest, ..answer }
}

impl Gateway {
    pub(crate) async fn open(guarded: bool) -> io::Result<Arc<Self>> {
        let (a, b) = (Provider::open().await?, Provider::open().await?);
        // A proxy of the environment would come between the gateway and loopback.
        let client = Client::builder().no_proxy().build().map_err(io::Error::other)?;
        Ok(Arc::new(Self { guarded, a, b, client, answered: Mutex::default() }))
    }

    /// The answer to a prompt, of which the first token is there.
    pub(crate) async fn answer(&self, model: &str) -> Result<Answer, ProviderError> {
        if self.guarded {
            ask_a(self, model).await.map(|answer| watched(answer, model))
        } else {
            ask_unguarded(self, model).await
        }
    }

    /// Keeps a whole answer, for when nobody answers.
    pub(crate) fn remember(&self, model: &str, answer: Vec<u8>) {
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        answered.insert(model.to_owned(), answer);
    }

    /// Prompts that went to providers which did not answer them as they should.
    pub(crate) fn in_vain(&self) -> usize {
        self.a.in_vain() + self.b.in_vain()
    }

    /// Asks a provider, and waits for the first token as long as it takes.
    async fn ask(&self, provider: &Provider, model: &str, by: By) -> Result<Answer, ProviderError> {
        let response = self.client.post(provider.url(model)).body("What is it for?").send().await;
        Answer::of(response?, by).await
    }
}
