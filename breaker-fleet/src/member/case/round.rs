//! A round of trials of this process: with the lease, or claimed while it runs.

use core::time::Duration;

use super::ask::PATIENCE;
use super::flight::Flight;
use super::look::Look;
use super::{Case, Scene, Stage};
use crate::circuits::Phase;
use crate::wire::{LEASE, Request, Version};

/// Calls are rare if there are no more than one in such a time.
const RARE: Duration = Duration::from_millis(1500);
/// How often a round is looked at that has the lease, or may have begun without a word.
pub(super) const LOOK: Duration = Duration::from_millis(100);
/// How often one without the lease is once calls are known to be rare: a claim would then only keep
/// others from trying beside it.
const SELDOM: Duration = Duration::from_secs(5);
/// How often one is at first that was told of, and has no lease.
const GLANCE: Duration = Duration::from_millis(500);

/// A circuit that tries.
#[derive(Clone, Debug)]
pub(super) struct Round {
    pub(super) began: Duration,
    /// When the lease was granted or renewed last; `None`: there is none.
    pub(super) lease: Option<Duration>,
    pub(super) flight: Flight,
    /// The lease was asked for.
    pub(super) claimed: bool,
    /// It tries for itself, whoever has the lease.
    pub(super) alone: bool,
    /// It has begun, calls are rare, and others try beside it.
    shared: bool,
    pub(super) look_at: Duration,
}

impl Round {
    pub(super) fn leased(now: Duration) -> Self {
        Self { lease: Some(now), claimed: true, look_at: now + LOOK, ..Self::unclaimed(now, false) }
    }

    pub(super) fn unclaimed(now: Duration, alone: bool) -> Self {
        Self {
            began: now,
            lease: None,
            flight: Flight::default(),
            claimed: false,
            alone,
            shared: false,
            look_at: now + LOOK,
        }
    }

    /// Whether it goes on beside somebody else's, until a trial fails.
    pub(super) const fn is_shared(&self) -> bool {
        self.shared
    }

    /// The lease was granted while the round runs.
    pub(super) fn claimed(&mut self, now: Duration) {
        self.lease = Some(now);
        self.look_at = now + LOOK;
    }

    /// The first trial of a circuit that is half-open already makes no event.
    fn next_look(&self, now: Duration) -> Duration {
        let lasted = now.saturating_sub(self.began);
        let often = if self.claimed { GLANCE } else { LOOK };
        if self.has_lease() || self.flight.is_on() {
            LOOK
        } else {
            (lasted / 2).clamp(often, SELDOM)
        }
    }

    pub(super) const fn has_lease(&self) -> bool {
        self.lease.is_some()
    }
}

impl Case {
    /// The round is this circuit's, and it has its turn.
    pub(super) fn try_with_lease(&mut self, scene: &Scene<'_>) {
        self.name_trial(scene);
        self.stage = Stage::Tries(Round::leased(scene.now));
    }

    /// Nobody was asked, or nobody has answered. Whoever has lost patience tries for itself.
    pub(super) fn try_without_lease(&mut self, scene: &Scene<'_>) {
        let alone = self.tries_for_itself(scene.now, scene.now);
        self.name_trial(scene);
        self.stage = Stage::Tries(Round::unclaimed(scene.now, alone));
    }

    /// Trials begin in the present round, unless one has been in flight since an earlier one: what
    /// comes of it says nothing of the failures since.
    fn name_trial(&mut self, scene: &Scene<'_>) {
        let goes_on = matches!(scene.facts.phase, Phase::HalfOpen(trials) if trials.begun());
        if !goes_on || self.trial == 0 {
            self.trial = if scene.live { self.round } else { 0 };
        }
        if !goes_on || self.began_in == 0 {
            self.began_in = self.round;
        }
    }

    /// The claim was granted: the round that it is of is the one in which the trials began, unless
    /// they began in one before that which was known of last.
    pub(super) const fn name_claimed(&mut self, known: Version) {
        if self.trial == 0 || self.trial == known {
            self.trial = self.round;
        }
    }

