//! Waiting for a deadline, and asking for the lease ahead of the call.

use core::ops::Range;
use core::time::Duration;

use super::{Ask, Case, KEEP, Scene, Stage, is_troubled};
use crate::circuits::Phase;
use crate::wire::{Request, View};

/// When members ask, from the deadline on; the first grant silences all who come later. First those
/// who had a call lately,
const WITH_CALLS: Range<Duration> = Duration::ZERO..Duration::from_millis(100);
/// and that so long before the deadline, unless somebody else's lease runs until then;
const AHEAD: Duration = Duration::from_millis(50);
/// after them those who had none,
const WITHOUT_CALLS: Range<Duration> = WITH_CALLS.end..Duration::from_millis(150);
/// and in the end those who have tried in vain.
const IN_VAIN: Range<Duration> = WITHOUT_CALLS.end..Duration::from_millis(190);
/// What "lately" is.
const LATELY: Duration = Duration::from_secs(1);
/// How soon it is tried again to ask while an earlier request is under way.
const AGAIN: Duration = Duration::from_millis(100);
/// How often a circuit without calls looks for one.
const LOOK: Duration = Duration::from_millis(50);
/// So long the local deadline waits for an answer.
pub(super) const PATIENCE: Duration = Duration::from_millis(200);

/// A circuit that waits.
#[derive(Clone, Debug)]
pub(super) struct Wait {
    /// When a trial may begin.
    deadline: Duration,
    /// When to ask for it; `None`: it was asked, or nobody is there to ask.
    ask_at: Option<Duration>,
    /// How many calls had been rejected a second before the deadline.
    lately: Option<u64>,
    /// There was no call lately: it asks later.
    later: bool,
}

impl Wait {
    pub(super) fn wake(&self, now: Duration) -> Duration {
        // A wait that nothing ends here is looked at all the same: a key may have gone.
        let Some(ask) = self.ask_at else { return now + KEEP };
        let look = self.deadline.saturating_sub(LATELY);
        if self.lately.is_none() && look > now { look.min(ask) } else { ask }
    }
}

impl Case {
    /// Waits until the deadline, and asks around it. `early`: the request may come before it, which
    /// is of no use while somebody else's lease runs.
    pub(super) fn wait(&mut self, scene: &mut Scene<'_>, deadline: Duration, early: bool) {
        let deadline = self.bounded_by_patience(scene, deadline).max(self.own_time.earliest_turn());
        let alone = self.tries_for_itself(scene.now, deadline);
        let ask_at = match (self.precedence.goes_last(scene.now), early) {
            _ if alone => deadline,
            (true, _) => deadline + scene.chance.within(IN_VAIN),
            (false, true) => {
                deadline.saturating_sub(AHEAD) + scene.chance.time(AHEAD + WITH_CALLS.end)
            }
            (false, false) => deadline + scene.chance.within(WITH_CALLS),
        };
        let soon = deadline <= scene.now + LATELY;
        self.stage = Stage::Waits(Wait {
            deadline,
            ask_at: Some(ask_at.max(scene.now)),
            lately: soon.then_some(scene.facts.rejected),
            later: false,
        });
        let held = if alone { deadline } else { deadline + PATIENCE };
        if scene.live {
            self.is_held(scene.now, held);
            self.hold(scene, held);
        }
    }

    /// Waits for the end of the zone's open time. One that is too long for this circuit is another
    /// policy's, or nobody's: the circuit tries for itself.
    pub(super) fn wait_for_open_time(&mut self, scene: &mut Scene<'_>, end: Duration) {
        let limit = *self.limit.get_or_insert(scene.now + scene.longest_wait());
        if end > limit {
            self.lose_patience(limit);
        }
        let end = end.min(limit);
        self.wait_out(scene, end);
        self.wait(scene, end, true);
    }

