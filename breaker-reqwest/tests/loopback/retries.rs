//! Retries around the circuit.

use std::time::Duration;

use breaker_reqwest::CircuitBreakerMiddleware;
use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitOpen, KeyedCircuitBreaker, Policy, State};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use reqwest_retry::RetryTransientMiddleware;
use reqwest_retry::policies::ExponentialBackoff;

use crate::server::{Reply, Server};
use crate::{client, get, snapshot, state};

static RETRIED: KeyedCircuitBreaker =
    KeyedCircuitBreaker::new("retried", Policy::new().threshold(3), 16);

fn retries() -> RetryTransientMiddleware<ExponentialBackoff> {
    let short = Duration::from_millis(1);
    let nine = ExponentialBackoff::builder().retry_bounds(short, short).build_with_max_retries(9);
    RetryTransientMiddleware::new_with_policy(nine)
}

fn builder() -> ClientBuilder {
    ClientBuilder::new(client().build().expect("a client"))
}

async fn ask(client: &ClientWithMiddleware, reply: Reply) -> (Server, Option<CircuitOpen>) {
    let server = Server::start(reply).await;
    let error = get(client, &server).await.err();
    (server, error.and_then(|error| CircuitOpen::behind(&error)))
}

#[tokio::test]
async fn each_attempt_asks_and_a_rejection_ends_them() {
    let _test = isolate();
    let guard = CircuitBreakerMiddleware::new(&RETRIED);
    let client = builder().with(retries()).with(guard).build();
    for reply in [Reply::Status(500), Reply::HangsUp, Reply::Hangs] {
        let (server, rejection) = ask(&client, reply).await;
        assert_eq!(rejection.expect("the fourth attempt is rejected").name(), "retried");
        assert_eq!(server.asked(), 3);
        assert_eq!(state(&RETRIED, &server), Some(State::Open));
        assert_eq!(snapshot(&RETRIED, &server).calls.rejected, 1);
    }
}

#[tokio::test]
async fn retries_inside_it_are_one_call() {
    let _test = isolate();
    let guard = CircuitBreakerMiddleware::new(&RETRIED);
    let client = builder().with(guard).with(retries()).build();
    for reply in [Reply::Status(500), Reply::Hangs] {
        let (server, rejection) = ask(&client, reply).await;
        assert_eq!((rejection, server.asked()), (None, 10));
        assert_eq!(snapshot(&RETRIED, &server).calls.failure, 1);
    }
}
