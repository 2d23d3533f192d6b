//! A shop whose upstreams fail now and then, and its dashboard.
//!
//! ```text
//! cargo run -p breaker-dashboard --example shop
//! ```
//!
//! Open the address that it prints, and wait for ten seconds: gateway A goes down, gateway B
//! answers in its place, and goes down too a little later; then orders are queued. One of three
//! hosts that are asked for quotes never works. Each minute it begins anew. `Ctrl-C` ends it at
//! once, whoever looks.

use std::error::Error;
use std::ops::Range;
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use breaker_dashboard::Dashboard;
use breaker_runtime::circuit_breaker;
use http::header::HOST;
use http::request::Parts;
use tokio::net::TcpListener;

/// The seconds of each minute in which an upstream is down.
const A_IS_DOWN: Range<u64> = 10..40;
const B_IS_DOWN: Range<u64> = 20..30;
const HOSTS: [(&str, Range<u64>); 3] =
    [("eu.example", 0..0), ("us.example", 15..25), ("old.example", 0..60)];

/// Charges through gateway A; while it is down, through gateway B.
#[circuit_breaker(
    name = "gateway A",
    threshold = 5,
    window = "10s",
    open_for = "4s",
    ramp_up = "5s",
    last_error = true,
    fallback = charge_b
)]
async fn charge_a(second: u64) -> Result<&'static str, String> {
    upstream("gateway-a.example", &A_IS_DOWN, second).await
}

/// Charges through gateway B; while that is down, later.
#[circuit_breaker(
    name = "gateway B",
    threshold = 5,
    window = "10s",
    open_for = "3s",
    last_error = true,
    fallback = enqueue
)]
async fn charge_b(second: u64) -> Result<&'static str, String> {
    upstream("gateway-b.example", &B_IS_DOWN, second).await
}

/// Keeps the order until a gateway is back.
async fn enqueue(_second: u64) -> Result<&'static str, String> {
    Ok("queued")
}

/// Asks a host for a quote, with one circuit for each host.
#[circuit_breaker(
    name = "quotes",
    key = host,
    max_keys = 64,
    threshold = 3,
    window = "10s",
    open_for = "5s",
    last_error = true,
    fallback = Ok("yesterday's")
)]
async fn quote(host: &str, is_down: &Range<u64>, second: u64) -> Result<&'static str, String> {
    upstream(host, is_down, second).await
}

/// Answers after a moment, if it is not down.
async fn upstream(host: &str, is_down: &Range<u64>, second: u64) -> Result<&'static str, String> {
    tokio::time::sleep(Duration::from_millis(5)).await;
    if is_down.contains(&(second % 60)) {
        return Err(format!("{host}: connection refused"));
    }
    Ok("done")
}

/// Twenty customers a second, for ever.
async fn customers() {
    let began = Instant::now();
    let mut next = tokio::time::interval(Duration::from_millis(50));
    loop {
        next.tick().await;
        let second = began.elapsed().as_secs();
        tokio::spawn(async move {
            let _receipt = charge_a(second).await;
            for (host, is_down) in HOSTS {
                let _quote = quote(host, &is_down, second).await;
            }
        });
    }
}

/// Everybody on this machine may look and steer. A program that others reach asks who they are: by
/// a session, or by a header that its proxy sets.
///
/// The name is looked at, so that no page from elsewhere gets in by a name of its own that leads to
/// this machine.
fn who(request: &Parts) -> Option<String> {
    let host = request.headers.get(HOST)?.to_str().ok()?;
    let (name, _port) = host.rsplit_once(':')?;
    ["127.0.0.1", "localhost"].contains(&name).then(|| "somebody at this machine".to_owned())
}

fn dashboard() -> Dashboard {
    Dashboard::new()
        .read_if(|request| who(request).is_some())
        .steer_if(who)
        .on_audit(|audit| eprintln!("{audit:?}"))
        .version(env!("CARGO_PKG_VERSION"))
}

fn shop(dashboard: &Dashboard) -> Router {
    Router::new()
        .route("/", get(async || "The shop is open; its circuits are at /circuits"))
        .nest_service("/circuits", dashboard.router())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:7070").await?;
    println!("circuits: http://{}/circuits/", listener.local_addr()?);
    tokio::spawn(customers());
    let dashboard = dashboard();
    let interrupted = async { drop(tokio::signal::ctrl_c().await) };
    axum::serve(listener, shop(&dashboard))
        .with_graceful_shutdown(dashboard.close_on(interrupted))
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use breaker_dashboard::document::{Document, State};
    use bytes::Bytes;
    use http::Request;

    use super::*;

    fn circuits(host: &str) -> http::Response<Bytes> {
        let request = Request::get("/api/v1/state").header(HOST, host).body(Bytes::new());
        dashboard().respond(request.unwrap())
    }

    #[tokio::test]
    async fn each_outage_has_an_answer_and_is_shown_to_this_machine_alone() {
        for _ in 0..5 {
            assert!(charge_a(25).await.is_err());
        }
        for _ in 0..5 {
            assert!(charge_a(25).await.is_err(), "gateway B");
        }
        assert_eq!(charge_a(25).await, Ok("queued"));
        for _ in 0..3 {
            assert!(quote("old.example", &(0..60), 0).await.is_err());
        }
        assert_eq!(quote("old.example", &(0..60), 0).await, Ok("yesterday's"));
        assert_eq!(quote("eu.example", &(0..0), 0).await, Ok("done"));

        let shown = circuits("localhost:7070");
        let shown: Document = serde_json::from_slice(shown.body()).unwrap();
        let open = shown.circuits.iter().filter(|circuit| circuit.state == State::Open);
        let open: Vec<_> = open.map(|circuit| (&*circuit.name, circuit.key.as_deref())).collect();
        for circuit in [("gateway A", None), ("gateway B", None), ("quotes", Some("old.example"))] {
            assert!(open.contains(&circuit), "{open:?}");
        }
        assert!(shown.verdict.text.contains("connection refused"), "{}", shown.verdict.text);
        assert!(shown.steering.allowed);
        for host in ["shop.example:7070", "localhost.shop.example:7070", "localhost"] {
            assert_eq!(circuits(host).status(), 403, "{host}");
        }
    }
}
