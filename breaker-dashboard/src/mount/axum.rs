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
use tokio::sync::OwnedSemaphorePermit;
use tower_service::Service;

use super::held::Held;
use super::stream::Stream;
use crate::dashboard::Dashboard;
use crate::http::events::as_events;
use crate::http::headers::{Refusal, finish, of_type};
use crate::http::route::{Document, Pace, Route};
use crate::http::{MOST_BODY, checked, is_api};

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
    let pace = if route.is_err() || !has_runtime { Pace::AtOnce } else { pace };
    let respond = move |dashboard: &Dashboard| dashboard.respond_at(route, &parts, &body);
    match pace {
        Pace::AtOnce => respond(&dashboard).map(Body::from),
        Pace::Long => in_turn(dashboard, respond).await,
        Pace::Aside(work) => {
            let turn = dashboard.queue.clone().aside(work).await;
            aside(dashboard, turn, respond).await
        }
    }
}

/// Not on a thread that others wait for, and on one such thread alone: the program has its own use
/// for the others. Who gives an order and leaves has given it.
async fn aside(
    dashboard: Dashboard,
    turn: Option<OwnedSemaphorePermit>,
    respond: impl FnOnce(&Dashboard) -> http::Response<Bytes> + Send + 'static,
) -> Response {
    let made = tokio::task::spawn_blocking(move || {
        let response = respond(&dashboard);
        drop(turn);
        response
    });
    made.await.map_or_else(|_| unmade(), |response| response.map(Body::from))
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
        Ok((response, Some(reading))) => {
            response.map(|body| Body::new(Held::new(body, reading, &ticks)))
        }
        Ok((_, None)) => refused(Refusal::busy()),
        Err(_) => unmade(),
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
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::queue::{PLACES, Work};

    async fn asked(dashboard: Dashboard) -> Response {
        let request = Request::get("/api/v1/incident?from=0&to=0").body(Body::empty());
        answer(State(dashboard), request.unwrap_or_default()).await
    }

    #[test]
    fn who_asks_for_the_past_takes_one_thread_of_the_program_and_few_wait() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .max_blocking_threads(2)
            .enable_time()
            .build()
            .expect("a runtime");
        let dashboard = Dashboard::new();
        let one_at_a_time = Arc::clone(&dashboard.one_at_a_time);
        let held = one_at_a_time.lock();
        let ask = || runtime.spawn(asked(dashboard.clone()));
        let mut waiting: Vec<_> = (0..PLACES).map(|_| ask()).collect();
        let of_the_program = async {
            // Those who wait are there first.
            tokio::task::yield_now().await;
            let its_own = tokio::task::spawn_blocking(|| ());
            tokio::time::timeout(Duration::from_mins(1), its_own).await
        };
        let its_own = runtime.block_on(of_the_program);
        assert!(its_own.is_ok(), "a thread is left to the program");

        let refused = runtime.block_on(ask()).expect("an answer");
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(refused.headers().contains_key(header::RETRY_AFTER));

        // Somebody leaves, and somebody comes in.
        waiting.remove(PLACES / 2).abort();
        runtime.block_on(tokio::task::yield_now());
        waiting.push(ask());
        runtime.block_on(tokio::task::yield_now());
        assert!(waiting.iter().all(|task| !task.is_finished()), "all of them wait");
        drop(held);
        for task in waiting {
            let response = runtime.block_on(task).expect("an answer");
            assert_eq!(response.status(), StatusCode::OK);
        }
    }

    #[test]
    fn what_nobody_reads_keeps_a_place_until_it_is_read_or_left() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let dashboard = Dashboard::new();
        let ask = || runtime.block_on(asked(dashboard.clone()));
        let mut unread: Vec<_> = (0..PLACES).map(|_| ask()).collect();
        assert!(unread.iter().all(|response| response.status() == StatusCode::OK));
        assert_eq!(ask().status(), StatusCode::SERVICE_UNAVAILABLE);
        let body = unread.remove(0).into_body();
        let size = http_body::Body::size_hint(&body).exact();
        let read = runtime.block_on(to_bytes(body, usize::MAX)).expect("all of it");
        assert_eq!((size, read.last()), (Some(read.len() as u64), Some(&b'}')));
        unread.push(ask());
        assert_eq!(ask().status(), StatusCode::SERVICE_UNAVAILABLE);
        drop(unread.remove(0));
        assert_eq!(ask().status(), StatusCode::OK);
    }

    #[test]
    fn what_takes_as_long_as_there_are_keys_keeps_no_thread_of_the_server() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .max_blocking_threads(1)
            .build()
            .expect("a runtime");
        let dashboard = Dashboard::new();
        let held = Arc::new(parking_lot::Mutex::new(()));
        let (waits, guard) = (Arc::clone(&held), held.lock());
        let others = runtime.spawn_blocking(move || drop(waits.lock()));
        let ask = |method: Method, path: &str| {
            let request = Request::builder().method(method).uri(path).body(Body::empty());
            runtime.spawn(answer(State(dashboard.clone()), request.unwrap_or_default()))
        };
        let (get, not_found) = (Method::GET, StatusCode::NOT_FOUND);
        let long = [
            (ask(get.clone(), "/api/v1/health"), StatusCode::OK),
            (ask(get.clone(), "/api/v1/health"), StatusCode::OK),
            (ask(get.clone(), "/api/v1/timeline"), StatusCode::OK),
            (ask(get.clone(), "/api/v1/circuit?name=nobody"), not_found),
            (ask(get.clone(), "/api/v1/keys?name=nobody&find=a"), not_found),
            // Nobody may steer.
            (ask(Method::POST, "/api/v1/steer"), StatusCode::FORBIDDEN),
        ];
        for path in ["/api/v1/schema", "/api/v1/state"] {
            let at_once = runtime.block_on(ask(get.clone(), path)).expect("an answer");
            assert_eq!(at_once.status(), StatusCode::OK);
        }
        assert!(long.iter().all(|(asked, _)| !asked.is_finished()));
        drop(guard);
        runtime.block_on(others).expect("the program's");
        for (asked, status) in long {
            assert_eq!(runtime.block_on(asked).expect("an answer").status(), status);
        }
    }

    #[test]
    fn each_kind_of_work_takes_one_thread_of_the_program_and_waits_for_no_other() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let dashboard = Dashboard::new();
        let turn = |work: Work| dashboard.queue.clone().aside(work);
        let all = [Work::Order, Work::Health, Work::Keys, Work::Circuit, Work::Timeline];
        let mut held = all.map(|work| runtime.block_on(turn(work)));
        let request = Request::get("/api/v1/timeline").body(Body::empty()).unwrap_or_default();
        let asked = runtime.spawn(answer(State(dashboard.clone()), request));
        runtime.block_on(tokio::task::yield_now());
        held[..4].fill_with(|| None);
        runtime.block_on(tokio::task::yield_now());
        assert!(!asked.is_finished(), "somebody else looks at the time axis");
        held[4] = None;
        let response = runtime.block_on(asked).expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
    }

    #[test]
    fn who_may_not_look_waits_for_nothing() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let dashboard = Dashboard::new().read_if(|_| false);
        let one_at_a_time = Arc::clone(&dashboard.one_at_a_time);
        let held = one_at_a_time.lock();
        for _ in 0..2 * PLACES {
            let response = runtime.block_on(asked(dashboard.clone()));
            assert_eq!(response.status(), StatusCode::FORBIDDEN);
        }
        drop(held);
    }
}
