//! Trial calls of which some may fail, as the attribute has them: `4 of 5`.

use core::fmt;

use super::split_digits;

/// How many must succeed, and of how many; nothing for what the attribute would refuse. That these
/// make no sense is told by the policy.
pub(in crate::policy) fn parse(text: &str) -> Option<(u32, u32)> {
    let (some, all) = text.trim().split_once(" of ")?;
    Some((number(some)?, number(all)?))
}

fn number(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && split_digits(text).1.is_empty();
    // Too many digits to count are too many in any case.
    is_number.then(|| text.parse().unwrap_or(u32::MAX))
}

/// In this form.
pub(in crate::policy) struct Shown(pub(in crate::policy) u32, pub(in crate::policy) u32);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.0, self.1)
    }
}
