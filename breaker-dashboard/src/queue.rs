//! Who waits for a long answer: few do, and no thread of the program's.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Who waits, and the one whose answer is being made.
pub(crate) const PLACES: usize = 8;

/// Who waits for work of one kind, and the one for whom it is done.
pub(crate) const WAITING: usize = 32;

/// Kilobytes of answers that were made and are not read yet.
const UNREAD: usize = 128 << 10;

/// Who has read nothing for so long leaves. A server takes some hundred kilobytes at a time: a slow
/// line takes these in it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Long answers of a dashboard are made one after the other, whichever of its routers is asked.
#[derive(Clone, Debug)]
pub(crate) struct Queue {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
    unread: Arc<Semaphore>,
    patience: Duration,
    waiting: [Arc<Semaphore>; WORKS],
    aside: [Arc<Semaphore>; WORKS],
}

/// What takes as long as there are keys. One of each kind is done at a time: however many ask, the
/// program keeps its threads, and no kind waits for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    Order,
    Health,
    Keys,
    Circuit,
    Timeline,
}

const WORKS: usize = 5;

/// Who has this done, until it is dropped.
#[derive(Debug)]
pub(crate) struct Aside {
    _place: OwnedSemaphorePermit,
    _alone: OwnedSemaphorePermit,
}

/// Whose turn it is, until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    place: OwnedSemaphorePermit,
    _alone: OwnedSemaphorePermit,
    unread: Arc<Semaphore>,
    patience: Duration,
}

/// The place of who reads what was made, if there is one, and the bytes of that: free again once it
/// is read.
#[derive(Debug)]
pub(crate) struct Reading {
    _place: Option<OwnedSemaphorePermit>,
    _bytes: OwnedSemaphorePermit,
    patience: Duration,
}

impl Reading {
    /// Without anything read for so long, the place is somebody else's.
    pub(crate) const fn patience(&self) -> Duration {
        self.patience
    }
}

impl Turn {
    /// So many bytes are to be read, if those that others have yet to read leave room for them. The
    /// next one may begin.
    pub(crate) fn made(self, bytes: usize) -> Option<Reading> {
        let bytes = room(self.unread, bytes)?;
        Some(Reading { _place: Some(self.place), _bytes: bytes, patience: self.patience })
    }
}

/// So many bytes of those that were made and are not read yet, if there is room for them.
fn room(unread: Arc<Semaphore>, bytes: usize) -> Option<OwnedSemaphorePermit> {
    let kilobytes = u32::try_from(bytes.div_ceil(1024)).ok()?;
    unread.try_acquire_many_owned(kilobytes).ok()
}

/// To a probe a refusal says that the program is not ready: it waits.
const fn places(work: usize) -> usize {
    if work == Work::Health as usize { Semaphore::MAX_PERMITS } else { WAITING }
}

impl Queue {
    pub(crate) fn new() -> Self {
        Self::with_patience(PATIENCE)
    }

    pub(crate) fn with_patience(patience: Duration) -> Self {
        let of = |permits| Arc::new(Semaphore::new(permits));
        Self {
            places: of(PLACES),
            turns: of(1),
            unread: of(UNREAD),
            patience,
            waiting: core::array::from_fn(|work| of(places(work))),
            aside: core::array::from_fn(|_| of(1)),
        }
    }

    /// Waits for a turn, if there is a place to wait in. Dropped, as when the client has left, it
    /// gives its place away.
    pub(crate) async fn turn(self) -> Option<Turn> {
        let place = self.places.try_acquire_owned().ok()?;
        let turn = self.turns.acquire_owned().await.ok()?;
        Some(Turn { place, _alone: turn, unread: self.unread, patience: self.patience })
    }

    /// Waits until nobody else has this done, if there is a place to wait in: two people who steer
    /// do it one after the other.
    pub(crate) async fn aside(self, work: Work) -> Option<Aside> {
        let [waiting, turns] =
            [self.waiting, self.aside].map(|all| Arc::clone(&all[work as usize]));
        let place = waiting.try_acquire_owned().ok()?;
        let alone = turns.acquire_owned().await.ok()?;
        Some(Aside { _place: place, _alone: alone })
    }

    /// So many bytes that were made aside are to be read, if there is room for them beside the long
    /// answers.
    pub(crate) fn made_aside(self, bytes: usize) -> Option<Reading> {
        let bytes = room(self.unread, bytes)?;
        Some(Reading { _place: None, _bytes: bytes, patience: self.patience })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_are_not_read_yet_take_no_more_than_some_bytes() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let queue = Queue::new();
        let made = |megabytes: usize| {
            let turn = runtime.block_on(queue.clone().turn()).expect("a turn");
            turn.made(megabytes << 20)
        };
        let first = made(70);
        assert!(first.is_some() && made(70).is_none(), "the second one is not kept");
        assert!(made(50).is_some());
        let aside = |megabytes: usize| queue.clone().made_aside(megabytes << 20);
        assert!(aside(59).is_none(), "what was made aside is counted, too");
        let axis = aside(50);
        assert!(axis.is_some() && made(10).is_none());
        drop((first, axis));
        assert!(made(70).is_some() && aside(70).is_some());
    }
}
