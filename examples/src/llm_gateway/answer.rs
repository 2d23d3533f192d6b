//! An answer that arrives token by token, and how a provider fails to give one.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use breaker_runtime::{CircuitOpen, TimedOut, retry_after};
use futures_util::stream::{self, Stream, StreamExt};
use reqwest::header::RETRY_AFTER;
use reqwest::{Response, StatusCode};

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    A,
    B,
    /// What was answered before.
    Memory,
}

/// Tokens as they arrive; the error of a stream that is cut off comes last.
type Tokens = Pin<Box<dyn Stream<Item = Result<Vec<u8>, ProviderError>> + Send>>;

/// An answer of which the first token is there.
pub(crate) struct Answer {
    pub(crate) by: By,
    pub(crate) first: Vec<u8>,
    pub(crate) rest: Tokens,
}

impl Answer {
    /// What a provider answers, once it has begun to.
    pub(crate) async fn of(response: Response, by: By) -> Result<Self, ProviderError> {
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            return Err(ProviderError::Busy(told_to_wait(&response)));
        }
        let mut response = response.error_for_status().map_err(reqwest::Error::without_url)?;
        let first = response.chunk().await.map_err(reqwest::Error::without_url)?;
        let Some(first) = first else { return Err(ProviderError::Empty) };
        Ok(Self { by, first: first.into(), rest: rest_of(response) })
    }

    pub(crate) fn of_before(text: Vec<u8>) -> Self {
        Self { by: By::Memory, first: text, rest: stream::empty().boxed() }
    }
}

fn rest_of(response: Response) -> Tokens {
    stream::unfold(Some(response), |response| async {
        let mut response = response?;
        match response.chunk().await {
            Ok(Some(token)) => Some((Ok(token.into()), Some(response))),
            Ok(None) => None,
            Err(error) => Some((Err(error.without_url().into()), None)),
        }
    })
    .boxed()
}

/// What `Retry-After` says.
fn told_to_wait(response: &Response) -> Option<Duration> {
    retry_after(response.headers().get(RETRY_AFTER)?)
}

/// Why a provider did not answer.
#[derive(Debug)]
pub(crate) enum ProviderError {
    /// It has other work, for so long if it says so.
    Busy(Option<Duration>),
    /// It could not be reached, refused, or broke off.
    Failed(reqwest::Error),
    /// It answered without a token.
    Empty,
    Rejected(CircuitOpen),
    Late(TimedOut),
}

impl fmt::Display for ProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy(Some(time)) => write!(f, "busy, ask again in {time:?}"),
            Self::Busy(None) => f.write_str("busy"),
            Self::Failed(error) => error.fmt(f),
            Self::Empty => f.write_str("an answer without a token"),
            Self::Rejected(open) => open.fmt(f),
            Self::Late(late) => late.fmt(f),
        }
    }
}

impl Error for ProviderError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Failed(error) => Some(error),
            Self::Rejected(open) => Some(open),
            Self::Late(late) => Some(late),
            Self::Busy(_) | Self::Empty => None,
        }
    }
}

impl From<reqwest::Error> for ProviderError {
    fn from(error: reqwest::Error) -> Self {
        Self::Failed(error.without_url())
    }
}

impl From<CircuitOpen> for ProviderError {
    fn from(open: CircuitOpen) -> Self {
        Self::Rejected(open)
    }
}

impl From<TimedOut> for ProviderError {
    fn from(late: TimedOut) -> Self {
        Self::Late(late)
    }
}
