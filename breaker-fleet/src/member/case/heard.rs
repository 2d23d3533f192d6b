//! What the record of the member's zone says.

use core::time::Duration;

use super::{Case, Scene, Stage, is_troubled, openers};
use crate::wire::{LEASE, Outage, Phase, State, Version, View};

impl Case {
    /// Takes in a view that is new, or the answer to a request of this member.
    pub(in crate::member) fn hear(&mut self, scene: &mut Scene<'_>, view: &View) {
        self.news_at = scene.now;
        match &view.state {
            State::Control(_) if self.orders.are_under_way() => self.orders.hear_later(view),
            State::Control(control) => self.hear_control(scene, control, view),
            State::Outage(outage) => {
                if scene.is_own_zone(&view.subject.part) {
                    self.by = view.by.clone();
                    self.hear_outage(scene, view.version, outage);
                }
                self.hear_suspicion(scene, &view.subject.part, outage, &view.by);
            }
        }
        self.plan_wake(scene.now);
    }

    fn hear_outage(&mut self, scene: &mut Scene<'_>, version: Version, outage: &Outage) {
        self.compare_success(scene, outage);
        if self.by_hand {
            return;
        }
        self.hear_round(scene, version, outage);
        if !is_troubled(scene.facts.phase) {
            return;
        }
        match outage.phase {
            Phase::Waiting { rest } => self.hear_wait(scene, outage.openings, rest),
            Phase::Leased { holder, rest } if holder != scene.config.id => {
                self.hear_lease(scene, rest);
            }
            Phase::Leased { .. } => {}
            Phase::Anyone => self.hear_anyone(scene),
            Phase::Closed { ago } => self.hear_recovery(scene, ago),
        }
    }

    /// A round begins with each open time.
    pub(super) fn hear_round(&mut self, scene: &mut Scene<'_>, version: Version, outage: &Outage) {
        self.open_until = match outage.phase {
            Phase::Waiting { rest } => Some(scene.now + scene.bounded(rest)),
            _ => None,
        };
        self.note_origin(outage);
        let known = core::mem::replace(&mut self.round, outage.round);
        if matches!(outage.phase, Phase::Leased { holder, .. } if holder == scene.config.id) {
            self.name_claimed(known);
        }
        self.open = openers::open(outage.openers, scene.members);
        self.hear_turn(scene, (version, outage), known);
        if known != outage.round {
            self.limit = None;
        }
    }

    /// Nobody tries before the rest is over.
    fn hear_wait(&mut self, scene: &mut Scene<'_>, openings: u32, rest: Duration) {
        let is_no_news = rest.is_zero() && (self.is_granted() || self.shares_its_round());
        if self.goes_its_own_way() || is_no_news {
            return;
        }
        scene.circuits.set_openings(&scene.name, self.opening(scene), openings, &self.by);
        self.wait_for_open_time(scene, scene.now + scene.bounded(rest));
    }

    /// Somebody else tries. Whoever has lost patience goes by the deadline of the open time.
    fn hear_lease(&mut self, scene: &mut Scene<'_>, rest: Duration) {
        let is_for_others = self.tries_for_itself(scene.now, scene.now) || self.shares_its_round();
        if !self.goes_its_own_way() && !is_for_others {
            let end = scene.now + rest.min(LEASE);
            self.wait(scene, end, rest.is_zero());
        }
    }

    /// Nobody had a call: whoever gets one tries.
    fn hear_anyone(&mut self, scene: &mut Scene<'_>) {
        if self.goes_its_own_way() || matches!(self.stage, Stage::Tries(_)) {
            return;
        }
        let earliest = self.own_time.earliest_turn();
        if earliest <= scene.now {
            self.hold_for(scene, Duration::ZERO);
            self.try_without_lease(scene);
        } else if !self.is_granted() {
            self.wait(scene, earliest, true);
        }
    }

    const fn is_granted(&self) -> bool {
        matches!(self.stage, Stage::Granted { .. })
    }

    fn shares_its_round(&self) -> bool {
        matches!(&self.stage, Stage::Tries(round) if round.is_shared())
    }

    /// Once a trial has succeeded anywhere, and once patience has come to its end, a circuit's own
    /// trials decide.
    fn goes_its_own_way(&self) -> bool {
        match &self.stage {
            Stage::Recovers { .. } | Stage::Recovering => true,
            Stage::Tries(round) => round.alone,
            _ => false,
        }
    }
}
