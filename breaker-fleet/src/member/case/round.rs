//! A round of trials of this process: with the lease, or claimed while it runs.

use core::time::Duration;

use super::ask::PATIENCE;
use super::{Case, Scene, Stage};
use crate::circuits::{Phase, Trials};
use crate::wire::{Request, Version};

/// How long a lease lasts.
pub(super) const LEASE: Duration = Duration::from_secs(3);
/// A lease is renewed so often while a trial is in flight.
const RENEW: Duration = Duration::from_secs(1);
/// A lease without a call is given back after so long.
const UNUSED: Duration = Duration::from_secs(1);
/// How often a round is looked at that has the lease, or may have begun without a word.
const LOOK: Duration = Duration::from_millis(100);
/// How often one without the lease is once calls are known to be rare: a claim would then only keep
/// others from trying beside it.
const SELDOM: Duration = Duration::from_secs(5);
/// How often one is at first that was told of, and has no lease.
const GLANCE: Duration = Duration::from_millis(500);

/// A circuit that tries.
#[derive(Clone, Debug)]
pub(super) struct Round {
    began: Duration,
    /// When the lease was granted or renewed last; `None`: there is none.
    lease: Option<Duration>,
    /// When a trial was last in flight.
    used: Duration,
    /// The lease was asked for.
    claimed: bool,
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
            used: now,
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

    /// The lease goes back, and the round goes on: its success still counts.
    const fn share(&mut self) {
        self.lease = None;
        self.shared = true;
    }

    /// The first trial of a circuit that is half-open already makes no event.
    fn next_look(&self, now: Duration) -> Duration {
        let lasted = now.saturating_sub(self.began);
        let often = if self.claimed { GLANCE } else { LOOK };
        if self.has_lease() { LOOK } else { (lasted / 2).clamp(often, SELDOM) }
    }

    pub(super) const fn has_lease(&self) -> bool {
        self.lease.is_some()
    }
}

/// What a look at a round shows.
enum Look {
    /// All is well, or somebody else's event will say what happened.
    Wait,
    /// A trial is in flight, and nobody was told.
    Claim,
    /// A trial is in flight, or the round has begun.
    Renew,
    /// No call came.
    GiveBack,
    /// The round has begun, and calls are rare.
    Share,
    /// The lease has run out over a trial that takes longer than the open time.
    Lapsed,
}

impl Round {
    fn look(&mut self, now: Duration, trials: Trials, open_for: Duration) -> Look {
        if trials.in_flight > 0 {
            self.used = now;
        }
        let Some(renewed) = self.lease else {
            let claim = trials.in_flight > 0 && !self.claimed;
            return if claim { Look::Claim } else { Look::Wait };
        };
        let in_time = now.saturating_sub(self.began) <= open_for;
        let old = now.saturating_sub(renewed);
        let idle = now.saturating_sub(self.used) >= UNUSED;
        match (trials.in_flight > 0, trials.succeeded > 0) {
            (false, false) if idle => Look::GiveBack,
            (false, true) if idle => Look::Share,
            (true, _) | (_, true) if in_time && old >= RENEW => Look::Renew,
            (true, _) if old + LOOK >= LEASE => Look::Lapsed,
            _ => Look::Wait,
        }
    }
}

impl Case {
    /// The round is this circuit's, and it has its turn.
    pub(super) fn try_with_lease(&mut self, scene: &Scene<'_>) {
        self.name_trial(scene);
        self.begin_patience();
        self.stage = Stage::Tries(Round::leased(scene.now));
    }

    /// Nobody was asked, or nobody has answered. Whoever has lost patience tries for itself.
    pub(super) fn try_without_lease(&mut self, scene: &Scene<'_>) {
        let alone = self.tries_for_itself();
        self.name_trial(scene);
        self.begin_patience();
        self.stage = Stage::Tries(Round::unclaimed(scene.now, alone));
    }

    /// Trials begin in the present round, unless one has been in flight since an earlier one: what
    /// comes of it says nothing of the failures since.
    fn name_trial(&mut self, scene: &Scene<'_>) {
        let goes_on = matches!(scene.facts.phase, Phase::HalfOpen(trials) if trials.begun());
        if !goes_on || self.trial == 0 {
            self.trial = if scene.live { self.round } else { 0 };
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
        round.look_at = scene.now + round.next_look(scene.now);
        let Phase::HalfOpen(trials) = scene.facts.phase else { return };
        match round.look(scene.now, trials, scene.facts.settings.open_for) {
            Look::Wait => {}
            Look::Claim => self.claim(scene),
            Look::Renew => {
                round.lease = Some(scene.now);
                let subject = scene.subject();
                scene.send(Request::Renew { subject });
            }
            Look::GiveBack => {
                scene.give_back(true);
                self.rejected = scene.facts.rejected;
                self.wait(scene, scene.now, true);
            }
            Look::Share => {
                round.share();
                scene.give_back(true);
            }
            Look::Lapsed => {
                self.goes_last = true;
                self.wait(scene, scene.now, true);
            }
        }
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
