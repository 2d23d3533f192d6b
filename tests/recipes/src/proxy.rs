use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use breaker_runtime::{CircuitOpen, TimedOut, circuit_breaker, response_behind};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client, Error};

#[derive(Clone)]
pub struct Proxy {
    pub client: Client<HttpConnector, Body>,
    /// Host and port.
    pub upstream: String,
}

#[derive(Debug, thiserror::Error)]
pub enum ProxyError {
    #[error("the request has no address that there can be")]
    Address(#[from] axum::http::Error),
    #[error("upstream")]
    Upstream(#[from] Error),
    #[error(transparent)]
    Open(#[from] CircuitOpen),
    #[error(transparent)]
    Late(#[from] TimedOut),
}

/// `503` with `Retry-After`, `504`, or `502`.
impl IntoResponse for ProxyError {
    fn into_response(self) -> Response {
        response_behind(&self).unwrap_or_else(|| StatusCode::BAD_GATEWAY.into_response())
    }
}

#[circuit_breaker(name = "upstreams", key = proxy.upstream, threshold = 5, window = "10s",
    timeout = "3s", failure(Ok(reply) if reply.status().is_server_error()),
    ignore(Err(ProxyError::Address(_))))]
pub async fn forward(
    State(proxy): State<Proxy>,
    mut request: Request,
) -> Result<Response, ProxyError> {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let to = Uri::builder().scheme("http").authority(&*proxy.upstream).path_and_query(path);
    *request.uri_mut() = to.build()?;
    Ok(proxy.client.request(request).await?.into_response())
}

pub fn routes(proxy: Proxy) -> Router {
    Router::new().fallback(forward).with_state(proxy)
}
