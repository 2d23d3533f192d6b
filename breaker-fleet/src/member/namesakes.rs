//! Whether other processes have the same name: people could not tell them apart.

use core::time::Duration;

use super::FleetEvent;
use crate::wire::{Peer, Text};

/// A process that was killed is counted for five seconds: whoever starts in its place, under its
/// name, asks after that;
const FIRST: Duration = Duration::from_secs(7);
/// and again so often.
const EVERY: Duration = Duration::from_secs(300);

/// Who else has this member's name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Namesakes {
    /// When the member took part first.
    joined: Option<Duration>,
    asked: Option<Duration>,
    count: u32,
}

impl Namesakes {
    /// The member takes part.
    pub(super) fn join(&mut self, now: Duration) {
        self.joined.get_or_insert(now);
    }

    /// What was asked may never be answered.
    pub(super) const fn reconnect(&mut self) {
        self.asked = None;
    }

    /// Whether to ask with the sync that is sent now: then it is.
    pub(super) fn ask(&mut self, now: Duration) -> bool {
        let is_old = self.asked.is_none_or(|asked| now.saturating_sub(asked) >= EVERY);
        let asks = is_old && self.is_known_here(now);
        if asks {
            self.asked = Some(now);
        }
        asks
    }

    /// These are the others, as far as they are named: whether people are to be told.
    pub(super) fn hear(
        &mut self,
        now: Duration,
        others: &[Peer],
        own: &Text,
    ) -> Option<FleetEvent> {
        if !self.is_known_here(now) {
            return None;
        }
        let count = others.iter().filter(|other| other.instance == *own).count();
        let before = core::mem::replace(&mut self.count, u32::try_from(count).unwrap_or(u32::MAX));
        let is_news = before == 0 && self.count > 0;
        let (instance, others) = (own.to_string(), self.count);
        is_news.then_some(FleetEvent::SameName { instance, others })
    }

    /// How many of the others have the name.
    pub(super) const fn count(&self) -> u32 {
        self.count
    }

    fn is_known_here(&self, now: Duration) -> bool {
        self.joined.is_some_and(|joined| now.saturating_sub(joined) >= FIRST)
    }
}
