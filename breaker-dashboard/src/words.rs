//! Times and lists as people say them.

use std::time::Duration;

/// `2 min 10 s`, `3 s`, `1 h 5 min`, `2 d 3 h`: the two largest parts, rounded down.
pub(crate) fn duration(ms: u64) -> String {
    let seconds = ms / 1000;
    let parts = [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")];
    let Some(first) = parts.iter().position(|(size, _)| seconds >= *size) else {
        return "0 s".to_owned();
    };
    let (size, unit) = parts[first];
    let rest = parts.get(first + 1).map(|(next, unit)| (seconds % size / next, unit));
    match rest {
        Some((number @ 1.., smaller)) => format!("{} {unit} {number} {smaller}", seconds / size),
        _ => format!("{} {unit}", seconds / size),
    }
}

/// A time that was set, to its last digit: `10 s`, `1 min 30 s`, `250 ms`.
pub(crate) fn exact(time: Duration) -> String {
    const UNITS: [(u128, &str); 7] = [
        (86_400_000_000_000, "d"),
        (3_600_000_000_000, "h"),
        (60_000_000_000, "min"),
        (1_000_000_000, "s"),
        (1_000_000, "ms"),
        (1000, "µs"),
        (1, "ns"),
    ];
    let mut rest = time.as_nanos();
    let mut parts = Vec::new();
    for (size, unit) in UNITS {
        if rest >= size {
            parts.push(format!("{} {unit}", rest / size));
            rest %= size;
        }
    }
    if parts.is_empty() { "0 s".to_owned() } else { parts.join(" ") }
}

/// A time that was drawn by lot or measured, as fine as somebody cares: `385 ms`, `4.4 s`, `10 min`
/// also of 599.999 seconds.
pub(crate) fn near(time: Duration) -> String {
    match time.as_millis() {
        ms @ ..995 => format!("{ms} ms"),
        ms @ ..9_950 => {
            let tenths = (ms + 50) / 100;
            let (whole, tenth) = (tenths / 10, tenths % 10);
            if tenth == 0 { format!("{whole} s") } else { format!("{whole}.{tenth} s") }
        }
        ms => duration(u64::try_from((ms + 500) / 1000 * 1000).unwrap_or(u64::MAX)),
    }
}

/// The same for what is still to come, rounded up: it is not over while it says zero.
pub(crate) fn rest(ms: u64) -> String {
    duration(ms.div_ceil(1000) * 1000)
}

/// `1 circuit`, `12 circuits`.
pub(crate) fn counted(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn and(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_were_set_are_said_to_the_last_digit_and_others_as_fine_as_one_cares() {
        let ms = Duration::from_millis;
        for (time, set, measured) in [
            (ms(10_000), "10 s", "10 s"),
            (ms(90_000), "1 min 30 s", "1 min 30 s"),
            (ms(250), "250 ms", "250 ms"),
            (ms(999), "999 ms", "1 s"),
            (ms(4385), "4 s 385 ms", "4.4 s"),
            (ms(3000), "3 s", "3 s"),
            (ms(9_999), "9 s 999 ms", "10 s"),
            (ms(599_999), "9 min 59 s 999 ms", "10 min"),
            (Duration::ZERO, "0 s", "0 ms"),
        ] {
            assert_eq!((exact(time), near(time)), (set.to_owned(), measured.to_owned()));
        }
    }

    #[test]
    fn times_are_said_by_their_two_largest_parts() {
        for (ms, said) in [
            (0, "0 s"),
            (999, "0 s"),
            (3_000, "3 s"),
            (130_000, "2 min 10 s"),
            (120_500, "2 min"),
            (3_900_000, "1 h 5 min"),
            (3_659_000, "1 h"),
            (183_600_000, "2 d 3 h"),
        ] {
            assert_eq!(duration(ms), said);
        }
        assert_eq!((rest(1), rest(1000), rest(0)), ("1 s".into(), "1 s".into(), "0 s".into()));
    }
}
