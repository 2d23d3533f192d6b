//! Functions that return before the work is done, by a type that the attribute can't see through.
use breaker_runtime::circuit_breaker;
use std::future::Future;
use std::pin::Pin;

type Answer = Result<u32, std::io::Error>;
type Reply = Pin<Box<dyn Future<Output = Answer>>>;

#[circuit_breaker]
fn alone(reply: Reply) -> Reply {
    reply
}

#[circuit_breaker(failure(_ if true), fallback = |_| made())]
fn with_arms(reply: Reply) -> Reply {
    reply
}

fn made() -> Reply {
    Box::pin(async { Ok(1) })
}

fn main() {}
