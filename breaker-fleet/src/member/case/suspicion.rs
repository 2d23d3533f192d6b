//! Suspicions: each zone has its own, and each ends by itself, or by the circuit's own good calls.

use core::time::Duration;

use super::experience::Experience;
use super::{Case, MOST_PARTS, Scene};
use crate::circuits::Phase;
use crate::wire::{LEASE, Outage, Part, Phase as Stands, State, Text, View};

/// How often a suspected circuit is looked at: what its calls have shown, and whether it is that of
/// a key which had to leave and has returned.
const EVERY: Duration = Duration::from_secs(1);
/// So long after an open time it is known who tries, and after a lease what came of it. A suspicion
/// lasts until then: people would else be told of a new one with each open time.
const RESULT: Duration = Duration::from_millis(500);
/// So long before its end a suspicion is made to last.
const EDGE: Duration = Duration::from_millis(50);

/// By whom the circuit is suspected, and until when.
#[derive(Clone, Debug, Default)]
pub(super) struct Suspicions(Vec<Suspicion>);

#[derive(Clone, Debug)]
struct Suspicion {
    part: Part,
    by: Text,
    until: Duration,
    /// It was made to last beyond the open time.
    outlasts: bool,
}

impl Suspicions {
    fn set(&mut self, now: Duration, part: &Part, until: Duration, by: &Text) {
        self.0.retain(|suspicion| suspicion.part != *part && suspicion.until > now);
        let (part, by) = (part.clone(), by.clone());
        self.0.push(Suspicion { part, by, until, outlasts: false });
        if self.0.len() > MOST_PARTS {
            self.0.sort_by_key(|suspicion| suspicion.until);
            self.0.remove(0);
        }
    }

    /// Somebody tries: until the end of the lease nothing is over.
    fn hear_lease(&mut self, now: Duration, part: &Part, rest: Duration) {
        let is_on = |it: &&mut Suspicion| it.part == *part && it.until > now;
        if let Some(suspicion) = self.0.iter_mut().find(is_on) {
            suspicion.until = suspicion.until.max(now + rest.min(LEASE) + RESULT);
            suspicion.outlasts = true;
        }
    }

    /// Those that are about to end last until it is known who tries. Whether there are any.
    fn outlast_open_times(&mut self, now: Duration) -> bool {
        let ends = |it: &&mut Suspicion| !it.outlasts && it.until > now && it.until <= now + EDGE;
        let ending = self.0.iter_mut().filter(ends).map(|suspicion| {
            suspicion.until += RESULT;
            suspicion.outlasts = true;
        });
        ending.count() > 0
    }

    /// Whether this record makes the circuit suspected.
    pub(super) fn hold(&self, now: Duration, part: &Part) -> bool {
        self.0.iter().any(|it| it.part == *part && it.until > now)
    }

    fn end(&mut self, part: &Part) {
        self.0.retain(|suspicion| suspicion.part != *part);
    }

    /// The one that lasts longest, and how long.
    fn longest(&self, now: Duration) -> Option<(Duration, &Text)> {
        let last = self.0.iter().max_by_key(|suspicion| suspicion.until)?;
        let rest = last.until.checked_sub(now).filter(|rest| !rest.is_zero())?;
        Some((rest, &last.by))
    }

    pub(super) fn are_over(&self, now: Duration) -> bool {
        self.longest(now).is_none()
    }

    /// When to look at the circuit.
    pub(super) fn look_at(&self, now: Duration) -> Option<Duration> {
        let edges = self.0.iter().filter(|suspicion| !suspicion.outlasts);
        let edges = edges.map(|suspicion| suspicion.until.saturating_sub(EDGE));
        let next = edges.filter(|edge| *edge > now).fold(now + EVERY, Duration::min);
        (!self.are_over(now)).then_some(next)
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
        } else if !self.has_opened(outage) {
            self.hear_of_trouble(scene, part, outage, by);
        }
        if self.suspicions.are_over(scene.now) {
            self.experience = Experience::default();
        } else {
            self.experience.look(&scene.facts);
        }
        self.suspect(scene);
    }

    fn hear_of_trouble(&mut self, scene: &Scene<'_>, part: &Part, outage: &Outage, by: &Text) {
        if !outage.suspected.is_zero() {
            let lasts = outage.suspected.min(scene.longest_suspicion(outage.openings));
            self.suspicions.set(scene.now, part, scene.now + lasts, by);
        }
        if let Stands::Leased { rest, .. } = outage.phase {
            self.suspicions.hear_lease(scene.now, part, rest);
        }
    }

    /// Nobody is suspicious of itself: what this circuit has opened over says nothing new to it.
    pub(super) fn suspects_itself_no_more(&mut self, scene: &Scene<'_>, view: &View) {
        if self.is_present(view) {
            self.suspicions.end(&scene.subject().part);
        }
    }

    /// A closed circuit is suspected for as long as anybody is suspicious, unless its own calls
    /// succeed.
    pub(super) fn suspect(&self, scene: &mut Scene<'_>) {
        if scene.facts.phase != Phase::Closed {
            return;
        }
        let Some((rest, by)) = self.suspicions.longest(scene.now) else { return };
        if !self.experience.is_good() {
            scene.circuits.suspect_for(&scene.name, rest, by);
        } else if scene.facts.suspected {
            scene.circuits.trust(&scene.name, &scene.config.instance);
        }
    }

    /// What has to be seen of a suspected circuit while nobody says anything.
    pub(super) fn look_at_suspicions(&mut self, scene: &mut Scene<'_>) {
        self.experience.look(&scene.facts);
        let lasts_on = self.suspicions.outlast_open_times(scene.now);
        if lasts_on || scene.facts.suspected == self.experience.is_good() {
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
