//! `max_keys` by overrides.
//!
//! The table is made for so many keys at the first call, and can't grow: calls look keys up in it
//! without a lock. Until then it can be made for any number; later there can be fewer.

use core::sync::atomic::Ordering;

use super::KeyedCircuitBreaker;
use crate::policy::{SettingSource, Source};

/// The attribute's `max_keys` where there is none.
const DEFAULT: u32 = 1024;

impl KeyedCircuitBreaker {
    /// What the next table is made for.
    pub(super) fn asked_for(&self) -> u32 {
        match self.bound.load(Ordering::Relaxed) {
            0 => self.max_keys,
            bound => bound,
        }
    }

    /// How many keys can have a circuit: not more than the table was made for.
    pub(super) fn in_force(&self) -> u32 {
        let made_for = self.table.get().map_or(u32::MAX, |table| table.made_for());
        self.asked_for().min(made_for)
    }

    /// How many there can be, and who says so.
    pub(crate) fn bound_shown(&self) -> SettingSource {
        let source = match self.bound.load(Ordering::Relaxed) {
            0 if !self.policy.is_of_attribute() => Source::Constant,
            // Whoever writes the default has no other.
            0 if self.max_keys == DEFAULT => Source::Defaults,
            0 => Source::Attribute,
            _ => Source::Override,
        };
        SettingSource { name: "max_keys", value: self.in_force().to_string(), source }
    }

    /// Goes on with so many keys, or with those that it was made with. Returns how many there can
    /// be before and after: fewer than asked for, if the table was made for fewer.
    pub(crate) fn bind(&self, max_keys: Option<u32>) -> (u32, u32) {
        let before = self.in_force();
        self.bound.store(max_keys.unwrap_or(0), Ordering::Relaxed);
        // By the lock of the whole: a table that is made meanwhile is known there, or sees this.
        let whole = self.whole.get();
        if let Some(keys) = whole.and_then(|whole| whole.itself().keys_of_whole()) {
            keys.bind(&|| self.asked_for());
        }
        (before, self.in_force())
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use crate::keyed::KeyedCircuitBreaker;
    use crate::policy::Policy;

    fn use_keys(keyed: &KeyedCircuitBreaker, keys: core::ops::Range<u32>) -> usize {
        keys.for_each(|key| drop(keyed.try_acquire(&key)));
        keyed.len()
    }

    #[test]
    fn before_the_first_key_any_number_goes_and_later_a_smaller_one() {
        let keyed = KeyedCircuitBreaker::new("bound", Policy::new(), 2);
        assert_eq!(keyed.bind(Some(4)), (2, 4));
        assert_eq!(use_keys(&keyed, 0..3), 3);
        assert_eq!(keyed.bind(Some(8)), (4, 4), "the table does not grow");
        assert_eq!(keyed.bind(Some(3)), (4, 3));
        assert_eq!(use_keys(&keyed, 0..9), 3);
        assert_eq!(keyed.bind(Some(1)), (3, 1));
        assert_eq!(use_keys(&keyed, 9..12), 3, "nobody is put out");
        assert_eq!(keyed.bind(None), (1, 2), "as it was made");
        assert_eq!(use_keys(&keyed, 12..20), 3);
        assert_eq!(keyed.bind(Some(4)), (2, 4));
        assert_eq!(use_keys(&keyed, 20..30), 4);
    }
}
