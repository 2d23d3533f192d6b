//! The body of a response, watched: one that is cut off is a failure of its host's (rule S16).

use std::mem;

use breaker_runtime::KeyedCircuitBreaker;
use reqwest::{Body, Response, ResponseBuilderExt};

/// A response that has counted as a success, whose body tells the key's circuit if it fails.
pub(crate) fn watch(
    response: Response,
    circuits: &'static KeyedCircuitBreaker,
    key: &str,
) -> Response {
    if response.content_length() == Some(0) {
        return response;
    }
    let mut address = http::Response::builder().url(response.url().clone());
    let (mut head, body) = http::Response::<Body>::from(response).into_parts();
    // A response keeps its address as one of these.
    head.extensions.extend(address.extensions_mut().map(mem::take).unwrap_or_default());
    http::Response::from_parts(head, Body::wrap(circuits.watch(key, body))).into()
}
