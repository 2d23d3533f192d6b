//! A circuit on a clock of its own.

use core::ops::Deref;
use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, CircuitOpen, Permit, Policy, State};

use crate::own::{self, Own};
use crate::{TICK, just_before};

/// A circuit on a clock of its own, and the steps that most tests take with it.
#[derive(Debug)]
pub struct TestCircuit {
    breaker: Own<CircuitBreaker>,
    clock: ManualClock,
}

impl TestCircuit {
    /// A closed circuit at time zero.
    ///
    /// # Panics
    ///
    /// If the policy makes no sense.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        let (breaker, clock) = (own::circuit(policy), ManualClock::new());
        breaker.set_clock(clock.clone());
        Self { breaker, clock }
    }

    /// Moves the time to `since_start`.
    ///
    /// # Panics
    ///
    /// If that is in the past.
    pub fn at(&self, since_start: Duration) -> &Self {
        let elapsed = self.clock.elapsed();
        assert!(since_start >= elapsed, "{since_start:?} is before {elapsed:?}");
        self.after(since_start.saturating_sub(elapsed))
    }

    /// Moves the time forward.
    pub fn after(&self, time: Duration) -> &Self {
        self.clock.advance(time);
        self
    }

    /// Moves the time to the first moment at which the open circuit admits a call.
    pub fn after_open_time(&self) -> &Self {
        self.after(self.policy().settings().open_for)
    }

    /// The time since the start.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    /// A permit.
    ///
    /// # Panics
    ///
    /// If the call is rejected.
    #[track_caller]
    pub fn admitted(&self) -> Permit<'_> {
        match self.try_acquire() {
            Ok(permit) => permit,
            Err(open) => unexpected(&open),
        }
    }

    /// A rejection.
    ///
    /// # Panics
    ///
    /// If the call is admitted.
    #[track_caller]
    pub fn rejected(&self) -> CircuitOpen {
        match self.try_acquire() {
            Err(open) => open,
            Ok(permit) => unexpected(&permit),
        }
    }

    /// A call that works.
    #[track_caller]
    pub fn succeed(&self) -> &Self {
        self.admitted().success();
        self
    }

    /// A call that fails.
    #[track_caller]
    pub fn fail(&self) -> &Self {
        self.admitted().failure();
        self
    }

    /// As many calls that fail.
    #[track_caller]
    pub fn fail_times(&self, times: u32) -> &Self {
        for _ in 0..times {
            self.fail();
        }
        self
    }

    /// As many calls that work.
    #[track_caller]
    pub fn succeed_times(&self, times: u32) -> &Self {
        for _ in 0..times {
            self.succeed();
        }
        self
    }

    /// Calls fail until the circuit opens; says how many it took.
    ///
    /// # Panics
    ///
    /// If a million don't.
    #[track_caller]
    pub fn trip(&self) -> u32 {
        let before = self.snapshot().opened;
        for failures in 1..=1_000_000 {
            self.fail();
            // At the end of time it is half-open at once.
            if self.state() == State::Open || self.snapshot().opened > before {
                return failures;
            }
        }
        unexpected(&self.state())
    }

    /// Opens the circuit, and waits until it admits trial calls.
    #[track_caller]
    pub fn trip_and_wait(&self) -> &Self {
        self.trip();
        self.after_open_time()
    }

    /// Asserts that a call is rejected until `time` has passed, and admitted then; the permit is
    /// the admitted call's.
    #[track_caller]
    pub fn admits_exactly_after(&self, time: Duration) -> Permit<'_> {
        self.after(just_before(time)).rejected();
        self.after(TICK).admitted()
    }

    /// Asserts the state.
    ///
    /// # Panics
    ///
    /// If it is another one.
    #[track_caller]
    pub fn is(&self, state: State) -> &Self {
        assert_eq!(self.state(), state, "{:?}", self.snapshot());
        self
    }

    /// Asserts that the state is another one.
    ///
    /// # Panics
    ///
    /// If it is this one.
    #[track_caller]
    pub fn is_not(&self, state: State) -> &Self {
        assert_ne!(self.state(), state, "{:?}", self.snapshot());
        self
    }

    /// Failures that count now.
    #[must_use]
    pub fn failures_in_window(&self) -> u64 {
        self.snapshot().failures_in_window
    }
}

impl Deref for TestCircuit {
    type Target = CircuitBreaker;

    fn deref(&self) -> &CircuitBreaker {
        &self.breaker
    }
}

#[track_caller]
#[expect(clippy::panic, reason = "a failed test")]
fn unexpected(what: &impl core::fmt::Debug) -> ! {
    panic!("unexpected: {what:?}")
}
