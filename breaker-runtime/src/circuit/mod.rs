//! The circuit breaker: one circuit, its policy and its clock.

use core::fmt;

use crate::base::cache_padded::CachePadded;
use crate::base::clock::Clock;
use crate::base::identity::function::Function;
use crate::base::identity::{Location, Name};
use crate::base::sync::{AtomicU64, Mutex, Ordering, const_outside_loom};
use crate::base::time::{Span, Time};
use crate::call::rejection::CircuitOpen;
use crate::circuit::mode::Mode;
use crate::circuit::word::Word;
use crate::events::state::State;
use crate::machine::{Context, Machine};
use crate::policy::Policy;
use crate::tallies::Spill;
use crate::tallies::calls::{Calls, Rare};

mod abandonment;
mod admission;
pub(crate) mod admitted;
mod control;
mod handover;
#[cfg(feature = "metrics")]
mod idle;
pub(crate) mod keys;
pub(crate) mod last_failure;
pub(crate) mod last_rejection;
mod locked;
pub(crate) mod mode;
pub(crate) mod nesting;
mod outside;
pub(crate) mod overtime;
pub(crate) mod parts;
pub(crate) mod probe;
#[cfg(feature = "tower")]
mod readiness;
pub(crate) mod settlement;
#[cfg(feature = "stream")]
pub mod stream;
pub(crate) mod to_all;
mod tuning;
mod watching;
mod whole;
pub(crate) mod word;

pub(crate) use admission::Answer;
#[cfg(feature = "tower")]
pub(crate) use admission::Standing;
pub(crate) use handover::{NextOccupant, Retained, UNNAMED, Vacancy};
use last_rejection::LastRejection;
use locked::Locked;
#[cfg(all(test, not(breaker_loom)))]
pub(crate) use locked::TIMES_LOCKED;
use probe::Probe;
use tuning::Tuning;

/// A circuit, and where it lies in memory. Users have it in a [shell](crate::CircuitBreaker).
pub(crate) struct Circuit {
    shared: CachePadded<Shared>,
    failing: CachePadded<Failing>,
}

/// What every call reads; written by transitions only.
struct Shared {
    word: AtomicU64,
    /// While the circuit is open or half-open: since when and until when it rejects calls without
    /// looking.
    rejects_since: AtomicU64,
    rejects_until: AtomicU64,
    /// While it is closed: until when successes may be counted without telling the window the
    /// time. While it is forced closed for a time: until when.
    stale_at: AtomicU64,
    policy: Policy,
    clock: Clock,
    name: Name,
}

/// What failures and transitions write.
struct Failing {
    locked: Mutex<Locked>,
    tuning: Tuning,
    spill: Spill,
    /// Who makes the trial calls, if users don't.
    probe: Option<Probe>,
    /// Here for its size: what every call reads fills its own lines.
    location: Option<Location>,
}

/// What every guarded function owns; a clock that tests can hold needs more.
#[cfg(not(any(feature = "test-util", breaker_loom)))]
const _: () = assert!(size_of::<Circuit>() <= 512, "a circuit is too large");

