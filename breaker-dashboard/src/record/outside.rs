//! What comes to a circuit from outside of its process: suspicions, and what the fleet knows of its
//! trouble.

use std::sync::Arc;
use std::time::Duration;

use super::moments::{millis, settle};
use crate::document::Phase;
use crate::words::members::Openers;

/// Times are in milliseconds since recording began.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outside {
    pub(crate) suspected: Option<Suspicion>,
    pub(crate) shared: Option<Shared>,
}

/// Until when it is suspected, and by whom.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Suspicion {
    pub(crate) until: i64,
    pub(crate) by: Arc<str>,
}

/// What the fleet knows of its trouble.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shared {
    pub(crate) about: Outage,
    pub(crate) until: Option<i64>,
    pub(crate) suspected_until: Option<i64>,
}

/// The same, but for its times.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outage {
    pub(crate) phase: Phase,
    /// Who tries the callee for all.
    pub(crate) by: Option<Arc<str>>,
    pub(crate) by_self: bool,
    pub(crate) opened_by: Option<Arc<str>>,
    /// Whether that was this process.
    pub(crate) opened_here: bool,
    pub(crate) why: Option<Arc<str>>,
    pub(crate) openings: u32,
    pub(crate) openers: u32,
    pub(crate) members: u32,
    pub(crate) is_estimate: bool,
}

/// An outage as the fleet tells of it.
#[derive(Clone, Debug)]
pub(crate) struct SharedReading {
    pub(crate) about: Outage,
    /// How much longer the phase lasts.
    pub(crate) rest: Option<Duration>,
    /// How much longer others suspect theirs.
    pub(crate) suspected: Option<Duration>,
}

impl Outage {
    /// How many have opened it, as people say it.
    pub(crate) fn counted(&self) -> Openers<'_> {
        let first = self.opened_by.as_deref().unwrap_or("somebody");
        let (count, members, is_estimate) = (self.openers, self.members, self.is_estimate);
        let is_over = self.phase == Phase::Recovered;
        Openers { count, members, is_estimate, first, here: self.opened_here, is_over }
    }
}

impl Outside {
    /// What is known at this time, after what was known `before`; one that says the same is kept.
    pub(super) fn of(
        before: Option<&Arc<Self>>,
        now: i64,
        suspected: Option<&(Duration, Arc<str>)>,
        shared: Option<&SharedReading>,
    ) -> Option<Arc<Self>> {
        let until = |rest: Duration| now.saturating_add(millis(rest));
        let was = before.and_then(|before| before.suspected.as_ref());
        let suspected = suspected.map(|(rest, by)| {
            let until = settle(was.map(|was| was.until), Some(until(*rest))).unwrap_or(now);
            Suspicion { until, by: Arc::clone(by) }
        });
        let was = before.and_then(|before| before.shared.as_ref());
        let shared = shared.map(|shared| Shared {
            about: shared.about.clone(),
            until: settle(was.and_then(|was| was.until), shared.rest.map(until)),
            suspected_until: settle(
                was.and_then(|was| was.suspected_until),
                shared.suspected.map(until),
            ),
        });
        if suspected.is_none() && shared.is_none() {
            return None;
        }
        let outside = Self { suspected, shared };
        let kept = before.filter(|before| ***before == outside).map(Arc::clone);
        Some(kept.unwrap_or_else(|| Arc::new(outside)))
    }

    pub(super) fn bytes(&self) -> usize {
        let text = |text: &Option<Arc<str>>| text.as_ref().map_or(0, |text| text.len() + 16);
        let suspected = self.suspected.as_ref().map_or(0, |suspected| suspected.by.len() + 16);
        let shared = self.shared.as_ref().map(|shared| &shared.about);
        let shared = shared.map_or(0, |it| text(&it.by) + text(&it.opened_by) + text(&it.why));
        size_of::<Self>() + suspected + shared
    }
}
