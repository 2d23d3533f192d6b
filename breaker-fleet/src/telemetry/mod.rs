//! What people are told: the user's listener, `tracing`, and metrics.

#[cfg(feature = "metrics")]
pub mod metrics;

mod listener;

#[cfg(any(feature = "tracing", feature = "metrics"))]
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

pub(crate) use listener::Listener;
use listener::Told;

use crate::member::FleetEvent;

/// The target of logs.
#[cfg(feature = "tracing")]
const TARGET: &str = "breaker_fleet";

/// Tells of one membership.
pub(crate) struct Telemetry {
    #[cfg_attr(
        not(any(feature = "tracing", feature = "metrics")),
        expect(dead_code, reason = "for `tracing` and metrics")
    )]
    namespace: Arc<str>,
    listener: Option<Told>,
}

impl Telemetry {
    pub(crate) fn new(namespace: &str, listener: Option<Listener>) -> Self {
        Self { namespace: namespace.into(), listener: listener.map(Told::new) }
    }

    /// A subscriber of `tracing` that panics is the user's own affair: the fleet goes on.
    pub(crate) fn tell(&mut self, event: &FleetEvent) {
        #[cfg(feature = "tracing")]
        let _ = catch_unwind(AssertUnwindSafe(|| self.trace(event)));
        if let Some(listener) = &mut self.listener {
            listener.tell(event);
        }
    }

    /// So is a recorder.
    #[cfg(feature = "metrics")]
    pub(crate) fn publish(&self, status: &crate::member::Status) {
        let publish = || metrics::publish(&self.namespace, status);
        let _ = catch_unwind(AssertUnwindSafe(publish));
    }

    #[cfg(feature = "tracing")]
    fn trace(&self, event: &FleetEvent) {
        use crate::wire::Said;
        use tracing::field::display;
        use tracing::{info, warn};

        let (name, text) = (&*self.namespace, event.words());
        match event {
            FleetEvent::Joined { members, after } => {
                let after = display(Said(*after));
                info!(target: TARGET, namespace = name, members, after, "{text}");
            }
            FleetEvent::Away { why } => warn!(target: TARGET, namespace = name, why, "{text}"),
            FleetEvent::Unsubscribed => warn!(target: TARGET, namespace = name, "{text}"),
            FleetEvent::Dropped { requests } => {
                warn!(target: TARGET, namespace = name, requests, "{text}");
            }
            FleetEvent::SameName { instance, others } => {
                warn!(target: TARGET, namespace = name, instance, others, "{text}");
            }
            FleetEvent::Overtaken { circuit, by, why } => {
                warn!(target: TARGET, namespace = name, circuit, by, why, "{text}");
            }
            FleetEvent::Forgotten | FleetEvent::Left => {
                info!(target: TARGET, namespace = name, "{text}");
            }
        }
    }
}
