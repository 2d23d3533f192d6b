//! Places in the order of their last use.

use core::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many that were used since they were queued one key looks at: where all were, to look at all
/// of a hundred thousand takes 60 ms. They are in their new order for the next key.
pub(super) const MOST_LOOKS: usize = 1024;

/// The last use that was known when a place was queued, and the place: the smallest first.
///
/// Uses come later than that without telling, so the first one is looked at again before it is
/// believed.
#[derive(Debug, Default)]
pub(super) struct LruQueue(BinaryHeap<Reverse<(u64, u32)>>);

impl LruQueue {
    pub(super) fn push(&mut self, last_use: u64, place: u32) {
        self.0.push(Reverse((last_use, place)));
    }

    /// Takes the least recently used place out. Each that was used since it was queued costs a
    /// look; with the last look it is the one of those looked at.
    pub(super) fn pop(&mut self, looks: &mut usize, last_use: impl Fn(u32) -> u64) -> Option<u32> {
        let mut least: Option<(u64, u32)> = None;
        loop {
            let next = self.0.peek().map(|&Reverse(next)| next);
            match (least, next) {
                (Some(found), next) if *looks == 0 || next.is_none_or(|next| found <= next) => {
                    return Some(found.1);
                }
                _ => {}
            }
            let Reverse((known, place)) = self.0.pop()?;
            let looked_at = (last_use(place), place);
            if looked_at.0 != known {
                *looks = looks.saturating_sub(1);
            }
            let other = least.replace(least.map_or(looked_at, |found| found.min(looked_at)));
            self.0.extend(other.map(|found| Reverse(found.max(looked_at))));
        }
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;

    /// So many places, each used when the next one was taken.
    fn full(places: u32) -> LruQueue {
        let mut queue = LruQueue::default();
        (0..places).for_each(|place| queue.push(u64::from(place), place));
        queue
    }

    #[test]
    fn the_place_that_was_not_used_for_the_longest_time_goes_first() {
        let mut queue = full(4);
        let used = [9, 1, 8, 3];
        let gone = [(); 5].map(|()| queue.pop(&mut 10, |place| used[place as usize]));
        assert_eq!(gone, [Some(1), Some(3), Some(2), Some(0), None]);
    }

    #[test]
    fn with_the_last_look_it_is_the_least_recent_of_those_looked_at_and_the_others_stay() {
        let mut queue = full(10);
        // The later one was queued, the earlier it was used since.
        let (mut looks, last_use) = (4, |place| 100 - u64::from(place));
        assert_eq!((queue.pop(&mut looks, last_use), looks), (Some(3), 0));
        assert_eq!(queue.0.len(), 9, "the others are all there");
    }
}
