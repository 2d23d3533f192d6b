//! Constants as values of arguments, checked where they stand.
//!
//! Where several types are right, a trait of the value's type says how the value is checked: a
//! wrong type is then one error at the value, in words. A constant can call no method of a trait,
//! but it can use a constant of one.

use core::marker::PhantomData;
use core::time::Duration;

use crate::policy::{Policy, PolicyError, Window};

/// A type that a number of calls may have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number of calls",
    label = "expected an integer, such as a `u32`"
)]
pub trait Number {
    /// How it is checked.
    type Check;
    /// The check as a value.
    const CHECK: Self::Check;
}

/// A type that a window may have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a window",
    label = "expected a `Duration`, or a `Window` such as `Window::calls(100)`"
)]
pub trait Trailing {
    /// How it is checked.
    type Check;
    /// The check as a value.
    const CHECK: Self::Check;
}

/// How a `T` is checked.
#[derive(Clone, Copy, Debug)]
pub struct Check<T>(PhantomData<T>);

/// How this number of calls is checked.
#[must_use]
pub const fn number<T: Number>(_value: &T) -> T::Check {
    T::CHECK
}

/// How this window is checked.
#[must_use]
pub const fn trailing<T: Trailing>(_value: &T) -> T::Check {
    T::CHECK
}

macro_rules! numbers {
    ($($integer:ty),*) => {$(
        impl Number for $integer {
            type Check = Check<$integer>;
            const CHECK: Check<$integer> = Check(PhantomData);
        }

        impl Check<$integer> {
            /// The number, from 1.
            #[must_use]
            #[track_caller]
            #[allow(
                clippy::cast_lossless, clippy::cast_possible_truncation, clippy::cast_sign_loss,
                unused_comparisons, reason = "compared before"
            )]
            pub const fn at_least_one(self, value: $integer, zero: PolicyError) -> u32 {
                if value < 1 {
                    zero.fail();
                }
                if value as u128 > u32::MAX as u128 {
                    too_large();
                }
                value as u32
            }

            /// The number of keys, from 1 to the most that there may be.
            #[must_use]
            #[track_caller]
            #[allow(
                clippy::cast_lossless, clippy::cast_sign_loss, unused_comparisons,
                reason = "compared before"
            )]
            pub const fn not_too_many(self, value: $integer, zero: PolicyError) -> u32 {
                if value >= 1 && value as u128 > crate::policy::limits::MOST_KEYS as u128 {
                    PolicyError::TooManyKeys.fail();
                }
                self.at_least_one(value, zero)
            }
        }
    )*};
}
numbers!(u8, u16, u32, u64, usize, i32);

#[track_caller]
#[expect(clippy::panic, reason = "how a const fn reports to the compiler")]
const fn too_large() -> ! {
    panic!("a number of calls must be at most 4294967295");
}

impl Trailing for Duration {
    type Check = Check<Duration>;
    const CHECK: Check<Duration> = Check(PhantomData);
}

impl Trailing for Window {
    type Check = Check<Window>;
    const CHECK: Check<Window> = Check(PhantomData);
}

impl Check<Duration> {
    /// The calls of this trailing time.
    #[must_use]
    #[track_caller]
    pub const fn not_empty(self, time: Duration) -> Window {
        Check::<Window>(PhantomData).not_empty(Window::time(time))
    }
}

impl Check<Window> {
    /// The window, of more than nothing.
    #[must_use]
    #[track_caller]
    pub const fn not_empty(self, window: Window) -> Window {
        if window.is_empty() {
            PolicyError::EmptyWindow.fail();
        }
        window
    }
}

/// The time, longer than zero.
#[must_use]
#[track_caller]
pub const fn not_zero(time: Duration, zero: PolicyError) -> Duration {
    if time.is_zero() {
        zero.fail();
    }
    time
}

/// The time of a `timeout`, longer than zero.
#[must_use]
#[track_caller]
pub const fn limit(time: Duration) -> Duration {
    assert!(!time.is_zero(), "`timeout` must be longer than zero");
    time
}

/// The percentage of a `jitter`.
#[must_use]
#[track_caller]
pub const fn spread(percent: f64) -> f64 {
    if let Some(mistake) = Policy::new().jitter_percent(percent).mistake() {
        mistake.fail();
    }
    percent
}

/// The policy, if calls can be slow before `timeout` ends them.
#[must_use]
#[track_caller]
pub const fn slow_within(policy: Policy, timeout: Duration) -> Policy {
    if let Some(slow) = policy.settings().slow_call {
        assert!(
            slow.as_nanos() < timeout.as_nanos(),
            "`slow_call` is not shorter than `timeout`, which ends slow calls first: write a \
             shorter `slow_call`, or remove it"
        );
    }
    policy
}

/// The settings of a `policy`, if each of them is right by itself. Whether they go together is
/// known only with the arguments beside it.
#[must_use]
#[track_caller]
pub const fn base(policy: Policy) -> Policy {
    if let Some(mistake) = policy.mistake() {
        mistake.fail();
    }
    policy.as_base()
}

/// The policy, if its settings go together.
#[must_use]
#[track_caller]
pub const fn consistent(policy: Policy) -> Policy {
    policy.checked()
}
