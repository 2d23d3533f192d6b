//! What is remembered: samples of every circuit, a second apart for 15 minutes, ten seconds apart
//! for 6 hours, within a bound on memory.
//!
//! A circuit without calls costs nothing but its place: seconds without calls are not written, and
//! what a circuit is (state, window, reason ..) is written when it changes. Keys are remembered
//! from the moment on that they are not plainly closed; the whole has their sums.
//!
//! Where the bound is met, keys that are plainly closed again are forgotten first, the longest
//! closed ones before others; then all circuits lose their oldest ten minutes; and keys that are
//! new are not taken in while that is not enough.

use std::collections::HashMap;
use std::sync::Arc;

use breaker_runtime::State;

pub(crate) mod counts;
pub(crate) mod facts;
pub(crate) mod reading;
pub(crate) mod recorder;
pub(crate) mod series;
pub(crate) mod track;

use facts::About;
use reading::{Reading, Who};
use track::{COARSE_TICKS, STEP, Track};

/// Unless it is said: 32 MiB.
pub(crate) const MEMORY: usize = 32 << 20;

/// How much is given up at a time.
const PIECE: u64 = 600;

/// All circuits over time.
#[derive(Debug)]
pub(crate) struct Record {
    tracks: Vec<Option<Track>>,
    ids: HashMap<Who, u32>,
    pub(crate) tick: u64,
    /// Milliseconds since recording began.
    pub(crate) now: i64,
    /// Nothing before it is remembered.
    pub(crate) first: u64,
    pub(crate) memory: usize,
    used: usize,
    /// What was said, if something was.
    bound: Option<usize>,
}

impl Record {
    pub(crate) fn new() -> Self {
        let (tracks, ids) = (Vec::new(), HashMap::new());
        Self { tracks, ids, tick: 0, now: 0, first: 0, memory: MEMORY, used: 0, bound: None }
    }

    /// Takes in what was read at this tick, which is later than the one before.
    pub(crate) fn take(
        &mut self,
        tick: u64,
        now: i64,
        readings: &[Reading],
        why: impl Fn(&About) -> Option<String>,
    ) {
        (self.tick, self.now) = (tick, now);
        for reading in readings {
            let Some(id) = self.id_of(reading) else { continue };
            if let Some(track) = &mut self.tracks[id as usize] {
                track.take(tick, now, reading, &why);
            }
        }
        let ends_step = tick % STEP == STEP - 1;
        for track in self.tracks.iter_mut().flatten() {
            if track.seen != tick {
                track.leave(tick, now);
            }
            if ends_step {
                track.end_of_step(tick);
            }
        }
        if ends_step {
            self.first = self.first.max(tick.saturating_sub(COARSE_TICKS));
            self.keep_within_bound();
        }
    }

    /// The largest bound that anybody said.
    pub(crate) fn bound(&mut self, memory: usize) {
        self.memory = self.bound.map_or(memory, |bound| bound.max(memory));
        self.bound = Some(self.memory);
    }

    /// Every circuit that is remembered.
    pub(crate) fn tracks(&self) -> impl Iterator<Item = &Track> {
        self.tracks.iter().flatten()
    }

    pub(crate) fn track(&self, id: u32) -> Option<&Track> {
        self.tracks.get(usize::try_from(id).ok()?)?.as_ref()
    }

    /// The id of the circuit of this name that has no key.
    pub(crate) fn named(&self, name: &str) -> Option<u32> {
        let is_it = |track: &&Track| track.about.name == name && track.about.whole.is_none();
        self.tracks().find(is_it).map(|track| track.about.id)
    }

    /// The bytes that all circuits take, counted.
    pub(crate) fn bytes(&self) -> usize {
        let of_ids = self.ids.capacity() * (size_of::<(Who, u32)>() + 1);
        let spare = (self.tracks.capacity() - self.tracks().count()) * size_of::<Option<Track>>();
        self.tracks().map(Track::bytes).sum::<usize>() + of_ids + spare
    }

    fn id_of(&mut self, reading: &Reading) -> Option<u32> {
        if let Some(id) = self.ids.get(&reading.who) {
            return Some(*id);
        }
        let whole = match &reading.who {
            Who::Circuit(_) => None,
            // Of keys there may be any number: not without room.
            Who::Key(..) if self.used > self.memory => return None,
            Who::Key(there, _) => Some(*self.ids.get(&Who::Circuit(*there))?),
        };
        let id = u32::try_from(self.tracks.len()).ok()?;
        let (who, name, location) = (reading.who.clone(), reading.name, reading.location);
        let about = Arc::new(About { id, who: who.clone(), whole, name, location });
        let track = Track::new(about, reading);
        self.used += track.bytes();
        self.tracks.push(Some(track));
        self.ids.insert(who, id);
        Some(id)
    }

    fn keep_within_bound(&mut self) {
        let first = self.first;
        self.forget_keys(|track, since| {
            since < i64::try_from(first).unwrap_or(0) * 1000 && track.seen < first
        });
        self.used = self.bytes();
        if self.used > self.memory {
            self.forget_oldest_keys();
        }
        while self.used > self.memory && self.first < self.tick {
            self.first = (self.first + PIECE).min(self.tick);
            self.tracks.iter_mut().flatten().for_each(|track| track.forget_before(self.first));
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
        for place in &mut self.tracks {
            let gone = place.take_if(|track| {
                let closed = track.present().filter(|facts| facts.state == State::Closed);
                track.about.whole.is_some()
                    && closed
                        .is_some_and(|facts| facts.since < self.now && is_over(track, facts.since))
            });
            if let Some(track) = gone {
                self.ids.remove(&track.about.who);
            }
        }
    }
}

#[cfg(test)]
mod tests;
