//! What people force here: it stays here, unless the fleet shares it.

use core::time::Duration;

use super::{Case, Scene};
use crate::circuits::{LocalEvent, Phase};
use crate::member::{Origin, What};
use crate::wire::{Control, ForcedTo, MOST_TIME, OrderId, Ordered, Request, Text};

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

/// Which order it is, who gave it and why.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given<'a> {
    pub(super) id: OrderId,
    pub(super) who: &'a Text,
    pub(super) note: &'a Text,
}

impl Case {
    /// The circuit was forced.
    pub(super) fn forced(
        &mut self,
        scene: &mut Scene<'_>,
        order: Ordered,
        given: Given<'_>,
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
            self.give(scene, order, Duration::ZERO, given);
            self.tell_order(scene);
        }
    }

    /// Somebody here has ordered something for all, so long ago.
    fn give(&mut self, scene: &mut Scene<'_>, order: Ordered, ago: Duration, given: Given<'_>) {
        let Given { id, who, note } = given;
        let keep = order.keep().max(self.order_kept(scene.now));
        let by = by_whom(who, &scene.config.instance);
        self.hold_own_order(
            scene,
            Control { id, stamp: 0, order, ago, keep, note: note.clone() },
            by,
        );
    }

    /// Tells the others of it.
    fn tell_order(&mut self, scene: &mut Scene<'_>) {
        if let Some((control, by)) = self.order(scene.now) {
            self.orders.under_way += 1;
            let subject = scene.control();
            scene.send(Request::Control { subject, control, by, anew: false });
        }
    }

    /// It is forced, and no event has said so: it was before the start, or the event was lost. The
    /// others are told once it is clear that nobody has ordered something else since.
    pub(super) fn found_forced(&mut self, scene: &mut Scene<'_>) {
        let order = scene.circuits.ordered(&scene.name);
        let age = scene.facts.since;
        self.taken_over(scene);
        self.forced = Some(match order.as_ref().map(|order| order.origin) {
            Some(Origin::Fleet) => Forced::ByFleet,
            Some(Origin::Whole) => Forced::WithAllKeys,
            Some(Origin::Own | Origin::Hand) | None => {
                Forced::Here { at: scene.now, age, untold: self.finds_order(scene, age, order) }
            }
        });
    }

    /// Whether the others are to be told of what was found.
    fn finds_order(
        &mut self,
        scene: &mut Scene<'_>,
        age: Duration,
        order: Option<LocalEvent>,
    ) -> bool {
        let Some(LocalEvent { id, what, origin: Origin::Hand, .. }) = order else { return false };
        let What::Forced { to, time, who, note } = what else { return false };
        if scene.config.share_control {
            self.give(scene, forced(to, time), age, Given { id, who: &who, note: &note });
        }
        scene.config.share_control
    }

    /// What somebody here ordered who took back what is known to be forced, if no event has said
    /// so.
    pub(super) fn was_released(&self, scene: &Scene<'_>) -> Option<(OrderId, Text, Text)> {
        self.forced?;
        match scene.circuits.ordered(&scene.name)? {
            LocalEvent { id, what: What::Released { who, note }, origin: Origin::Hand, .. } => {
                Some((id, who, note))
            }
            _ => None,
        }
    }

    /// Whether the engine is still to be told of an order: of somebody here, or one that it has
    /// lost.
    pub(in crate::member) fn is_untold(&self) -> bool {
        self.is_forced_untold() || self.lacks_order()
    }

    pub(super) const fn is_forced_untold(&self) -> bool {
        matches!(self.forced, Some(Forced::Here { untold: true, .. }))
    }

    /// It is known, or there is a later order: this one is never told.
    pub(super) const fn is_told(&mut self) {
        if let Some(Forced::Here { untold, .. }) = &mut self.forced {
            *untold = false;
        }
    }

    /// Tells it, now that all is heard of what others ordered.
    pub(in crate::member) fn tell_of_order(&mut self, scene: &mut Scene<'_>) {
        if self.lacks_order() {
            self.tell_order_soon(scene);
        }
        if let Some(Forced::Here { untold, .. }) = &mut self.forced {
            if core::mem::take(untold) && matches!(scene.facts.phase, Phase::Forced) {
                self.tell_order(scene);
            }
        }
        self.plan_wake(scene.now);
    }

    /// Somebody here gave the circuit back to its rules. Others are told if it was forced for them
    /// too: who resets one that wasn't says nothing to theirs, and what all keys obey is told of
    /// them all.
    pub(super) fn released(&mut self, scene: &mut Scene<'_>, given: Given<'_>, origin: Origin) {
        let travelled =
            matches!(self.forced, Some(Forced::Here { untold: false, .. } | Forced::ByFleet));
        if travelled && origin == Origin::Hand && scene.config.share_control {
            self.give(scene, Ordered::Released, Duration::ZERO, given);
            self.tell_order(scene);
        } else if self.is_forced_untold() {
            self.orders.held = None;
        }
        self.is_free(scene);
    }

    /// The circuit is back under its rules.
    pub(super) fn is_free(&mut self, scene: &mut Scene<'_>) {
        self.by_hand = false;
        self.forced = None;
        self.compare(scene);
    }
}

pub(super) fn forced(to: ForcedTo, time: Option<Duration>) -> Ordered {
    Ordered::Forced { to, rest: time.unwrap_or(UNTIL_FURTHER_NOTICE).min(MOST_TIME) }
}

/// A person, and where.
fn by_whom(who: &Text, instance: &Text) -> Text {
    match who.as_str() {
        "" => instance.clone(),
        who => Text::new(&format!("{who} on {instance}")),
    }
}
