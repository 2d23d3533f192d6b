//! Constants as values of arguments, checked where they stand.
//!
//! Each value is wrapped in a type that has its checks only for the types it may have, so that a wrong one is a single error at the
//! value, which names the right ones.

use core::time::Duration;

use crate::{Policy, PolicyError};

/// A number of calls.
#[derive(Clone, Copy, Debug)]
pub struct Count<T>(pub T);

/// A time.
#[derive(Clone, Copy, Debug)]
pub struct Span<T>(pub T);

/// A window.
#[derive(Clone, Copy, Debug)]
pub struct Window<T>(pub T);

macro_rules! counts {
    ($($integer:ty),*) => {$(
        impl Count<$integer> {
            /// The number, from 1.
            #[must_use]
            #[track_caller]
            #[allow(clippy::cast_lossless, clippy::cast_possible_truncation, clippy::cast_sign_loss, unused_comparisons, reason = "compared before")]
            pub const fn at_least_one(self, zero: PolicyError) -> u32 {
                if self.0 < 1 {
                    zero.fail();
                }
                if self.0 as u128 > u32::MAX as u128 {
                    too_large();
                }
                self.0 as u32
            }
        }
    )*};
}
counts!(u8, u16, u32, u64, usize, i32);

#[track_caller]
#[expect(clippy::panic, reason = "how a const fn reports to the compiler")]
const fn too_large() -> ! {
    panic!("more than 4294967295 calls can't be counted");
}

impl Span<Duration> {
    /// The time, longer than zero.
    #[must_use]
    #[track_caller]
    pub const fn not_zero(self, zero: PolicyError) -> Duration {
        if self.0.is_zero() {
            zero.fail();
        }
        self.0
    }
}

impl Window<Duration> {
    /// The calls of this trailing time.
    #[must_use]
    #[track_caller]
    pub const fn not_empty(self) -> crate::Window {
        Window(crate::Window::time(self.0)).not_empty()
    }
}

impl Window<crate::Window> {
    /// The window, of more than nothing.
    #[must_use]
    #[track_caller]
    pub const fn not_empty(self) -> crate::Window {
        if self.0.is_empty() {
            PolicyError::EmptyWindow.fail();
        }
        self.0
    }
}

/// The settings of a `policy`, and what the arguments beside it put in their place.
#[derive(Clone, Copy, Debug)]
pub struct Base(Policy);

/// The settings, if each of them makes sense by itself; whether they go together is known when those beside them are in place.
#[must_use]
#[track_caller]
pub const fn base(policy: Policy) -> Base {
    if let Some(mistake) = policy.mistake() {
        mistake.fail();
    }
    Base(policy)
}

impl Base {
    /// With `threshold = 5`.
    #[must_use]
    pub const fn threshold(self, failures: u32) -> Self {
        Self(self.0.replacing_with_count(failures))
    }

    /// With `threshold = "50%"`.
    #[must_use]
    pub const fn threshold_percent(self, percent: f64) -> Self {
        Self(self.0.replacing_with_share(percent))
    }

    /// With `window = "10s"`.
    #[must_use]
    pub const fn window(self, time: Duration) -> Self {
        self.over(crate::Window::time(time))
    }

    /// With `window = "100 calls"`.
    #[must_use]
    pub const fn window_calls(self, calls: u32) -> Self {
        self.over(crate::Window::calls(calls))
    }

    /// With `window = LAST`.
    #[must_use]
    pub const fn over(self, window: crate::Window) -> Self {
        Self(self.0.replacing_with_window(window))
    }

    /// With `min_calls = 20`.
    #[must_use]
    pub const fn min_calls(self, calls: u32) -> Self {
        Self(self.0.replacing_with_min_calls(calls))
    }

    /// With `consecutive = 5`.
    #[must_use]
    pub const fn consecutive(self, failures: u32) -> Self {
        Self(self.0.replacing_with_consecutive(failures))
    }

    /// The settings; the rest of the arguments is set on these.
    #[must_use]
    pub const fn policy(self) -> Policy {
        self.0
    }
}

/// The policy, if its settings go together.
#[must_use]
#[track_caller]
pub const fn consistent(policy: Policy) -> Policy {
    policy.checked()
}
