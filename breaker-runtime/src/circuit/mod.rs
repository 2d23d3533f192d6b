//! The circuit breaker: one circuit, its policy and its clock.

use core::fmt;
use core::ops::Deref;

use crate::base::clock::Clock;
use crate::base::identity::{AnnotatedName, Location, Name};
use crate::base::sync::{AtomicU64, Mutex, Ordering, const_outside_loom};
use crate::base::time::{Span, Time};
use crate::call::rejection::CircuitOpen;
use crate::circuit::word::{Mode, Word};
use crate::counts::Spill;
use crate::counts::calls::Calls;
use crate::events::failure::FailureKinds;
use crate::events::state::State;
use crate::machine::{Context, Machine};
use crate::policy::{Policy, PolicyError, naming};

mod abandonment;
mod admission;
pub(crate) mod admitted;
mod call;
mod control;
mod handover;
#[cfg(feature = "metrics")]
mod idle;
pub(crate) mod keys;
mod locked;
pub(crate) mod nesting;
pub(crate) mod overtime;
pub(crate) mod parts;
#[cfg(feature = "tower")]
mod readiness;
mod settlement;
mod tuning;
mod watching;
mod whole;
pub(crate) mod word;

pub(crate) use admission::Answer;
#[cfg(feature = "tower")]
pub(crate) use admission::Standing;
pub(crate) use handover::{NextTenant, Refused};
use locked::Locked;
use tuning::Tuning;

/// A circuit: it admits calls, learns how they end, and stops admitting them while too many fail.
///
/// `#[circuit_breaker]` makes one for each function. By hand, make it a `static`, so that everybody
/// who calls the same thing shares it:
///
/// ```
/// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
///
/// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new().threshold(3));
///
/// fn query(sql: &str) -> Result<u32, Box<dyn std::error::Error>> {
///     DB.call(|| if sql.is_empty() { Err("empty query".into()) } else { Ok(42) })
/// }
///
/// assert_eq!(query("select 42").unwrap(), 42);
/// for _ in 0..3 {
///     query("").unwrap_err();
/// }
/// assert!(query("select 42").unwrap_err().is::<CircuitOpen>());
/// ```
///
/// A closed circuit costs a call one atomic load, and a count in memory of its own thread.
pub struct CircuitBreaker {
    shared: Line<Shared>,
    failing: Line<Failing>,
}

/// What every call reads; written by transitions only.
struct Shared {
    word: AtomicU64,
    /// While the circuit is open or half-open: since when and until when it rejects calls without
    /// looking.
    rejects_since: AtomicU64,
    rejects_until: AtomicU64,
    /// While it is closed: until when successes may be counted without telling the window the time.
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
    /// Here for its size: what every call reads fills its own lines.
    location: Option<Location>,
}

/// What every annotated function owns; a clock that tests can hold needs more.
#[cfg(not(any(feature = "test-util", breaker_loom)))]
const _: () = assert!(size_of::<CircuitBreaker>() <= 512, "a circuit is too large");

/// On cache lines of its own: two of them, for hardware fetches lines in pairs.
#[repr(align(128))]
struct Line<T>(T);

impl<T> Deref for Line<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl CircuitBreaker {
    const_outside_loom! {
        /// Makes a closed circuit.
        ///
        /// # Panics
        ///
        /// If the policy [makes no sense](Policy::check), or the name is empty, begins or ends with
        /// a blank, or has `*`, `[`, `]` or a control character in it: overrides and lists of
        /// circuits could not tell it apart. In a `static` or `const` that is a compile error,
        /// which is how it is meant; for settings that are known only at run time there is
        /// [`try_new`](Self::try_new).
        #[must_use]
        #[track_caller]
        pub const fn new(name: &'static str, policy: Policy) -> Self {
            Self::assemble(Name::Given(naming::checked(name)), policy.checked(), Some(Location::here()))
        }
    }

    const_outside_loom! {
        /// Makes a closed circuit, if the name and the policy make sense.
        ///
        /// # Errors
        ///
        /// The first mistake of the policy, or of the name, as [`new`](Self::new) has it.
        #[track_caller]
        pub const fn try_new(name: &'static str, policy: Policy) -> Result<Self, PolicyError> {
            match naming::check_with(name, &policy) {
                Ok(()) => {
                    Ok(Self::assemble(Name::Given(name), policy, Some(Location::here())))
                }
                Err(error) => Err(error),
            }
        }
    }

