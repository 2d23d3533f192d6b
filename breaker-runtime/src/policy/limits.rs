//! Settings that overrides know and no policy has: those of each call, and of all keys together.

use core::time::Duration;

use super::value::Value;
use super::{Policy, PolicyError, Setting};

/// Circuits that one function may have: a gigabyte of them, and 48 megabytes for the table.
pub(crate) const MOST_KEYS: u32 = 1 << 20;

/// A time-out that never comes, in the place of none.
pub(crate) const NEVER: Duration = Duration::MAX;

/// What overrides say of the functions of one circuit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    /// [`NEVER`] for `off`; `None` for what the attribute says.
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_keys: Option<u32>,
}

impl Limits {
    /// Those among settings of which there is one of a kind.
    pub(crate) fn among(settings: impl Iterator<Item = Setting>) -> Self {
        settings.fold(Self::default(), |limits, setting| match setting {
            Setting::Timeout(time) => Self { timeout: Some(time.unwrap_or(NEVER)), ..limits },
            Setting::MaxKeys(keys) => Self { max_keys: Some(keys), ..limits },
            _ => limits,
        })
    }
}

/// The policy as it is, unless no function can have this time-out.
pub(super) fn timeout(policy: Policy, time: Option<Duration>) -> Policy {
    match time {
        Some(Duration::ZERO) => policy.mistaken(PolicyError::ZeroTimeout),
        _ => policy,
    }
}

/// The policy as it is, unless no function can have so many.
pub(super) const fn max_keys(policy: Policy, keys: u32) -> Policy {
    match check_max_keys(keys) {
        Ok(()) => policy,
        Err(error) => policy.mistaken(error),
    }
}

/// Whether a function can have circuits for so many keys.
pub(crate) const fn check_max_keys(keys: u32) -> Result<(), PolicyError> {
    match keys {
        0 => Err(PolicyError::ZeroMaxKeys),
        1..=MOST_KEYS => Ok(()),
        _ => Err(PolicyError::TooManyKeys),
    }
}

/// A time-out as the attribute has it.
pub(crate) fn shown(timeout: Duration) -> String {
    let value = if timeout == NEVER { Value::Off } else { Value::Time(timeout) };
    value.to_string()
}
