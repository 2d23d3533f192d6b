//! What a fleet knows of a circuit in trouble.

mod line;

use core::time::Duration;
use std::sync::Arc;

use breaker_runtime::{CircuitBreaker, registry};

use super::status::{named, zone};
use crate::member::Known;
use crate::wire::{Name, Phase, Text, Why};

/// What the fleet knows of a circuit in trouble that is here, whatever state it has here.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SharedOutage {
    /// The circuit's name.
    pub name: Arc<str>,
    /// The key that it serves, if it is one of a keyed function's.
    pub key: Option<Arc<str>>,
    /// The zone whose members have the trouble: this process's own if they have, `None` without
    /// zones.
    pub zone: Option<Arc<str>>,
    /// Whether that is another zone than this process's own, which has no trouble: nobody here
    /// waits for what is tried there.
    pub elsewhere: bool,
    /// Where it stands.
    pub phase: OutagePhase,
    /// While the outage [waits](OutagePhase::Waiting): how long until the circuit of this process
    /// admits a call, if it is open. That is not always when others try: a policy with shorter open
    /// times doesn't wait for ever, and for another zone nobody here waits.
    pub here: Option<Duration>,
    /// The instance whose calls opened it when the outage began; `somebody` if none is named.
    pub opened_by: Arc<str>,
    /// Whether that is this process: names need not differ.
    pub opened_by_self: bool,
    /// Why it opened then: `5 failures`, `3 of 4 calls failed`. Never an error's text.
    pub why: String,
    /// For how long closed circuits are still suspected, so that they open at a few failures in a
    /// row; zero: no longer.
    pub suspected: Duration,
    /// The row of openings without a recovery, the present one included.
    pub openings: u32,
    /// How many members' circuits have opened since it began, whatever they are by now: of those
    /// that are there, so that this is never more than [`members`](Self::members). Zero once it has
    /// [recovered](OutagePhase::Recovered), and where it is not known: the engine has lost its
    /// memory since, or could not be told of the first. They are counted when the record
    /// changes, and, while somebody looks, about as often as [`others`](crate::Status::others).
    pub openers: u32,
    /// How many members there were then, this one included.
    pub members: u32,
    /// Whether `openers` is an estimate: in a fleet of forty or more a sample tells.
    pub is_estimate: bool,
}

/// Where a [`SharedOutage`] stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutagePhase {
    /// Nobody tries the callee.
    #[non_exhaustive]
    Waiting {
        /// How long until a trial call may begin; zero: whoever asks first may begin.
        rest: Duration,
    },
    /// One process tries: it holds the lease.
    #[non_exhaustive]
    Tried {
        /// Its instance.
        by: Arc<str>,
        /// Whether that is this process.
        by_self: bool,
        /// How long the lease lasts if it isn't renewed; zero: somebody else may take it over.
        rest: Duration,
    },
    /// Whoever has a call tries: two processes that had the lease got none.
    AnyoneMayTry,
    /// A trial call has succeeded: each process's own trial calls decide.
    #[non_exhaustive]
    Recovered {
        /// The instance that said so.
        by: Arc<str>,
        /// Whether that is this process.
        by_self: bool,
        /// How long ago.
        ago: Duration,
    },
}

impl SharedOutage {
    pub(super) fn new(name: &Name, known: &Known, passed: Duration) -> Self {
        let outage = &known.outage;
        Self {
            name: Arc::clone(&name.name),
            key: name.key.clone(),
            zone: zone(&known.zone),
            elsewhere: known.elsewhere,
            here: None,
            phase: OutagePhase::new(known, passed),
            opened_by: who(&outage.opened_by),
            opened_by_self: known.opened_by_self,
            why: in_words(&outage.why),
            suspected: outage.suspected.saturating_sub(passed),
            openings: outage.openings,
            openers: outage.openers,
            members: known.members,
            is_estimate: known.is_estimate(),
        }
    }

    /// What the circuit itself says, which goes by its own policy.
    pub(super) fn look_here(&mut self) {
        if matches!(self.phase, OutagePhase::Waiting { .. }) {
            let here = |circuit: &CircuitBreaker| circuit.snapshot().retry_after;
            self.here = registry().with_circuit(&self.name, self.key.as_deref(), here).flatten();
        }
    }
}

impl OutagePhase {
    fn new(known: &Known, passed: Duration) -> Self {
        match known.outage.phase {
            Phase::Waiting { rest } => Self::Waiting { rest: rest.saturating_sub(passed) },
            Phase::Leased { rest, .. } => Self::Tried {
                by: who(&known.by),
                by_self: known.by_self,
                rest: rest.saturating_sub(passed),
            },
            Phase::Anyone => Self::AnyoneMayTry,
            Phase::Closed { ago } => Self::Recovered {
                by: who(&known.by),
                by_self: known.by_self,
                ago: ago.saturating_add(passed),
            },
        }
    }
}

