//! What people force: it stays here, unless the fleet shares it.

use core::time::Duration;

use super::{Case, Scene};
use crate::circuits::{LocalEvent, Phase};
use crate::member::{Origin, What};
use crate::wire::{Control, ForcedTo, MOST_TIME, Request, Text, View};

/// What is forced until further notice here ends elsewhere after so long.
const UNTIL_FURTHER_NOTICE: Duration = Duration::from_secs(3600);

/// Who forced a circuit.
#[derive(Clone, Copy, Debug)]
pub(super) enum Forced {
    /// Somebody here.
    Here {
        /// When that was known.
        at: Duration,
        /// How long ago it was then: longer than the member's life, if it came before.
        age: Duration,
        /// Whether the others are still to be told.
        untold: bool,
    },
    /// Somebody elsewhere, for the whole fleet.
    ByFleet,
    /// It obeys its function, as all its keys do.
    WithAllKeys,
}

impl Case {
    /// The circuit was forced.
    pub(super) fn forced(
        &mut self,
        scene: &mut Scene<'_>,
        to: ForcedTo,
        time: Option<Duration>,
        (who, note): (&Text, &Text),
        origin: Origin,
    ) {
        self.taken_over(scene);
        self.forced = Some(match origin {
            Origin::Own | Origin::Hand => {
                Forced::Here { at: scene.now, age: Duration::ZERO, untold: false }
            }
            Origin::Fleet => Forced::ByFleet,
            Origin::Whole => Forced::WithAllKeys,
        });
        if origin == Origin::Hand && scene.config.share_control {
            self.tell_force(scene, to, time, (who, note));
        }
    }

    fn tell_force(
        &mut self,
        scene: &mut Scene<'_>,
        to: ForcedTo,
        time: Option<Duration>,
        (who, note): (&Text, &Text),
    ) {
        self.controls += 1;
        let request = Request::Force {
            subject: scene.control(),
            to,
            time: time.unwrap_or(UNTIL_FURTHER_NOTICE).min(MOST_TIME),
            by: by_whom(who, &scene.config.instance),
            note: note.clone(),
        };
        scene.send(request);
    }

    /// It is forced, and no event has said so: it was before the start, or the event was lost. The
    /// others are told once it is clear that nobody has ordered something else since.
    pub(super) fn found_forced(&mut self, scene: &mut Scene<'_>) {
        let origin = scene.circuits.ordered(&scene.name).map(|order| order.origin);
        self.taken_over(scene);
        self.forced = Some(match origin {
            Some(Origin::Fleet) => Forced::ByFleet,
            Some(Origin::Whole) => Forced::WithAllKeys,
            Some(Origin::Own | Origin::Hand) | None => {
                let untold = origin == Some(Origin::Hand) && scene.config.share_control;
                Forced::Here { at: scene.now, age: scene.facts.since, untold }
            }
        });
    }

    /// Whether somebody here took back what is known to be forced, and no event has said so.
    pub(super) fn was_released(&self, scene: &Scene<'_>) -> bool {
        let by_hand = |order: LocalEvent| {
            order.what == What::Released { by_hand: true } && order.origin == Origin::Hand
        };
        self.forced.is_some() && scene.circuits.ordered(&scene.name).is_some_and(by_hand)
    }

    /// Whether the others are still to be told that somebody here forced it.
    pub(in crate::member) const fn is_untold(&self) -> bool {
        matches!(self.forced, Some(Forced::Here { untold: true, .. }))
    }

    /// Tells them, now that all is heard of what they ordered.
    pub(in crate::member) fn tell_of_force(&mut self, scene: &mut Scene<'_>) {
        let Some(Forced::Here { untold, .. }) = &mut self.forced else { return };
        if !core::mem::take(untold) || !matches!(scene.facts.phase, Phase::Forced) {
            return;
        }
        let order = scene.circuits.ordered(&scene.name);
        if let Some(What::Forced { to, time, who, note }) = order.map(|order| order.what) {
            self.tell_force(scene, to, time, (&who, &note));
        }
    }

    /// The circuit is back under its rules. Others are told if it was forced for them too: who
    /// resets one that wasn't says nothing to theirs, and what all keys obey is told of them all.
    pub(super) fn released(&mut self, scene: &mut Scene<'_>, by_hand: bool, origin: Origin) {
        self.by_hand = false;
        let forced = self.forced.take();
        let travelled =
            matches!(forced, Some(Forced::Here { untold: false, .. } | Forced::ByFleet));
        if travelled && by_hand && origin == Origin::Hand && scene.config.share_control {
            self.controls += 1;
            let by = scene.config.instance.clone();
            scene.send(Request::Release { subject: scene.control(), by });
        }
        self.compare(scene);
    }

    /// An order of somebody here waits for its answer.
    pub(in crate::member) const fn expect_order(&mut self) {
        self.controls += 1;
    }

    /// An order of somebody here was carried out, or won't be.
    pub(super) fn ordered(&mut self, scene: &mut Scene<'_>, done: Option<&View>) {
        self.controls = self.controls.saturating_sub(1);
        let own = done.map_or(0, |view| view.version);
        self.obeyed = self.obeyed.max(own);
        if let Some(view) = self.meanwhile.take_if(|_| self.controls == 0) {
            if view.version > own {
                self.hear(scene, &view);
            }
        }
    }

    /// Whether what it is forced by is an order to all, which was carried out.
    const fn is_forced_for_all(&self) -> bool {
        match self.forced {
            Some(Forced::ByFleet) => true,
            Some(Forced::Here { untold, .. }) => !untold && self.obeyed != 0,
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
        let is_forced = matches!(scene.facts.phase, Phase::Forced);
        match control {
            Control::Forced { .. } if self.obeyed == view.version => {}
            Control::Forced { rest: Duration::ZERO, .. } => {
                // It was over before it was heard of, and what it has replaced is too.
                if is_forced && self.is_forced_for_all() {
                    scene.circuits.reset(&scene.name, &view.by);
                }
                self.obeyed = view.version;
            }
            Control::Forced { to, rest, note } => {
                self.obeyed = view.version;
                let rest = (*rest).min(MOST_TIME);
                scene.circuits.force(&scene.name, *to, rest, &view.by, note);
                self.forced = Some(Forced::ByFleet);
            }
            Control::Released { ago } => {
                let before = self.forced_for(scene.now).is_some_and(|since| since < *ago);
                if is_forced && !before {
                    scene.circuits.reset(&scene.name, &view.by);
                }
            }
        }
    }
}

/// A person, and where.
fn by_whom(who: &Text, instance: &Text) -> Text {
    match who.as_str() {
        "" => instance.clone(),
        who => Text::new(&format!("{who} on {instance}")),
    }
}
