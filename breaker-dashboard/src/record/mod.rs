//! What is remembered: samples of every circuit, a second apart for 15 minutes, ten seconds apart
//! for 6 hours, within a bound on memory.
//!
//! A circuit without calls costs nothing but its place: seconds without calls are not written, and
//! what a circuit is (state, window, reason ..) is written when it changes. Keys are remembered
//! from the moment on that they are not plainly closed, and their calls until a minute after that;
//! the whole has their sums.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use breaker_runtime::Policy;

pub(crate) mod began;
mod bound;
pub(crate) mod by_text;
pub(crate) mod counts;
pub(crate) mod facts;
pub(crate) mod fleet;
pub(crate) mod keys;
mod lives;
pub(crate) mod moments;
pub(crate) mod nearness;
pub(crate) mod outside;
pub(crate) mod over;
mod ramp_up;
pub(crate) mod reading;
pub(crate) mod recorder;
mod said;
pub(crate) mod series;
pub(crate) mod standing;
pub(crate) mod told;
pub(crate) mod track;
pub(crate) mod wall;
#[cfg(feature = "fleet")]
pub(crate) mod watched;
pub(crate) mod ways;
pub(crate) mod within;

use began::Began;
use bound::MEMORY;
use facts::About;
use fleet::{Fleet, FleetReading};
use moments::millis;
use over::Over;
use reading::{Followed, Reading, Who};
use said::Said;
use track::{COARSE_TICKS, FINE, STEP, Track};
use wall::Wall;

/// All circuits over time.
#[derive(Debug)]
pub(crate) struct Record {
    /// By id. An id is that of one circuit for ever, and what is forgotten leaves no place behind.
    tracks: BTreeMap<u32, Box<Track>>,
    ids: HashMap<Who, u32>,
    /// Of circuits without a key, which are never forgotten. Of several of one name it is the
    /// first.
    names: HashMap<&'static str, u32>,
    next_id: u32,
    pub(crate) tick: u64,
    /// Whether there was a tick.
    has_looked: bool,
    /// At which moment all is shown, in milliseconds since recording began: the second of the tick.
    /// However late a tick is taken, its past reads as its present did.
    pub(crate) now: i64,
    /// By how many milliseconds the tick was taken later than that.
    pub(crate) late: i64,
    pub(crate) wall: Wall,
    pub(crate) fleet: Over<Fleet>,
    /// Nothing before it is remembered.
    pub(crate) first: u64,
    pub(crate) memory: usize,
    /// The bytes that all takes, and those of them that are no past.
    used: usize,
    standing: usize,
    said: Said,
    /// What was said, if something was.
    bound: Option<usize>,
    /// Whether something was forgotten at this tick that errors said: it is in no answer from then
    /// on.
    pub(crate) forgets_errors: bool,
}

impl Record {
    pub(crate) fn new() -> Self {
        Self {
            tracks: BTreeMap::new(),
            ids: HashMap::new(),
            names: HashMap::new(),
            next_id: 0,
            tick: 0,
            has_looked: false,
            now: 0,
            late: 0,
            wall: Wall::new(),
            fleet: Over::new(),
            first: 0,
            memory: MEMORY,
            used: 0,
            standing: 0,
            said: Said::default(),
            bound: None,
            forgets_errors: false,
        }
    }

    /// Takes in what was read at this tick, which is later than the one before.
    pub(crate) fn take(
        &mut self,
        tick: u64,
        now: i64,
        readings: &[Reading],
        began: impl Fn(&About) -> Option<Began>,
    ) {
        let last_look = self.has_looked.then_some(self.now + self.late);
        self.tick = tick;
        self.now = i64::try_from(tick).unwrap_or(i64::MAX).saturating_mul(1000);
        self.late = now.saturating_sub(self.now);
        (self.has_looked, self.forgets_errors) = (true, false);
        for reading in readings {
            let is_new_circuit = last_look.is_some_and(|last| now - millis(reading.age) >= last);
            let Some(id) = self.id_for(reading, is_new_circuit) else { continue };
            // Keys that nobody knows are shown alike: of two readings neither follows the other.
            let is_first = |it: &&mut Box<Track>| it.seen != tick || it.present().is_none();
            if let Some(track) = self.tracks.get_mut(&id).filter(is_first) {
                let is_new = track.present().is_none();
                self.forgets_errors |= track.take(tick, now, reading, is_new_circuit, &began);
                track.share(&mut self.said);
                if is_new {
                    self.used += track.bytes() + bound::PLACE;
                    self.standing += track.standing() + bound::PLACE;
                }
            }
        }
        if self.forgets_errors {
            self.said.forget();
        }
        let ends_step = tick % STEP == STEP - 1;
        for track in self.tracks.values_mut() {
            if track.seen != tick {
                track.leave(tick, now);
            }
            if ends_step {
                track.end_of_step(tick);
            }
        }
        if ends_step {
            self.first = self.first.max(tick.saturating_sub(COARSE_TICKS));
            self.fleet.thin_out(tick.saturating_sub(FINE), STEP);
            self.said.forget();
            self.keep_within_bound();
        }
    }