/// A member always has a name; a record that no member wrote may be without.
fn who(instance: &Text) -> Arc<str> {
    if instance.as_str().is_empty() { Arc::from("somebody") } else { named(instance) }
}

/// As an event of the circuit says it, as far as it was sent.
fn in_words(why: &Why) -> String {
    let Why { reason, failures, calls } = why;
    match reason.as_str() {
        "failures" if calls > failures => format!("{failures} of {calls} calls failed"),
        "failures" => format!("{failures} failure{}", if *failures == 1 { "" } else { "s" }),
        "suspected" => format!("{failures} failures in a row under suspicion"),
        "trial_call" if *failures > 1 => format!("{failures} of {calls} trial calls failed"),
        "trial_call" => "a trial call failed".to_owned(),
        "told_to_wait" => "told to wait".to_owned(),
        "restored" => "restored from before a restart".to_owned(),
        other => Text::plain(other).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use breaker_runtime::{EventKind, Policy};

    use super::*;
    use crate::circuits::What;
    use crate::circuits::registry::local_event;
    use crate::wire::{MemberId, Outage};

    /// An outage as a member knows it.
    pub(super) fn known(phase: Phase) -> Known {
        let why = Why { reason: Text::new("failures"), failures: 5, calls: 5 };
        let suspected = Duration::from_secs(8);
        Known {
            at: Duration::ZERO,
            zone: Text::default(),
            elsewhere: false,
            by: Text::new("pod-3"),
            outage: Outage {
                phase,
                suspected,
                round: 1,
                after_trial: false,
                openings: 2,
                openers: 3,
                opened_by: Text::new("pod\x1b[31m 7"),
                why,
            },
            members: 20,
            by_self: false,
            opened_by_self: false,
        }
    }

    #[test]
    fn times_are_those_of_the_moment_and_names_of_others_are_text() {
        let holder = MemberId(7);
        let leased = known(Phase::Leased { holder, rest: Duration::from_secs(3) });
        let name = Name::keyed("pay", "eu\r\x1b[2J");
        let outage = SharedOutage::new(&name, &leased, Duration::from_secs(2));
        let text = "pay[eu\\r\\u{1b}[2J]: 5 failures, opened by 3 of 20 members, first by \
                    pod\\u{1b}[31m 7; pod-3 makes the trial calls for all; the others wait";
        assert_eq!(outage.to_string(), text);
        assert_eq!(outage.suspected, Duration::from_secs(6));
        let (by, rest) = (Arc::from("pod-3"), Duration::from_secs(1));
        assert_eq!(outage.phase, OutagePhase::Tried { by, by_self: false, rest });
        let later = SharedOutage::new(&name, &leased, Duration::from_secs(9));
        assert!(matches!(later.phase, OutagePhase::Tried { rest: Duration::ZERO, .. }));
        assert_eq!(later.suspected, Duration::ZERO);
    }

    #[test]
    fn why_is_said_as_events_of_the_circuit_say_it() {
        let fail = |pay: &CircuitBreaker| pay.try_acquire().expect("no rejection").failure();
        let share = Policy::new().threshold_percent(50.0).window_calls(4).min_calls(4);
        let [some, row] =
            [share, Policy::new().threshold(3)].map(|policy| CircuitBreaker::new("pay", policy));
        (0..2).for_each(|_| some.try_acquire().expect("no rejection").success());
        (0..2).for_each(|_| fail(&some));
        (0..3).for_each(|_| fail(&row));
        assert!(row.from_outside("pod-7").begin_trials());
        fail(&row);
        row.reset();
        row.open_for(Duration::from_secs(9));
        row.reset();
        row.from_outside("pod-7").suspect_for(Duration::from_secs(9));
        (0..2).for_each(|_| fail(&row));
        let mut reasons = Vec::new();
        for event in [some.history(), row.history()].concat() {
            let heard = local_event(&event).map(|heard| heard.what);
            if let (EventKind::Opened { reason, .. }, Some(What::Opened { why, .. })) =
                (&event.kind, heard)
            {
                let (said, words) = (reason.to_string(), in_words(&why));
                assert!(said.starts_with(&words), "{said}: {words}");
                reasons.push(reason.as_str());
            }
        }
        let all = ["failures", "failures", "trial_call", "told_to_wait", "suspected"];
        assert_eq!(reasons, all);
    }
}
