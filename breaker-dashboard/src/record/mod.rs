//! What is remembered: samples of every circuit, a second apart for 15 minutes, ten seconds apart
//! for 6 hours, within a bound on memory.
//!
//! A circuit without calls costs nothing but its place: seconds without calls are not written, and
//! what a circuit is (state, window, reason ..) is written when it changes. Keys are remembered
//! from the moment on that they are not plainly closed; the whole has their sums.

use std::collections::HashMap;
use std::sync::Arc;

mod bound;
pub(crate) mod counts;
pub(crate) mod facts;
pub(crate) mod reading;
pub(crate) mod recorder;
pub(crate) mod series;
pub(crate) mod track;

use bound::MEMORY;
use facts::About;
use reading::{Reading, Who};
use track::{COARSE_TICKS, STEP, Track};

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
}

#[cfg(test)]
mod tests;
