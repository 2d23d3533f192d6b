//! How long something has lasted, and lasts on, as the page and `breaker-top` say it.

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

/// The same for what is still to come, rounded up: it is not over while it says zero.
pub(crate) fn rest(ms: u64) -> String {
    duration(ms.div_ceil(1000).saturating_mul(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_by_their_two_largest_parts() {
        for (ms, said) in [
            (0, "0 s"),
            (999, "0 s"),
            (3_000, "3 s"),
            (59_999, "59 s"),
            (130_000, "2 min 10 s"),
            (120_500, "2 min"),
            (3_600_000, "1 h"),
            (3_659_000, "1 h"),
            (3_900_000, "1 h 5 min"),
            (90_061_000, "1 d 1 h"),
            (183_600_000, "2 d 3 h"),
        ] {
            assert_eq!(duration(ms), said);
        }
        assert_eq!((rest(1), rest(1000), rest(0)), ("1 s".into(), "1 s".into(), "0 s".into()));
        assert_eq!(rest(u64::MAX), duration(u64::MAX), "what a program says that means no good");
    }
}
