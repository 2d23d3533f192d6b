//! Policies changed while the program runs.

#![expect(clippy::expect_used, reason = "helpers of tests fail the test")]
#![expect(clippy::unused_self, reason = "methods with nothing but a shape")]

mod amend;
mod disabled;
mod environment;
mod errors;
mod files;
mod limits;
mod names;
mod outcome;
mod particular;
mod rank;
mod sources;
mod states;
mod turns;
mod values;
mod windows;
mod withdraw;

use core::ops::Deref;
use std::sync::{Mutex, MutexGuard, PoisonError};

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{
    CircuitBreaker, ConfigureError, Configured, Overrides, Policy, Setting, registry,
};

/// There is one configuration for all circuits: one test at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A listed circuit on a clock of its own, and the configuration of the program, which is as it was
/// afterwards.
struct Steered {
    circuit: &'static CircuitBreaker,
    clock: ManualClock,
    _alone: MutexGuard<'static, ()>,
}

impl Steered {
    fn new(name: &'static str, policy: Policy) -> Self {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let clock = ManualClock::new();
        let circuit = CircuitBreaker::new(name, policy).with_clock(clock.clone());
        let circuit: &'static CircuitBreaker = Box::leak(Box::new(circuit));
        registry().register(circuit);
        Self { circuit, clock, _alone: alone }
    }

    #[track_caller]
    fn set(&self, setting: Setting) -> &Self {
        self.set_all(&[setting])
    }

    #[track_caller]
    fn set_all(&self, settings: &[Setting]) -> &Self {
        let add = |all: Overrides, &setting| all.circuit(self.name(), setting);
        let overrides = settings.iter().fold(Overrides::new(), add);
        registry().configure(&overrides).expect("it makes sense");
        self
    }

    #[track_caller]
    fn fail_times(&self, times: u32) -> &Self {
        for _ in 0..times {
            self.try_acquire().expect("admitted").failure();
        }
        self
    }

    #[track_caller]
    fn succeed_times(&self, times: u32) -> &Self {
        for _ in 0..times {
            self.try_acquire().expect("admitted").success();
        }
        self
    }
}

impl Deref for Steered {
    type Target = CircuitBreaker;

    fn deref(&self) -> &CircuitBreaker {
        self.circuit
    }
}

impl Drop for Steered {
    fn drop(&mut self) {
        // Nothing is wrong with no overrides.
        let _: Result<Configured, ConfigureError> = registry().configure(&Overrides::new());
    }
}