    /// Looks at the round.
    pub(super) fn watch(&mut self, scene: &mut Scene<'_>) {
        let Stage::Tries(round) = &mut self.stage else { return };
        if scene.now < round.look_at {
            return;
        }
        let Phase::HalfOpen(trials) = scene.facts.phase else {
            round.look_at = scene.now + round.next_look(scene.now);
            return;
        };
        let look = round.look(scene.now, trials, &scene.facts.settings);
        round.look_at = scene.now + round.next_look(scene.now);
        if round.flight.is_on() {
            self.keep_place(scene);
            self.begin_patience();
        } else if round.flight.lets_go() {
            self.hold_for(scene, Duration::ZERO);
        }
        match look {
            Look::Wait => {}
            Look::Claim => self.claim(scene),
            Look::Renew => self.renew(scene),
            Look::GiveBack => self.give_back_unused(scene),
            Look::Share => self.share(scene),
            Look::Lapsed => self.lapse(scene),
        }
    }

    /// Others go first once the lease has ended.
    fn lapse(&mut self, scene: &mut Scene<'_>) {
        let Stage::Tries(round) = &self.stage else { return };
        let end = round.lease.map_or(scene.now, |renewed| renewed + LEASE);
        self.precedence.go_behind(self.open);
        self.wait(scene, end, false);
    }

    /// It had its turn, and no call. Where calls are rare the next one is a trial, whoever tries by
    /// then: so few are no load on anybody, and for no turn will there ever be one in time.
    fn give_back_unused(&mut self, scene: &mut Scene<'_>) {
        scene.give_back(true);
        self.rejected = scene.facts.rejected;
        if self.is_seldom_called(scene) {
            self.stage = Stage::Tries(Round::unclaimed(scene.now, true));
        } else {
            self.wait(scene, scene.now, true);
        }
    }

    /// Whether calls that were rejected since the circuit opened came too seldom for leases.
    fn is_seldom_called(&self, scene: &Scene<'_>) -> bool {
        let calls = scene.facts.rejected.saturating_sub(self.rejected_before);
        let calls = u32::try_from(calls).unwrap_or(u32::MAX);
        self.opened_at.is_some_and(|at| RARE.saturating_mul(calls) <= scene.now.saturating_sub(at))
    }

    /// Alone, a trial that takes longer than the open time loses its place to the next call.
    fn keep_place(&mut self, scene: &mut Scene<'_>) {
        let Stage::Tries(round) = &mut self.stage else { return };
        let Some(renewed) = round.lease.filter(|_| scene.live) else { return };
        if round.flight.keeps_place(scene.now, &scene.facts.settings) {
            let rest = (renewed + LEASE).saturating_sub(scene.now);
            self.hold_for(scene, rest);
        }
    }

    fn renew(&mut self, scene: &mut Scene<'_>) {
        let Stage::Tries(round) = &mut self.stage else { return };
        round.lease = Some(scene.now);
        let subject = scene.subject();
        scene.send(Request::Renew { subject });
    }

    /// The lease goes back, and the round goes on: its success still counts.
    fn share(&mut self, scene: &mut Scene<'_>) {
        let Stage::Tries(round) = &mut self.stage else { return };
        round.lease = None;
        round.shared = true;
        scene.give_back(true);
    }

    /// A round that nobody knows of yet is told while it runs. Until the answer, or for 200 ms, one
    /// trial is enough.
    pub(super) fn claim(&mut self, scene: &mut Scene<'_>) {
        let Stage::Tries(round) = &mut self.stage else { return };
        if scene.live {
            round.claimed = true;
            if !round.alone {
                self.hold_for(scene, PATIENCE);
            }
            if self.ask.is_none() {
                self.ask_for_lease(scene);
            }
        }
    }

    /// The engine doesn't know of the lease any more: whoever tries claims it anew.
    pub(super) fn forgotten(&mut self) {
        if let Stage::Tries(round) = &mut self.stage {
            round.lease = None;
            round.claimed = false;
        }
    }
}
