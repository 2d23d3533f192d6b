//! A membership as metrics, through the facade of the crate `metrics` (feature `metrics`).
//!
//! Nothing is to be called: from [`join`](crate::join) on the fleet's own thread publishes these to
//! the recorder of the program, once a second and when the membership ends. All have the label
//! `namespace`.
//!
//! | metric | meaning |
//! |---|---|
//! | [`MEMBERS`] | processes of the fleet when last known, this one included |
//! | [`SAME_NAME`] | other processes with this one's name: worth an alert if it is not 0 |
//! | [`AWAY_SINCE`] | since when this process takes no part; else 0 |
//! | [`LEASES`] | circuits for which this process makes the trial calls |
//! | [`MESSAGES_SENT`] | commands to the server |
//! | [`MESSAGES_RECEIVED`] | answers, and messages of what changed |
//! | [`REQUESTS_DROPPED`] | what happened and was not sent, because it was too much |
//!
//! Names that end in `_total` are counters, the others gauges; counters exist from the first
//! publishing on. Circuits go on by their own rules while a process is away, and are slower to
//! learn of an outage: worth an alert only if it lasts.
//!
//! ```text
//! time() - circuit_breaker_fleet_away_since_timestamp_seconds > 300
//!     and circuit_breaker_fleet_away_since_timestamp_seconds > 0
//! ```
//!
//! What the circuits themselves do is published by [`breaker_runtime`]'s own feature `metrics`.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use metrics::{Unit, counter, describe_counter, describe_gauge, gauge};

use crate::member::Status;

/// The processes of the fleet when that was last known, this one included: a gauge. While this
/// process is away it stays what it was, see [`AWAY_SINCE`]; 0: it was never known.
///
/// `circuit_breaker_fleet_members{namespace="shop-prod"} 50`.
pub const MEMBERS: &str = "circuit_breaker_fleet_members";
/// The other processes that say they have this one's name, when that was last known: a gauge.
/// People can't tell them apart; see [`FleetEvent::SameName`](crate::FleetEvent::SameName).
///
/// `circuit_breaker_fleet_same_name{namespace="shop-prod"} 0`.
pub const SAME_NAME: &str = "circuit_breaker_fleet_same_name";
/// The moment since which this process takes no part in the fleet: a gauge, in seconds since 1970;
/// 0 while it does.
///
/// `circuit_breaker_fleet_away_since_timestamp_seconds{namespace="shop-prod"} 0`.
pub const AWAY_SINCE: &str = "circuit_breaker_fleet_away_since_timestamp_seconds";
/// The circuits for which this process makes the trial calls: a gauge. Of all processes of a zone
/// one has the lease of a circuit.
///
/// `circuit_breaker_fleet_leases{namespace="shop-prod"} 1`.
pub const LEASES: &str = "circuit_breaker_fleet_leases";
/// The commands that this process has sent to the server: a counter.
///
/// `circuit_breaker_fleet_messages_sent_total{namespace="shop-prod"} 3600`.
pub const MESSAGES_SENT: &str = "circuit_breaker_fleet_messages_sent_total";
/// The answers and messages that this process has received: a counter.
///
/// `circuit_breaker_fleet_messages_received_total{namespace="shop-prod"} 3642`.
pub const MESSAGES_RECEIVED: &str = "circuit_breaker_fleet_messages_received_total";
/// What happened here and was not sent because it was too much: a counter, in requests. The latest
/// of each circuit is kept.
///
/// `circuit_breaker_fleet_requests_dropped_total{namespace="shop-prod"} 0`.
pub const REQUESTS_DROPPED: &str = "circuit_breaker_fleet_requests_dropped_total";

/// Tells the recorder how the membership is, and each time what the metrics are: the program may
/// have installed another recorder meanwhile.
pub(crate) fn publish(namespace: &Arc<str>, status: &Status) {
    describe();
    let of = |count: u32| f64::from(count);
    let gauges = [
        (MEMBERS, of(status.members)),
        (SAME_NAME, of(status.namesakes)),
        (AWAY_SINCE, status.away.as_ref().map_or(0.0, |away| seconds(away.lasted))),
        (LEASES, of(status.leases)),
    ];
    for (name, value) in gauges {
        gauge!(name, "namespace" => Arc::clone(namespace)).set(value);
    }
    let traffic = status.traffic;
    let counters = [
        (MESSAGES_SENT, traffic.sent),
        (MESSAGES_RECEIVED, traffic.received),
        (REQUESTS_DROPPED, traffic.dropped),
    ];
    for (name, value) in counters {
        counter!(name, "namespace" => Arc::clone(namespace)).absolute(value);
    }
}

fn describe() {
    describe_gauge!(MEMBERS, Unit::Count, "Processes of the fleet when last known, with this one.");
    describe_gauge!(SAME_NAME, Unit::Count, "Other processes that have this one's name.");
    describe_gauge!(AWAY_SINCE, Unit::Seconds, "Since when this process takes no part; else 0.");
    describe_gauge!(LEASES, Unit::Count, "Circuits for which this process makes the trial calls.");
    describe_counter!(MESSAGES_SENT, Unit::Count, "Commands to the server.");
    describe_counter!(MESSAGES_RECEIVED, Unit::Count, "Answers, and messages of what changed.");
    describe_counter!(
        REQUESTS_DROPPED,
        Unit::Count,
        "What happened and was not sent, because it was too much."
    );
}

/// So long ago, in seconds since 1970.
fn seconds(ago: Duration) -> f64 {
    let at = SystemTime::now().checked_sub(ago);
    let since = at.and_then(|at| at.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    since.as_secs_f64()
}