    const_outside_loom! {
        /// The circuit of an annotated function.
        #[doc(hidden)]
        #[must_use]
        #[track_caller]
        pub const fn annotated(name: AnnotatedName, policy: Policy, file: &'static str, line: u32) -> Self {
            Self::assemble(name.into_name(), policy.checked(), Some(Location { file, line }))
        }
    }

    const_outside_loom! {
        const fn assemble(name: Name, policy: Policy, location: Option<Location>) -> Self {
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
            let failing = Failing { locked, tuning, spill: Spill::new(), location };
            Self { shared: Line(shared), failing: Line(failing) }
        }
    }

    /// The name: as given, or the path of the annotated function.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.shared.name.get()
    }

    /// The settings: those that it was made with, unless [`configure`](crate::Registry::configure)
    /// has changed them.
    #[must_use]
    pub fn policy(&self) -> Policy {
        *self.here().lock().policy(&self.shared.policy)
    }

    /// The settings that it was made with.
    pub(crate) fn made_with(&self) -> Policy {
        self.shared.policy
    }

    /// Where it stands in the source: the annotated function, or the call that made it.
    #[must_use]
    pub fn location(&self) -> Option<Location> {
        self.failing.location
    }

    /// The state at this time: an open circuit whose time is over is half-open, a ramp-up whose
    /// time is over is closed, whether or not a call has found out (rule S23).
    #[must_use]
    pub fn state(&self) -> State {
        let here = self.here();
        match here.known_state() {
            State::Open | State::RampUp => here.state_now(&here.lock(), here.clock().now()),
            state => state,
        }
    }

    /// The state that it had when anything last happened to it: what time alone has changed since,
    /// nobody was told.
    #[inline]
    pub(crate) fn known_state(&self) -> State {
        self.word().state()
    }

    fn state_now(&self, locked: &Locked, now: Time) -> State {
        match self.known_state() {
            State::Open | State::RampUp => {
                locked.machine().at(locked.policy(&self.shared.policy), now).state
            }
            state => state,
        }
    }

    /// All calls that it ever counted, for whichever keys.
    pub(crate) fn calls_ever(&self) -> Calls {
        self.lock().calls(self)
    }

    /// The same for who has the lock.
    fn calls_ever_with(&self, failures: FailureKinds, would_be_rejected: u64) -> Calls {
        Calls::ever(self.spill(), self.word().slot(), failures, would_be_rejected)
    }

    /// The circuit itself, or the one that an isolated test has in its place.
    #[cfg(feature = "test-util")]
    #[inline]
    pub(crate) fn here(&self) -> &Self {
        crate::testing::in_place_of(self)
    }

    #[cfg(not(feature = "test-util"))]
    #[inline]
    pub(crate) const fn here(&self) -> &Self {
        self
    }

    /// A circuit that was made like this one and has nothing behind it.
    #[cfg(feature = "test-util")]
    pub(crate) fn copy(&self) -> Self {
        Self::assemble(Name::Given(self.name()), self.made_with(), self.location())
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
        let shared = &*self.shared;
        let word = machine.word(context);
        // Nothing that the word's readers look at has changed: most failures end here.
        if word.mode() == Mode::Closed && word == self.word() {
            return;
        }
        if !word.passes() {
            CircuitOpen::may_follow();
        }
        let Span { since, until } = machine.rejects(context.policy);
        set(&shared.rejects_since, since.as_nanos());
        set(&shared.rejects_until, until.as_nanos());
        set(&shared.stale_at, machine.stale_at().as_nanos());
        set(&shared.word, word.bits());
    }
}

/// Stores a value that differs: what every caller reads is not to leave their caches for nothing.
fn set(shared: &AtomicU64, value: u64) {
    if shared.load(Ordering::Relaxed) != value {
        shared.store(value, Ordering::Release);
    }
}

impl Drop for CircuitBreaker {
    fn drop(&mut self) {
        if !self.is_fresh() {
            self.word().slot().release();
        }
    }
}

impl fmt::Debug for CircuitBreaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CircuitBreaker")
            .field("name", &self.name())
            .field("state", &self.state())
            .field("policy", &self.policy())
            .finish_non_exhaustive()
    }
}
