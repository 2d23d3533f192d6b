//! Who has a circuit, as rule S15 has it: a plain list that is gone through each time.

use breaker_runtime::{Calls, Policy, State};

use crate::history::Instant;
use crate::reference::{Ended, Force, Late, Model, Ticket};

/// A circuit, and whose it is.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) key: u8,
    /// Whether the key has called since it got the circuit.
    pub(super) is_named: bool,
    pub(super) model: Model,
    /// Uses between two additions of keys are not told apart.
    last_use: u64,
    /// The keys before, each with its last generation.
    former: Vec<(u64, u8)>,
    pub(super) is_seeded: bool,
}

/// How often it happened.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub(super) given_away: u64,
    /// Of those, circuits that had opened, whose open time was over.
    pub(super) given_away_open: u64,
    /// Closed ones with failures that don't age.
    pub(super) given_away_with_failures: u64,
    /// Though others had been used later.
    pub(super) kept: u64,
    pub(super) unguarded: u64,
    /// Calls of a key that ended when its circuit was another one's.
    pub(super) outlived: u64,
    /// Failures that were counted where their key had its circuit by then, and for which it got
    /// one.
    pub(super) passed_on: u64,
    pub(super) took_a_place: u64,
    /// Keys that came back and found that they had no circuit any more.
    pub(super) came_back: u64,
    /// Keys that came while all were forced.
    pub(super) came_under_force: u64,
}

#[derive(Debug)]
pub(super) struct Table {
    policy: Policy,
    max_keys: usize,
    seed: u64,
    pub(super) now: Instant,
    /// In the order in which they were made; which is the order of those that can't be told apart
    /// by their last use.
    pub(super) seats: Vec<Seat>,
    /// What is forced on all keys.
    pub(super) whole: Option<Force>,
    follows_runs: bool,
    /// Where calls of keys without a circuit are counted: nothing becomes of them.
    pub(super) unguarded: Model,
    /// Goes on when a key is added, before and after.
    epoch: u64,
    /// What keys had counted that have no circuit any more.
    pub(super) gone: Calls,
    departed: Vec<u8>,
    pub(super) marks: Marks,
}

impl Table {
    pub(super) fn new(policy: Policy, max_keys: usize, seed: u64) -> Self {
        let mut unguarded = Model::new(policy, seed, 0);
        unguarded.force(State::ForcedClosed, None);
        Self {
            policy,
            max_keys,
            seed,
            now: 0,
            seats: Vec::new(),
            whole: None,
            follows_runs: false,
            unguarded,
            epoch: 0,
            gone: Calls::default(),
            departed: Vec::new(),
            marks: Marks::default(),
        }
    }

    pub(super) fn wait(&mut self, nanos: u64) {
        self.now += nanos;
        let now = self.now;
        self.models().for_each(|model| model.now = now);
        self.look_at_end();
    }

    pub(super) fn reconfigure(&mut self, policy: Policy) {
        self.policy = policy;
        self.models().for_each(|model| model.reconfigure(policy));
    }

    fn models(&mut self) -> impl Iterator<Item = &mut Model> {
        self.seats.iter_mut().map(|seat| &mut seat.model).chain([&mut self.unguarded])
    }

    /// The circuit of a seat's number; without one, where unguarded calls are counted.
    pub(super) fn at(&mut self, seat: Option<usize>) -> Option<&mut Model> {
        match seat {
            Some(at) => self.seats.get_mut(at).map(|seat| &mut seat.model),
            None => Some(&mut self.unguarded),
        }
    }

    /// The moments at which circuits may be given away, as far as their windows don't tell.
    pub(super) fn ends_of_memory(&self) -> Vec<Instant> {
        self.seats.iter().filter_map(|seat| seat.model.forgettable_from()).collect()
    }

    /// Forces all keys into this state, or releases them; but those which something else was forced
    /// on.
    pub(super) fn force(&mut self, whole: Option<Force>) {
        self.whole = whole;
        match whole {
            Some(force) => self.unguarded.be_forced(force),
            None => self.unguarded.force(State::ForcedClosed, None),
        }
        self.seats.iter_mut().for_each(|seat| seat.model.obey(self.whole, whole.is_none()));
        self.look_at_end();
    }

    /// What is forced on all keys may be over.
    fn look_at_end(&mut self) {
        if self.whole.take_if(|force| force.is_over(self.now)).is_some() {
            self.unguarded.force(State::ForcedClosed, None);
        }
    }

    /// The key's circuit if it has one of its own, which this is a use of.
    pub(super) fn look(&mut self, key: u8) -> Option<usize> {
        let at = self.seat_at(key)?;
        self.seats[at].is_named = true;
        Some(at)
    }

