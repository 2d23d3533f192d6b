//! The bound on memory.
//!
//! Where the bound is near, keys that are plainly closed again are forgotten first, the longest
//! closed ones before others. Where it is met, all circuits lose their oldest ten minutes; and keys
//! that are new are not taken in while that is not enough.

use breaker_runtime::State;

use super::Record;
use super::fleet;
use super::reading::Who;
use super::track::Track;

/// Unless it is said: 32 MiB.
pub(super) const MEMORY: usize = 32 << 20;

/// Whoever says less means something else: 32 for 32 MiB.
pub(super) const LEAST: usize = 1 << 20;

/// How much is given up at a time.
const PIECE: u64 = 600;

impl Record {
    /// The largest bound that anybody said.
    pub(crate) fn bound(&mut self, memory: usize) {
        let memory = memory.max(LEAST);
        self.memory = self.bound.map_or(memory, |bound| bound.max(memory));
        self.bound = Some(self.memory);
    }

    /// The bytes that all circuits take, counted.
    pub(crate) fn bytes(&self) -> usize {
        let of_ids = self.ids.capacity() * (size_of::<(Who, u32)>() + 1);
        // Nodes of the tree may be half full.
        let of_places = self.tracks.len() * 2 * size_of::<(u32, Box<Track>)>();
        let of_names = self.names.capacity() * (size_of::<(&str, u32)>() + 1);
        let of_tracks = self.tracks().map(Track::bytes).sum::<usize>();
        of_tracks + of_ids + of_names + of_places + self.wall.bytes() + fleet::bytes(&self.fleet)
    }

    /// At the end of a step.
    pub(super) fn keep_within_bound(&mut self) {
        let first = self.first;
        self.wall.forget_before(first);
        self.fleet.forget_before(first);
        self.forget_keys(|track, since| {
            since < i64::try_from(first).unwrap_or(0) * 1000 && track.seen < first
        });
        self.used = self.bytes();
        // Keys that come before the next step's end find room, if closed ones can make it.
        if self.used > self.memory / 16 * 15 {
            self.forget_oldest_keys();
        }
        while self.used > self.memory && self.first < self.tick {
            self.first = (self.first + PIECE).min(self.tick);
            self.wall.forget_before(self.first);
            self.fleet.forget_before(self.first);
            self.tracks.values_mut().for_each(|track| track.forget_before(self.first));
            self.used = self.bytes();
        }
    }

    /// Of the keys that are plainly closed again, those that have been so for the longest time,
    /// until an eighth of the bound is free.
    fn forget_oldest_keys(&mut self) {
        let mut closed: Vec<_> = self
            .tracks()
            .filter(|track| track.about.whole.is_some())
            .filter_map(|track| {
                track
                    .present()
                    .filter(|facts| facts.state == State::Closed)
                    .map(|facts| (facts.since, track.about.id, track.bytes()))
            })
            .collect();
        closed.sort_unstable();
        let mut over = self.used.saturating_sub(self.memory / 8 * 7);
        let mut gone = Vec::new();
        for (_, id, bytes) in closed {
            if over == 0 {
                break;
            }
            gone.push(id);
            over = over.saturating_sub(bytes);
        }
        gone.sort_unstable();
        self.forget_keys(|track, _| gone.binary_search(&track.about.id).is_ok());
        self.used = self.bytes();
    }

    fn forget_keys(&mut self, is_over: impl Fn(&Track, i64) -> bool) {
        let (now, ids) = (self.now, &mut self.ids);
        self.tracks.retain(|_, track| {
            let closed = track.present().filter(|facts| facts.state == State::Closed);
            let is_gone = track.about.whole.is_some()
                && closed.is_some_and(|facts| facts.since < now && is_over(track, facts.since));
            if is_gone {
                ids.remove(&track.about.who);
            }
            !is_gone
        });
        if self.ids.capacity() / 4 > self.ids.len() {
            self.ids.shrink_to(self.ids.len() * 2);
        }
    }
}
