//! The bound on memory.
//!
//! Where it is near, keys that are plainly closed again are forgotten first, the longest closed
//! ones before others. Where it is met, all circuits lose details of the past: of what changed from
//! second to second alone, as the last failure, one of ten seconds is kept. Then keys, of which
//! there may be very many, lose in which second of ten their calls were; and then all lose their
//! oldest past, a piece at a time. Keys that are new are taken in while there is room for their
//! past, too.

use breaker_runtime::State;

use super::Record;
use super::fleet;
use super::reading::Who;
use super::track::{STEP, Track};

/// Unless it is said: 32 MiB.
pub(super) const MEMORY: usize = 32 << 20;

/// Whoever says less means something else: 32 for 32 MiB.
pub(super) const LEAST: usize = 1 << 20;

/// The past of keys of which each second is given up last.
const BLURRED: u64 = 60;

/// The past that is given up last.
const KEPT: u64 = 120;

/// What a circuit takes in the maps of the record.
pub(super) const PLACE: usize = 2 * (size_of::<(Who, u32)>() + size_of::<(u32, Box<Track>)>());

impl Record {
    /// The largest bound that anybody said.
    pub(crate) fn bound(&mut self, memory: usize) {
        let memory = memory.max(LEAST);
        self.memory = self.bound.map_or(memory, |bound| bound.max(memory));
        self.bound = Some(self.memory);
    }

    /// Of the bound, an eighth is for ticks that viewers may miss.
    pub(crate) const fn for_viewers(&self) -> usize {
        self.memory / 8
    }

    const fn for_the_past(&self) -> usize {
        self.memory - self.for_viewers()
    }

    /// Whether there is room for a key, and for what becomes its past.
    pub(super) const fn has_room(&self) -> bool {
        self.used <= self.for_the_past() && self.standing <= self.for_the_past() / 4 * 3
    }

    /// The bytes that all circuits take, counted.
    pub(crate) fn bytes(&self) -> usize {
        // A map has places for an eighth more than it says, and a byte for each.
        let of_map = |capacity: usize, each: usize| capacity / 7 * 8 * (each + 1);
        let of_ids = of_map(self.ids.capacity(), size_of::<(Who, u32)>());
        let of_names = of_map(self.names.capacity(), size_of::<(&str, u32)>());
        // Nodes of the tree may be half full.
        let of_places = self.tracks.len() * 2 * size_of::<(u32, Box<Track>)>();
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
        self.count();
        // What comes before the next step's end finds room.
        let most = self.for_the_past() / 16 * 15;
        let eighth = self.for_the_past() / 8;
        if self.used > most {
            self.forget_oldest_keys(self.used.saturating_sub(eighth * 7));
        }
        if self.standing > eighth * 5 {
            self.forget_oldest_keys(self.standing - eighth * 4);
        }
        for kept in [60, STEP] {
            if self.used > most {
                self.thin_before(self.tick.saturating_sub(kept));
            }
        }
        if self.used > most {
            let tick = self.tick.saturating_sub(BLURRED);
            let keys = self.tracks.values_mut().filter(|track| track.about.whole.is_some());
            keys.for_each(|track| track.blur_before(tick));
            self.used = self.bytes();
        }
        while self.used > most && self.forget_a_piece() {}
    }

    fn count(&mut self) {
        let of_each = |track: &Track| track.standing() + PLACE;
        self.standing = self.tracks().map(of_each).sum();
        self.used = self.bytes();
    }

    fn thin_before(&mut self, tick: u64) {
        self.tracks.values_mut().for_each(|track| track.thin_before(tick));
        self.used = self.bytes();
    }

    /// Forgets an eighth of the past, and at last the last minutes. Whether that was of use: what
    /// circuits are takes room as well, and they are not forgotten for it.
    fn forget_a_piece(&mut self) -> bool {
        let (before, past) = (self.used, self.tick.saturating_sub(self.first));
        self.first += (past / 8).max(STEP).min(past);
        self.wall.forget_before(self.first);
        self.fleet.forget_before(self.first);
        self.tracks.values_mut().for_each(|track| track.forget_before(self.first));
        self.used = self.bytes();
        let has_helped = self.used < before;
        past > KEPT || has_helped && past > 0
    }

    /// Of the keys that are plainly closed again, those that have been so for the longest time,
    /// until so many bytes are free.
    fn forget_oldest_keys(&mut self, mut over: usize) {
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
        let mut gone = Vec::new();
        for (_, id, bytes) in closed {
            if over == 0 {
                break;
            }
            gone.push(id);
            over = over.saturating_sub(bytes);
        }
        gone.sort_unstable();
        if !gone.is_empty() {
            self.forget_keys(|track, _| gone.binary_search(&track.about.id).is_ok());
            self.count();
        }
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
