//! A process takes part in a fleet once: joined twice it would count itself among the others, hear
//! its own circuits as theirs, and try beside itself.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::timeout;

use super::news::{Hearer, News};
use super::voice::Voice;

/// Those of this process, and what a fork has from its parent.
static TAKEN: Mutex<BTreeSet<(u32, Fleet)>> = Mutex::new(BTreeSet::new());

/// How often it is tried again to take part.
const AGAIN: Duration = Duration::from_millis(200);

/// A namespace on an engine: a hash of both, for an address may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fleet(u64);

impl Fleet {
    pub(super) fn new(namespace: &str, url: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        (namespace, url).hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// This process takes part by one join, for as long as this is kept.
#[derive(Debug)]
pub(super) struct Seat((u32, Fleet));

impl Seat {
    fn take(fleet: Fleet) -> Option<Self> {
        let seat = (process::id(), fleet);
        taken().insert(seat).then(|| Self(seat))
    }

    /// Waits, and says so, while this process takes part by another join. `None`: it leaves.
    pub(super) async fn wait(fleet: Fleet, hearer: &mut Hearer, voice: &Voice) -> Option<Self> {
        let seat = Self::take(fleet);
        if seat.is_some() {
            return seat;
        }
        voice.never("joined twice: this process takes part already, by another `join`");
        loop {
            match timeout(AGAIN, hearer.next()).await {
                Ok(Some(News::Leave) | None) => return None,
                Ok(Some(_)) => {}
                Err(_) => {
                    let seat = Self::take(fleet);
                    if seat.is_some() {
                        return seat;
                    }
                }
            }
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        taken().remove(&self.0);
    }
}

fn taken() -> MutexGuard<'static, BTreeSet<(u32, Fleet)>> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_is_taken_once_and_given_back() {
        let [one, other] = ["a", "b"].map(|url| Fleet::new("a seat", url));
        let seat = Seat::take(one).unwrap();
        assert!(Seat::take(one).is_none());
        assert!(Seat::take(other).is_some(), "another engine");
        drop(seat);
        assert!(Seat::take(one).is_some());
    }
}
