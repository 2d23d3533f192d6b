//! The primitives of shared state, from loom when it explores interleavings.
//!
//! # All atomics of the crate
//!
//! `ci/house` compares the first column with the sources. Models are those of `tests/loom`; where
//! it says "not loom's" the atomic is the standard library's under loom too, and each access is one
//! step of the model.
//!
//! | atomic | written by | read by | store / load | pairs with | shown by |
//! |---|---|---|---|---|---|
//! | `circuit/mod.rs` `word` | `publish`, under the circuit's lock | every call; every look | Release / Acquire | itself: who sees a word sees its times, and the counts that led to it | `rejections::who_sees_that_it_is_open_sees_until_when`, `tallies::who_sees_a_transition_sees_the_calls_that_led_to_it` |
//! | `circuit/mod.rs` `rejects_since` | `publish`, before the word | `look`, between two loads of `word` | Release / Acquire | itself: who sees the time of a later word sees, in the second load, that the word is another one | `rejections::a_rejection_never_mixes_the_state_of_one_generation_with_the_time_of_another` |
//! | `circuit/mod.rs` `rejects_until` | as `rejects_since` | as `rejects_since` | Release / Acquire | as `rejects_since` | `rejections::a_rejection_while_a_trial_fails_sends_nobody_back_too_early` |
//! | `circuit/mod.rs` `stale_at` | `publish`, before the word | successes of `ClosedTiming` and `WatchingTiming` | Release / Acquire | itself: who sees it counts after the window has read the sums of the sub-window before | `tallies::a_success_in_the_next_sub_window_is_not_lost_to_the_one_before` |
//! | the same, of `ForcedClosedFor` | `publish`: before that word, and after the next one | calls, between two looks at the word | Release / Acquire | `word`: who sees the next time sees the next word | `controls::a_failure_after_forced_closed_has_ended_is_never_lost` |
//! | `circuit/tuning.rs` `Tuning` | a change of the policy, under the circuit's lock | calls that do not pass at a glance | Release / Acquire | nothing: its two settings are one value | `changes::a_success_breaks_a_run_while_calls_begin_to_be_watched` |
//! | `tallies/mod.rs` `Spill` | threads without a page: `fetch_add` | `total` | Relaxed | nothing: a sum of counts; who must see one has seen the word or the lock after it | all of `keys` and `trials`, whose circuits have no slot |
//! | `tallies/page.rs` `first` | who takes the page, under the pool's write lock | its owner | Relaxed | the pool's lock | `tallies::what_a_thread_has_counted_outlives_it_and_the_next_one_goes_on_from_there` |
//! | `tallies/page.rs` `lanes`, counts | the page's owner: a load and a store; who gives a page or a slot back, under the pool's write lock | `total`, `counted_for` | Relaxed | the pool's lock, when the owner changes | `tallies::counts_never_go_backwards_while_calls_end`, `tallies::a_slot_that_goes_to_the_next_circuit_counts_from_zero` |
//! | `tallies/page.rs` `lanes`, `TAG` | the owner: a store; `retag`, `forget_older` under the circuit's lock: `compare_exchange` | the owner, Relaxed; `counted_for` | Release, AcqRel / Acquire | itself: who sees a tag sees its `BEFORE` | `tallies::the_first_success_of_a_generation_brings_none_of_the_one_before_along`, all of `changes` |
//! | `tallies/page.rs` `lanes`, `BEFORE` | the owner, before `TAG` | `counted_for`, after `TAG` | Relaxed | `TAG` | `tallies::counts_never_go_backwards_while_the_generation_changes` |
//! | `keyed/table/index.rs` `buckets` | `insert`, `remove`, under the table's lock | lookups; they may miss a key, and ask under the lock then | Release / Acquire | itself: who finds a place sees the circuit in it | `keys::a_key_is_found_while_its_neighbours_come_and_go` |
//! | `keyed/table/place.rs` `version` | `give_to`, `learn`, under the table's lock | lookups, before and after they ask the circuit | Relaxed before the change, Release after it / Acquire, then Relaxed | `fingerprint` and the circuit's `word`, both released after it: who sees either sees that the version is another one | `keys::a_call_is_never_answered_by_the_circuit_of_another_key` |
//! | `keyed/table/place.rs` `fingerprint` | `give_to` | lookups, after `version` | Release / Acquire | itself: carries `version` along | `keys::a_failure_against_the_eviction_of_its_key_stays_with_the_key` |
//! | `keyed/table/place.rs` `used` | lookups, when the epoch is another one | who looks for the least recently used | Relaxed | nothing: an estimate | none: any value is right |
//! | `keyed/table/mod.rs` `epoch` | `enter`, under the table's lock | lookups | Relaxed | nothing: an estimate | none: any value is right |
//! | `keyed/mod.rs` `bound` | `bind`, before it asks the table | who makes the table; the table, under its lock | Relaxed | the lock of the whole's circuit: a table is known there, or is made after this | none: not loom's; tests of its own |
//! | `registry/timeouts.rs` `overridden` | who configures | calls of the function, once each | Relaxed | nothing: one value | none: not loom's; any value is right |
//! | `call/rejection.rs` `ANY` | `publish`, before the word | judges of errors | Relaxed | `word`: who sees a rejection has seen the word | none: not loom's; it is never taken back |
//! | `base/clock/held.rs` `ManualClock` | tests: `fetch_update` | a circuit's clock | SeqCst | nothing | `rejections::a_call_that_comes_while_the_open_time_ends_is_rejected_with_a_time_or_admitted`, as a step of its own |
//! | `base/clock/held.rs` `is_held` | `hold` | every look at the clock, with `test-util` | Release / Acquire | nothing: the clock itself is behind a lock | none: not loom's |
//! | `base/scope/isolated.rs` `is_on_program_clock` | an isolated test | who makes its circuits | Relaxed | nothing | none: not loom's |
//! | `base/scope/isolated.rs` `NEXT` | who isolates: `fetch_add` | the same | Relaxed | nothing: numbers differ | none: not loom's |

