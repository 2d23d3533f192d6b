//! What the documentation says about literals, as regular expressions and arithmetic on digits.
//! Shares no code with the parsers.

use std::sync::LazyLock;
use std::time::Duration;

use regex::Regex;

static TIME: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s*(?:[0-9]+(?:ns|us|ms|s|m|h|d)\s*)+$"));
static PART: LazyLock<Regex> = LazyLock::new(|| regex(r"([0-9]+)([a-z]+)"));
static CALLS: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s*([0-9]+) (calls?)\s*$"));
static SHARE: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s*([0-9]+)(?:\.([0-9]{1,4}))?%\s*$"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("it is one")
}

/// Parts of a number and a unit, no unit twice; together more than nothing, and no more than a
/// `Duration` holds.
pub(super) fn time(text: &str) -> Option<Duration> {
    if !TIME.is_match(text) {
        return None;
    }
    let parts = || PART.captures_iter(text).map(|part| part.extract::<2>().1);
    let mut units: Vec<_> = parts().map(|[_, unit]| unit).collect();
    units.sort_unstable();
    if units.windows(2).any(|pair| pair[0] == pair[1]) {
        return None;
    }
    let longest = u128::from(u64::MAX) * 1_000_000_000 + 999_999_999;
    let nanos = parts().try_fold(0_u128, |sum, [number, unit]| {
        let length: u128 = match unit {
            "ns" => 1,
            "us" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => 86_400_000_000_000,
        };
        let number = at_most(number, longest / length)?;
        Some(sum + number * length).filter(|&sum| sum <= longest)
    })?;
    let seconds = u64::try_from(nanos / 1_000_000_000).ok()?;
    let rest = u32::try_from(nanos % 1_000_000_000).ok()?;
    (nanos > 0).then(|| Duration::new(seconds, rest))
}

/// A time, or a number of calls that is not zero: `1 call`, `2 calls`, and `1 calls` for those who
/// count by constants.
pub(super) fn window(text: &str) -> Option<Result<Duration, u32>> {
    let Some(calls) = CALLS.captures(text) else {
        return time(text).map(Ok);
    };
    let (_, [number, word]) = calls.extract::<2>();
    let number = at_most(number, u32::MAX.into()).filter(|&number| number > 0)?;
    (word == "calls" || number == 1).then(|| u32::try_from(number).map(Err).ok()).flatten()
}

/// A share above zero and up to all, in millionths.
pub(super) fn threshold(text: &str) -> Option<u32> {
    share(text).filter(|&share| share > 0)
}

pub(super) fn jitter(text: &str) -> Option<u32> {
    share(text)
}

fn share(text: &str) -> Option<u32> {
    let share = SHARE.captures(text)?;
    let decimals = share.get(2).map_or("", |decimals| decimals.as_str());
    let millionths = at_most(&format!("{}{decimals:0<4}", &share[1]), 1_000_000)?;
    u32::try_from(millionths).ok()
}

/// Digits as a number, if it isn't more than that; any number of digits.
fn at_most(digits: &str, most: u128) -> Option<u128> {
    digits.bytes().try_fold(0_u128, |number, digit| {
        Some(number * 10 + u128::from(digit - b'0')).filter(|&number| number <= most)
    })
}
