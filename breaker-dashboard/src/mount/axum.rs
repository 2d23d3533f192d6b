//! A router of `axum`.

use core::convert::Infallible;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::sync::Arc;

use ::axum::Router;
use ::axum::body::{Body, to_bytes};
use ::axum::extract::{OriginalUri, Request, State};
use ::axum::response::Response;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, header};
use tower_service::Service;

use super::held::{Held, SHORT};
use super::stream::Stream;
use crate::dashboard::Dashboard;
use crate::http::events::as_events;
use crate::http::headers::{Refusal, finish, of_type};
use crate::http::route::{Document, Pace, Route};
use crate::http::{MOST_BODY, checked, is_api};
use crate::queue::Reading;
use crate::record::recorder::Shared;
use crate::view::live::Live;

/// The dashboard as a router, to nest at any path. Everybody who reaches it may look: see
/// [`Dashboard::read_if`]. Recording begins here, not with the first viewer.
///
/// ```
/// use axum::Router;
///
/// let app: Router = Router::new().nest_service("/circuits", breaker_dashboard::router());
/// # let _ = app;
/// ```
///
/// It is a router of `axum` 0.8. `/circuits` and `/circuits/` lead to the page; a program with
/// `axum` 0.7 gets it at `/circuits/` alone. `nest` in the place of `nest_service` works as well,
/// but for `/circuits/`: `axum` nests no path that ends with a slash. Nor does it nest anything at
/// the root, where `fallback_service` takes it.
///
/// ```
/// use axum::Router;
///
/// let app: Router = Router::new().fallback_service(breaker_dashboard::router());
/// # let _ = app;
/// ```
pub fn router<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    Dashboard::new().router()
}

/// A dashboard is what `nest_service` takes, as its [router](Dashboard::router) is.
///
/// ```
/// use axum::Router;
/// use breaker_dashboard::Dashboard;
///
/// let dashboard = Dashboard::new().unready_if("db");
/// let app: Router = Router::new().nest_service("/circuits", dashboard);
/// # let _ = app;
/// ```
impl Service<Request> for Dashboard {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let dashboard = self.clone();
        Box::pin(async { Ok(answer(State(dashboard), request).await) })
    }
}

impl Dashboard {
    /// This dashboard as a router, to nest at any path as [`router`] is; also behind a proxy that
    /// takes a prefix away, for all addresses are relative.
    pub fn router<S>(&self) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        Router::new().fallback(answer).with_state(self.clone())
    }
}

async fn answer(State(dashboard): State<Dashboard>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if let Some(target) = below(&parts) {
        return redirect(&target);
    }
    let route = Route::of(&parts);
    let methods = [Method::GET, Method::HEAD];
    if route == Some(Route::Api(Document::Events)) && methods.contains(&parts.method) {
        return events(dashboard, &parts);
    }
    let Ok(body) = to_bytes(body, MOST_BODY).await else {
        let text = "the body is longer than 4096 bytes, or broke off";
        let refusal = Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, text);
        return finish(refusal.into_response(is_api(&parts))).map(Body::from);
    };
    let pace = route.map_or(Pace::AtOnce, Route::pace);
    let route = checked(&dashboard, &parts, body.len());
    let has_runtime = tokio::runtime::Handle::try_current().is_ok();
    // Who may not look waits for nothing.
    let pace = match (&route, has_runtime) {
        (Err(_), _) => Pace::AtOnce,
        (Ok(_), false) if pace != Pace::AtOnce => Pace::Soon,
        _ => pace,
    };
    let respond = move |dashboard: &Dashboard| dashboard.respond_at(route, &parts, &body);
    match pace {
        Pace::AtOnce => respond(&dashboard).map(Body::from),
        Pace::Soon => soon(&dashboard, respond(&dashboard)),
        Pace::Long => in_turn(dashboard, respond).await,
        Pace::Aside(work) => {
            let Some(turn) = dashboard.queue.clone().aside(work).await else {
                return refused(Refusal::busy());
            };
            aside(dashboard, turn, respond).await
        }
    }
}

