//! From a request to a response, for any server: routes, guards, headers.

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};

use crate::dashboard::Dashboard;

pub(crate) mod api;
pub(crate) mod assets;
pub(crate) mod events;
pub(crate) mod guard;
pub(crate) mod headers;
pub(crate) mod query;
pub(crate) mod steer;

use headers::{Refusal, finish};

/// Bytes of a body, and of a query.
pub(crate) const MOST_BODY: usize = 4096;
const MOST_QUERY: usize = 4096;

impl Dashboard {
    /// The answer to a request, whose path is the one below the mount: `/` for the page, and
    /// `/api/v1/state`. For servers that are not `axum`: whatever has requests and responses can
    /// mount it. Redirect the path of the mount to the one with a slash behind it, for the page's
    /// addresses are relative to that.
    ///
    /// Most answers take microseconds; `api/v1/replay` and `api/v1/incident` may take a second:
    /// where that would keep others waiting, call it on a thread of its own. The events
    /// (`api/v1/events`) are those that are new, and the client asks again.
    ///
    /// ```
    /// use breaker_dashboard::Dashboard;
    /// use bytes::Bytes;
    /// use http::Request;
    ///
    /// let dashboard = Dashboard::new();
    /// let request = Request::get("/api/v1/state").body(Bytes::new())?;
    /// let response = dashboard.respond(request);
    /// assert_eq!(response.status(), 200);
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn respond(&self, request: Request<Bytes>) -> Response<Bytes> {
        let (parts, body) = request.into_parts();
        let is_head = parts.method == Method::HEAD;
        let answer = checked(self, &parts, body.len()).and_then(|()| answer(self, &parts, &body));
        let response = answer.unwrap_or_else(|refusal| refusal.into_response(is_api(&parts)));
        let mut response = finish(response);
        if is_head {
            *response.body_mut() = Bytes::new();
        }
        response
    }
}

pub(crate) fn is_api(parts: &Parts) -> bool {
    parts.uri.path().trim_start_matches('/').starts_with("api/")
}

fn answer(dashboard: &Dashboard, parts: &Parts, body: &[u8]) -> Result<Response<Bytes>, Refusal> {
    let path = parts.uri.path().trim_start_matches('/');
    if let Some(asset) = path.strip_prefix("assets/") {
        return assets::asset(asset);
    }
    if path == steer::PATH {
        return steer::answer(dashboard, parts, body);
    }
    match path.strip_prefix("api/v1/") {
        Some(document) => api::answer(dashboard, document, parts),
        None if path.is_empty() || path == "index.html" => Ok(assets::page()),
        None => Err(Refusal::new(StatusCode::NOT_FOUND, "nothing is here")),
    }
}

/// What holds for every request: size, method, host, and who may look.
pub(crate) fn checked(dashboard: &Dashboard, parts: &Parts, body: usize) -> Result<(), Refusal> {
    if parts.uri.query().is_some_and(|query| query.len() > MOST_QUERY) {
        return Err(Refusal::new(StatusCode::URI_TOO_LONG, "the query is longer than 4096 bytes"));
    }
    if body > MOST_BODY {
        let text = "the body is longer than 4096 bytes";
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, text));
    }
    let is_steer = parts.uri.path().trim_start_matches('/') == steer::PATH;
    let (methods, named) = if is_steer {
        (&[Method::POST][..], "POST")
    } else {
        (&[Method::GET, Method::HEAD][..], "GET, HEAD")
    };
    if !methods.contains(&parts.method) {
        return Err(Refusal::method(named));
    }
    guard::host(dashboard, parts)?;
    guard::may_read(dashboard, parts)
}
