//! A process takes part in a fleet once: joined twice it would count itself among the others, hear
//! its own circuits as theirs, and try beside itself.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::mem;
use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::news::{Hearer, News};
use super::voice::Voice;
use crate::engine::ANSWER;
use crate::engine::redis::{Address, Database};
use crate::member::Openings;

/// Those of this process, and what a fork has from its parent. `None`: it is taken; else it was
/// given back, and who had it last left this.
static SEATS: Mutex<BTreeMap<(u32, Fleet), Option<Openings>>> = Mutex::new(BTreeMap::new());

/// How often it is tried again to take part.
const AGAIN: Duration = Duration::from_millis(100);

/// A membership that was dropped leaves within so long: one answer, and as long for the thread.
const LEAVES: Duration = ANSWER.saturating_mul(2);

/// A namespace on an engine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fleet {
    namespace: String,
    database: Database,
}

impl Fleet {
    pub(super) fn new(namespace: &str, address: &Address) -> Self {
        Self { namespace: namespace.to_owned(), database: address.database() }
    }
}

/// This process takes part by one join, for as long as this is kept.
#[derive(Debug)]
pub(super) struct Seat {
    key: (u32, Fleet),
    openings: Openings,
}

impl Seat {
    fn take(fleet: &Fleet) -> Option<Self> {
        let key = (process::id(), fleet.clone());
        let openings = match seats().entry(key.clone()) {
            Entry::Vacant(seat) => {
                seat.insert(None);
                Openings::default()
            }
            Entry::Occupied(mut seat) => seat.get_mut().take()?,
        };
        Some(Self { key, openings })
    }

    /// What the last one on this seat has opened.
    pub(super) fn take_openings(&mut self) -> Openings {
        mem::take(&mut self.openings)
    }

    /// Gives it back, with what the next one has to know.
    pub(super) fn leave(mut self, openings: Openings) {
        self.openings = openings;
    }

    /// Waits while this process takes part by another join, and says so unless that one has just
    /// been dropped. `None`: it leaves.
    pub(super) async fn wait(fleet: &Fleet, hearer: &mut Hearer, voice: &Voice) -> Option<Self> {
        let mut tells = Some(Instant::now() + LEAVES);
        loop {
            let seat = Self::take(fleet);
            if seat.is_some() {
                return seat;
            }
            if tells.take_if(|at| *at <= Instant::now()).is_some() {
                voice.never("joined twice: this process takes part already, by another `join`");
            }
            if let Ok(Some(News::Leave) | None) = timeout(AGAIN, hearer.next()).await {
                return None;
            }
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let openings = self.take_openings();
        if openings.is_empty() {
            seats().remove(&self.key);
        } else {
            seats().insert(self.key.clone(), Some(openings));
        }
    }
}

fn seats() -> MutexGuard<'static, BTreeMap<(u32, Fleet), Option<Openings>>> {
    SEATS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::runtime::Builder;
    use tokio::time::sleep;

    use super::*;
    use crate::circuits::registry::Locals;
    use crate::join::news::queue;
    use crate::member::Config;
    use crate::telemetry::Telemetry;
    use crate::watch::Board;
    use crate::wire::{MemberId, Text};

    fn fleet(namespace: &str, url: &str) -> Fleet {
        Fleet::new(namespace, &Address::parse(url).unwrap())
    }

    fn voice() -> Voice {
        let (instance, zone, engine) = (Text::new("pod"), Text::default(), Text::default());
        let config =
            Config { id: MemberId(7), instance, zone, engine, share_control: false, seed: 7 };
        Voice::new(Arc::new(Board::new("shop", &config)), Telemetry::new("shop", None))
    }

    fn says_twice(voice: &Voice) -> bool {
        voice.board().status(Locals::default).away.unwrap().why.starts_with("joined twice")
    }

    #[test]
    fn a_seat_is_taken_once_and_given_back() {
        let one = fleet("a seat", "redis://me:secret@cache");
        let seat = Seat::take(&one).unwrap();
        let same = ["redis://cache", "valkey://CACHE:6379/0"].map(|url| fleet("a seat", url));
        assert!(same.iter().all(|same| Seat::take(same).is_none()), "written in another way");
        let others = [fleet("a seat", "redis://cache/1"), fleet("another", "redis://cache")];
        assert!(others.iter().all(|other| Seat::take(other).is_some()));
        drop(seat);
        assert!(Seat::take(&one).is_some());
    }

    #[test]
    fn who_leaves_is_waited_for_in_silence_and_who_stays_is_told_of() {
        let fleet = fleet("a seat that is left", "redis://cache");
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.unwrap().block_on(async {
            let (voice, (teller, mut hearer)) = (voice(), queue());
            let leaves = Seat::take(&fleet).unwrap();
            tokio::spawn(async move {
                sleep(LEAVES / 2).await;
                drop(leaves);
            });
            let stays = Seat::wait(&fleet, &mut hearer, &voice).await;
            assert!(stays.is_some() && !says_twice(&voice));
            tokio::spawn(async move {
                sleep(LEAVES + 2 * AGAIN).await;
                teller.tell(News::Leave);
            });
            assert!(Seat::wait(&fleet, &mut hearer, &voice).await.is_none());
            assert!(says_twice(&voice));
        });
    }
}
