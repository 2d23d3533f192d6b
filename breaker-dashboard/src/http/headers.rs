//! What every answer carries, and what refusals look like.

use bytes::Bytes;
use http::header::{self, HeaderName, HeaderValue};
use http::{Method, Response, StatusCode};

use crate::words::cut;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'";

/// Characters of what a refusal says: it repeats what was asked for, whatever that was.
const MOST_TEXT: usize = 1000;

/// A request that is not answered, and why.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    text: String,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, text: impl Into<String>) -> Self {
        let text = cut(&text.into(), MOST_TEXT).into_owned();
        Self { status, text, header: None }
    }

    pub(crate) fn method(asked: &Method, allowed: &'static str) -> Self {
        let text = format!("this address does not take {asked}: it takes {allowed}");
        let header = Some((header::ALLOW, HeaderValue::from_static(allowed)));
        Self { header, ..Self::new(StatusCode::METHOD_NOT_ALLOWED, text) }
    }

    pub(crate) fn challenge(text: &str, challenge: HeaderValue) -> Self {
        let header = Some((header::WWW_AUTHENTICATE, challenge));
        Self { header, ..Self::new(StatusCode::UNAUTHORIZED, text) }
    }

    /// Long answers are made one at a time, and enough wait for one, or read what was made.
    #[cfg(feature = "axum")]
    pub(crate) fn busy() -> Self {
        let text = "others wait for long answers already: ask again in a few seconds";
        let header = Some((header::RETRY_AFTER, HeaderValue::from_static("3")));
        Self { header, ..Self::new(StatusCode::SERVICE_UNAVAILABLE, text) }
    }

    /// As JSON where the request was for that; else as plain text.
    pub(crate) fn into_response(self, as_json: bool) -> Response<Bytes> {
        let mut response = if as_json {
            json(without_tags(&serde_json::json!({ "error": self.text }).to_string()))
        } else {
            of_type("text/plain; charset=utf-8", self.text.into())
        };
        *response.status_mut() = self.status;
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

/// A refusal repeats what was asked for. Whoever takes it for a page finds no tag in it.
fn without_tags(json: &str) -> Bytes {
    json.replace('<', "\\u003c").replace('>', "\\u003e").into()
}

pub(crate) fn json(body: Bytes) -> Response<Bytes> {
    of_type("application/json", body)
}

pub(crate) fn of_type(kind: &'static str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// The headers of every answer.
pub(crate) fn finish<B>(mut response: Response<B>) -> Response<B> {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
