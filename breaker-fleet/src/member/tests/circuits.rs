//! Circuits that do as they are told, and remember it.

use core::cell::Cell;
use core::time::Duration;
use std::collections::BTreeMap;

use super::secs;
use super::world::why;
use crate::circuits::{
    Circuits, Facts, Local, LocalEvent, Opening, Origin, Phase, Settings, Trials, What,
};
use crate::wire::{ForcedTo, Name, OrderId, Text, Why};

/// What was done to a circuit from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Suspected(Duration),
    Trusted,
    Held(Duration),
    Began,
    Openings(u32),
    Forced(ForcedTo, Duration, String, String),
    Reset(String, String),
}

/// A circuit's state in absolute times.
#[derive(Clone, Debug)]
pub(super) struct Fake {
    pub(super) open: bool,
    pub(super) half_open: Option<Trials>,
    pub(super) forced: bool,
    /// Which order of all was its last,
    pub(super) order: OrderId,
    /// what somebody ordered it to be by that, and who.
    pub(super) ordered: Option<(What, Origin)>,
    /// Why it opened.
    pub(super) why: Why,
    /// Until when it admits nothing.
    pub(super) until: Duration,
    pub(super) since: Duration,
    pub(super) opened: Opening,
    pub(super) openings: u32,
    pub(super) succeeded: u64,
    pub(super) failed: u64,
    pub(super) rejected: u64,
    pub(super) suspected_until: Duration,
    /// How often a suspicion began, as people are told.
    pub(super) suspicions: u32,
    pub(super) local: Option<Local>,
    pub(super) settings: Settings,
    pub(super) steps: Vec<Step>,
}

impl Fake {
    fn phase(&self, now: Duration) -> Phase {
        match (self.forced, self.open, self.half_open) {
            (true, ..) => Phase::Forced,
            (_, true, _) => Phase::Open { rest: self.until.saturating_sub(now) },
            (_, _, Some(trials)) => Phase::HalfOpen(trials),
            _ => Phase::Closed,
        }
    }
}

/// The circuits of one process.
#[derive(Clone, Debug, Default)]
pub(super) struct Fakes {
    pub(super) now: Duration,
    pub(super) all: BTreeMap<Name, Fake>,
    /// How often a circuit was asked for that is not here.
    pub(super) asked: Cell<u64>,
}

impl Fakes {
    pub(super) fn add(&mut self, name: Name) {
        let settings =
            Settings { open_for: secs(10), max_open_for: None, longest: secs(100), jitter: 0 };
        let fake = Fake {
            open: false,
            half_open: None,
            forced: false,
            order: 0,
            ordered: None,
            why: why(),
            until: Duration::ZERO,
            since: self.now,
            opened: 0,
            openings: 0,
            succeeded: 0,
            failed: 0,
            rejected: 0,
            suspected_until: Duration::ZERO,
            suspicions: 0,
            local: None,
            settings,
            steps: Vec::new(),
        };
        self.all.insert(name, fake);
    }

    /// The circuit, if it has not opened again.
    fn meant(&mut self, name: &Name, opened: Opening) -> Option<&mut Fake> {
        self.all.get_mut(name).filter(|fake| fake.opened == opened)
    }

    fn step(&mut self, name: &Name, step: Step) {
        if let Some(fake) = self.all.get_mut(name) {
            fake.steps.push(step);
        }
    }
}

impl Circuits for Fakes {
    fn facts(&self, name: &Name) -> Option<Facts> {
        let fake = self.all.get(name).or_else(|| {
            self.asked.set(self.asked.get() + 1);
            None
        })?;
        Some(Facts {
            phase: fake.phase(self.now),
            since: self.now - fake.since,
            opened: fake.opened,
            openings: fake.openings,
            succeeded: fake.succeeded,
            failed: fake.failed,
            rejected: fake.rejected,
            suspected: fake.suspected_until > self.now,
            settings: fake.settings,
            local: fake.local,
        })
    }

    fn why(&self, name: &Name) -> Why {
        self.all.get(name).map_or_else(why, |fake| fake.why.clone())
    }

    fn ordered(&self, name: &Name) -> Option<LocalEvent> {
        let (what, origin) = self.all.get(name)?.ordered.clone()?;
        Some(LocalEvent { name: name.clone(), id: self.all[name].order, what, origin })
    }

    fn each(&self, tell: &mut dyn FnMut(Name, Facts)) {
        for name in self.all.keys() {
            if let Some(facts) = self.facts(name) {
                tell(name.clone(), facts);
            }
        }
    }

    fn suspect_for(&mut self, name: &Name, time: Duration, _: &Text) {
        self.step(name, Step::Suspected(time));
        let now = self.now;
        if let Some(fake) = self.all.get_mut(name) {
            let until = now + time.min(fake.settings.longest);
            fake.suspicions += u32::from(fake.suspected_until <= now);
            fake.suspected_until = fake.suspected_until.max(until);
        }
    }

    fn trust(&mut self, name: &Name, _: &Text) {
        self.step(name, Step::Trusted);
        if let Some(fake) = self.all.get_mut(name) {
            fake.suspected_until = Duration::ZERO;
        }
    }

    fn hold_for(&mut self, name: &Name, opened: Opening, time: Duration, _: &Text) {
        self.step(name, Step::Held(time));
        let now = self.now;
        if let Some(fake) = self.meant(name, opened) {
            fake.until = now + time.min(fake.settings.longest + secs(5));
        }
    }

    fn begin_trials(&mut self, name: &Name, opened: Opening, _: &Text) -> bool {
        self.step(name, Step::Began);
        let now = self.now;
        self.meant(name, opened).is_some_and(|fake| {
            let began = core::mem::take(&mut fake.open);
            if began {
                fake.half_open = Some(Trials::default());
                fake.since = now;
                fake.until = now;
            }
            began
        })
    }

    fn set_openings(&mut self, name: &Name, opened: Opening, openings: u32, _: &Text) {
        self.step(name, Step::Openings(openings));
        if let Some(fake) = self.meant(name, opened) {
            fake.openings = openings;
        }
    }

    fn force(&mut self, name: &Name, to: ForcedTo, time: Duration, by: &Text, note: &Text) {
        self.step(name, Step::Forced(to, time, by.to_string(), note.to_string()));
        if let Some(fake) = self.all.get_mut(name) {
            fake.forced = true;
        }
    }

    fn reset(&mut self, name: &Name, by: &Text, note: &Text) {
        self.step(name, Step::Reset(by.to_string(), note.to_string()));
        if let Some(fake) = self.all.get_mut(name) {
            fake.forced = false;
        }
    }
}
