//! From a request to a response, for any server: routes, guards, headers.

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Request, Response, StatusCode, header};

use crate::dashboard::Dashboard;

pub(crate) mod api;
pub(crate) mod assets;
mod comments;
pub(crate) mod events;
pub(crate) mod guard;
pub(crate) mod headers;
pub(crate) mod query;
pub(crate) mod route;
pub(crate) mod steer;

use headers::{Refusal, finish};
use route::{Route, nowhere};

/// Bytes of a body, and of a query.
pub(crate) const MOST_BODY: usize = 4096;
const MOST_QUERY: usize = 4096;

impl Dashboard {
    /// The answer to a request, whose path is the one below the mount: `/` for the page, and
    /// `/api/v1/state`. For servers that are not `axum`: whatever has requests and responses can
    /// mount it. Redirect the path of the mount to the one with a slash behind it, for the page's
    /// addresses are relative to that.
    ///
    /// Most answers take microseconds. `api/v1/replay` and `api/v1/incident` may take a second.
    /// Where a function has a hundred thousand keys, `api/v1/keys`, `api/v1/circuit`,
    /// `api/v1/timeline`, `api/v1/health` and an order to all of them take tenths of one: where
    /// that would keep others waiting, call it on a thread of its own. The router does.
    /// The events (`api/v1/events`) are those that are new, and the client asks again.
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
        let route = checked(self, &parts, body.len());
        self.respond_at(route, &parts, &body)
    }

    /// The answer to a request that was checked.
    pub(crate) fn respond_at(
        &self,
        route: Result<Route, Refusal>,
        parts: &Parts,
        body: &[u8],
    ) -> Response<Bytes> {
        let answer = route.and_then(|route| answer(self, route, parts, body));
        let response = answer.unwrap_or_else(|refusal| refusal.into_response(is_api(parts)));
        let mut response = finish(response);
        if parts.method == Method::HEAD {
            // As long as the answer to GET would be.
            let length = core::mem::take(response.body_mut()).len();
            if length > 0 {
                response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
            }
        }
        response
    }
}

pub(crate) fn is_api(parts: &Parts) -> bool {
    parts.uri.path().trim_start_matches('/').starts_with("api/")
}

fn answer(
    dashboard: &Dashboard,
    route: Route,
    parts: &Parts,
    body: &[u8],
) -> Result<Response<Bytes>, Refusal> {
    match route {
        Route::Page => Ok(assets::page()),
        Route::Asset(file) => Ok(assets::asset(file)),
        Route::Api(document) => api::answer(dashboard, document, parts),
        Route::Steer => steer::answer(dashboard, parts, body),
    }
}

/// Where a request leads, after what holds for all: size, method, host, who may look, and
/// its fields. Where nothing is, no method is right.
pub(crate) fn checked(dashboard: &Dashboard, parts: &Parts, body: usize) -> Result<Route, Refusal> {
    if parts.uri.query().is_some_and(|query| query.len() > MOST_QUERY) {
        return Err(Refusal::new(StatusCode::URI_TOO_LONG, "the query is longer than 4096 bytes"));
    }
    if body > MOST_BODY {
        let text = "the body is longer than 4096 bytes";
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, text));
    }
    let route = Route::of(parts);
    let wrong = route.map(Route::methods).filter(|(methods, _)| !methods.contains(&parts.method));
    if let Some((_, allowed)) = wrong {
        return Err(Refusal::method(&parts.method, allowed));
    }
    guard::host(dashboard, parts)?;
    guard::may_read(dashboard, parts)?;
    let route = route.ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, nowhere(parts)))?;
    route.fields().map_or(Ok(()), |fields| query::check(parts, fields))?;
    Ok(route)
}
