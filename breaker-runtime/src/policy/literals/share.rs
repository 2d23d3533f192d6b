//! Shares as the attribute has them: a percentage of up to four decimals, such as `12.5%`.
//!
//! Counted in millionths from the text on, so that a share is the same integer everywhere.

use core::fmt;

use super::split_digits;

const DECIMALS: usize = 4;

/// In millionths; nothing for what the attribute would refuse. A share above all, or of nothing, is
/// told of by the policy.
pub(in crate::policy) fn parse(text: &str) -> Option<u32> {
    let (whole, rest) = split_digits(text.trim().strip_suffix('%')?);
    let decimals = match rest.strip_prefix('.') {
        Some(decimals) if !decimals.is_empty() => decimals,
        None if rest.is_empty() => "",
        _ => return None,
    };
    let is_exact = split_digits(decimals).1.is_empty() && decimals.len() <= DECIMALS;
    if whole.is_empty() || !is_exact {
        return None;
    }
    // Too many digits to count are above 100% in any case.
    Some(format!("{whole}{decimals:0<DECIMALS$}").parse().unwrap_or(u32::MAX))
}

/// Millionths as a percentage: `12.5%`.
pub(in crate::policy) struct Shown(pub(in crate::policy) u32);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", percent(self.0))
    }
}

/// The number in front of the sign, which its own decimals tell apart from all others.
pub(in crate::policy) fn percent(millionths: u32) -> f64 {
    f64::from(millionths) / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_read_as_the_same() {
        for millionths in (1..=1_000_000).step_by(7) {
            assert_eq!(parse(&Shown(millionths).to_string()), Some(millionths));
        }
        assert_eq!(parse("101%"), Some(1_010_000));
        assert_eq!(parse("99999999999%"), Some(u32::MAX));
    }
}
