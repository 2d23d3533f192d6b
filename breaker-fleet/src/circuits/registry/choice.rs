//! Which circuits a fleet shares.

use core::fmt;
use std::collections::HashMap;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use breaker_runtime::CircuitBreaker;

use crate::wire::Name;

/// So many answers are kept at most: keys come and go.
const MOST_ANSWERS: usize = 65_536;

/// The user's choice.
type Picks = dyn Fn(&CircuitBreaker) -> bool + Send + Sync;

/// The user's choice, which is made once for each circuit, whoever asks. Of a key that nobody has
/// asked about for long it is forgotten, and made again.
pub struct Choice {
    /// `None`: all of them.
    picks: Option<Box<Picks>>,
    answers: Mutex<Answers>,
}

impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Choice").finish_non_exhaustive()
    }
}

impl Choice {
    /// All of them.
    #[must_use]
    pub fn all() -> Self {
        Self { picks: None, answers: Mutex::default() }
    }

    /// Those for which it says so. It may panic: then the circuit stays local.
    #[must_use]
    pub fn new(picks: impl Fn(&CircuitBreaker) -> bool + Send + Sync + 'static) -> Self {
        Self { picks: Some(Box::new(picks)), ..Self::all() }
    }

    /// Whether it picks this circuit. Nobody waits while the user's code runs.
    pub(super) fn picks(&self, name: &Name, circuit: &CircuitBreaker) -> bool {
        let Some(picks) = &self.picks else { return true };
        let known = self.answers().get(name);
        known.unwrap_or_else(|| {
            let picked = catch_unwind(AssertUnwindSafe(|| picks(circuit))).unwrap_or(false);
            // Two that ask at once are told the same.
            let mut answers = self.answers();
            let known = answers.get(name);
            known.unwrap_or_else(|| {
                answers.keep(name.clone(), picked);
                picked
            })
        })
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Two generations: what was asked for since the younger one began is never forgotten with the
/// older one.
#[derive(Debug, Default)]
struct Answers {
    young: HashMap<Name, bool>,
    old: HashMap<Name, bool>,
}

impl Answers {
    fn get(&mut self, name: &Name) -> Option<bool> {
        if let Some(known) = self.young.get(name) {
            return Some(*known);
        }
        let (name, picked) = self.old.remove_entry(name)?;
        self.keep(name, picked);
        Some(picked)
    }

    fn keep(&mut self, name: Name, picked: bool) {
        if self.young.len() >= MOST_ANSWERS / 2 {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(name, picked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_answers_those_are_kept_that_are_asked_for() {
        let mut answers = Answers::default();
        let key = |nth: usize| Name::keyed("fetch", &nth.to_string());
        answers.keep(Name::new("pay"), false);
        for nth in 0..100_000 {
            answers.keep(key(nth), true);
            assert!(answers.young.len() + answers.old.len() <= MOST_ANSWERS);
            if nth % 1000 == 0 {
                assert_eq!(answers.get(&Name::new("pay")), Some(false), "after {nth} others");
            }
        }
        assert_eq!((answers.get(&key(0)), answers.get(&key(99_999))), (None, Some(true)));
    }
}
