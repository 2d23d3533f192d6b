//! Which place a key has, looked up without a lock.

use crate::base::sync::{AtomicU64, Ordering};

/// A hash table from fingerprints to places, with linear probing.
///
/// It is changed under the table's lock alone, and exact under that. Without the lock a reader may
/// miss a key that is there, because another one is being taken out and its neighbours move up; and
/// it may be led to a place that another key has got by now, which the place itself tells.
#[derive(Debug)]
pub(in crate::keyed) struct Index {
    /// Each one's upper half is that of the fingerprint, and the lower one the place plus one; zero
    /// if it is empty. At least half are.
    buckets: Box<[AtomicU64]>,
}

impl Index {
    pub(super) fn for_keys(max_keys: u32) -> Self {
        let buckets = (max_keys as usize).saturating_mul(2).next_power_of_two();
        Self { buckets: (0..buckets).map(|_| AtomicU64::new(0)).collect() }
    }

    /// The first that `looks_right` makes of the places that a key of this fingerprint may have.
    #[inline]
    pub(super) fn find<T>(
        &self,
        fingerprint: u64,
        looks_right: impl Fn(u32) -> Option<T>,
    ) -> Option<T> {
        let mut at = self.home(fingerprint);
        // Bounded, for buckets that change meanwhile may never be seen empty.
        for _ in 0..self.buckets.len() {
            let bucket = self.load(at);
            if bucket == 0 {
                return None;
            }
            if upper_half(bucket) == upper_half(fingerprint) {
                if let Some(found) = looks_right(place_in(bucket)) {
                    return Some(found);
                }
            }
            at = self.next(at);
        }
        None
    }

    /// Enters a key's place. The caller has the table's lock.
    pub(in crate::keyed) fn insert(&self, fingerprint: u64, place: u32) {
        let mut at = self.home(fingerprint);
        while self.load(at) != 0 {
            at = self.next(at);
        }
        self.store(at, bucket_of(fingerprint, place));
    }

    /// Takes a key out that is there, and lets those behind it move up. The caller has the table's
    /// lock.
    pub(in crate::keyed) fn remove(&self, fingerprint: u64, place: u32) {
        let bucket = bucket_of(fingerprint, place);
        let mut hole = self.home(fingerprint);
        while self.load(hole) != bucket {
            hole = self.next(hole);
        }
        let mut at = self.next(hole);
        loop {
            let bucket = self.load(at);
            if bucket == 0 {
                break;
            }
            if self.distance(self.home(bucket), at) >= self.distance(hole, at) {
                self.store(hole, bucket);
                hole = at;
            }
            at = self.next(at);
        }
        self.store(hole, 0);
    }

    #[inline]
    fn load(&self, at: usize) -> u64 {
        self.buckets.get(at).map_or(0, |bucket| bucket.load(Ordering::Acquire))
    }

    /// Who sees a place sees what was put there.
    fn store(&self, at: usize, value: u64) {
        if let Some(bucket) = self.buckets.get(at) {
            bucket.store(value, Ordering::Release);
        }
    }

    /// Where a fingerprint, or what a bucket has of it, is looked for first.
    #[inline]
    fn home(&self, fingerprint: u64) -> usize {
        upper_half(fingerprint) as usize & self.mask()
    }

    #[inline]
    fn next(&self, at: usize) -> usize {
        at.wrapping_add(1) & self.mask()
    }

    fn distance(&self, from: usize, to: usize) -> usize {
        to.wrapping_sub(from) & self.mask()
    }

    #[inline]
    fn mask(&self) -> usize {
        self.buckets.len().wrapping_sub(1)
    }
}

#[inline]
const fn upper_half(bits: u64) -> u32 {
    (bits >> 32) as u32
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half")]
#[inline]
const fn place_in(bucket: u64) -> u32 {
    (bucket as u32).wrapping_sub(1)
}

const fn bucket_of(fingerprint: u64, place: u32) -> u64 {
    (upper_half(fingerprint) as u64) << 32 | (place as u64 + 1)
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;

    fn find(index: &Index, fingerprint: u64, place: u32) -> Option<u32> {
        index.find(fingerprint, |candidate| Some(candidate).filter(|&found| found == place))
    }

    const fn at_home(home: u64) -> u64 {
        home << 32
    }

    #[test]
    fn what_was_put_in_is_found_and_what_was_taken_out_is_not() {
        let index = Index::for_keys(4);
        index.insert(at_home(3), 0);
        assert_eq!(find(&index, at_home(3), 0), Some(0));
        assert_eq!(find(&index, at_home(11), 0), None, "the same home, another fingerprint");
        index.remove(at_home(3), 0);
        assert_eq!(find(&index, at_home(3), 0), None);
    }

    #[test]
    fn keys_of_one_half_fingerprint_are_told_apart_by_their_places() {
        let index = Index::for_keys(4);
        index.insert(at_home(7) | 1, 0);
        index.insert(at_home(7) | 2, 3);
        index.remove(at_home(7) | 1, 0);
        assert_eq!(find(&index, at_home(7) | 2, 3), Some(3));
        assert_eq!(find(&index, at_home(7) | 1, 0), None);
    }

    #[test]
    fn the_largest_place_fits() {
        let index = Index::for_keys(1);
        index.insert(u64::MAX, u32::MAX - 1);
        assert_eq!(find(&index, u64::MAX, u32::MAX - 1), Some(u32::MAX - 1));
    }

    /// Every way to put four keys into eight buckets, around the end of them too, and to take one
    /// out: the others are still found.
    #[test]
    fn taking_one_out_loses_no_other() {
        const HOMES: [u64; 4] = [0, 1, 6, 7];
        let homes = |code: usize| [0, 2, 4, 6].map(|shift| HOMES[(code >> shift) % 4]);
        for (code, gone) in (0..256).flat_map(|code| (0..4).map(move |gone| (code, gone))) {
            let index = Index::for_keys(4);
            let keys: Vec<(u64, u32)> = homes(code).map(at_home).into_iter().zip(0..).collect();
            for &(fingerprint, place) in &keys {
                index.insert(fingerprint, place);
            }
            index.remove(keys[gone].0, keys[gone].1);
            for &(fingerprint, place) in &keys {
                let expected = Some(place).filter(|&place| place as usize != gone);
                assert_eq!(find(&index, fingerprint, place), expected, "{code} {gone}");
            }
        }
    }
}
