//! What is to be done when events were lost: the circuit's state says what they would have said.

use core::time::Duration;

use super::control::Given;
use super::happened::own_rest;
use super::{Case, Scene, Stage};
use crate::circuits::Phase;
use crate::member::Origin;

/// What opened longer ago is no news.
const NEWS: Duration = Duration::from_secs(1);

impl Case {
    /// Compares what is known with what is.
    pub(in crate::member) fn compare(&mut self, scene: &mut Scene<'_>) {
        match scene.facts.phase {
            Phase::Forced if !self.by_hand => self.found_forced(scene),
            Phase::Closed if self.is_kept() => match self.was_released(scene) {
                Some((id, who, note)) => {
                    let given = Given { id, who: &who, note: &note };
                    self.released(scene, given, Origin::Hand);
                }
                None => self.let_be(scene),
            },
            Phase::Open { .. } if !self.by_hand => self.compare_open(scene),
            Phase::HalfOpen(_) if matches!(self.stage, Stage::Calm) && !self.by_hand => {
                self.opened_at.get_or_insert(scene.now);
                self.opening = Some(scene.facts.opened);
                self.try_without_lease(scene);
            }
            _ => {}
        }
        self.plan_wake(scene.now);
    }

    /// It has opened since it was heard of last, or was never heard of.
    fn compare_open(&mut self, scene: &mut Scene<'_>) {
        let unknown = self.opening != Some(scene.facts.opened);
        let failed = matches!(&self.stage, Stage::Tries(round) if round.has_lease());
        let is_told = self.told == Some(scene.facts.opened);
        if failed || unknown && !is_told && scene.facts.since <= NEWS {
            let reopened = self.told.is_some() && scene.facts.openings > 1;
            let first = self.opened_at.is_none() && !reopened;
            let why = scene.circuits.why(&scene.name);
            self.opened(scene, first, &why);
        } else if unknown {
            self.opened_at = Some(scene.now.saturating_sub(scene.facts.since));
            self.opening = Some(scene.facts.opened);
            self.own_time.begin(scene.now, own_rest(scene), !is_told);
            self.begin_patience();
            (self.rejected_before, self.rejected) = (scene.facts.rejected, 0);
            self.wait_as_it_would(scene);
        }
    }
}
