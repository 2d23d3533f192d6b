//! Suspicions: each zone has its own, and each ends by itself.

use core::time::Duration;

use super::{Case, MOST_PARTS, Scene};
use crate::circuits::Phase;
use crate::wire::{Outage, Part, Phase as Stands, State, Text, View};

/// A key that had to leave and returns is suspected again within this time.
const AGAIN: Duration = Duration::from_secs(1);

/// By whom the circuit is suspected, and until when.
#[derive(Clone, Debug, Default)]
pub(super) struct Suspicions(Vec<(Part, Duration, Text)>);

impl Suspicions {
    fn set(&mut self, now: Duration, part: &Part, until: Duration, by: &Text) {
        self.0.retain(|(zone, until, _)| zone != part && *until > now);
        self.0.push((part.clone(), until, by.clone()));
        if self.0.len() > MOST_PARTS {
            self.0.sort_by_key(|(_, until, _)| *until);
            self.0.remove(0);
        }
    }

    fn end(&mut self, part: &Part) {
        self.0.retain(|(zone, ..)| zone != part);
    }

    /// The one that lasts longest, and how long.
    fn longest(&self, now: Duration) -> Option<(Duration, &Text)> {
        let (_, until, by) = self.0.iter().max_by_key(|(_, until, _)| *until)?;
        let rest = until.checked_sub(now).filter(|rest| !rest.is_zero())?;
        Some((rest, by))
    }

    pub(super) fn are_over(&self, now: Duration) -> bool {
        self.longest(now).is_none()
    }

    /// When to see whether the circuit is a new one, which nobody has suspected yet.
    pub(super) fn look_at(&self, now: Duration) -> Option<Duration> {
        (!self.are_over(now)).then_some(now + AGAIN)
    }
}

impl Case {
    /// Another zone's record, or this one's, says whether the circuit is suspected.
    pub(super) fn hear_suspicion(
        &mut self,
        scene: &mut Scene<'_>,
        part: &Part,
        outage: &Outage,
        by: &Text,
    ) {
        if matches!(outage.phase, Stands::Closed { .. }) {
            self.suspicions.end(part);
            scene.circuits.trust(&scene.name, by);
        } else if !outage.suspected.is_zero() && !self.has_opened(outage) {
            let until = scene.now + scene.bounded(outage.suspected);
            self.suspicions.set(scene.now, part, until, by);
        }
        self.suspect(scene);
    }

    /// Nobody is suspicious of itself: what this circuit has opened over says nothing new to it.
    pub(super) fn suspects_itself_no_more(&mut self, scene: &Scene<'_>, view: &View) {
        if self.is_present(view) {
            self.suspicions.end(&scene.subject().part);
        }
    }

    /// A closed circuit is suspected for as long as anybody is suspicious.
    pub(super) fn suspect(&self, scene: &mut Scene<'_>) {
        if scene.facts.phase != Phase::Closed {
            return;
        }
        if let Some((rest, by)) = self.suspicions.longest(scene.now) {
            scene.circuits.suspect_for(&scene.name, rest, by);
        }
    }

    /// Keys come and go: the circuit of one that had to leave and has returned is a new one.
    pub(super) fn suspect_anew(&self, scene: &mut Scene<'_>) {
        if !scene.facts.suspected {
            self.suspect(scene);
        }
    }

    /// What is left of it while the circuit is not here, or takes no part.
    pub(in crate::member) fn without_circuit(self, now: Duration) -> Option<Self> {
        let wake = self.suspicions.look_at(now)?;
        let suspicions = self.suspicions;
        Some(Self { wake: Some(wake), suspicions, news_at: now, ..Self::default() })
    }

    /// A view came while the circuit is not here. A suspicion that it ends is over; what it says to
    /// a circuit that comes to be is [`Remembered`](crate::member::remembered::Remembered).
    pub(in crate::member) fn hear_without_circuit(&mut self, view: &View) {
        if let State::Outage(Outage { phase: Stands::Closed { .. }, .. }) = &view.state {
            self.suspicions.end(&view.subject.part);
        }
    }
}
