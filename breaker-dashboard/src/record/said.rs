//! What several circuits say alike, as the keys of a function do whose callee is down, is kept
//! once.

use std::collections::VecDeque;
use std::sync::Arc;

use super::facts::Slow;

/// How many different ones are known.
const MOST: usize = 16;

/// What was said lately.
#[derive(Debug, Default)]
pub(super) struct Said(VecDeque<Arc<Slow>>);

impl Said {
    /// Has `slow` be one with what was said before, if it is the same.
    pub(super) fn share(&mut self, slow: &mut Arc<Slow>) {
        if self.0.iter().any(|known| Arc::ptr_eq(known, slow)) {
            return;
        }
        if let Some(known) = self.0.iter().find(|known| **known == *slow) {
            *slow = Arc::clone(known);
            return;
        }
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(Arc::clone(slow));
    }

    /// Knows nothing any more: what errors said may be forgotten.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}
