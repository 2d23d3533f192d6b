//! Who waits for a long answer: few do, and no thread of the program's.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Who waits, and the one whose answer is being made.
pub(crate) const PLACES: usize = 8;

/// Long answers of a dashboard are made one after the other, whichever of its routers is asked.
#[derive(Clone, Debug)]
pub(crate) struct Queue {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// Whose turn it is, until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    _place: OwnedSemaphorePermit,
    _turn: OwnedSemaphorePermit,
}

impl Queue {
    pub(crate) fn new() -> Self {
        Self { places: Arc::new(Semaphore::new(PLACES)), turns: Arc::new(Semaphore::new(1)) }
    }

    /// Waits for a turn, if there is a place to wait in. Dropped, as when the client has left, it
    /// gives its place away.
    pub(crate) async fn turn(self) -> Option<Turn> {
        let place = self.places.try_acquire_owned().ok()?;
        let turn = self.turns.acquire_owned().await.ok()?;
        Some(Turn { _place: place, _turn: turn })
    }
}
