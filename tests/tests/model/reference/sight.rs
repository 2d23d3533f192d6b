//! What can be seen of the model, and when that changes by time alone.

use breaker_runtime::{Calls, Snapshot, State};

use super::{Force, MILLION, Model, Phase, Ticket, Trial};
use crate::history::{self, Instant, nanos};

/// What anybody can see of a circuit.
#[derive(Debug, PartialEq)]
pub(crate) struct Visible {
    pub(crate) state: State,
    pub(crate) in_state_for: u64,
    pub(crate) outage_for: Option<u64>,
    pub(crate) generation: u64,
    pub(crate) calls: Calls,
    pub(crate) failures_in_window: u64,
    pub(crate) opened: u64,
    pub(crate) retry_after: Option<u64>,
    /// Whether its state is forced, and for how long if that is known.
    pub(crate) forced: (bool, Option<u64>),
    pub(crate) suspected: Option<u64>,
    pub(crate) reopenings: u32,
    pub(crate) trials: Option<[u64; 3]>,
}

impl Visible {
    /// What a snapshot shows of a circuit whose latest transition was of this generation.
    pub(crate) fn of(now: &Snapshot, generation: u64) -> Self {
        Self {
            state: now.state,
            in_state_for: nanos(now.in_state_for),
            outage_for: now.outage_for.map(nanos),
            generation,
            calls: now.calls,
            failures_in_window: now.failures_in_window,
            opened: now.opened,
            retry_after: now.retry_after.map(nanos),
            forced: match &now.forced {
                Some(forced) => (true, forced.rest.map(nanos)),
                None => (false, None),
            },
            suspected: now.suspected.as_ref().map(|suspected| nanos(suspected.rest)),
            reopenings: now.reopenings,
            trials: now.trials.map(|trials| [trials.in_flight, trials.succeeded, trials.failed]),
        }
    }
}

impl Model {
    pub(crate) fn visible(&self) -> Visible {
        let held = history::in_window(self.policy.settings().rule, &self.history, self.now);
        Visible {
            state: self.state(),
            outage_for: self
                .outage_since
                .or_else(|| Some(self.next_due()?.1))
                .filter(|_| is_outage(self.state()))
                .map(|at| self.now - at),
            in_state_for: self.now - self.due().map_or(self.entered, |(_, at)| at),
            generation: self.told_generation,
            calls: self.calls,
            failures_in_window: history::failures(&held),
            opened: self.opened,
            retry_after: self.retry_after().filter(|&rest| rest > 0),
            forced: match self.forced_now() {
                Some(force) => (true, force.until.map(|until| until - self.now)),
                None => (false, None),
            },
            suspected: self.suspected(),
            reopenings: self.reopenings(),
            trials: self.trials(),
        }
    }

    /// Whether nothing is lost with the circuit, so that another key may get it (rule S15). Whoever
    /// asks finds out that a ramp-up is over.
    pub(crate) fn is_forgettable(&mut self) -> bool {
        if matches!(self.phase, Phase::RampUp { .. }) {
            self.catch_up();
        }
        self.forgettable_from().is_some_and(|from| from <= self.now)
    }

    /// From when on, if nothing happens until then; unknown where a window tells it.
    pub(crate) fn forgettable_from(&self) -> Option<Instant> {
        let worth = |since| Some(history::after(since, nanos(self.policy.settings().open_for)));
        match self.phase {
            Phase::Closed => self.untroubled_from(),
            // Over, it is still one where the circuit is switched off.
            Phase::RampUp { since } => {
                let end = history::after(since, self.ramp_up_time());
                self.untroubled_from().map(|from| from.max(end))
            }
            Phase::Open { until } => worth(until),
            Phase::HalfOpen { held, .. } => worth(self.tried.max(self.entered).max(held)),
            Phase::Forced(force) => {
                let last = self.of_all_after(force).unwrap_or(force);
                let end = last.until?;
                if last.state == State::ForcedOpen { worth(end) } else { Some(end) }
            }
        }
    }

    fn untroubled_from(&self) -> Option<Instant> {
        let rule = self.policy.settings().rule;
        let held = history::in_window(rule, &self.history, self.now);
        let from = match held.iter().rev().find(|call| call.failed.is_some()) {
            None => Some(0),
            Some(_) if history::ages(rule) => None,
            Some(last) => Some(history::after(last.at, nanos(self.policy.settings().open_for))),
        };
        from.map(|from| from.max(self.run.troubled_until(self.now)))
    }

    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// The state that is forced on it, whatever its policy.
    pub(crate) fn forced(&self) -> Option<Force> {
        match self.phase {
            Phase::Forced(force) => Some(force),
            _ => None,
        }
    }

    /// The same as anybody sees it.
    fn forced_now(&self) -> Option<Force> {
        let force = self.forced().filter(|_| self.policy.settings().enabled)?;
        let of_all = || self.of_all_after(force).filter(|next| !next.is_over(self.now));
        if force.is_over(self.now) { of_all() } else { Some(force) }
    }

