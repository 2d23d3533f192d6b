//! What people are told: the user's listener, `tracing`, and metrics.

#[cfg(feature = "metrics")]
pub mod metrics;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::member::FleetEvent;

/// Hears what happens to a membership.
pub(crate) type Listener = Box<dyn FnMut(&FleetEvent) + Send>;

/// Tells of one membership.
pub(crate) struct Telemetry {
    #[cfg_attr(
        not(any(feature = "tracing", feature = "metrics")),
        expect(dead_code, reason = "for `tracing` and metrics")
    )]
    namespace: Arc<str>,
    listener: Option<Listener>,
}

impl Telemetry {
    pub(crate) fn new(namespace: &str, listener: Option<Listener>) -> Self {
        Self { namespace: namespace.into(), listener }
    }

    /// A listener, or a subscriber of `tracing`, that panics is the user's own affair: the fleet
    /// goes on.
    pub(crate) fn tell(&mut self, event: &FleetEvent) {
        #[cfg(feature = "tracing")]
        let _ = catch_unwind(AssertUnwindSafe(|| self.trace(event)));
        if let Some(listener) = &mut self.listener {
            let _ = catch_unwind(AssertUnwindSafe(|| listener(event)));
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
        let namespace = &*self.namespace;
        match event {
            FleetEvent::Joined { members, after } => {
                tracing::info!(namespace, members, ?after, "the fleet is joined");
            }
            FleetEvent::Away { why } => {
                tracing::warn!(namespace, why, "away from the fleet: circuits go on alone");
            }
            FleetEvent::Forgotten => {
                tracing::info!(namespace, "the fleet's engine has forgotten what it knew");
            }
            FleetEvent::Unsubscribed => {
                tracing::warn!(namespace, "messages of the fleet don't come: subscribed again");
            }
            FleetEvent::Dropped { requests } => {
                tracing::warn!(namespace, requests, "more happened than the fleet could be told");
            }
        }
    }
}
