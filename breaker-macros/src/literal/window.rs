//! What `threshold` looks at: a trailing time such as `"10s"`, or trailing calls such as `"100 calls"`.

use std::time::Duration;

use super::{duration, split_number};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Window {
    Time(Duration),
    Calls(u32),
}

impl Window {
    /// Parses a window, or says what to write instead.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (number, unit) = split_number(text);
        if number.is_empty() || !is_calls(unit.trim()) {
            return duration::parse(text).map(Self::Time);
        }
        calls(number, unit).map(Self::Calls)
    }
}

fn calls(number: &str, unit: &str) -> Result<u32, String> {
    if number.contains('.') {
        return Err("not a whole number of calls: write one such as \"100 calls\"".to_owned());
    }
    // First, so that nobody is told to write a number that is wrong as well.
    let calls = match number.parse() {
        Ok(0) => return Err("a window must hold at least one call".to_owned()),
        Ok(calls) => calls,
        Err(_) => return Err(format!("too many: the longest window is \"{} calls\"", u32::MAX)),
    };
    let plural = if calls == 1 { "call" } else { "calls" };
    if unit != " calls" && unit != format!(" {plural}") {
        return Err(format!("{}: write \"{number} {plural}\"", cause(unit)));
    }
    Ok(calls)
}

fn cause(unit: &str) -> String {
    match unit.trim() {
        "call" => "more than one call".to_owned(),
        "calls" => "expected one space before `calls`".to_owned(),
        other => format!("unknown unit `{other}`"),
    }
}

/// Also what others call them, so that the answer speaks of calls and not of durations.
fn is_calls(unit: &str) -> bool {
    let unit = unit.to_lowercase();
    matches!(unit.strip_suffix('s').unwrap_or(&unit), "call" | "request" | "req" | "execution")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Window;

    #[test]
    fn accepts() {
        for (text, window) in [
            ("10s", Window::Time(Duration::from_secs(10))),
            ("1m 30s", Window::Time(Duration::from_secs(90))),
            ("100 calls", Window::Calls(100)),
            ("1 call", Window::Calls(1)),
            ("1 calls", Window::Calls(1)),
            ("01 call", Window::Calls(1)),
            (" 4294967295 calls ", Window::Calls(u32::MAX)),
        ] {
            assert_eq!(Window::parse(text), Ok(window), "{text}");
        }
    }

    #[test]
    fn explains() {
        for (text, message) in [
            ("10", "missing unit: write \"10s\" for ten seconds"),
            ("100calls", "expected one space before `calls`: write \"100 calls\""),
            ("2 call", "more than one call: write \"2 calls\""),
            ("100 requests", "unknown unit `requests`: write \"100 calls\""),
            ("100 Calls", "unknown unit `Calls`: write \"100 calls\""),
            ("0 calls", "a window must hold at least one call"),
            ("0 requests", "a window must hold at least one call"),
            ("1.5 calls", "not a whole number of calls: write one such as \"100 calls\""),
            ("4294967296 calls", "too many: the longest window is \"4294967295 calls\""),
            ("calls", "unexpected `calls`: write a duration such as \"10s\" or \"1m 30s\""),
            ("0s", "a duration must be longer than zero"),
        ] {
            assert_eq!(Window::parse(text), Err(message.to_owned()), "{text}");
        }
    }
}
