//! A client before servers on loopback that answer, fail, hang, ask to be left alone, cut their
//! bodies off, and come back.

#![expect(clippy::expect_used, reason = "a failed test")]

mod bodies;
mod counts;
mod dropped;
mod keys;
mod redirects;
mod rejected;
mod retries;
mod server;
mod told_to_wait;

use std::time::Duration;

use breaker_reqwest::CircuitBreakerMiddleware;
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Snapshot, State};
use reqwest::Client;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use server::Server;

/// A client of this program alone, which waits for a tenth of a second.
fn client() -> reqwest::ClientBuilder {
    Client::builder().no_proxy().timeout(Duration::from_millis(150))
}

fn with(middleware: CircuitBreakerMiddleware) -> ClientWithMiddleware {
    ClientBuilder::new(client().build().expect("a client")).with(middleware).build()
}

fn guarded(circuits: &'static KeyedCircuitBreaker) -> ClientWithMiddleware {
    with(CircuitBreakerMiddleware::new(circuits))
}

async fn get(client: &ClientWithMiddleware, server: &Server) -> reqwest_middleware::Result<u16> {
    Ok(client.get(server.address()).send().await?.status().as_u16())
}

fn state(circuits: &KeyedCircuitBreaker, server: &Server) -> Option<State> {
    circuits.peek(&server.host()).map(CircuitBreaker::state)
}

fn snapshot(circuits: &KeyedCircuitBreaker, server: &Server) -> Snapshot {
    circuits.peek(&server.host()).expect("it was called").snapshot()
}