    /// Takes in how the fleet is at this tick.
    pub(crate) fn take_fleet(&mut self, reading: &FleetReading) {
        let fleet = Fleet::of(self.fleet.present(), self.now + self.late, reading);
        self.fleet.note(self.tick, fleet);
    }

    /// Forgets what errors said of circuits that were not read at this tick, keys that are closed
    /// again: under settings that were changed since. `policy` says which they are.
    ///
    /// Where a function keeps no errors all its keys are asked. Any other key may have settings of
    /// its own, and is asked once in ten seconds: there may be ten thousands of them, and whoever
    /// looks at the record waits meanwhile.
    pub(crate) fn forget_errors(&mut self, policy: impl Fn(&Who) -> Option<Policy>) {
        let tick = self.tick;
        let functions = self.tracks.values().filter(|it| it.about.whole.is_none());
        let quiet: BTreeSet<u32> =
            functions.filter(|it| !it.keeps_errors()).map(|it| it.about.id).collect();
        let is_due = |about: &About| {
            let has_its_turn = u64::from(about.id) % STEP == tick % STEP;
            has_its_turn || about.whole.is_some_and(|whole| quiet.contains(&whole))
        };
        let unread = self.tracks.values_mut().filter(|it| it.seen != tick && it.keeps_errors());
        for track in unread.filter(|it| is_due(&it.about)) {
            let changed = policy(&track.about.who).filter(|policy| !policy.settings().last_error);
            if let Some(policy) = changed {
                track.forget_errors_under(policy, tick);
                self.forgets_errors = true;
                self.said.forget();
            }
        }
    }

    /// The keys that are to be looked at, be they plainly closed.
    pub(crate) fn followed(&self) -> Followed {
        let mut followed = Followed::default();
        let now = self.now + self.late;
        for track in self.tracks().filter(|track| track.is_to_be_followed(self.tick, now)) {
            followed.add(&track.about.who);
        }
        followed
    }

    /// The second of a tick up to the last one.
    pub(crate) fn now_at(&self, tick: u64) -> i64 {
        let ago = i64::try_from(self.tick.saturating_sub(tick)).unwrap_or(0);
        self.now - ago * 1000
    }

    /// Every circuit that is remembered.
    pub(crate) fn tracks(&self) -> impl Iterator<Item = &Track> {
        self.tracks.values().map(|track| &**track)
    }

    pub(crate) fn track(&self, id: u32) -> Option<&Track> {
        self.tracks.get(&id).map(|track| &**track)
    }

    /// The id of the circuit of this name that has no key.
    pub(crate) fn named(&self, name: &str) -> Option<u32> {
        self.names.get(name).copied()
    }

    /// The id of a circuit that is remembered.
    pub(crate) fn id_of(&self, who: &Who) -> Option<u32> {
        self.ids.get(who).copied()
    }

    fn id_for(&mut self, reading: &Reading, is_new_circuit: bool) -> Option<u32> {
        if let Some(id) = self.ids.get(&reading.who) {
            return Some(*id);
        }
        let whole = match &reading.who {
            Who::Circuit(_) => None,
            // Of keys there may be any number: not without room.
            Who::Key(..) if !self.has_room() => return None,
            Who::Key(there, _) => Some(*self.ids.get(&Who::Circuit(*there))?),
        };
        let id = self.new_id();
        let (who, name, location) = (reading.who.clone(), reading.name, reading.location);
        if whole.is_none() {
            self.names.entry(name).or_insert(id);
        }
        let about = Arc::new(About { id, who: who.clone(), whole, name, location });
        let track = Track::new(about, self.tick, reading, is_new_circuit);
        self.tracks.insert(id, Box::new(track));
        self.ids.insert(who, id);
        Some(id)
    }

    /// After four thousand million of them they begin anew.
    fn new_id(&mut self) -> u32 {
        while self.tracks.contains_key(&self.next_id) {
            self.next_id = self.next_id.wrapping_add(1);
        }
        let id = self.next_id;
        self.next_id = id.wrapping_add(1);
        id
    }
}

#[cfg(test)]
pub(crate) mod tests;
