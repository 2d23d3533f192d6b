//! Shares as the attribute has them: a percentage of up to four decimals, such as `12.5%`.
//!
//! Counted in millionths from the text on, so that a share is the same integer everywhere.

use core::fmt;

use super::split_digits;

const DECIMALS: usize = 4;

/// Millionths in a percent.
pub(in crate::policy) const UNITS: u32 = 10_000;

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
pub(crate) struct Shown(pub(crate) u32);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = format!(".{:0DECIMALS$}", self.0 % UNITS);
        let decimals = decimals.trim_end_matches('0').trim_end_matches('.');
        write!(f, "{}{decimals}%", self.0 / UNITS)
    }
}

/// As a number in percent, of which the policy makes the same millionths.
pub(in crate::policy) fn percent(millionths: u32) -> f64 {
    f64::from(millionths) / f64::from(UNITS)
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
