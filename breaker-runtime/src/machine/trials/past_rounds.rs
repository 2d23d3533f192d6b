//! Trial calls that report when their round is over (rule S7).

use std::collections::{BTreeSet, VecDeque};

use crate::machine::Machine;
use crate::machine::trials::call::{Trial, TrialCall};
use crate::machine::trials::places::Trials;

/// The trial calls that were decided in rounds which are over, where calls were made within trial
/// calls that have not all reported: a call may last longer than many outages, and begin more of
/// them.
#[derive(Debug, Default)]
pub(in crate::machine) struct PastRounds(VecDeque<PastRound>);

#[derive(Debug)]
struct PastRound {
    generation: u64,
    decided: BTreeSet<Trial>,
    unreported: u64,
}

impl PastRounds {
    /// Rounds with a call that never ends, or whose permit was leaked, are kept no longer. If one
    /// reports after all, it may be counted though its trial was: it changes nothing else.
    const MOST: usize = 1024;

    fn add(&mut self, round: PastRound) {
        if self.0.len() == Self::MOST {
            self.0.pop_front();
        }
        self.0.push_back(round);
    }

    fn of(&mut self, call: TrialCall) -> Option<&mut PastRound> {
        self.0.iter_mut().rev().find(|past| call.generation.is(past.generation))
    }

    /// A call of one of them has reported. Nobody needs what is kept of that after the last one.
    pub(super) fn report(&mut self, call: TrialCall) {
        let is_it = |past: &PastRound| call.generation.is(past.generation);
        let Some(at) = self.0.iter().rposition(is_it) else { return };
        let Some(past) = self.0.get_mut(at) else { return };
        past.unreported = past.unreported.saturating_sub(1);
        if past.unreported == 0 {
            self.0.remove(at);
        }
    }

    #[cfg(test)]
    pub(in crate::machine) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Machine {
    /// Keeps of a round of trial calls that is over what its late reports need.
    pub(in crate::machine) fn end_round(&mut self, trials: Trials) {
        let generation = self.generation;
        if let Some((decided, unreported)) = trials.into_decided() {
            let rare = self.rare.get_or_insert_default();
            rare.past_rounds.add(PastRound { generation, decided, unreported });
        }
    }

    /// Whether this report of a round that is over is to be counted: it is late and changes nothing
    /// (rule S7), but the first one of its trial counts among the calls, as far as that is known.
    pub(super) fn counts_late(&mut self, call: TrialCall, is_result: bool) -> bool {
        match self.rare.as_mut().and_then(|rare| rare.past_rounds.of(call)) {
            Some(past) if is_result => past.decided.insert(call.trial),
            Some(past) => !past.decided.contains(&call.trial),
            None => !call.is_within,
        }
    }
}
