//! What a member has heard of above its cursor, so that a sync need not say it again.

use std::collections::BTreeMap;

use crate::wire::{Request, Version};

/// With more ranges than these the lowest are forgotten, and told once more.
const MOST: usize = Request::MOST_RANGES;

/// Ranges of versions: the last by the first. What one batch changed is one range.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard(BTreeMap<Version, Version>);

impl Heard {
    pub(super) fn note(&mut self, version: Version) {
        let mut range = (version, version);
        if let Some((&first, &last)) = self.0.range(..=version).next_back() {
            if last >= version {
                return;
            }
            if last + 1 == version {
                range.0 = first;
            }
        }
        if let Some(last) = version.checked_add(1).and_then(|next| self.0.remove(&next)) {
            range.1 = last;
        }
        self.0.insert(range.0, range.1);
        if self.0.len() > MOST {
            self.0.pop_first();
        }
    }

    /// The cursor is there now.
    pub(super) fn forget(&mut self, cursor: Version) {
        self.0.retain(|_, last| *last > cursor);
    }

    /// The ranges in ascending order, with one more that may overlap them.
    pub(super) fn ranges_with(&self, more: Option<(Version, Version)>) -> Vec<(Version, Version)> {
        let Some((from, to)) = more else { return self.ranges() };
        let (mut ranges, mut joined) = (Vec::new(), (from, to));
        for (first, last) in self.ranges() {
            if last < from || first > to {
                ranges.push((first, last));
            } else {
                joined = (joined.0.min(first), joined.1.max(last));
            }
        }
        let at = ranges.partition_point(|(first, _)| *first < joined.0);
        ranges.insert(at, joined);
        let too_many = ranges.len().saturating_sub(MOST);
        ranges.drain(..too_many);
        ranges
    }

    fn ranges(&self) -> Vec<(Version, Version)> {
        self.0.iter().map(|(first, last)| (*first, *last)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(versions: &[Version]) -> Heard {
        let mut heard = Heard::default();
        for version in versions {
            heard.note(*version);
        }
        heard
    }

    #[test]
    fn neighbours_are_one_range_in_whatever_order_they_come() {
        assert_eq!(heard(&[5, 6, 7]).ranges(), [(5, 7)]);
        assert_eq!(heard(&[7, 5, 6, 6, 5, 7]).ranges(), [(5, 7)]);
        assert_eq!(heard(&[9, 5, 7, 6]).ranges(), [(5, 7), (9, 9)]);
    }

    #[test]
    fn what_the_cursor_has_passed_is_forgotten() {
        let mut heard = heard(&[5, 6, 9]);
        heard.forget(6);
        assert_eq!(heard.ranges(), [(9, 9)]);
    }

    #[test]
    fn one_more_range_takes_in_those_that_it_overlaps() {
        let heard = heard(&[5, 6, 9, 20, 30]);
        let with = |first, last| heard.ranges_with(Some((first, last)));
        assert_eq!(with(7, 8), [(5, 6), (7, 8), (9, 9), (20, 20), (30, 30)]);
        assert_eq!(with(6, 25), [(5, 25), (30, 30)]);
        assert_eq!(with(40, 50)[4], (40, 50));
        assert_eq!(heard.ranges_with(None), heard.ranges());
    }

    #[test]
    fn the_number_of_ranges_is_bounded() {
        let versions: Vec<_> = (0..1000).map(|nth| 2 * nth).collect();
        let heard = heard(&versions);
        assert_eq!(heard.ranges().len(), MOST);
        assert_eq!(heard.ranges().last(), Some(&(1998, 1998)));
        let with = heard.ranges_with(Some((3000, 4000)));
        assert_eq!((with.len(), with.last()), (MOST, Some(&(3000, 4000))));
    }
}
