//! What Prometheus sees of a program's circuits.
//!
//! ```text
//! cargo run --bin metrics            # some calls, and a scrape
//! cargo run --bin metrics -- 9100    # goes on, for a Prometheus to scrape http://127.0.0.1:9100/metrics
//! ```

use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use std::{env, io};

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use breaker_runtime::{circuit_breaker, metrics};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use reqwest::Client;
use tokio::net::{TcpListener, TcpStream};
use tokio::time;

#[circuit_breaker(name = "stock", threshold = 3, window = "10s", open_for = "5s")]
async fn stock(server: SocketAddr) -> io::Result<TcpStream> {
    TcpStream::connect(server).await
}

/// One circuit for each server.
#[circuit_breaker(name = "search", threshold = 3, key = server, max_keys = 100)]
async fn search(server: SocketAddr) -> io::Result<TcpStream> {
    TcpStream::connect(server).await
}

/// Installs an exporter that calls metrics as Prometheus recommends.
fn install_exporter() -> Result<PrometheusHandle, BuildError> {
    PrometheusBuilder::new().with_recommended_naming(true).install_recorder()
}

/// What a scrape gets: the circuits are read when it comes.
async fn show(State(exporter): State<PrometheusHandle>) -> String {
    metrics::publish();
    exporter.render()
}

async fn serve(exporter: PrometheusHandle, port: u16) -> io::Result<SocketAddr> {
    let routes = Router::new().route("/metrics", get(show)).with_state(exporter);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let at = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(at)
}

async fn scrape(at: SocketAddr) -> Result<String, reqwest::Error> {
    // A proxy of the environment would come between this and loopback.
    let prometheus = Client::builder().no_proxy().build()?;
    prometheus.get(format!("http://{at}/metrics")).send().await?.text().await
}

/// Five calls of each circuit: to a server that is up, and to one that is down.
async fn make_calls(up: SocketAddr, down: SocketAddr) {
    for _ in 0..5 {
        // What becomes of a call is in its circuit's counts.
        let _ = stock(down).await;
        let _ = search(down).await;
        let _ = search(up).await;
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::args().nth(1).map(|port| port.parse()).transpose()?;
    let at = serve(install_exporter()?, port.unwrap_or(0)).await?;
    let up = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let down = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?.local_addr()?;

    make_calls(up.local_addr()?, down).await;
    println!("http://{at}/metrics\n\n{}", scrape(at).await?);
    while port.is_some() {
        make_calls(up.local_addr()?, down).await;
        time::sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_scrape_shows_what_became_of_the_calls() {
        let at = serve(install_exporter().unwrap(), 0).await.unwrap();
        let up = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let down = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap().local_addr().unwrap();
        make_calls(up.local_addr().unwrap(), down).await;
        let scraped = scrape(at).await.unwrap();
        for line in [
            "# HELP circuit_breaker_calls_total Calls by how they ended.",
            "# TYPE circuit_breaker_calls_total counter",
            "# TYPE circuit_breaker_state gauge",
            "# TYPE circuit_breaker_state_seconds_total counter",
            r#"circuit_breaker_calls_total{name="stock",outcome="failure"} 3"#,
            r#"circuit_breaker_calls_total{name="stock",outcome="rejected"} 2"#,
            r#"circuit_breaker_failures_in_window{name="stock"} 3"#,
            r#"circuit_breaker_state{name="stock",state="closed"} 0"#,
            r#"circuit_breaker_state{name="stock",state="open"} 1"#,
            r#"circuit_breaker_state_seconds_total{name="stock",state="half_open"} 0"#,
            r#"circuit_breaker_transitions_total{name="stock",from="closed",to="open"} 1"#,
            r#"circuit_breaker_transitions_total{name="stock",from="half_open",to="closed"} 0"#,
            r#"circuit_breaker_calls_total{name="search",outcome="success"} 5"#,
            r#"circuit_breaker_circuits{name="search",state="closed"} 1"#,
            r#"circuit_breaker_circuits{name="search",state="open"} 1"#,
            &format!(r#"circuit_breaker_state{{name="search",key="{down}",state="open"}} 1"#),
        ] {
            assert!(scraped.lines().any(|scraped| scraped == line), "{line}\nis not in\n{scraped}");
        }
    }
}