/// What was made for a reader, who may never read it.
fn soon(dashboard: &Dashboard, response: http::Response<Bytes>) -> Response {
    let length = response.body().len();
    if length <= SHORT {
        return response.map(Body::from);
    }
    held(response, dashboard.queue.clone().made_aside(length), dashboard.shared())
}

/// Not on a thread that others wait for, and on one such thread alone: the program has its own use
/// for the others. Who gives an order and leaves has given it.
async fn aside(
    dashboard: Dashboard,
    turn: impl Send + 'static,
    respond: impl FnOnce(&Dashboard) -> http::Response<Bytes> + Send + 'static,
) -> Response {
    let ticks = Arc::clone(dashboard.shared());
    let made = tokio::task::spawn_blocking(move || {
        let response = respond(&dashboard);
        let length = response.body().len();
        let reading = (length > SHORT).then(|| dashboard.queue.clone().made_aside(length));
        drop(turn);
        (response, reading)
    });
    match made.await {
        // A server takes it at once.
        Ok((response, None)) => response.map(Body::from),
        Ok((response, Some(reading))) => held(response, reading, &ticks),
        Err(_) => unmade(),
    }
}

/// The same of answers that are long: few wait for one.
async fn in_turn(
    dashboard: Dashboard,
    respond: impl FnOnce(&Dashboard) -> http::Response<Bytes> + Send + 'static,
) -> Response {
    let Some(turn) = dashboard.queue.clone().turn().await else {
        return refused(Refusal::busy());
    };
    let ticks = Arc::clone(dashboard.shared());
    let made = tokio::task::spawn_blocking(move || {
        let response = respond(&dashboard);
        let reading = turn.made(response.body().len());
        (response, reading)
    });
    match made.await {
        Ok((response, _)) if response.body().is_empty() => response.map(Body::from),
        Ok((response, reading)) => held(response, reading, &ticks),
        Err(_) => unmade(),
    }
}

/// A long answer, if there is room for it beside those that others have yet to read.
fn held(
    response: http::Response<Bytes>,
    reading: Option<Reading>,
    ticks: &Arc<Shared<Live>>,
) -> Response {
    match reading {
        Some(reading) => response.map(|body| Body::new(Held::new(body, reading, ticks))),
        None => refused(Refusal::busy()),
    }
}

fn unmade() -> Response {
    refused(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "this could not be made"))
}

fn refused(refusal: Refusal) -> Response {
    finish(refusal.into_response(true)).map(Body::from)
}

fn events(dashboard: Dashboard, parts: &Parts) -> Response {
    match checked(&dashboard, parts, 0) {
        Ok(_) => {
            let stream = Stream::new(dashboard, parts);
            let response = as_events(of_type("text/event-stream", Bytes::new()));
            finish(response).map(|_| Body::new(stream))
        }
        Err(refusal) => refused(refusal),
    }
}

/// Where the page is, if it was asked for by the path of the mount without the slash: relative to
/// that, for nobody here knows what a proxy has taken away. By its own name, for `Router::nest`
/// knows no path of the mount with a slash behind it.
fn below(parts: &Parts) -> Option<String> {
    let OriginalUri(asked) = parts.extensions.get::<OriginalUri>()?;
    let last = asked.path().rsplit('/').next().unwrap_or_default();
    let is_page = matches!(parts.uri.path(), "" | "/");
    let query = asked.query().map(|query| format!("?{query}")).unwrap_or_default();
    (is_page && !last.is_empty()).then(|| format!("./{last}/index.html{query}"))
}

fn redirect(target: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    if let Ok(target) = HeaderValue::try_from(target) {
        response.headers_mut().insert(header::LOCATION, target);
    }
    finish(response)
}

#[cfg(test)]
mod tests;