    fn seat_at(&mut self, key: u8) -> Option<usize> {
        let at = self.seats.iter().position(|seat| seat.key == key)?;
        self.seats[at].last_use = self.epoch;
        Some(at)
    }

    /// The circuit that a call of this key asks: its own, or one with which nothing is lost.
    pub(super) fn seat_of(&mut self, key: u8) -> Option<usize> {
        if let Some(at) = self.look(key) {
            return Some(at);
        }
        self.marks.came_back += u64::from(self.departed.contains(&key));
        self.marks.came_under_force += u64::from(self.whole.is_some());
        let at = self.place_for(key, true);
        self.marks.unguarded += u64::from(at.is_none() && self.whole.is_none());
        at
    }

    fn place_for(&mut self, key: u8, is_named: bool) -> Option<usize> {
        let at = self.free_seat(key).or_else(|| self.take_over(key))?;
        self.seats[at].is_named = is_named;
        self.seats[at].last_use = self.epoch + 1;
        self.epoch += 2;
        Some(at)
    }

    /// All keys do, present and to come, if somebody asks for that.
    pub(super) fn follow_runs(&mut self, is_asked: bool) {
        if is_asked && !self.follows_runs {
            self.follows_runs = true;
            self.seats.iter_mut().for_each(|seat| seat.model.follow_runs());
        }
    }

    fn free_seat(&mut self, key: u8) -> Option<usize> {
        if self.seats.len() == self.max_keys {
            return None;
        }
        let mut model = Model::new(self.policy, self.seed, self.now);
        if self.whole.is_some() {
            model.start_over(self.whole);
        }
        if self.follows_runs {
            model.follow_runs();
        }
        self.seats.push(Seat {
            key,
            is_named: true,
            model,
            last_use: 0,
            former: Vec::new(),
            is_seeded: false,
        });
        Some(self.seats.len() - 1)
    }

    fn take_over(&mut self, key: u8) -> Option<usize> {
        let mut by_last_use: Vec<usize> = (0..self.seats.len()).collect();
        by_last_use.sort_by_key(|&at| self.seats[at].last_use);
        for at in by_last_use {
            if self.seats[at].model.is_forgettable() {
                self.give_away(at, key);
                return Some(at);
            }
            self.marks.kept += 1;
        }
        None
    }

    fn give_away(&mut self, at: usize, key: u8) {
        let (seat, marks) = (&mut self.seats[at], &mut self.marks);
        seat.model.end_force_that_is_over();
        let now = seat.model.visible();
        marks.given_away += 1;
        marks.given_away_open += u64::from(now.state == State::HalfOpen);
        let is_closed = now.state == State::Closed;
        marks.given_away_with_failures += u64::from(is_closed && now.failures_in_window > 0);
        self.gone = sum(self.gone, now.calls);
        self.departed.push(seat.key);
        seat.former.push((seat.model.generation(), seat.key));
        seat.model.start_over(self.whole);
        if self.follows_runs {
            seat.model.follow_runs();
        }
        seat.key = key;
    }

    /// Takes note of the end of a call that this circuit admitted, whosever it is by now.
    pub(super) fn report(&mut self, seat: Option<usize>, ticket: Ticket, end: Ended) {
        let Some(model) = self.at(seat) else { return };
        let late = model.failed_late(ticket, end);
        // What trial calls bring is counted before anything else.
        let is_counted = late.is_none_or(|late| late.is_trial);
        if is_counted {
            model.report(ticket, end);
        }
        let heir = late.and_then(|late| self.heir(seat?, late));
        match (heir, late) {
            (Some(at), Some(late)) => self.seats[at].model.fail_late(late),
            _ if is_counted => {}
            _ => self.at(seat).into_iter().for_each(|model| model.report(ticket, end)),
        }
    }

    /// The circuit that the key of such a failure has now, or gets for it.
    fn heir(&mut self, seat: usize, late: Late) -> Option<usize> {
        let former = self.seats[seat].former.iter().rev();
        let key = former.clone().find(|(last, _)| *last == late.generation)?.1;
        let own = self.seat_at(key);
        self.marks.passed_on += u64::from(own.is_some());
        let is_forced = self.whole.is_some();
        let heir = own.or_else(|| if is_forced { None } else { self.place_for(key, false) })?;
        self.marks.took_a_place += u64::from(own.is_none());
        Some(heir)
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
    calls.rejected_within += other.rejected_within;
    calls.abandoned += other.abandoned;
    calls.rejected += other.rejected;
    calls.would_be_rejected += other.would_be_rejected;
    calls
}
