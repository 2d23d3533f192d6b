//! Guarded functions of edition 2021, with names that edition 2024 reserves.

use std::fmt::Display;
use std::future::Future;
use std::io;
use std::pin::Pin;

use breaker_runtime::circuit_breaker;

fn ask(works: bool) -> io::Result<u32> {
    if works { Ok(7) } else { Err(io::ErrorKind::ConnectionRefused.into()) }
}

#[circuit_breaker(threshold = 2, name = "sync")]
pub fn sync(works: bool) -> io::Result<u32> {
    ask(works)
}

#[circuit_breaker(threshold = 2, name = "async")]
pub async fn asynchronous(works: bool, mut more: Vec<u32>) -> io::Result<usize> {
    more.push(ask(works)?);
    Ok(more.len())
}

#[circuit_breaker(threshold = 2, name = "gen")]
pub fn gen(gen: bool) -> io::Result<u32> {
    let r#try = ask(gen)?;
    Ok(r#try)
}

#[circuit_breaker(threshold = 2, name = "impl Trait")]
pub fn opaque(works: bool, parts: impl IntoIterator<Item = u32>) -> io::Result<impl Display> {
    Ok(ask(works)? + parts.into_iter().sum::<u32>())
}

#[circuit_breaker(threshold = 2, name = "impl Future")]
pub fn future(works: bool) -> impl Future<Output = io::Result<u32>> + Send {
    async move { ask(works) }
}

#[circuit_breaker(threshold = 2, name = "boxed future")]
pub fn boxed<'a>(
    works: &'a bool,
) -> Pin<Box<dyn Future<Output = io::Result<&'a bool>> + Send + 'a>> {
    Box::pin(async move { ask(*works).map(|_| works) })
}

pub struct Blocked;

#[circuit_breaker(threshold = 2, name = "block")]
impl Blocked {
    pub fn one(&self, gen: bool) -> io::Result<u32> {
        ask(gen)
    }

    pub async fn other(&self, works: bool) -> io::Result<u32> {
        ask(works)
    }
}

pub struct Gateway {
    pub cached: u32,
}

impl Gateway {
    #[circuit_breaker(threshold = 2, name = "method", fallback = Self::cached)]
    pub fn charge(&self, (works, _): (bool, u8)) -> io::Result<u32> {
        ask(works)
    }

    fn cached(&self, _: (bool, u8)) -> io::Result<u32> {
        Ok(self.cached)
    }

    #[circuit_breaker(
        threshold = 2, name = "async method",
        fallback = |open| Err(io::Error::new(io::ErrorKind::Other, open))
    )]
    pub async fn refund<'a>(&'a mut self, works: bool) -> io::Result<&'a mut u32> {
        self.cached += ask(works)?;
        Ok(&mut self.cached)
    }
}
