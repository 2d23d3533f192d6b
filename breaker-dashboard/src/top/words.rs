//! States, times and shares in words.

use breaker_dashboard::document::{Circuit, State};

/// The shape, and the word.
pub(crate) const fn state(state: State) -> (char, &'static str) {
    match state {
        State::Closed => ('✔', "closed"),
        State::Open => ('✖', "open"),
        State::HalfOpen => ('◐', "half-open"),
        State::RampUp => ('◢', "ramp-up"),
        State::ForcedOpen => ('■', "forced open"),
        State::ForcedClosed => ('□', "forced closed"),
    }
}

/// `gateway A`, or with its key, `quotes[eu.example]`.
pub(crate) fn name(circuit: &Circuit) -> String {
    match &circuit.key {
        Some(key) => format!("{}[{key}]", circuit.name),
        None => circuit.name.clone(),
    }
}

/// A time that has passed: `7 s`, `2 min 10 s`, `3 h 5 min`, `2 d 1 h`.
pub(crate) fn duration(ms: u64) -> String {
    let seconds = ms / 1000;
    let (large, unit, small, part) = match seconds {
        0..60 => return format!("{seconds} s"),
        60..3600 => (seconds / 60, "min", seconds % 60, "s"),
        3600..86_400 => (seconds / 3600, "h", seconds % 3600 / 60, "min"),
        _ => (seconds / 86_400, "d", seconds % 86_400 / 3600, "h"),
    };
    if small == 0 { format!("{large} {unit}") } else { format!("{large} {unit} {small} {part}") }
}

/// A time to come: it is never said to be over while some of it is left.
pub(crate) fn rest(ms: u64) -> String {
    duration(ms.div_ceil(1000).saturating_mul(1000))
}

/// `66 %`; nothing where nothing was asked for.
pub(crate) fn share(share: Option<f64>) -> String {
    share.map_or_else(String::new, |share| match share * 100.0 {
        0.0 => "0 %".to_owned(),
        little if little < 1.0 => "<1 %".to_owned(),
        nearly if nearly > 99.0 && nearly < 100.0 => ">99 %".to_owned(),
        percent => format!("{percent:.0} %"),
    })
}

/// The time of day in UTC, `05:02:10`, of milliseconds since 1970.
pub(crate) fn time_of_day(at_ms: u64) -> String {
    let seconds = at_ms / 1000 % 86_400;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// When a trial call is let through, or an order ends.
pub(crate) fn next(circuit: &Circuit) -> String {
    match (circuit.state, circuit.retry_after_ms, &circuit.forced) {
        (State::ForcedOpen | State::ForcedClosed, _, Some(forced)) => match forced.rest_ms {
            Some(rest_ms) => format!("in {}", rest(rest_ms)),
            None => "no end".to_owned(),
        },
        (State::Open, Some(0), _) => "next call".to_owned(),
        (State::Open, Some(ms), _) => format!("in {}", rest(ms)),
        (State::HalfOpen, ..) => "trial now".to_owned(),
        _ => String::new(),
    }
}

/// Who answers instead, in order.
pub(crate) fn instead(circuit: &Circuit) -> String {
    circuit.instead.iter().map(|step| &*step.what).collect::<Vec<_>>().join(" → ")
}

/// `timeout 3 s ago`, with what the error said.
pub(crate) fn last_failure(circuit: &Circuit) -> String {
    let Some(failure) = &circuit.last_failure else { return String::new() };
    let text = failure.text.as_ref().map_or_else(String::new, |text| format!(": {text}"));
    format!("{} {} ago{text}", failure.kind, duration(failure.ago_ms))
}

/// Who forced it, why, and for how much longer.
pub(crate) fn forced(circuit: &Circuit) -> String {
    let Some(forced) = &circuit.forced else { return String::new() };
    let who = forced.who.as_deref().unwrap_or("the program");
    let why = forced.why.as_ref().map_or_else(String::new, |why| format!(" ({why})"));
    let until = |ms| format!("for {} more", rest(ms));
    format!("{who}{why}, {}", forced.rest_ms.map_or_else(|| "until it is reset".to_owned(), until))
}

/// Who forced it, who answers instead, and how the last call failed.
pub(crate) fn note(circuit: &Circuit) -> String {
    let parts = [
        ("forced by ", forced(circuit)),
        ("answered by ", instead(circuit)),
        ("last failure: ", last_failure(circuit)),
    ];
    let said = parts.iter().filter(|(_, text)| !text.is_empty());
    said.map(|(about, text)| format!("{about}{text}")).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_two_units() {
        for (ms, words) in [
            (0, "0 s"),
            (59_999, "59 s"),
            (130_000, "2 min 10 s"),
            (3_600_000, "1 h"),
            (90_061_000, "1 d 1 h"),
        ] {
            assert_eq!(duration(ms), words);
        }
        assert_eq!(
            (rest(1), rest(1_000), rest(u64::MAX)),
            ("1 s".into(), "1 s".into(), { duration(u64::MAX) })
        );
        assert_eq!(time_of_day(1_764_219_730_999), "05:02:10");
    }

    #[test]
    fn a_share_is_never_rounded_to_all_or_nothing() {
        let shares = [None, Some(0.0), Some(0.001), Some(0.664), Some(0.999), Some(1.0)];
        assert_eq!(shares.map(share), ["", "0 %", "<1 %", "66 %", ">99 %", "100 %"]);
    }
}
