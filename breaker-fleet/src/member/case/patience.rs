//! How long a circuit lets others try in its place.
//!
//! Somebody else's broken path must not hold it for ever, and neither must turns that vanish: whose
//! holders are killed, or which an engine forgets that is wiped. Its patience is its own: it is
//! measured on its own clock, over its own outage, whatever becomes of records and members, and
//! only a trial of its own or its closing begins it anew.
//!
//! It ends in two ways. So many turns of others may fail; and beyond the open times that these are
//! followed by it has two open times of its own for all that nothing comes of. Its own turn that is
//! taken away before a trial of its own has failed is such, whoever says so; and so is a turn of
//! anybody's, and an open time, after which a round begins that no trial has failed before. Once
//! patience has come to its end, no turn and no open time of others moves the deadline at which the
//! circuit tries for itself.

use core::time::Duration;

use super::grace::Grace;
use super::{Case, Scene};
use crate::wire::{LEASE, MemberId, Outage, Phase, Version};

/// As many turns of others it lets pass at least, and at most.
const LEAST: u32 = 10;
pub(super) const MOST: u32 = 100;

/// What is left of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Patience {
    /// Beyond open times; `None`: the circuit has not waited since it began.
    grace: Option<Grace>,
    /// Turns that others have had since then.
    turns: u32,
    /// After how many it ends; `None`: nobody has had one.
    most: Option<u32>,
    /// When the circuit tries for itself, once turns have ended it and it waits.
    deadline: Option<Duration>,
}

/// Who tries, of the zone's members.
#[derive(Clone, Debug, Default)]
pub(super) struct Turn {
    holder: Option<MemberId>,
    /// When the lease ends that was heard of last.
    lease_ends: Duration,
    /// Somebody was heard to try in the present round.
    is_heard: bool,
    /// The change that was heard of last.
    version: Version,
}

/// What was heard of the turn before.
struct Heard {
    /// It was somebody else's, and is over, heard of or not.
    passed: bool,
    /// When its lease ended, if nothing came of it.
    expired: Option<Duration>,
    /// It was heard of.
    is_known: bool,
    /// What became of its lease.
    lease: Lease,
    /// It was this circuit's own, and another round has begun without a failure here.
    is_stolen: bool,
}

/// What became of a lease of somebody else's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lease {
    /// It is over, or there was none.
    Over,
    /// It was heard of once more.
    Known,
    Renewed,
}

impl Turn {
    /// In the round that is known. The same change may be heard of twice, which says nothing new.
    fn hear(
        &mut self,
        scene: &Scene<'_>,
        (version, outage): (Version, &Outage),
        known: Version,
    ) -> Heard {
        let (holder, rest) = match outage.phase {
            Phase::Leased { holder, rest } => (Some(holder), rest.min(LEASE)),
            _ => (None, Duration::ZERO),
        };
        let is_next = known != 0 && known != outage.round;
        let has_expired = self.lease_ends <= scene.now;
        let is_over = is_next || has_expired || holder != self.holder;
        let was_own = self.holder == Some(scene.config.id);
        let was_others = self.holder.is_some() && !was_own;
        let heard = Heard {
            passed: was_others && is_over || is_next && (was_own || !self.is_heard),
            expired: (was_others && has_expired).then_some(self.lease_ends),
            is_known: was_others,
            lease: match was_others && !is_over {
                false => Lease::Over,
                true if version == self.version => Lease::Known,
                true => Lease::Renewed,
            },
            is_stolen: was_own && is_next,
        };
        self.is_heard = holder.is_some() || self.is_heard && !is_next;
        self.holder = holder;
        self.lease_ends = scene.now + rest;
        self.version = version;
        heard
    }

    /// A trial of this circuit has failed: it had its turn, and the next round is its own doing.
    pub(super) const fn is_used(&mut self) {
        self.holder = None;
    }
}