#[cfg(not(breaker_loom))]
pub(crate) use core::sync::atomic::{AtomicU64, Ordering};
#[cfg(not(breaker_loom))]
pub(crate) use parking_lot::{Mutex, MutexGuard, RwLock};
#[cfg(not(breaker_loom))]
pub(crate) use std::collections::hash_map::RandomState;

#[cfg(breaker_loom)]
pub(crate) use loom::{
    sync::{MutexGuard, atomic::Ordering},
    thread_local as thread_static,
};

/// loom runs an execution again and again: it must be the same each time.
#[cfg(breaker_loom)]
pub(crate) type RandomState =
    core::hash::BuildHasherDefault<std::collections::hash_map::DefaultHasher>;

/// loom's atomic, with a turn before each access that other threads' accesses can't pass unseen.
///
/// loom remembers an atomic's last access only: a thread that loads before it stores hides its
/// store from another thread's earlier load, and the search ends without the other order. A turn
/// adds nothing of its own, neither a value nor an ordering.
#[cfg(breaker_loom)]
#[derive(Debug)]
pub(crate) struct AtomicU64 {
    value: loom::sync::atomic::AtomicU64,
    turns: loom::sync::atomic::AtomicU64,
}

#[cfg(breaker_loom)]
impl AtomicU64 {
    pub(crate) fn new(value: u64) -> Self {
        let new = loom::sync::atomic::AtomicU64::new;
        Self { value: new(value), turns: new(0) }
    }

    pub(crate) fn load(&self, order: Ordering) -> u64 {
        self.in_turn().load(order)
    }

    pub(crate) fn store(&self, value: u64, order: Ordering) {
        self.in_turn().store(value, order);
    }

    pub(crate) fn fetch_add(&self, more: u64, order: Ordering) -> u64 {
        self.value.fetch_add(more, order)
    }

    pub(crate) fn compare_exchange(
        &self,
        present: u64,
        next: u64,
        success: Ordering,
        failure: Ordering,
    ) -> Result<u64, u64> {
        self.value.compare_exchange(present, next, success, failure)
    }

    fn in_turn(&self) -> &loom::sync::atomic::AtomicU64 {
        self.turns.fetch_add(0, Ordering::Relaxed);
        &self.value
    }
}

/// loom's mutex with `parking_lot`'s manners.
#[cfg(breaker_loom)]
#[derive(Debug)]
pub(crate) struct Mutex<T>(loom::sync::Mutex<T>);

#[cfg(breaker_loom)]
impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(loom::sync::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Lets go of a lock; the next one who waits for it gets it, before this thread can again.
pub(crate) fn unlock_fairly<T>(guard: MutexGuard<'_, T>) {
    #[cfg(not(breaker_loom))]
    MutexGuard::unlock_fair(guard);
    #[cfg(breaker_loom)]
    drop(guard);
}

/// A lock for readers and writers, one at a time: loom's own lets writers in beside readers that
/// are just leaving, and panics.
#[cfg(breaker_loom)]
#[derive(Debug)]
pub(crate) struct RwLock<T>(Mutex<T>);

#[cfg(breaker_loom)]
impl<T> RwLock<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    pub(crate) fn read(&self) -> MutexGuard<'_, T> {
        self.0.lock()
    }

    pub(crate) fn write(&self) -> MutexGuard<'_, T> {
        self.0.lock()
    }
}

/// Declares a `static` of the whole program; one of each execution under loom, for the end of whose
/// threads it outlives it.
macro_rules! program_static {
    (static $name:ident: $type:ty = $value:expr;) => {
        #[cfg(not(breaker_loom))]
        static $name: $type = $value;

        #[cfg(breaker_loom)]
        loom::lazy_static! {
            static ref $name: &'static $type = Box::leak(Box::new($value));
        }
    };
}
pub(crate) use program_static;

/// Declares values of each thread, which are constants until somebody changes them.
#[cfg(not(breaker_loom))]
macro_rules! thread_static {
    ($($(#[$attribute:meta])* static $name:ident: $type:ty = $value:expr;)*) => {
        std::thread_local! {
            $($(#[$attribute])* static $name: $type = const { $value };)*
        }
    };
}
#[cfg(not(breaker_loom))]
pub(crate) use thread_static;

/// Declares a `const fn`, plain under loom, whose primitives can't be built in a constant.
macro_rules! const_outside_loom {
    ($(#[$attribute:meta])* $visibility:vis const fn $($rest:tt)*) => {
        #[cfg(not(breaker_loom))]
        $(#[$attribute])*
        $visibility const fn $($rest)*

        #[cfg(breaker_loom)]
        $(#[$attribute])*
        $visibility fn $($rest)*
    };
}
pub(crate) use const_outside_loom;
