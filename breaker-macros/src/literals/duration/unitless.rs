//! A number without a unit: seconds if it is small, milliseconds if it is not.

use crate::literals::text::spelled;

/// Whole numbers from here on may be milliseconds as well.
const MAY_BE_MILLIS: u128 = 100;

/// Whole numbers from here on rather are.
const ARE_MILLIS: u128 = 1_000;

/// What to write for `digits`, the likeliest first; `others` are what it may mean beside times.
pub(crate) fn advice(digits: &str, others: &[String]) -> String {
    let (seconds, millis) = (format!("{digits}s"), format!("{digits}ms"));
    let number = digits.parse::<u128>().unwrap_or(u128::MAX);
    let (first, meaning, second) = match number {
        0..MAY_BE_MILLIS => (seconds, words(digits, "second"), None),
        MAY_BE_MILLIS..ARE_MILLIS => (seconds, words(digits, "second"), Some(millis)),
        _ => (millis, in_millis(number, digits), Some(seconds)),
    };
    let others: Vec<_> = second.iter().chain(others).map(|text| format!("\"{text}\"")).collect();
    let others = match &*others {
        [] => String::new(),
        [one] => format!(", or {one}"),
        [one, other, ..] => format!(", {one} or {other}"),
    };
    format!("missing unit: write \"{first}\" for {meaning}{others}")
}

fn in_millis(millis: u128, digits: &str) -> String {
    if millis % 1_000 == 0 {
        return words(&(millis / 1_000).to_string(), "second");
    }
    words(digits, "millisecond")
}

fn words(digits: &str, unit: &str) -> String {
    let ending = if digits == "1" { "" } else { "s" };
    format!("{} {unit}{ending}", spelled(digits))
}

#[cfg(test)]
mod tests {
    use super::advice;

    #[test]
    fn the_likeliest_unit_comes_first() {
        let calls = |digits: &str| vec![format!("{digits} calls")];
        for (digits, others, expected) in [
            ("1", vec![], "write \"1s\" for one second"),
            ("99", vec![], "write \"99s\" for 99 seconds"),
            ("10", calls("10"), "write \"10s\" for ten seconds, or \"10 calls\""),
            ("100", vec![], "write \"100s\" for 100 seconds, or \"100ms\""),
            ("100", calls("100"), "write \"100s\" for 100 seconds, \"100ms\" or \"100 calls\""),
            ("999", vec![], "write \"999s\" for 999 seconds, or \"999ms\""),
            ("1000", vec![], "write \"1000ms\" for one second, or \"1000s\""),
            ("1500", vec![], "write \"1500ms\" for 1500 milliseconds, or \"1500s\""),
            ("30000", vec![], "write \"30000ms\" for 30 seconds, or \"30000s\""),
        ] {
            assert_eq!(advice(digits, &others), format!("missing unit: {expected}"), "{digits}");
        }
    }
}
