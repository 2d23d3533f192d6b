//! What the product's thread does for its member: connects, waits for answers, keeps the time.

use core::time::Duration;
use std::collections::BTreeSet;

use breaker_fleet::__protocol::engine;
use breaker_fleet::__protocol::member::{Config, FleetEvent, Member};
use breaker_fleet::__protocol::wire::{MemberId, Text};

use crate::chance::Chance;
use crate::link::Link;
use crate::process::Spec;
use crate::times::ms;

#[derive(Debug)]
pub(crate) struct MemberHost {
    pub(crate) id: MemberId,
    pub(crate) member: Member,
    pub(crate) link: Link,
    pub(crate) chance: Chance,
    /// Batches that are waited for.
    pub(crate) waiting: BTreeSet<u64>,
    /// The earliest wake that is noted in the agenda.
    pub(crate) wake: Option<Duration>,
    /// When the last of the circuits' events reaches the member: they keep their order.
    pub(crate) hears_until: Duration,
    /// Events of circuits get lost.
    pub(crate) loses_events: bool,
    pub(crate) told: Vec<(Duration, FleetEvent)>,
    back_off: Duration,
}

impl MemberHost {
    /// How long an answer, and a connection, is waited for.
    pub(crate) const ANSWER: Duration = engine::ANSWER;
    pub(crate) const CONNECTION: Duration = ms(1000);
    const FIRST_BACK_OFF: Duration = ms(100);
    const LONGEST_BACK_OFF: Duration = ms(5000);

    pub(crate) fn new(number: usize, spec: &Spec, mut chance: Chance) -> Self {
        let id = MemberId(chance.bits());
        let config = Config {
            id,
            instance: Text::new(&format!("process-{number}")),
            zone: Text::new(spec.zone),
            engine: Text::default(),
            share_control: spec.shares_control,
            seed: chance.bits(),
        };
        Self {
            id,
            member: Member::new(config),
            link: Link::new(),
            chance,
            waiting: BTreeSet::new(),
            wake: None,
            hears_until: Duration::ZERO,
            loses_events: false,
            told: Vec::new(),
            back_off: Self::FIRST_BACK_OFF,
        }
    }

    /// How long it waits before it connects again: longer each time, with jitter.
    pub(crate) fn next_pause(&mut self) -> Duration {
        let pause = self.chance.between(self.back_off / 2, self.back_off);
        self.back_off = (self.back_off * 2).min(Self::LONGEST_BACK_OFF);
        pause
    }

    pub(crate) const fn is_connected(&mut self) {
        self.back_off = Self::FIRST_BACK_OFF;
    }

    /// The moment at which it hears of what happens now: a thread wakes up.
    pub(crate) fn hears_at(&mut self, now: Duration) -> Duration {
        let hop = self.chance.between(Duration::from_micros(20), ms(1));
        self.hears_until = self.hears_until.max(now + hop);
        self.hears_until
    }
}
