//! The last order of people for all that a member knows of.
//!
//! An engine may lose it: then whoever starts later isn't forced, and whoever comes back does as
//! was ordered before. So members tell it anew, with its age: soon where a list that is complete
//! lacks it, and now and then in any case, for one record may be lost alone.

use core::time::Duration;

use super::{Case, Scene};
use crate::wire::{Control, NEAR, Request, Text};

/// Of all members about one tells it anew in so long.
const EACH: Duration = Duration::from_secs(4);
/// An engine that lacks it is told within so long: the first member's word silences the others.
const SOON: Duration = Duration::from_secs(1);

/// An order, as it was said when it was heard of or given.
#[derive(Clone, Debug)]
pub(super) struct Held {
    control: Control,
    by: Text,
    at: Duration,
    /// Whether somebody here gave it: then its age is exact, and an order that seems older is.
    is_own: bool,
    /// When it is told anew.
    next: Duration,
    /// Whether the engine is known to have it, or will soon be told.
    is_there: bool,
}

impl Held {
    /// As it would be said now.
    fn now(&self, now: Duration) -> Control {
        self.control.later(now.saturating_sub(self.at))
    }

    /// When it is to be told anew.
    pub(super) fn due(&self, now: Duration) -> Option<Duration> {
        self.matters(now).then_some(self.next)
    }

    /// Whether somebody who is away may still do as was ordered before it.
    fn matters(&self, now: Duration) -> bool {
        self.now(now).keep > NEAR
    }
}

/// What an order is to one that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compared {
    /// The same, told once more.
    Same,
    /// An earlier one.
    Earlier,
    /// A later one, or there is none.
    Later,
}

impl Case {
    /// From now on this order of somebody here holds for all.
    pub(super) fn hold_own_order(&mut self, scene: &mut Scene<'_>, control: Control, by: Text) {
        self.hold_order(scene, control, by);
        if let Some(held) = &mut self.orders.held {
            held.is_own = true;
        }
    }

    /// From now on this order holds for all.
    pub(super) fn hold_order(&mut self, scene: &mut Scene<'_>, control: Control, by: Text) {
        let next = scene.now + pause(scene);
        self.orders.held =
            Some(Held { control, by, at: scene.now, is_own: false, next, is_there: true });
    }

    pub(super) fn compare_order(&self, now: Duration, heard: &Control) -> Compared {
        let Some(held) = &self.orders.held else { return Compared::Later };
        let known = held.now(now);
        let is_before = || {
            // The age of its own is exact.
            let by_age = || held.is_own && heard.ago > known.ago;
            heard.was_before(&known).unwrap_or_else(by_age)
        };
        match known.id == heard.id {
            true => Compared::Same,
            false if held.matters(now) && is_before() => Compared::Earlier,
            false => Compared::Later,
        }
    }

    /// The engine has it. Where it says that it is far younger, the age that is known is none: the
    /// engine's clock was set back when that was heard.
    pub(super) fn order_is_heard_again(&mut self, scene: &mut Scene<'_>, heard: &Control) {
        let now = scene.now;
        if let Some(held) = self.orders.held.as_mut().filter(|held| !held.is_own) {
            let known = held.now(now);
            if known.is_before(heard) {
                held.control = Control { keep: known.keep, ..heard.clone() };
                held.at = now;
            }
        }
        self.order_is_there(scene, heard);
    }

    /// The engine has it, or a later one of the same process: so it says.
    pub(super) fn order_is_there(&mut self, scene: &mut Scene<'_>, heard: &Control) {
        let pause = pause(scene);
        if let Some(held) = &mut self.orders.held {
            let age = scene.now.saturating_sub(held.at);
            held.control.keep = held.control.keep.max(heard.keep + age);
            if held.control.id == heard.id {
                held.control.stamp = heard.stamp;
            }
            (held.is_there, held.next) = (true, scene.now + pause);
        }
    }

    /// The engine lacks it, or has an earlier one.
    pub(super) fn tell_order_soon(&mut self, scene: &mut Scene<'_>) {
        let next = scene.now + scene.chance.time(SOON);
        if let Some(held) = &mut self.orders.held {
            (held.is_there, held.next) = (true, held.next.min(next));
        }
    }

    /// The engine goes by another one that was given about as late, and so do all.
    pub(super) const fn order_is_refused(&mut self) {
        if let Some(held) = &mut self.orders.held {
            held.is_own = false;
        }
    }

    /// Everything is heard anew: whether the engine has it is to be seen.
    pub(super) const fn doubt_order(&mut self) {
        if let Some(held) = &mut self.orders.held {
            held.is_there = false;
        }
    }

    /// Whether the engine is not known to have it.
    pub(super) fn lacks_order(&self) -> bool {
        self.orders.held.as_ref().is_some_and(|held| !held.is_there)
    }

    /// How long it is kept for whoever is away.
    pub(super) fn order_kept(&self, now: Duration) -> Duration {
        self.orders.held.as_ref().map_or(Duration::ZERO, |held| held.now(now).keep)
    }

    /// The order as it would be said now, and who gave it.
    pub(super) fn order(&self, now: Duration) -> Option<(Control, Text)> {
        self.orders.held.as_ref().map(|held| (held.now(now), held.by.clone()))
    }

    /// Tells it anew, once that is due.
    pub(super) fn tell_order_anew(&mut self, scene: &mut Scene<'_>) {
        if self.orders.due(scene.now).is_none_or(|due| due > scene.now) {
            return;
        }
        let pause = pause(scene);
        if let Some(held) = &mut self.orders.held {
            held.next = scene.now + pause;
        }
        if let Some((control, by)) = self.order(scene.now).filter(|_| self.may_tell(scene)) {
            let subject = scene.control();
            scene.send(Request::Control { subject, control, by, anew: true });
        }
    }

    /// Not while an order of this member's is under way, which says more.
    const fn may_tell(&self, scene: &Scene<'_>) -> bool {
        scene.live && scene.config.share_control && !self.orders.are_under_way()
    }
}

/// Until this member tells an order anew.
fn pause(scene: &mut Scene<'_>) -> Duration {
    let each = EACH * scene.members.clamp(2, 1000);
    each + scene.chance.time(each)
}
