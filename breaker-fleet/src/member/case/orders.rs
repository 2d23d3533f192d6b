//! What people elsewhere order, and what becomes of an order from here. Of two orders the one that
//! was given later holds, whichever is heard of first.

use core::time::Duration;

use super::control::Forced;
use super::held::{Compared, Held};
use super::{Case, Scene};
use crate::circuits::Phase;
use crate::member::FleetEvent;
use crate::wire::{Control, MOST_TIME, Ordered, State, View};

/// What people ordered for all, as far as a member knows.
#[derive(Clone, Debug, Default)]
pub(super) struct Orders {
    /// The last order, whoever gave it.
    pub(super) held: Option<Held>,
    /// How many of somebody here wait for their answers.
    pub(super) under_way: u32,
    /// What others ordered meanwhile: it counts if it is later than the answers.
    meanwhile: Option<View>,
}

impl Orders {
    /// None that is under way will be answered.
    pub(super) fn disconnect(&mut self) {
        (self.under_way, self.meanwhile) = (0, None);
    }

    pub(super) const fn are_under_way(&self) -> bool {
        self.under_way > 0
    }

    /// Whether none is under way, or to be told anew.
    pub(super) fn are_over(&self, now: Duration) -> bool {
        !self.are_under_way() && self.due(now).is_none()
    }

    /// When the last one is to be told anew.
    pub(super) fn due(&self, now: Duration) -> Option<Duration> {
        self.held.as_ref().and_then(|held| held.due(now))
    }

    /// What was heard meanwhile, once all are answered.
    fn next_heard(&mut self) -> Option<View> {
        if self.are_under_way() { None } else { self.meanwhile.take() }
    }

    /// Somebody else's counts, if it does, once those of somebody here are answered.
    pub(super) fn hear_later(&mut self, view: &View) {
        if self.meanwhile.as_ref().is_none_or(|known| known.version < view.version) {
            self.meanwhile = Some(view.clone());
        }
    }
}

impl Scene<'_> {
    /// People here are told that somebody else's order holds.
    fn tell_overtaken(&mut self, control: &Control, view: &View) {
        self.tell(FleetEvent::Overtaken {
            circuit: self.name.to_string(),
            by: view.by.to_string(),
            why: control.note.to_string(),
        });
    }
}

impl Case {
    /// An order of somebody here waits for its answer.
    pub(in crate::member) const fn expect_order(&mut self) {
        self.orders.under_way += 1;
    }

    /// An order of somebody here was carried out.
    pub(super) fn carried_out(&mut self, scene: &mut Scene<'_>, view: &View) {
        self.sees(scene, view);
        if let State::Control(control) = &view.state {
            self.order_is_there(scene, control);
        }
        self.settled(scene, view.version);
    }

    /// Somebody else's order is later than one of somebody here; unless that was carried out when
    /// the connection was lost, and told again.
    pub(super) fn overtaken(&mut self, scene: &mut Scene<'_>, given: &Control, view: &View) {
        let State::Control(control) = &view.state else { return };
        if control.id == given.id {
            return self.carried_out(scene, view);
        }
        scene.tell_overtaken(control, view);
        self.order_is_refused();
        self.sees(scene, view);
        self.orders.hear_later(view);
        self.settled(scene, 0);
    }

    /// An order of somebody here was carried out by this change, or won't be. What others ordered
    /// meanwhile counts if it is later.
    pub(super) fn settled(&mut self, scene: &mut Scene<'_>, own: u64) {
        self.orders.under_way = self.orders.under_way.saturating_sub(1);
        if let Some(view) = self.orders.next_heard() {
            if view.version > own {
                self.hear(scene, &view);
            }
        }
    }

    /// Whether what it is forced by is an order to all.
    const fn is_forced_for_all(&self) -> bool {
        match self.forced {
            Some(Forced::ByFleet) => true,
            Some(Forced::Here { .. }) => self.orders.held.is_some(),
            Some(Forced::WithAllKeys) | None => false,
        }
    }

    /// How long ago somebody here forced it.
    fn forced_for(&self, now: Duration) -> Option<Duration> {
        let Some(Forced::Here { at, age, .. }) = self.forced else { return None };
        Some(now.saturating_sub(at) + age)
    }

    /// Somebody elsewhere forced or released it.
    pub(super) fn hear_control(&mut self, scene: &mut Scene<'_>, control: &Control, view: &View) {
        if !scene.config.share_control {
            return;
        }
        match self.compare_order(scene.now, control) {
            Compared::Same => {
                self.is_told();
                self.order_is_heard_again(scene, control);
            }
            // The engine has lost the later one.
            Compared::Earlier => self.tell_order_soon(scene),
            Compared::Later => {
                if self.is_forced_untold() {
                    scene.tell_overtaken(control, view);
                }
                self.obey(scene, control, view);
                self.is_told();
                self.hold_order(scene, control.clone(), view.by.clone());
            }
        }
    }

    fn obey(&mut self, scene: &mut Scene<'_>, control: &Control, view: &View) {
        let is_forced = matches!(scene.facts.phase, Phase::Forced);
        match control.order {
            Ordered::Forced { rest: Duration::ZERO, .. } => {
                // It was over before it was heard of, and what it has replaced is too.
                if is_forced && self.is_forced_for_all() {
                    scene.circuits.reset(&scene.name, &view.by, &control.note);
                }
            }
            Ordered::Forced { to, rest } => {
                let rest = rest.min(MOST_TIME);
                scene.circuits.force(&scene.name, to, rest, &view.by, &control.note);
                self.forced = Some(Forced::ByFleet);
            }
            Ordered::Released => {
                let before = self.forced_for(scene.now).is_some_and(|since| since < control.ago);
                if is_forced && !before {
                    scene.circuits.reset(&scene.name, &view.by, &control.note);
                }
            }
        }
    }
}