impl Grace {
    fn hear(&mut self, scene: &mut Scene<'_>, before: &Heard, outage: &Outage, is_next: bool) {
        let phase = outage.phase;
        // The first one may be that of this circuit's own opening.
        let is_idle = is_next && self.hears_next_round() && !outage.after_trial;
        match phase {
            _ if before.expired.is_some_and(|at| self.expired(scene, at)) => {}
            _ if before.is_stolen => self.stolen(scene),
            Phase::Waiting { .. } if is_idle && before.is_known => self.stolen(scene),
            Phase::Waiting { .. } if is_idle => self.waits_in_vain(scene.now),
            Phase::Waiting { .. } if is_next => self.failed(scene.now, before.is_known),
            Phase::Leased { .. } if before.lease == Lease::Renewed => self.goes_on(scene),
            _ => {}
        }
        if matches!(phase, Phase::Leased { .. }) && before.lease == Lease::Over {
            self.turn_begins(scene);
        }
    }
}

impl Patience {
    /// It ends now: the circuit tries for itself at this time, or at an earlier one that was set.
    fn lose(&mut self, deadline: Duration) {
        self.deadline.get_or_insert(deadline);
    }

    fn count(&mut self, least: u32, more: u32) {
        self.turns = self.turns.saturating_add(1);
        self.most.get_or_insert(least.saturating_add(more));
    }

    /// Whether so many turns of others have passed.
    fn is_counted_out(&self) -> bool {
        matches!(self.most, Some(most) if self.turns >= most)
    }

    /// Whether it will have come to its end then.
    fn is_lost(&self, now: Duration, then: Duration) -> bool {
        self.deadline.is_some()
            || self.is_counted_out()
            || self.grace.is_some_and(|grace| grace.ends(now) <= then)
    }
}

impl Case {
    /// This circuit has had its turn, or needs none.
    pub(super) fn begin_patience(&mut self) {
        self.patience = Patience::default();
    }

    /// Whether its patience will have come to its end then.
    pub(super) fn tries_for_itself(&self, now: Duration, then: Duration) -> bool {
        self.patience.is_lost(now, then)
    }

    /// Who tries. After as many turns of others as members are open, this circuit tries for itself;
    /// up to half as many more, so that not all lose patience at once.
    pub(super) fn hear_turn(
        &mut self,
        scene: &mut Scene<'_>,
        (version, outage): (Version, &Outage),
        known: Version,
    ) {
        let heard = self.turn.hear(scene, (version, outage), known);
        if self.opened_at.is_none() {
            return;
        }
        if let Some(grace) = &mut self.patience.grace {
            grace.hear(scene, &heard, outage, known != outage.round);
        }
        if heard.passed {
            self.precedence.move_up();
            let least = self.open.clamp(LEAST, MOST);
            let more = scene.chance.up_to(u64::from(least / 2));
            self.patience.count(least, u32::try_from(more).unwrap_or(0));
        }
    }

    /// An open time ends then. It is waited for, unless nothing says that somebody has failed.
    pub(super) fn wait_out(&mut self, scene: &mut Scene<'_>, end: Duration) {
        let grace = self.patience.grace.get_or_insert_with(|| Grace::new(scene));
        grace.wait_out(end);
    }

    /// The circuit is held until then, for others.
    pub(super) fn is_held(&mut self, now: Duration, until: Duration) {
        if let Some(grace) = &mut self.patience.grace {
            grace.hold(now, until);
        }
    }

    /// The circuit waits until then, and tries for itself.
    pub(super) fn lose_patience(&mut self, deadline: Duration) {
        self.patience.lose(deadline);
    }

    /// No wait reaches further than patience does.
    pub(super) fn bounded_by_patience(
        &mut self,
        scene: &mut Scene<'_>,
        deadline: Duration,
    ) -> Duration {
        let patience = &mut self.patience;
        let grace = patience.grace.get_or_insert_with(|| Grace::new(scene));
        let ends = grace.ends(scene.now);
        let deadline = deadline.min(ends);
        if patience.is_counted_out() {
            patience.lose(deadline);
        }
        patience.deadline.map_or(deadline, |set| set.min(ends))
    }
}
