//! Who has a circuit, as §3.3 has it: a plain list that is gone through each time.

use breaker_runtime::{Calls, Policy};

use super::LEFT_ALONE;
use crate::history::{Instant, nanos};
use crate::reference::Model;

/// A circuit, and whose it is.
#[derive(Debug)]
pub(super) struct Seat {
    /// `None` for the one that all others share.
    pub(super) key: Option<u8>,
    pub(super) model: Model,
    /// Uses between two additions of keys are not told apart.
    last_use: u64,
    left_alone_until: Instant,
    pub(super) is_seeded: bool,
}

/// How often it happened.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub(super) given_away: u64,
    /// Though others had been used later.
    pub(super) kept: u64,
    pub(super) shared: u64,
    /// Calls of a key that ended when its circuit was another one's.
    pub(super) outlived: u64,
    /// Keys that came back and found that they had no circuit any more.
    pub(super) came_back: u64,
    pub(super) asked_again_at_once: u64,
}

#[derive(Debug)]
pub(super) struct Table {
    policy: Policy,
    max_keys: usize,
    seed: u64,
    pub(super) now: Instant,
    /// In the order in which they were made; which is the order of those that can't be told apart by their last use.
    pub(super) seats: Vec<Seat>,
    pub(super) others: Option<Seat>,
    /// Goes on when a key is added, before and after.
    epoch: u64,
    /// What keys had counted that have no circuit any more.
    pub(super) gone: Calls,
    departed: Vec<u8>,
    pub(super) marks: Marks,
}

impl Table {
    pub(super) fn new(policy: Policy, max_keys: usize, seed: u64) -> Self {
        Self {
            policy,
            max_keys,
            seed,
            now: 0,
            seats: Vec::new(),
            others: None,
            epoch: 0,
            gone: Calls::default(),
            departed: Vec::new(),
            marks: Marks::default(),
        }
    }

    pub(super) fn wait(&mut self, nanos: u64) {
        self.now += nanos;
        let now = self.now;
        self.all().for_each(|seat| seat.model.now = now);
    }

    pub(super) fn reconfigure(&mut self, policy: Policy) {
        self.policy = policy;
        self.all().for_each(|seat| seat.model.reconfigure(policy));
    }

    /// Every circuit: those of keys, and that of all others.
    pub(super) fn all(&mut self) -> impl Iterator<Item = &mut Seat> {
        self.seats.iter_mut().chain(&mut self.others)
    }

    /// The circuit of a seat's number; without one, that of all others.
    pub(super) fn at(&mut self, seat: Option<usize>) -> Option<&mut Seat> {
        match seat {
            Some(at) => self.seats.get_mut(at),
            None => self.others.as_mut(),
        }
    }

    /// The moments at which circuits that could not be given away may be asked again.
    pub(super) fn ends_of_patience(&self) -> Vec<Instant> {
        self.seats.iter().map(|seat| seat.left_alone_until).collect()
    }

    /// The key's circuit if it has one of its own, which this is a use of.
    pub(super) fn look(&mut self, key: u8) -> Option<usize> {
        let at = self.seats.iter().position(|seat| seat.key == Some(key))?;
        self.seats[at].last_use = self.epoch;
        Some(at)
    }

    /// The circuit that a call of this key asks: its own, the one of a key that has nothing to remember, or that of all others.
    pub(super) fn seat_of(&mut self, key: u8) -> Option<usize> {
        if let Some(at) = self.look(key) {
            return Some(at);
        }
        self.marks.came_back += u64::from(self.departed.contains(&key));
        let at = self.free_seat(key).or_else(|| self.take_over(key));
        match at {
            Some(at) => self.add(at),
            None => self.share(),
        }
        at
    }

    fn free_seat(&mut self, key: u8) -> Option<usize> {
        if self.seats.len() == self.max_keys {
            return None;
        }
        let seat = self.new_seat(Some(key));
        self.seats.push(seat);
        Some(self.seats.len() - 1)
    }

    fn take_over(&mut self, key: u8) -> Option<usize> {
        let now = self.now;
        let mut by_last_use: Vec<usize> = (0..self.seats.len()).collect();
        by_last_use.sort_by_key(|&at| self.seats[at].last_use);
        for at in by_last_use {
            let seat = &mut self.seats[at];
            if now < seat.left_alone_until {
                self.marks.asked_again_at_once += 1;
            } else if seat.model.has_nothing_to_remember() {
                self.departed.extend(seat.key.replace(key));
                self.gone = sum(self.gone, seat.model.visible().calls);
                seat.model.start_over();
                self.marks.given_away += 1;
                return Some(at);
            } else {
                self.marks.kept += 1;
                seat.left_alone_until = now + nanos(LEFT_ALONE);
            }
        }
        None
    }

    fn add(&mut self, at: usize) {
        self.seats[at].last_use = self.epoch + 1;
        self.epoch += 2;
    }

    fn share(&mut self) {
        self.marks.shared += 1;
        if self.others.is_none() {
            self.others = Some(self.new_seat(None));
        }
    }

    fn new_seat(&self, key: Option<u8>) -> Seat {
        let model = Model::new(self.policy, self.seed, self.now);
        Seat { key, model, last_use: 0, left_alone_until: 0, is_seeded: false }
    }
}

pub(super) fn sum(one: Calls, other: Calls) -> Calls {
    let mut calls = one;
    calls.success += other.success;
    calls.failure += other.failure;
    calls.failure_kinds.error += other.failure_kinds.error;
    calls.failure_kinds.slow_call += other.failure_kinds.slow_call;
    calls.failure_kinds.panic += other.failure_kinds.panic;
    calls.ignored += other.ignored;
    calls.abandoned += other.abandoned;
    calls.rejected += other.rejected;
    calls.would_be_rejected += other.would_be_rejected;
    calls
}
