//! A membership.

use core::fmt;
use core::mem;
use std::sync::Arc;

use super::host::{self, Plan};
use super::news::{News, Teller};
use super::status::{Board, Status};
use crate::circuits::registry::{Choice, Registered};

/// This process as a member of a fleet. Dropped, it leaves.
#[must_use = "dropped, it leaves the fleet: keep it, or `detach` it"]
pub struct Fleet {
    board: Arc<Board>,
    choice: Arc<Choice>,
    teller: Teller,
}

impl fmt::Debug for Fleet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fleet").field("board", &self.board).finish_non_exhaustive()
    }
}

impl Fleet {
    pub(super) fn start(plan: Plan) -> Self {
        let board = Arc::new(Board::new());
        let choice = Arc::clone(&plan.choice);
        let teller = host::start(plan, Arc::clone(&board));
        Self { board, choice, teller }
    }

    /// How the membership is. Looks at all circuits, but waits neither for the engine nor for the
    /// fleet's thread.
    #[must_use]
    pub fn status(&self) -> Status {
        self.board.status(Registered::new(Arc::clone(&self.choice)).local())
    }

    /// Stays for as long as the program runs.
    pub fn detach(self) {
        mem::forget(self);
    }
}

impl Drop for Fleet {
    /// The thread says so to the others, if it can; nobody waits for that.
    fn drop(&mut self) {
        self.teller.tell(News::Leave);
    }
}
