//! Who tries whether the callee is back, instead of a user's call (rule S18).

mod run;
mod running;
mod threads;

use core::fmt;
use core::mem;
use std::sync::Arc;

pub(crate) use run::{Awaited, Run};

use super::Circuit;
use super::handover::UNNAMED;
use crate::base::time::Time;
use crate::circuit::word::Word;
use crate::events::no_verdict::NoVerdict;
use crate::machine::trials::call::TrialCall;
use crate::machine::{Context, Machine};

/// A function that tries whether the callee is back: see [`probe!`](crate::probe).
#[derive(Clone, Copy)]
pub struct Probe {
    begin: fn(Asked<'_>),
}

impl Probe {
    /// What begins it.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(begin: fn(Asked<'_>)) -> Self {
        Self { begin }
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probe").finish_non_exhaustive()
    }
}

/// A trial call that the probe is asked for. Dropped, it could not be started.
#[doc(hidden)]
#[derive(Debug)]
#[must_use = "dropped, the probe could not be started"]
pub struct Asked<'c> {
    circuit: &'c Circuit,
    issued: Word,
    admitted: Time,
}

impl Asked<'_> {
    /// Runs it, where the circuit is one that lives for ever, which `home` finds.
    pub(crate) fn run(
        self,
        home: impl FnOnce(&Circuit) -> Option<&'static Circuit>,
        run: impl FnOnce() -> Run,
    ) {
        let Some(circuit) = home(self.circuit) else { return };
        let Self { issued, admitted, .. } = self;
        mem::forget(self);
        ProbeCall { circuit, issued, admitted, if_dropped: NoVerdict::NotStarted }.begin(run());
    }
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        self.circuit.probe_says_nothing(self.issued, NoVerdict::NotStarted);
    }
}

/// A trial call of the probe, which its circuit hears of in any case.
#[derive(Debug)]
struct ProbeCall {
    circuit: &'static Circuit,
    issued: Word,
    admitted: Time,
    /// Why nothing is known if this is dropped.
    if_dropped: NoVerdict,
}

impl Drop for ProbeCall {
    fn drop(&mut self) {
        self.circuit.probe_says_nothing(self.issued, self.if_dropped);
    }
}

impl Circuit {
    /// Has this probe, before anybody has seen it.
    pub(crate) const fn set_probe(&mut self, probe: Option<Probe>) {
        self.failing.0.probe = probe;
    }

    pub(crate) const fn probe(&self) -> Option<Probe> {
        self.failing.0.probe
    }

    /// Begins the trial call that the machine has admitted, by this word.
    #[cold]
    pub(super) fn begin_probe(&self, issued: Word) {
        let asked = Asked { circuit: self, issued, admitted: self.probe_admitted() };
        if let Some(Probe { begin }) = self.failing.probe {
            begin(asked);
        }
    }

    fn probe_admitted(&self) -> Time {
        self.tuning().slow_after().map_or(Time::NEVER, |_| self.clock().now())
    }

    /// The next trial call of the probe, if the last one's result was not the last that it takes.
    fn next_probe(&self, last: Word) -> Option<Word> {
        let last = last.trial_call()?;
        let step = |machine: &mut Machine, context: Context<'_>| machine.next_probe(context, last);
        self.step(self.clock().now(), step).map(Word::for_trial)
    }

    fn probe_says_nothing(&self, issued: Word, why: NoVerdict) {
        let Some(call): Option<TrialCall> = issued.trial_call() else { return };
        self.step(self.clock().now(), |machine, context| {
            machine.probe_says_nothing(context, call, why);
        });
    }

    /// The text of its key, for the probe; none if a part of it is not known.
    fn key_for_probe(&self) -> Option<Arc<str>> {
        self.key().filter(|key| key.len() <= super::keys::MOST_SHOWN && &**key != UNNAMED)
    }
}
