//! What a case acts with: its circuit, and the member around it.

use core::time::Duration;

use super::origin::Origin;
use crate::circuits::{Circuits, Facts, Settings};
use crate::member::chance::Chance;
use crate::member::outbox::Outbox;
use crate::member::{Config, FleetEvent, Output};
use crate::wire::{Name, Part, Request, Subject, Terms};

/// One moment of one circuit.
pub(in crate::member) struct Scene<'a> {
    pub(in crate::member) now: Duration,
    pub(in crate::member) name: Name,
    pub(in crate::member) facts: Facts,
    pub(in crate::member) circuits: &'a mut dyn Circuits,
    pub(in crate::member) outbox: &'a mut Outbox,
    pub(in crate::member) chance: &'a mut Chance,
    pub(in crate::member) config: &'a Config,
    /// How many members were seen last.
    pub(in crate::member) members: u32,
    /// Whether the member takes part at the moment.
    pub(in crate::member) live: bool,
    pub(in crate::member) outputs: &'a mut Vec<Output>,
}

impl Scene<'_> {
    /// The record of the outage in the member's zone.
    pub(super) fn subject(&self) -> Subject {
        Subject { name: self.name.clone(), part: Part::Zone(self.config.zone.clone()) }
    }

    /// The record of what people forced.
    pub(super) fn control(&self) -> Subject {
        Subject { name: self.name.clone(), part: Part::Control }
    }

    pub(super) fn is_own_zone(&self, part: &Part) -> bool {
        matches!(part, Part::Zone(zone) if *zone == self.config.zone)
    }

    /// Tells people.
    pub(super) fn tell(&mut self, event: FleetEvent) {
        self.outputs.push(Output::Tell(event));
    }

    /// Sends it with what else happens in these milliseconds.
    pub(super) fn send(&mut self, request: Request) {
        self.outbox.push(self.now, request);
    }

    /// Sends it now, after what happened before it.
    pub(super) fn send_at_once(&mut self, request: Request) {
        self.outbox.push(self.now, request);
        self.outbox.hurry(self.now);
    }

    /// The lease is of no use here.
    pub(super) fn give_back(&mut self, unused: bool) {
        let subject = self.subject();
        self.send(Request::GiveBack { subject, unused });
    }

    /// The circuit opened: a failure of the lease's holder, or a trip.
    pub(super) fn tell_opening(&mut self, held: bool, first: bool, origin: Origin) {
        let (subject, by) = (self.subject(), self.config.instance.clone());
        let Origin { by: opened_by, why } = origin;
        let terms = self.terms(self.facts.openings.saturating_sub(1));
        self.send(if held {
            Request::Failed { subject, terms, by, opened_by, why }
        } else {
            Request::Trip { subject, terms, first, by, opened_by, why }
        });
    }

    /// How long the circuit is open, with the dice thrown.
    pub(super) fn terms(&mut self, openings: u32) -> Terms {
        let settings = self.facts.settings;
        let jitter = settings.jitter.min(1000);
        let thrown = u32::try_from(self.chance.up_to(u64::from(2 * jitter))).unwrap_or(0);
        Terms {
            open_for: settings.open_for,
            max_open_for: settings.max_open_for,
            jitter: 1000 - jitter + thrown,
            openings,
        }
    }

    /// As long a circuit waits for others at most.
    pub(super) const fn longest_wait(&self) -> Duration {
        self.facts.settings.longest
    }

    /// As long a circuit is suspected at most: as long as its own policy would have it open after
    /// so many openings in a row.
    pub(super) fn longest_suspicion(&self, openings: u32) -> Duration {
        let Settings { open_for, max_open_for, jitter, .. } = self.facts.settings;
        let jitter = 1000 + jitter.min(1000);
        let terms = Terms { open_for, max_open_for, jitter, openings };
        terms.drawn(openings.saturating_sub(1)).min(self.longest_wait())
    }

    /// What others say, bounded by what this circuit could have drawn itself.
    pub(super) fn bounded(&self, time: Duration) -> Duration {
        // A moment longer than the longest wait, which can be told from it.
        time.min(self.longest_wait() + Duration::from_micros(1))
    }
}
