//! What `threshold` looks at: a trailing time such as `"10s"`, or trailing calls such as
//! `"100 calls"`.

use std::time::Duration;

use super::amount::Amount;
use super::count::is_of_calls;
use super::duration;
use super::text::wrapped;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Window {
    Time(Duration),
    Calls(u32),
}

impl Window {
    /// Parses a window, or says what to write instead.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some(calls) = calls(text) {
            return calls.map(Self::Calls);
        }
        let time = duration::parse(text).map(Self::Time);
        time.map_err(|wrong| wrapped(text, Self::parse).unwrap_or_else(|| or_calls(text, wrong)))
    }
}

/// A number alone may be a time or calls.
fn or_calls(text: &str, wrong: String) -> String {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && wrong.starts_with("missing unit: write") { unitless(text) } else { wrong }
}

fn unitless(digits: &str) -> String {
    let calls = digits.parse::<u32>().ok().filter(|calls| *calls > 0);
    let plural = if calls == Some(1) { "call" } else { "calls" };
    let calls = calls.map(|_| format!("{digits} {plural}"));
    duration::unitless::advice(digits, calls.as_slice())
}

/// Nothing if the text does not speak of calls.
fn calls(text: &str) -> Option<Result<u32, String>> {
    let counted = text.strip_prefix("last ").unwrap_or(text);
    let (amount, unit) = Amount::split_off(counted)?;
    // Also by what others call them: the answer speaks of calls, and not of durations.
    is_of_calls(unit.trim()).then(|| number_of_calls(text, &amount, unit))
}

fn number_of_calls(text: &str, amount: &Amount, unit: &str) -> Result<u32, String> {
    // `1,000` is no fraction of calls.
    if !(amount.is_whole() || amount.groups_thousands()) {
        return Err("not a whole number of calls: write one such as \"100 calls\"".to_owned());
    }
    if amount.is_negative {
        return Err(too_few());
    }
    // Checked first, so that no fix proposes a number that is wrong as well.
    let calls = match amount.digits.parse() {
        Ok(0) => return Err(too_few()),
        Ok(calls) => calls,
        Err(_) => return Err(format!("too many: the longest window is \"{} calls\"", u32::MAX)),
    };
    let (number, plural) = (&amount.digits, if calls == 1 { "call" } else { "calls" });
    if text == format!("{number} calls") || text == format!("{number} {plural}") {
        return Ok(calls);
    }
    let oddity = amount.oddity.clone();
    let cause = oddity.unwrap_or_else(|| {
        if text.starts_with("last") { "unexpected `last`".to_owned() } else { cause(unit) }
    });
    Err(format!("{cause}: write \"{number} {plural}\""))
}

fn too_few() -> String {
    "a window must hold at least one call".to_owned()
}

fn cause(unit: &str) -> String {
    match unit.trim() {
        "call" if unit == " call" => "more than one call".to_owned(),
        unit @ ("call" | "calls") => format!("expected one space before `{unit}`"),
        other => format!("unknown unit `{other}`"),
    }
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
            ("10", "missing unit: write \"10s\" for ten seconds, or \"10 calls\""),
            ("100", "missing unit: write \"100s\" for 100 seconds, \"100ms\" or \"100 calls\""),
            ("1000", "missing unit: write \"1000ms\" for one second, \"1000s\" or \"1000 calls\""),
            ("100calls", "expected one space before `calls`: write \"100 calls\""),
            ("2 call", "more than one call: write \"2 calls\""),
            ("1_000 calls", "unexpected `_`: write \"1000 calls\""),
            ("1,000 calls", "unexpected `,`: write \"1000 calls\""),
            ("1.000 calls", "not a whole number of calls: write one such as \"100 calls\""),
            ("10,5 calls", "not a whole number of calls: write one such as \"100 calls\""),
            ("-5 calls", "a window must hold at least one call"),
            ("ten calls", "unexpected `ten`: write \"10 calls\""),
            ("last 100 calls", "unexpected `last`: write \"100 calls\""),
            ("2call", "expected one space before `call`: write \"2 calls\""),
            ("50%", "`50%` is a share, not a time: write a duration such as \"10s\""),
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
