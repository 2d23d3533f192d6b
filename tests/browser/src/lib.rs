//! What the programs have in common that the tests show to a browser: a server with the dashboard,
//! and somebody outside who decides what fails.

use std::collections::BTreeMap;
use std::io::{self, BufRead};
use std::net::Ipv4Addr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use breaker_dashboard::Dashboard;
use breaker_runtime::registry;
use http::header;
use http::request::Parts;
use tokio::net::TcpListener;

/// What an upstream says that is down.
#[derive(Debug)]
pub struct Failed(pub String);

impl core::fmt::Display for Failed {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for Failed {}

impl From<breaker_runtime::CircuitOpen> for Failed {
    fn from(open: breaker_runtime::CircuitOpen) -> Self {
        Self(open.to_string())
    }
}

/// What fails, and what it says.
static DOWN: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

/// Asks an upstream, which answers unless it is down.
///
/// # Errors
///
/// What it says while it is down.
pub fn ask(upstream: &str) -> Result<(), Failed> {
    let down = DOWN.lock().unwrap_or_else(PoisonError::into_inner);
    down.get(upstream).map_or(Ok(()), |said| Err(Failed(said.clone())))
}

/// Whoever has signed in may steer: by a cookie, which browsers send by themselves. While `access`
/// is down nobody may look.
#[must_use]
pub fn dashboard() -> Dashboard {
    Dashboard::new().version("4.2.0").read_if(|_| ask("access").is_ok()).steer_if(who)
}

fn who(request: &Parts) -> Option<String> {
    let cookies = request.headers.get(header::COOKIE)?.to_str().ok()?;
    cookies.split("; ").find_map(|cookie| cookie.strip_prefix("user=")).map(str::to_owned)
}

/// Runs a program: serves its dashboard at the port that it was given, or at a free one, and
/// `customers` in its runtime. It writes the address of its page, then each event with the time in
/// ms; and reads lines, `break`, `mend` or `quit`, until there are no more.
///
/// # Errors
///
/// The address can't be had, or its input can't be read.
pub fn run<F>(dashboard: &Dashboard, customers: F) -> io::Result<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(0);
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port)))?;
    println!("http://{}/circuits/index.html", listener.local_addr()?);
    registry().subscribe(|event| println!("{}\t{event}", now_ms())).detach();
    let app = Router::new()
        .nest("/circuits", dashboard.router())
        // Browsers ask for it by themselves, and complain.
        .route("/favicon.ico", get(async || http::StatusCode::NO_CONTENT))
        .route("/", get(async || "A page of the program itself."))
        .route("/sign-in", get(async || [(header::SET_COOKIE, "user=ada; Path=/; HttpOnly")]))
        .layer(middleware::from_fn(signed_in));
    runtime.spawn(async move { axum::serve(listener, app).await });
    runtime.spawn(customers);
    for line in io::stdin().lock().lines() {
        obey(&line?);
    }
    // Nobody waits for calls under way.
    runtime.shutdown_timeout(Duration::ZERO);
    Ok(())
}

/// While `session` is down, everybody is led to a sign-in elsewhere, as a proxy does it.
async fn signed_in(request: Request, next: Next) -> Response {
    match ask("session") {
        Ok(()) => next.run(request).await,
        Err(_) => Redirect::to("http://sign-in.example/").into_response(),
    }
}

/// `break`, the upstream and what it says; `mend` and the upstream: with tabs between them.
fn obey(line: &str) {
    let mut words = line.splitn(3, '\t');
    let (verb, whom, said) = (words.next(), words.next(), words.next());
    let mut down = DOWN.lock().unwrap_or_else(PoisonError::into_inner);
    match (verb, whom.map(str::to_owned)) {
        (Some("break"), Some(whom)) => {
            down.insert(whom, said.unwrap_or("down").to_owned());
        }
        (Some("mend"), Some(whom)) => {
            down.remove(&whom);
        }
        _ => eprintln!("nothing to obey: {line:?}"),
    }
}

fn now_ms() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis()
}
