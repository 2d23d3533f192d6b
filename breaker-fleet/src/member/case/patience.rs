//! How long a circuit lets others try in its place.
//!
//! Somebody else's broken path must not hold it for ever. Its patience is its own: it is measured
//! on its own clock and in turns that others had, and only a trial of its own or its closing begins
//! it anew. Once it has come to its end, no turn and no open time of others moves the deadline at
//! which the circuit tries for itself.

use core::time::Duration;

use super::{Case, Scene, lease};
use crate::wire::{LEASE, MemberId, Outage, Phase, Version};

/// As many turns of others it lets pass at least, and at most.
const LEAST: u32 = 10;
pub(super) const MOST: u32 = 100;

/// What is left of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Patience {
    /// When it began; `None`: the circuit has not waited since.
    since: Option<Duration>,
    /// Turns that others have had since then.
    turns: u32,
    /// After how many it ends; `None`: nobody has had one.
    most: Option<u32>,
    /// When the circuit tries for itself, once patience has ended and it waits.
    deadline: Option<Duration>,
}

/// Who tries, of the zone's members.
#[derive(Clone, Debug, Default)]
pub(super) struct Turn {
    holder: Option<MemberId>,
    /// When the lease ends that was heard of last.
    lease_ends: Duration,
    /// When the turn ends at the latest, as this circuit's own settings have it.
    pub(super) ends: Duration,
    /// Somebody was heard to try in the present round.
    is_heard: bool,
}

impl Turn {
    /// Whether a turn of somebody else's has passed, heard of or not.
    fn hear(&mut self, scene: &Scene<'_>, outage: &Outage, known: Version) -> bool {
        let (holder, rest) = match outage.phase {
            Phase::Leased { holder, rest } => (Some(holder), rest.min(LEASE)),
            _ => (None, Duration::ZERO),
        };
        let is_next = known != 0 && known != outage.round;
        let has_ended = is_next || holder != self.holder || self.lease_ends <= scene.now;
        let was_others = self.holder.is_some_and(|holder| holder != scene.config.id);
        let passed = was_others && has_ended || is_next && !self.is_heard;
        self.is_heard = holder.is_some() || self.is_heard && !is_next;
        self.holder = holder;
        self.lease_ends = scene.now + rest;
        if has_ended {
            self.ends = scene.now + lease::longest(&scene.facts.settings);
        }
        passed
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

    const fn is_lost(&self) -> bool {
        self.deadline.is_some() || matches!(self.most, Some(most) if self.turns >= most)
    }
}

impl Case {
    /// This circuit has had its turn, or needs none.
    pub(super) fn begin_patience(&mut self) {
        self.patience = Patience::default();
    }

    /// Whether its patience has come to its end.
    pub(super) const fn tries_for_itself(&self) -> bool {
        self.patience.is_lost()
    }

    /// Who tries. After as many turns of others as members are open, this circuit tries for itself;
    /// up to half as many more, so that not all lose patience at once.
    pub(super) fn hear_turn(&mut self, scene: &mut Scene<'_>, outage: &Outage, known: Version) {
        let passed = self.turn.hear(scene, outage, known);
        if !passed || self.opened_at.is_none() {
            return;
        }
        self.precedence.move_up();
        let least = self.open.clamp(LEAST, MOST);
        let more = scene.chance.up_to(u64::from(least / 2));
        self.patience.count(least, u32::try_from(more).unwrap_or(0));
    }

    /// The circuit waits until then, and tries for itself.
    pub(super) fn lose_patience(&mut self, deadline: Duration) {
        self.patience.lose(deadline);
    }

    /// No wait reaches further than patience does.
    pub(super) fn bounded_by_patience(
        &mut self,
        scene: &Scene<'_>,
        deadline: Duration,
    ) -> Duration {
        let turn = lease::longest_turn(&scene.facts.settings);
        let patience = &mut self.patience;
        let since = *patience.since.get_or_insert(scene.now);
        let end = since.saturating_add(turn.saturating_mul(patience.most.unwrap_or(LEAST)));
        if deadline > end {
            patience.lose(end);
        }
        if patience.is_lost() { *patience.deadline.get_or_insert(deadline) } else { deadline }
    }
}
