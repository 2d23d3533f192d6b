//! Who has a place, and who has to give one up: what changes under the lock of a keyed breaker.

use core::cmp::Reverse;
use core::time::Duration;
use std::collections::{BinaryHeap, VecDeque};

use crate::Policy;
use crate::time::Time;

/// For how long a circuit that can't be given away is not asked again: asking a table full of open circuits for each new key would cost
/// more than the calls.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many circuits that can't be given away one key asks: in a table of a hundred thousand, asking all of them takes 40 ms. The next
/// key goes on with the others.
const MOST_ASKED: usize = 1024;

/// The places, in the order in which they are to be given away. Each one in use is in the queue or on the bench, and only once.
#[derive(Debug)]
pub(super) struct Roster {
    in_use: u32,
    /// Instead of the one that circuits are made with.
    policy: Option<Policy>,
    /// The last use that was known when the place was put here, and the place: the smallest first. Uses come later than that without
    /// telling, so the first one is looked at again before it is believed.
    queue: BinaryHeap<Reverse<(u64, u32)>>,
    /// Places that couldn't be given away, and until when they are left alone: the first one first.
    bench: VecDeque<(Time, u32)>,
}

impl Roster {
    pub(super) const fn new() -> Self {
        Self { in_use: 0, policy: None, queue: BinaryHeap::new(), bench: VecDeque::new() }
    }

    pub(super) const fn policy(&self) -> Option<Policy> {
        self.policy
    }

    pub(super) const fn set_policy(&mut self, policy: Option<Policy>) {
        self.policy = policy;
    }

    /// Places in use.
    pub(super) const fn in_use(&self) -> u32 {
        self.in_use
    }

    /// A place that nobody has had yet, of so many.
    pub(super) fn take_free(&mut self, places: u32) -> Option<u32> {
        let place = self.in_use;
        if place == places {
            return None;
        }
        self.in_use += 1;
        Some(place)
    }

    /// Gives away the place that was not used for the longest time, of those that `give` can; `None` if none can be given away, or a
    /// thousand of them can't.
    pub(super) fn take_over(
        &mut self,
        now: Time,
        last_use: impl Fn(u32) -> u64,
        give: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        self.ask_again(now, &last_use);
        let mut asked = 0;
        while asked < MOST_ASKED {
            let Reverse((known, place)) = self.queue.pop()?;
            let used = last_use(place);
            if used != known {
                self.queue.push(Reverse((used, place)));
            } else if give(place) {
                return Some(place);
            } else {
                self.bench.push_back((now.after(PATIENCE), place));
                asked += 1;
            }
        }
        None
    }

    /// A place has a new key, which used it now.
    pub(super) fn line_up(&mut self, epoch: u64, place: u32) {
        self.queue.push(Reverse((epoch, place)));
    }

    /// Lines those up again whose time on the bench is over, as many as are asked at a time.
    fn ask_again(&mut self, now: Time, last_use: &impl Fn(u32) -> u64) {
        let due =
            self.bench.iter().take(MOST_ASKED).take_while(|&&(until, _)| until <= now).count();
        for (_, place) in self.bench.drain(..due) {
            self.queue.push(Reverse((last_use(place), place)));
        }
    }

    /// Ends every time on the bench: the clock is another one now.
    #[cfg(feature = "test-util")]
    pub(super) fn change_clock(&mut self) {
        self.bench.iter_mut().for_each(|(until, _)| *until = Time::ZERO);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::cell::{Cell, RefCell};

    const FOREVER: Time = Time::ZERO;

    /// A roster of so many places, each used when the next one was taken.
    fn full(places: u32) -> Roster {
        let mut roster = Roster::new();
        for place in 0..places {
            assert_eq!(roster.take_free(places), Some(place));
            roster.line_up(u64::from(place), place);
        }
        assert_eq!(roster.take_free(places), None);
        roster
    }

    #[test]
    fn the_place_that_was_not_used_for_the_longest_time_goes_first() {
        let mut roster = full(4);
        let last_use = |place: u32| [9, 1, 8, 3][place as usize];
        let gone: Vec<_> =
            (0..4).filter_map(|_| roster.take_over(FOREVER, last_use, |_| true)).collect();
        assert_eq!(gone, [1, 3, 2, 0]);
        assert_eq!(roster.take_over(FOREVER, last_use, |_| true), None);
    }

    #[test]
    fn who_refuses_is_left_alone_for_its_time_and_asked_again_after() {
        let mut roster = full(2);
        let asked = Cell::new(0);
        let refuse = |_| {
            asked.set(asked.get() + 1);
            false
        };
        let last_use = u64::from;
        let end = Time::ZERO.after(PATIENCE);
        let before = Time::from_nanos(end.as_nanos() - 1);
        for now in [Time::ZERO, before] {
            assert_eq!(roster.take_over(now, last_use, refuse), None);
            assert_eq!(asked.get(), 2);
        }
        assert_eq!(roster.take_over(end, last_use, |_| true), Some(0));
    }

    #[test]
    fn a_place_is_asked_in_the_order_of_its_use_after_its_time_too() {
        let mut roster = full(3);
        let used = RefCell::new([0, 1, 2]);
        let last_use = |place: u32| used.borrow()[place as usize];
        assert_eq!(roster.take_over(Time::ZERO, last_use, |_| false), None);
        used.borrow_mut()[0] = 7;
        let later = Time::ZERO.after(PATIENCE);
        let gone: Vec<_> =
            (0..3).filter_map(|_| roster.take_over(later, last_use, |_| true)).collect();
        assert_eq!(gone, [1, 2, 0]);
    }

    #[test]
    fn a_key_asks_no_more_than_so_many_and_the_next_one_goes_on() {
        let mut roster = full(3_000);
        let asked = Cell::new(0);
        let give = |place| {
            asked.set(asked.get() + 1);
            place == 2_999
        };
        assert_eq!(roster.take_over(Time::ZERO, u64::from, give), None);
        assert_eq!(asked.get(), MOST_ASKED);
        assert_eq!(roster.take_over(Time::ZERO, u64::from, give), None);
        assert_eq!(roster.take_over(Time::ZERO, u64::from, give), Some(2_999));
        assert_eq!(asked.get(), 3_000);
    }
}
