//! The body of a response, watched: one that is cut off is a failure of its host's.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, State};
use http_body::{Body as HttpBody, Frame, SizeHint};
use reqwest::{Body, Response, ResponseBuilderExt};

/// The response, whose body tells the key's circuit if it fails.
pub(crate) fn watch(
    response: Response,
    circuits: &'static KeyedCircuitBreaker,
    key: String,
) -> Response {
    if response.content_length() == Some(0) {
        return response;
    }
    let mut address = http::Response::builder().url(response.url().clone());
    let (mut head, body) = http::Response::<Body>::from(response).into_parts();
    // A response keeps its address as one of these.
    head.extensions.extend(address.extensions_mut().map(mem::take).unwrap_or_default());
    let body = Watched { body, circuits, key: Some(key) };
    http::Response::from_parts(head, Body::wrap(body)).into()
}

struct Watched {
    body: Body,
    circuits: &'static KeyedCircuitBreaker,
    /// Until the body has failed.
    key: Option<String>,
}

impl HttpBody for Watched {
    type Data = <Body as HttpBody>::Data;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if matches!(frame, Some(Err(_))) {
            if let Some(key) = self.key.take() {
                fail_late(self.circuits, &key);
            }
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Counts a failure of a call that has been counted as a success: in a circuit that passes calls,
/// and in no other, whose trial calls are not this one.
fn fail_late(circuits: &KeyedCircuitBreaker, key: &str) {
    let fail = |circuit: &CircuitBreaker| {
        if matches!(circuit.state(), State::Closed | State::RampUp) {
            circuit.try_acquire().into_iter().for_each(breaker_runtime::Permit::failure);
        }
    };
    // A key that finds no circuit is guarded by none.
    _ = circuits.with(key, fail);
}