    /// What is forced on all keys, after what was forced on this one alone.
    pub(super) fn of_all_after(&self, own: Force) -> Option<Force> {
        let outlasts = |of_all: &Force| match (of_all.until, own.until) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(end), Some(own)) => end > own,
        };
        self.of_all.filter(|_| !own.is_of_all).filter(outlasts)
    }

    /// What its state is when this is over.
    pub(super) fn state_after(&self, force: Force) -> State {
        match (self.of_all_after(force), force.state) {
            (Some(of_all), _) => of_all.state,
            (None, State::ForcedOpen) => State::HalfOpen,
            (None, _) => State::Closed,
        }
    }

    pub(crate) fn state(&self) -> State {
        self.due().map_or_else(|| self.known_state(), |(state, _)| state)
    }

    /// The state that it is in as far as anybody was told.
    pub(super) fn known_state(&self) -> State {
        match self.phase {
            _ if !self.policy.settings().enabled => State::ForcedClosed,
            Phase::Closed => State::Closed,
            Phase::Open { .. } => State::Open,
            Phase::HalfOpen { .. } => State::HalfOpen,
            Phase::RampUp { .. } => State::RampUp,
            Phase::Forced(force) => force.state,
        }
    }

    /// The state that it is in by time alone, and since when.
    pub(super) fn due(&self) -> Option<(State, Instant)> {
        let next = self.next_due()?;
        let of_all = self.forced().and_then(|own| self.of_all_after(own));
        match of_all.filter(|force| force.is_over(self.now)) {
            Some(force) => Some((self.state_after(force), force.until?.max(next.1))),
            None => Some(next),
        }
    }

    /// The first of the states since then, and when that began.
    pub(super) fn next_due(&self) -> Option<(State, Instant)> {
        let due = match self.phase {
            _ if !self.policy.settings().enabled => return None,
            Phase::Open { until } => (State::HalfOpen, until),
            Phase::RampUp { since } => (State::Closed, history::after(since, self.ramp_up_time())),
            Phase::Forced(force) => (self.state_after(force), force.until?),
            _ => return None,
        };
        (due.1 <= self.now).then_some((due.0, due.1.max(self.entered)))
    }

    /// How long until a call may be admitted; `None` if that is unknown.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        if let Some(force) = self.forced_now().filter(|force| force.state == State::ForcedOpen) {
            return force.until.map(|until| until - self.now);
        }
        self.turning_points().into_iter().find(|&at| self.has_place(at)).map(|at| at - self.now)
    }

    /// The moments from now on at which time alone changes whether calls are admitted, in order.
    pub(crate) fn turning_points(&self) -> Vec<Instant> {
        let mut points = self.deadlines();
        points.push(self.now);
        points.retain(|&at| at >= self.now);
        points.sort_unstable();
        points
    }

    /// The moments at which time alone changes whether calls are admitted, those that are over
    /// included.
    pub(super) fn deadlines(&self) -> Vec<Instant> {
        match &self.phase {
            Phase::Open { until } => vec![*until],
            Phase::HalfOpen { waiting, held, .. } => {
                let patience = waiting.iter().map(|trial| self.patience_ends(*trial));
                patience.chain(Some(*held).filter(|&held| held > 0)).collect()
            }
            Phase::RampUp { since } => vec![history::after(*since, self.ramp_up_time())],
            Phase::Forced(force) => {
                let of_all = self.of_all_after(*force).and_then(|of_all| of_all.until);
                force.until.into_iter().chain(of_all).collect()
            }
            Phase::Closed => Vec::new(),
        }
    }

    /// The moments at which something leaves the window.
    pub(crate) fn departures(&self) -> Vec<Instant> {
        history::departures(self.policy.settings().rule, &self.history)
    }

    /// The last moment at which the call is not slow.
    pub(crate) fn slow_behind(&self, ticket: Ticket) -> Option<Instant> {
        Some(history::after(ticket.watched_since?, self.slow_after()?))
    }

    /// What a call may take.
    pub(crate) fn slow_after(&self) -> Option<u64> {
        self.policy.settings().slow_call.map(nanos)
    }

    /// Whether a call at this time would find the circuit willing.
    pub(super) fn has_place(&self, at: Instant) -> bool {
        match &self.phase {
            _ if !self.policy.settings().enabled => true,
            Phase::Closed | Phase::RampUp { .. } => true,
            Phase::Forced(force) if force.is_over(at) => match self.of_all_after(*force) {
                Some(of_all) => of_all.state == State::ForcedClosed || of_all.is_over(at),
                None => true,
            },
            Phase::Forced(force) => force.state == State::ForcedClosed,
            Phase::Open { until } => at >= *until,
            Phase::HalfOpen { results, waiting, held } => {
                let holding =
                    waiting.iter().filter(|trial| at < self.patience_ends(**trial)).count();
                let places = self.policy.settings().half_open_calls_of as usize;
                at >= *held && results.number() + holding < places
            }
        }
    }

    /// Millionths of the calls that a ramp-up admits now.
    pub(super) fn share(&self, since: Instant) -> u64 {
        let (elapsed, time) = (u128::from(self.now - since), u128::from(self.ramp_up_time()));
        let growth = u128::from(MILLION - MILLION / 10) * elapsed / time;
        MILLION / 10 + u64::try_from(growth).unwrap()
    }

    fn ramp_up_time(&self) -> u64 {
        self.policy.settings().ramp_up.map_or(0, nanos)
    }

    fn patience_ends(&self, trial: Trial) -> Instant {
        history::after(trial.admitted, nanos(self.policy.settings().open_for))
    }
}

/// Whether calls are rejected in this state, or nothing but trial calls or a share of calls passes.
pub(super) const fn is_outage(state: State) -> bool {
    !matches!(state, State::Closed | State::ForcedClosed)
}
