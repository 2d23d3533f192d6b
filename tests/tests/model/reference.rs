//! The circuit as the rules describe it, naive on purpose: it keeps every call, and looks at all of them each time.

use breaker_runtime::{Calls, Policy, State};

use crate::history::{self, Instant, Recorded};

/// How a call ends, as the circuit sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Success,
    Failure,
    Ignored,
    Abandoned,
}

/// An admitted call: the generation that it was admitted in, and which call it was.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ticket {
    generation: u64,
    call: u64,
}

/// A trial call that has not reported.
#[derive(Clone, Copy, Debug)]
struct Trial {
    call: u64,
    admitted: Instant,
}

#[derive(Clone, Debug)]
enum Phase {
    Closed,
    Open { until: Instant },
    HalfOpen { succeeded: usize, waiting: Vec<Trial> },
    ForcedOpen,
    ForcedClosed,
}

/// What anybody can see of a circuit.
#[derive(Debug, PartialEq)]
pub(crate) struct Visible {
    pub(crate) state: State,
    pub(crate) calls: Calls,
    pub(crate) failures_in_window: u64,
    pub(crate) opened: u64,
    pub(crate) retry_after: Option<u64>,
}

#[derive(Debug)]
pub(crate) struct Model {
    policy: Policy,
    pub(crate) now: Instant,
    phase: Phase,
    generation: u64,
    admitted: u64,
    history: Vec<Recorded>,
    calls: Calls,
    opened: u64,
    pub(crate) recovered: u64,
    pub(crate) stale_results: u64,
}

impl Model {
    pub(crate) fn new(policy: Policy) -> Self {
        Self {
            policy,
            now: 0,
            phase: Phase::Closed,
            generation: 0,
            admitted: 0,
            history: Vec::new(),
            calls: Calls::default(),
            opened: 0,
            recovered: 0,
            stale_results: 0,
        }
    }

    pub(crate) fn visible(&self) -> Visible {
        let held = history::in_window(self.policy.rule(), &self.history, self.now);
        Visible {
            state: self.state(),
            calls: self.calls,
            failures_in_window: history::failures(&held),
            opened: self.opened,
            retry_after: self.retry_after().filter(|&rest| rest > 0),
        }
    }

    /// Admits the next call, or counts a rejection.
    pub(crate) fn acquire(&mut self) -> Option<Ticket> {
        if matches!(self.phase, Phase::Open { until } if self.now >= until) {
            self.enter(Phase::HalfOpen { succeeded: 0, waiting: Vec::new() });
        }
        let has_place = self.has_place(self.now);
        let trial = Trial { call: self.admitted, admitted: self.now };
        let admits = match &mut self.phase {
            Phase::Closed | Phase::ForcedClosed => true,
            Phase::Open { .. } | Phase::ForcedOpen => false,
            Phase::HalfOpen { waiting, .. } => {
                waiting.extend(has_place.then_some(trial));
                has_place
            }
        };
        if !admits {
            self.calls.rejected += 1;
            return None;
        }
        self.admitted += 1;
        Some(Ticket { generation: self.generation, call: trial.call })
    }

    pub(crate) fn report(&mut self, ticket: Ticket, end: End) {
        match end {
            End::Success => self.calls.success += 1,
            End::Failure => self.calls.failure += 1,
            End::Ignored => self.calls.ignored += 1,
            End::Abandoned => self.calls.abandoned += 1,
        }
        if ticket.generation != self.generation {
            self.stale_results += 1;
            return;
        }
        match self.phase {
            Phase::Closed => self.record(end),
            Phase::HalfOpen { .. } => self.end_trial(ticket.call, end),
            Phase::Open { .. } | Phase::ForcedOpen | Phase::ForcedClosed => {}
        }
    }

    pub(crate) fn force_open(&mut self) {
        self.enter(Phase::ForcedOpen);
    }

    pub(crate) fn force_closed(&mut self) {
        self.enter(Phase::ForcedClosed);
    }

    pub(crate) fn reset(&mut self) {
        self.enter(Phase::Closed);
        self.history.clear();
    }

    pub(crate) fn state(&self) -> State {
        match self.phase {
            Phase::Closed => State::Closed,
            Phase::Open { .. } => State::Open,
            Phase::HalfOpen { .. } => State::HalfOpen,
            Phase::ForcedOpen => State::ForcedOpen,
            Phase::ForcedClosed => State::ForcedClosed,
        }
    }

    /// How long until a call may be admitted; `None` if that is at once or unknown.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        self.turning_points().into_iter().find(|&at| self.has_place(at)).map(|at| at - self.now)
    }

    /// The moments from now on at which time alone changes whether calls are admitted, in order.
    pub(crate) fn turning_points(&self) -> Vec<Instant> {
        let mut points = match &self.phase {
            Phase::Open { until } => vec![*until],
            Phase::HalfOpen { waiting, .. } => {
                waiting.iter().map(|trial| self.patience_ends(*trial)).collect()
            }
            Phase::Closed | Phase::ForcedOpen | Phase::ForcedClosed => Vec::new(),
        };
        points.push(self.now);
        points.retain(|&at| at >= self.now);
        points.sort_unstable();
        points
    }

    /// The moments at which something leaves the window.
    pub(crate) fn departures(&self) -> Vec<Instant> {
        history::departures(self.policy.rule(), &self.history)
    }

    fn record(&mut self, end: End) {
        let failed = end == End::Failure;
        if failed || end == End::Success {
            self.history.push(Recorded { at: self.now, failed });
        }
        if failed && history::opens(self.policy.rule(), &self.history, self.now) {
            self.open();
        }
    }

    fn end_trial(&mut self, call: u64, end: End) {
        let Phase::HalfOpen { succeeded, waiting } = &mut self.phase else { return };
        waiting.retain(|trial| trial.call != call);
        *succeeded += usize::from(end == End::Success);
        if end == End::Failure {
            self.open();
        } else if *succeeded == self.policy.trial_calls() as usize {
            self.recovered += 1;
            self.reset();
        }
    }

    /// Whether a call at this time would find the circuit willing.
    fn has_place(&self, at: Instant) -> bool {
        match &self.phase {
            Phase::Closed | Phase::ForcedClosed => true,
            Phase::ForcedOpen => false,
            Phase::Open { until } => at >= *until,
            Phase::HalfOpen { succeeded, waiting } => {
                let holding =
                    waiting.iter().filter(|trial| at < self.patience_ends(**trial)).count();
                succeeded + holding < self.policy.trial_calls() as usize
            }
        }
    }

    fn patience_ends(&self, trial: Trial) -> Instant {
        trial.admitted + self.open_time()
    }

    fn open_time(&self) -> u64 {
        u64::try_from(self.policy.open_time().as_nanos()).unwrap()
    }

    fn open(&mut self) {
        self.opened += 1;
        self.enter(Phase::Open { until: self.now + self.open_time() });
    }

    fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.generation += 1;
    }
}
