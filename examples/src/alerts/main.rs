//! The alerts of `docs/prometheus/rules.yml`, the dashboard of `docs/grafana/circuit-breaker.json`,
//! and a real Prometheus, in an outage.
//!
//! ```text
//! ci/prometheus                        # gets Prometheus, and runs this
//! ci/prometheus panels                 # the dashboard's queries alone
//! cargo run --bin alerts -- service    # the service alone, for a Prometheus of your own
//! ```
//!
//! A service on loopback calls servers that work, hang, fail, flap or answer late. A Prometheus
//! scrapes it. Every alert has to fire once its cause is there, and to end once the cause is gone;
//! every query of the dashboard has to have an answer.

use std::env;
use std::error::Error;
use std::time::Duration;

use tokio::{signal, time};

mod dashboard;
mod expected;
mod panels;
mod prometheus;
mod server;
mod service;
mod show;

/// What goes wrong here is told and not handled.
type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// How long the whole may take.
const MOST: Duration = Duration::from_secs(300);

#[tokio::main]
async fn main() -> Outcome {
    let arguments: Vec<_> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["service"] => service::run().await,
        ["show", prometheus, rules] => {
            within_time(show::run(prometheus.as_ref(), rules.as_ref())).await
        }
        ["panels", prometheus, dashboard] => {
            within_time(panels::run(prometheus.as_ref(), dashboard.as_ref())).await
        }
        _ => Err("usage: alerts service, alerts show <prometheus> <rules.yml>, \
                  or alerts panels <prometheus> <dashboard.json>"
            .into()),
    }
}

/// What was started ends with it.
async fn within_time(work: impl Future<Output = Outcome>) -> Outcome {
    tokio::select! {
        outcome = work => outcome,
        _ = signal::ctrl_c() => Err("interrupted".into()),
        () = time::sleep(MOST) => Err(format!("not done after {MOST:?}").into()),
    }
}
