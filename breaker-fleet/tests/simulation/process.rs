//! A process of the fleet: its circuits, on a clock of its own, and the traffic through them.

use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, Event, Policy, State};

use crate::chance::Chance;
use crate::member_host::MemberHost;
use crate::times::ms;
use crate::traffic::Traffic;
use crate::world::Within;

/// A process as a scenario asks for it.
#[derive(Clone, Debug)]
pub(crate) struct Spec {
    pub(crate) host: &'static str,
    pub(crate) zone: &'static str,
    pub(crate) circuits: Vec<(&'static str, Policy, Traffic)>,
    pub(crate) starts: Duration,
    pub(crate) shares_control: bool,
}

impl Spec {
    pub(crate) fn new(policy: Policy, calls_per_second: f64) -> Self {
        Self::calling(vec![("x", policy, Traffic::steady(calls_per_second))])
    }

    pub(crate) const fn calling(circuits: Vec<(&'static str, Policy, Traffic)>) -> Self {
        Self { host: "", zone: "", circuits, starts: Duration::ZERO, shares_control: false }
    }
}

#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) host: &'static str,
    pub(crate) circuits: Vec<Circuit>,
    pub(crate) life: Life,
    /// Decides about traffic alone, so that the same calls come with a fleet and without.
    pub(crate) chance: Chance,
    /// If it is in a fleet.
    pub(crate) joined: Option<MemberHost>,
    clock: ManualClock,
    started: Duration,
}

#[derive(Debug)]
pub(crate) enum Life {
    Runs,
    /// Stopped, with what will have waited for it.
    Paused(Vec<Within>),
    Dead,
}

#[derive(Debug)]
pub(crate) struct Circuit {
    pub(crate) breaker: &'static CircuitBreaker,
    pub(crate) traffic: Traffic,
    pub(crate) policy: Policy,
    /// When it last admitted a call, saw one end, opened, or was none of the fleet's,
    pub(crate) free: Duration,
    /// when it rejected one last, and how long it does,
    rejected: Duration,
    rejects: Duration,
    /// and how many calls are in flight.
    pub(crate) in_flight: u32,
    /// The results that were counted last, the latest first.
    pub(crate) last: [Option<bool>; 2],
    seen: u64,
    seen_state: State,
}

impl Process {
    pub(crate) fn new(spec: &Spec, mut chance: Chance) -> Self {
        let clock = ManualClock::new();
        let mut circuit = |(name, policy, traffic): &(&'static str, Policy, Traffic)| {
            let breaker = CircuitBreaker::new(name, *policy).with_clock(clock.clone());
            breaker.set_seed(chance.bits());
            // A run is short: permits outlive the process that holds them.
            Circuit::new(Box::leak(Box::new(breaker)), traffic.clone(), *policy, spec.starts)
        };
        let circuits = spec.circuits.iter().map(&mut circuit).collect();
        let (host, started, life) = (spec.host, spec.starts, Life::Runs);
        Self { host, circuits, life, chance, joined: None, clock, started }
    }

    /// Its clock shows the time now.
    pub(crate) fn is_at(&self, now: Duration) {
        self.clock.advance(now - self.started - self.clock.elapsed());
    }

    /// What its clock shows.
    pub(crate) fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    pub(crate) const fn is_alive(&self) -> bool {
        !matches!(self.life, Life::Dead)
    }
}

impl Circuit {
    const fn new(
        breaker: &'static CircuitBreaker,
        traffic: Traffic,
        policy: Policy,
        free: Duration,
    ) -> Self {
        let (in_flight, rejected, rejects) = (0, free, Duration::ZERO);
        Self {
            breaker,
            traffic,
            policy,
            free,
            in_flight,
            rejected,
            rejects,
            last: [None; 2],
            seen: 0,
            seen_state: State::Closed,
        }
    }

    /// A call is rejected: how long that has gone on. Between rare calls it may have been free.
    pub(crate) fn rejects(&mut self, now: Duration) -> Duration {
        let goes_on = self.rejected > self.free;
        let before = if goes_on { self.rejects } else { Duration::ZERO };
        let since = now - self.rejected.max(self.free);
        (self.rejected, self.rejects) = (now, before + since.min(ms(500)));
        self.rejects
    }

    /// The transitions since it was last asked, if a call can have made any.
    pub(crate) fn news_after_a_call(&mut self) -> Vec<Event> {
        if self.breaker.state() == self.seen_state { Vec::new() } else { self.news() }
    }

    /// The transitions since it was last asked.
    pub(crate) fn news(&mut self) -> Vec<Event> {
        let mut events = self.breaker.history();
        events.retain(|event| event.is_transition() && event.generation > self.seen);
        if let Some(last) = events.last() {
            (self.seen, self.seen_state) = (last.generation, last.to);
        }
        events
    }

    /// The number of the latest transition.
    pub(crate) const fn generation(&self) -> u64 {
        self.seen
    }

    /// A result counts in the generation of its call alone.
    pub(crate) const fn count(&mut self, generation: u64, works: bool) {
        if generation == self.seen {
            self.last = [Some(works), self.last[0]];
        }
    }
}