impl Circuit {
    const_outside_loom! {
        /// A closed one. Name and policy have been checked.
        pub(crate) const fn new(name: Name, policy: Policy, location: Option<Location>) -> Self {
            let shared = Shared {
                word: AtomicU64::new(Word::FRESH.bits()),
                rejects_since: AtomicU64::new(0),
                rejects_until: AtomicU64::new(0),
                stale_at: AtomicU64::new(0),
                policy,
                clock: Clock::system(),
                name,
            };
            let locked = Mutex::new(Locked::new(&policy));
            let tuning = Tuning::new(&policy);
            let (spill, probe) = (Spill::new(), None);
            let failing = Failing { locked, tuning, spill, probe, location };
            Self { shared: CachePadded(shared), failing: CachePadded(failing) }
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.shared.name.get()
    }

    /// The guarded function, if its path is the name.
    pub(crate) fn function(&self) -> Option<Function> {
        self.shared.name.function()
    }

    pub(crate) fn policy(&self) -> Policy {
        *self.lock().policy(&self.shared.policy)
    }

    pub(crate) fn location(&self) -> Option<Location> {
        self.failing.location
    }

    /// The state at this time, whether or not a call has found out (rule S23).
    pub(crate) fn state(&self) -> State {
        match self.known_state() {
            state if state.may_end_by_itself() => self.state_now(&self.lock(), self.clock().now()),
            state => state,
        }
    }

    /// The settings that it was made with.
    pub(crate) fn made_with(&self) -> Policy {
        self.shared.policy
    }

    /// The state that it had when anything last happened to it: what time alone has changed since,
    /// nobody was told.
    #[inline]
    pub(crate) fn known_state(&self) -> State {
        self.word().state()
    }

    fn state_now(&self, locked: &Locked, now: Time) -> State {
        match self.known_state() {
            state if state.may_end_by_itself() => {
                locked.machine().at(locked.policy(&self.shared.policy), now).state
            }
            state => state,
        }
    }

    /// The last call of its key that was rejected further in.
    pub(crate) fn last_rejection(&self) -> Option<LastRejection> {
        self.lock().last_rejection().copied()
    }

    /// All calls that it ever counted, for whichever keys.
    pub(crate) fn calls_ever(&self) -> Calls {
        self.lock().calls(self)
    }

    /// The same for who has the lock.
    fn calls_ever_with(&self, rare: &Rare) -> Calls {
        Calls::ever(self.spill(), self.word().slot(), rare)
    }

    /// A circuit that was made like this one and has nothing behind it.
    #[cfg(feature = "test-util")]
    pub(crate) fn copy(&self) -> Self {
        let mut copy = Self::new(Name::Given(self.name()), self.made_with(), self.location());
        copy.set_probe(self.probe());
        copy
    }

    #[inline]
    pub(crate) fn word(&self) -> Word {
        Word::from_bits(self.shared.word.load(Ordering::Acquire))
    }

    /// Whether nobody has asked for admission yet, nor looked into the machine.
    pub(crate) fn is_fresh(&self) -> bool {
        self.word().mode() == Mode::Fresh
    }

    #[inline]
    pub(crate) fn rejects(&self) -> Span {
        let load = |time: &AtomicU64| Time::from_nanos(time.load(Ordering::Acquire));
        Span { since: load(&self.shared.rejects_since), until: load(&self.shared.rejects_until) }
    }

    #[inline]
    pub(crate) fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    fn tuning(&self) -> &Tuning {
        &self.failing.tuning
    }

    #[inline]
    pub(crate) fn spill(&self) -> &Spill {
        &self.failing.spill
    }

    /// What the machine looks at when it takes a step at this time.
    fn context<'p>(&self, policy: &'p Policy, now: Time) -> Context<'p> {
        Context { policy, now, slot: self.word().slot() }
    }

    /// Makes the word say what the machine is. The times go first: who sees the word sees its
    /// times.
    fn publish(&self, machine: &Machine, context: Context<'_>) {
        let word = Word::of(machine, context);
        // Nothing else that the word's readers look at has changed: most failures end here.
        match word.mode() {
            Mode::Closed | Mode::ClosedCounting if word == self.word() => {}
            Mode::ClosedTiming if word == self.word() => {
                set(&self.shared.stale_at, machine.stale_at(context.policy).as_nanos());
            }
            _ => self.publish_anew(word, machine, context),
        }
    }

    /// Apart, so that what most failures ask first is inlined.
    #[inline(never)]
    fn publish_anew(&self, word: Word, machine: &Machine, context: Context<'_>) {
        let shared = &*self.shared;
        if !word.passes() {
            CircuitOpen::may_follow();
        }
        let Span { since, until } = machine.rejects(context.policy);
        set(&shared.rejects_since, since.as_nanos());
        set(&shared.rejects_until, until.as_nanos());
        let stale_at = machine.stale_at(context.policy).as_nanos();
        // A call that is let pass by the time of a forced state must not take a later one for it:
        // there the time goes last, so that who sees it sees the next word.
        if self.word().mode() == Mode::ForcedClosedFor {
            set(&shared.word, word.bits());
            set(&shared.stale_at, stale_at);
        } else {
            set(&shared.stale_at, stale_at);
            set(&shared.word, word.bits());
        }
    }
}

/// Stores a value that differs: what every caller reads is not to leave their caches for nothing.
fn set(shared: &AtomicU64, value: u64) {
    if shared.load(Ordering::Relaxed) != value {
        shared.store(value, Ordering::Release);
    }
}

impl Drop for Circuit {
    fn drop(&mut self) {
        if !self.is_fresh() {
            self.word().slot().release();
        }
    }
}

/// As its users call it.
impl fmt::Debug for Circuit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CircuitBreaker")
            .field("name", &self.name())
            .field("state", &self.state())
            .field("policy", &self.policy())
            .finish_non_exhaustive()
    }
}
