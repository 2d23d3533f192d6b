//! What an answer says of the host.

use std::error::Error as StdError;

use breaker_runtime::Verdict;
use reqwest::{Response, StatusCode};
use reqwest_middleware::{Error, Result};

/// The most errors behind another that are looked at: one may be behind itself.
const DEPTH: usize = 32;

/// How a result counts, unless a [judge](crate::CircuitBreakerMiddleware::judge) says otherwise.
///
/// | result | counts as |
/// |---|---|
/// | a status from `500` on | a failure |
/// | `429 Too Many Requests` | nothing: it is the limit of one caller's, not the host's state |
/// | any other response | a success: the host has answered |
/// | no connection, no answer in time, one that ended early | a failure |
/// | a request that could not be made, or whose own body failed | nothing |
/// | too many redirects | nothing |
/// | an error of a middleware below | that of the client behind it; nothing, if there is none |
///
/// For judges that differ in one point:
///
/// ```
/// use breaker_reqwest::judge;
/// use breaker_runtime::Verdict;
/// use reqwest::Response;
///
/// fn not_found_is_a_failure(result: &reqwest_middleware::Result<Response>) -> Verdict {
///     match result {
///         Ok(response) if response.status() == 404 => Verdict::Failure,
///         result => judge(result),
///     }
/// }
/// ```
#[must_use]
pub fn judge(result: &Result<Response>) -> Verdict {
    match result {
        Ok(response) => of_status(response.status()),
        Err(error) => of_error(error),
    }
}

fn of_status(status: StatusCode) -> Verdict {
    match status {
        StatusCode::TOO_MANY_REQUESTS => Verdict::Ignored,
        status if status.is_server_error() => Verdict::Failure,
        _ => Verdict::Success,
    }
}

fn of_error(error: &Error) -> Verdict {
    match error {
        Error::Reqwest(error) => of_client(error),
        // Of retries below, say; one that never asked the host says nothing of it.
        Error::Middleware(error) => {
            let of_client = |error| client_in(error).map(of_client);
            error.chain().take(DEPTH).find_map(of_client).unwrap_or(Verdict::Ignored)
        }
    }
}

/// The client's error that this one is.
fn client_in<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e reqwest::Error> {
    match error.downcast_ref() {
        Some(Error::Reqwest(error)) => Some(error),
        Some(Error::Middleware(_)) => None,
        None => error.downcast_ref(),
    }
}

fn of_client(error: &reqwest::Error) -> Verdict {
    if let Some(status) = error.status() {
        return of_status(status);
    }
    let is_ours = error.is_builder() || error.is_redirect() || is_of_our_body(error);
    if is_ours { Verdict::Ignored } else { Verdict::Failure }
}

/// Whether it was the request's own body that failed, such as a file that could not be read.
fn is_of_our_body(error: &reqwest::Error) -> bool {
    find(error).is_some_and(hyper::Error::is_user)
}

/// The first error of this type that is behind another.
fn find<'e, T: StdError + 'static>(error: &'e (dyn StdError + 'static)) -> Option<&'e T> {
    let mut source = error.source();
    for _ in 0..DEPTH {
        let error = source?;
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        source = error.source();
    }
    None
}