    pub(super) fn tick_wait(&mut self, scene: &mut Scene<'_>) {
        let rejected = self.rejected;
        let Stage::Waits(wait) = &self.stage else { return };
        // The deadline is seen a moment late: what has passed since is no waiting.
        let alone = self.tries_for_itself(scene.now, wait.deadline.max(scene.now));
        let Stage::Waits(wait) = &mut self.stage else { return };
        let Some(ask_at) = wait.ask_at else { return self.let_go(scene) };
        if scene.now < ask_at {
            if wait.lately.is_none() && wait.deadline <= scene.now + LATELY {
                wait.lately = Some(scene.facts.rejected);
            }
            return;
        }
        if !scene.live || alone || !is_troubled(scene.facts.phase) {
            wait.ask_at = None;
        } else if self.ask.is_some() {
            wait.ask_at = Some(scene.now + AGAIN);
        } else if scene.facts.rejected == rejected {
            self.wait_for_a_call(scene);
        } else if !wait.later && wait.lately.is_some_and(|lately| lately == scene.facts.rejected) {
            wait.later = true;
            let next = wait.deadline + scene.chance.within(WITHOUT_CALLS);
            wait.ask_at = Some(next.max(scene.now));
        } else {
            self.ask_for_lease(scene);
        }
        self.let_go(scene);
    }

    /// No call was rejected in all the open time: a trial would find none.
    fn wait_for_a_call(&mut self, scene: &Scene<'_>) {
        if let Stage::Waits(wait) = &mut self.stage {
            wait.later = true;
            let next = scene.now + LOOK;
            wait.ask_at = (next < wait.deadline + PATIENCE).then_some(next);
        }
    }

    /// Nobody will ask for a circuit whose local deadline passes: the next call tries. One that is
    /// half-open already does not say so.
    pub(super) fn let_go(&mut self, scene: &Scene<'_>) {
        let Stage::Waits(wait) = &self.stage else { return };
        let half_open = matches!(scene.facts.phase, Phase::HalfOpen(_));
        if wait.ask_at.is_none() && self.ask.is_none() && half_open {
            self.try_without_lease(scene);
        }
    }

    /// Asks, and gives the answer 200 ms.
    pub(super) fn ask_for_lease(&mut self, scene: &mut Scene<'_>) {
        if let Stage::Waits(wait) = &mut self.stage {
            wait.ask_at = None;
            let until = wait.deadline.max(scene.now) + PATIENCE;
            self.is_held(scene.now, until);
            self.hold(scene, until);
        }
        self.ask = Some(Ask { superseded: false });
        let opened_ago =
            self.opened_at.map_or(scene.facts.since, |at| scene.now.saturating_sub(at));
        let openings = scene.facts.openings;
        let origin = self.origin(scene, || scene.circuits.why(&scene.name));
        let request = Request::Lease {
            subject: scene.subject(),
            terms: scene.terms(openings),
            opened_ago,
            by: scene.config.instance.clone(),
            opened_by: origin.by,
            why: origin.why,
        };
        // A grant silences the others: the sooner the better.
        scene.send_at_once(request);
    }

    /// The lease is this member's.
    pub(super) fn granted(&mut self, scene: &mut Scene<'_>, view: &View) {
        let superseded = self.ask.take().is_none_or(|ask| ask.superseded);
        self.by = view.by.clone();
        if superseded {
            return self.say_closed(scene);
        }
        match &mut self.stage {
            Stage::Waits(wait) => {
                self.stage = Stage::Granted { begin: wait.deadline };
                self.tick(scene);
            }
            Stage::Tries(round) => {
                round.claimed(scene.now);
                self.begin_patience();
                self.hold_for(scene, Duration::ZERO);
            }
            _ => scene.give_back(false),
        }
    }

    /// At the deadline, never earlier.
    pub(super) fn begin(&mut self, scene: &mut Scene<'_>) {
        if !is_troubled(scene.facts.phase) {
            self.stage = Stage::Calm;
            return scene.give_back(false);
        }
        self.admit(scene);
        self.try_with_lease(scene);
    }

    /// Half-open from now on, whether it was open or held.
    pub(super) fn admit(&self, scene: &mut Scene<'_>) {
        if !scene.circuits.begin_trials(&scene.name, self.opening(scene), &self.by) {
            self.hold_for(scene, Duration::ZERO);
        }
    }
}
