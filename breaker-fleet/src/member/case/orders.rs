//! What people elsewhere order, and what becomes of an order from here. Of two orders the one that
//! was given later holds, whichever is heard of first.

use core::time::Duration;

use super::control::Forced;
use super::held::Compared;
use super::{Case, Scene};
use crate::circuits::Phase;
use crate::member::FleetEvent;
use crate::wire::{Control, MOST_TIME, Ordered, State, View};

impl Case {
    /// An order of somebody here waits for its answer.
    pub(in crate::member) const fn expect_order(&mut self) {
        self.controls += 1;
    }

    /// An order of somebody here was carried out.
    pub(super) fn carried_out(&mut self, scene: &mut Scene<'_>, view: &View) {
        self.sees(scene, view);
        self.obeyed = self.obeyed.max(view.version);
        if let State::Control(control) = &view.state {
            self.order_is_there(scene, control.keep);
        }
        self.settled(scene, view.version);
    }

    /// Somebody else's order is later than one of somebody here; unless that was carried out when
    /// the connection was lost, and told again.
    pub(super) fn overtaken(&mut self, scene: &mut Scene<'_>, given: &Control, view: &View) {
        let State::Control(control) = &view.state else { return };
        let is_own = self.order(scene.now).is_some_and(|(_, by)| by == view.by);
        if is_own && control.is_alike(given) {
            return self.carried_out(scene, view);
        }
        scene.tell(FleetEvent::Overtaken {
            circuit: scene.name.to_string(),
            by: view.by.to_string(),
            why: control.note.to_string(),
        });
        self.order_is_refused();
        self.sees(scene, view);
        if self.meanwhile.as_ref().is_none_or(|known| known.version < view.version) {
            self.meanwhile = Some(view.clone());
        }
        self.settled(scene, 0);
    }

    /// An order of somebody here was carried out by this change, or won't be. What others ordered
    /// meanwhile counts if it is later.
    pub(super) fn settled(&mut self, scene: &mut Scene<'_>, own: u64) {
        self.controls = self.controls.saturating_sub(1);
        if let Some(view) = self.meanwhile.take_if(|_| self.controls == 0) {
            if view.version > own {
                self.hear(scene, &view);
            }
        }
    }

    /// Whether what it is forced by is an order to all.
    const fn is_forced_for_all(&self) -> bool {
        match self.forced {
            Some(Forced::ByFleet) => true,
            Some(Forced::Here { .. }) => self.held.is_some(),
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
        if self.obeyed == view.version {
            return self.order_is_there(scene, control.keep);
        }
        match self.compare_order(scene.now, control, &view.by) {
            Compared::Same => {
                self.obeyed = view.version;
                self.order_is_there(scene, control.keep);
            }
            // The engine has lost the later one.
            Compared::Earlier => self.tell_order_soon(scene),
            Compared::Later => {
                self.obeyed = view.version;
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
