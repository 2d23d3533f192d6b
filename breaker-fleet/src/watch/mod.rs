//! What is seen of a membership on request.

mod board;
mod local;
mod outage;
mod status;

use core::fmt;
use std::sync::{Arc, Weak};

pub(crate) use board::Board;
pub use local::LocalCircuit;
pub use outage::{OutagePhase, SharedOutage};
pub use status::{Peer, Status};

use crate::circuits::registry::{Choice, Locals, Registered};

/// Looks at a membership, and keeps nobody in the fleet.
///
/// A `Watch` is cheap to clone and may be kept for ever. Once the [`Fleet`](crate::Fleet) that it
/// came from is dropped its [`Status`] is away, because this process has "left".
///
/// ```no_run
/// let watch = breaker_fleet::join("shop-prod", "redis://cache.internal").detach();
/// // later, wherever people look at the program
/// let status = watch.status();
/// println!("{}: {status}", status.namespace);
/// for outage in &status.outages {
///     println!("{outage}");
/// }
/// ```
#[derive(Clone)]
pub struct Watch {
    board: Arc<Board>,
    choice: Weak<Choice>,
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("namespace", &self.board.namespace()).finish_non_exhaustive()
    }
}

impl Watch {
    /// The user's choice ends with the membership, whoever goes on to look.
    pub(crate) fn new(board: Arc<Board>, choice: &Arc<Choice>) -> Self {
        Self { board, choice: Arc::downgrade(choice) }
    }

    pub(crate) fn board(&self) -> &Board {
        &self.board
    }

    /// How the membership is at this moment. Waits neither for the server nor for the fleet's
    /// thread. Every five seconds at most it looks for circuits that stay local, and asks the
    /// choice of [`Join::only`](crate::Join::only) about those alone that are new.
    ///
    /// A fork of the process that joined takes no part: it has the `Watch`, but not the fleet's
    /// thread.
    #[must_use]
    pub fn status(&self) -> Status {
        let look = || {
            let choice = self.choice.upgrade();
            choice.map_or_else(Locals::default, |choice| Registered::new(choice).local())
        };
        let mut status = self.board.status(look);
        status.outages.iter_mut().for_each(SharedOutage::look_here);
        status
    }
}
