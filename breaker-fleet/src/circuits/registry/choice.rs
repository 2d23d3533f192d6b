//! Which circuits a fleet shares.

use core::fmt;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use breaker_runtime::CircuitBreaker;

use crate::wire::Name;

/// So many answers are kept: keys come and go.
const MOST_ANSWERS: usize = 16_384;

/// The user's choice, which is made once for each circuit, whoever asks.
pub struct Choice {
    picks: Box<dyn Fn(&CircuitBreaker) -> bool + Send + Sync>,
    answers: Mutex<HashMap<Name, bool>>,
}

impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Choice").finish_non_exhaustive()
    }
}

impl Choice {
    /// Those for which it says so. It may panic: then the circuit stays local.
    #[must_use]
    pub fn new(picks: impl Fn(&CircuitBreaker) -> bool + Send + Sync + 'static) -> Self {
        Self { picks: Box::new(picks), answers: Mutex::default() }
    }

    /// Whether it picks this circuit. Nobody waits while the user's code runs.
    pub(super) fn picks(&self, name: &Name, circuit: &CircuitBreaker) -> bool {
        let known = self.answers().get(name).copied();
        known.unwrap_or_else(|| {
            let picked = catch_unwind(AssertUnwindSafe(|| (self.picks)(circuit))).unwrap_or(false);
            // Two that ask at once are told the same.
            *self.answers().entry(name.clone()).or_insert(picked)
        })
    }

    /// Forgets the answers, if there are too many.
    pub(super) fn forget_many(&self) {
        let mut answers = self.answers();
        if answers.len() > MOST_ANSWERS {
            answers.clear();
        }
    }

    fn answers(&self) -> MutexGuard<'_, HashMap<Name, bool>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
