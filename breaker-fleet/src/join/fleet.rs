//! A membership.

use core::fmt;
use core::mem;
use std::sync::Arc;

use super::news::{News, Teller};
use super::thread::{self, Plan};
use crate::circuits::registry::Choice;
use crate::watch::{Board, Status, Watch};

/// This process as a member of a fleet. Dropped, it leaves.
#[must_use = "dropped, it leaves the fleet: keep it, or `detach` it"]
pub struct Fleet {
    watch: Watch,
    /// For as long as the membership lasts.
    _choice: Arc<Choice>,
    teller: Teller,
}

impl fmt::Debug for Fleet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fleet").field("watch", &self.watch).finish_non_exhaustive()
    }
}

impl Fleet {
    pub(super) fn start(plan: Plan) -> Self {
        let board = Arc::new(Board::new(&plan.namespace, &plan.config));
        let choice = Arc::clone(&plan.choice);
        let teller = thread::start(plan, Arc::clone(&board));
        Self { watch: Watch::new(board, &choice), _choice: choice, teller }
    }

    /// How the membership is: see [`Watch::status`].
    #[must_use]
    pub fn status(&self) -> Status {
        self.watch.status()
    }

    /// Looks at the membership from elsewhere, without keeping this process in the fleet.
    ///
    /// ```no_run
    /// let fleet = breaker_fleet::join("shop-prod", "redis://cache.internal").start();
    /// let watch = fleet.watch();
    /// drop(fleet);
    /// assert_eq!(watch.status().away.unwrap().why, "left");
    /// ```
    #[must_use]
    pub fn watch(&self) -> Watch {
        self.watch.clone()
    }

    /// Stays for as long as the program runs.
    #[expect(clippy::must_use_candidate, reason = "not everybody looks")]
    pub fn detach(self) -> Watch {
        let watch = self.watch();
        mem::forget(self);
        watch
    }
}

impl Drop for Fleet {
    /// The thread says so to the others, if it can; nobody waits for that.
    fn drop(&mut self) {
        self.watch.board().leave();
        self.teller.tell(News::Leave);
    }
}
