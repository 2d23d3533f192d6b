//! The table of arguments: a new one starts as a row here.

use super::aliases::ALIASES;
use super::wishes::WISHES;
use crate::diagnostics::nearest;

/// An argument of the attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Threshold,
    Window,
    MinCalls,
    Consecutive,
    OpenFor,
    MaxOpenFor,
    Jitter,
    HalfOpenCalls,
    RampUp,
    SlowCall,
    Timeout,
    Fallback,
    FallbackOn,
    Failure,
    Success,
    Ignore,
    Name,
    DryRun,
    Policy,
    Breaker,
    /// `key`.
    Per,
    MaxKeys,
    Crate,
    /// Of a method in a block: no circuit.
    Skip,
}

/// Every argument with a value that shows its form, used in suggested fixes.
const TABLE: &[(&str, Key, &str)] = &[
    ("threshold", Key::Threshold, "5"),
    ("window", Key::Window, "\"10s\""),
    ("min_calls", Key::MinCalls, "20"),
    ("consecutive", Key::Consecutive, "5"),
    ("open_for", Key::OpenFor, "\"30s\""),
    ("max_open_for", Key::MaxOpenFor, "\"5m\""),
    ("jitter", Key::Jitter, "\"20%\""),
    ("half_open_calls", Key::HalfOpenCalls, "1"),
    ("ramp_up", Key::RampUp, "\"10s\""),
    ("slow_call", Key::SlowCall, "\"2s\""),
    ("timeout", Key::Timeout, "\"3s\""),
    ("fallback", Key::Fallback, "cached"),
    ("fallback_on", Key::FallbackOn, "failure"),
    ("failure", Key::Failure, "Ok(r) if r.is_bad()"),
    ("success", Key::Success, "Err(Error::NotFound)"),
    ("ignore", Key::Ignore, "Err(Error::Cancelled)"),
    ("name", Key::Name, "\"payments\""),
    ("dry_run", Key::DryRun, "true"),
    ("policy", Key::Policy, "HTTP"),
    ("breaker", Key::Breaker, "DB"),
    ("key", Key::Per, "host"),
    ("max_keys", Key::MaxKeys, "1024"),
    ("crate", Key::Crate, "::breaker_runtime"),
    ("skip", Key::Skip, "true"),
];

/// What a typed name turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lookup {
    Known(Key),
    /// Not a name of ours, but this is what was meant: the key and how to write it.
    Meant(Key, &'static str),
    /// Nothing that an argument does, and this is the way to it.
    Wish(&'static str),
    Unknown,
}

impl Key {
    pub(crate) fn look_up(typed: &str) -> Lookup {
        if let Some(key) = Self::named(typed) {
            return Lookup::Known(key);
        }
        let snake = to_snake_case(typed);
        // `half_open_timeout` is a name of its own: what it ends in is looked at afterwards.
        let by_name = Self::known_elsewhere(&snake).or_else(|| Self::known_elsewhere(bare(&snake)));
        by_name
            .or_else(|| nearest(&snake, Self::supported_names()).and_then(Self::meant))
            .unwrap_or(Lookup::Unknown)
    }

    /// A name of ours in another style, of another library, or of a wish.
    fn known_elsewhere(snake: &str) -> Option<Lookup> {
        let ours = Self::supported_names().find(|name| *name == snake);
        if let Some(fix) = ours.or_else(|| ALIASES.find(snake)) {
            return Self::meant(fix);
        }
        WISHES.find(snake).map(Lookup::Wish)
    }

    fn meant(fix: &'static str) -> Option<Lookup> {
        Some(Lookup::Meant(Self::named(first_word(fix))?, fix))
    }

    pub(crate) fn name(self) -> &'static str {
        self.row().map_or("", |row| row.0)
    }

    /// Written `key(..)` instead of `key = ..`.
    pub(crate) fn takes_arms(self) -> bool {
        matches!(self, Self::Failure | Self::Success | Self::Ignore)
    }

    /// Its value is a time, and nothing else.
    pub(crate) fn takes_time(self) -> bool {
        matches!(
            self,
            Self::OpenFor | Self::MaxOpenFor | Self::RampUp | Self::SlowCall | Self::Timeout
        )
    }

    /// Says something about the circuit, as opposed to the calls of one function.
    pub(crate) fn is_of_the_circuit(self) -> bool {
        !matches!(
            self,
            Self::Skip
                | Self::Timeout
                | Self::Fallback
                | Self::FallbackOn
                | Self::Failure
                | Self::Success
                | Self::Ignore
        )
    }

    /// A valid value, as one would type it.
    pub(crate) fn example(self) -> &'static str {
        self.row().map_or("", |row| row.2)
    }

    pub(crate) fn supported_names() -> impl Iterator<Item = &'static str> {
        // Elsewhere than on a method in a block it would be the wrong thing to suggest.
        TABLE.iter().filter(|row| row.1 != Key::Skip).map(|row| row.0)
    }

    fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.0 == name).map(|row| row.1)
    }

    fn row(self) -> Option<&'static (&'static str, Key, &'static str)> {
        TABLE.iter().find(|row| row.1 == self)
    }
}

/// The key of a fix such as `threshold = "50%"`.
fn first_word(fix: &'static str) -> &'static str {
    fix.split([' ', '(']).next().unwrap_or(fix)
}

/// Without what some write around a name: `with_reset_timeout`, `open_for_ms`.
fn bare(name: &str) -> &str {
    let before = ["circuit_breaker_", "breaker_", "circuit_", "with_", "set_", "use_"];
    let after = [
        "_in_milliseconds",
        "_in_millis",
        "_in_ms",
        "_in_seconds",
        "_in_secs",
        "_milliseconds",
        "_millis",
        "_msecs",
        "_ms",
        "_seconds",
        "_secs",
        "_sec",
        "_minutes",
        "_mins",
        "_fn",
        "_function",
        "_predicate",
        "_duration",
        "_enabled",
        "_value",
    ];
    let name = before.iter().find_map(|start| name.strip_prefix(start)).unwrap_or(name);
    after.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

/// `resetTimeout` and `ResetTimeout` mean `reset_timeout`: names come from libraries of many
/// languages.
fn to_snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut after_lower = false;
    for letter in name.trim_start_matches("r#").chars() {
        if letter.is_uppercase() && after_lower {
            snake.push('_');
        }
        after_lower = letter.is_lowercase() || letter.is_ascii_digit();
        snake.extend(letter.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::{Key, Lookup, TABLE, to_snake_case};

    #[test]
    fn every_row_is_found_by_its_name_and_by_its_key() {
        for &(name, key, example) in TABLE {
            assert_eq!(Key::look_up(name), Lookup::Known(key));
            assert_eq!((key.name(), key.example()), (name, example));
        }
    }

    #[test]
    fn snake_case() {
        for (typed, snake) in [
            ("open_for", "open_for"),
            ("openFor", "open_for"),
            ("ResetTimeout", "reset_timeout"),
            ("RESET_TIMEOUT", "reset_timeout"),
            ("r#window", "window"),
        ] {
            assert_eq!(to_snake_case(typed), snake);
        }
    }

    #[test]
    fn names_of_other_libraries_and_typing_mistakes() {
        for (typed, key, fix) in [
            ("treshold", Key::Threshold, "threshold"),
            ("minCalls", Key::MinCalls, "min_calls"),
            ("half_open", Key::HalfOpenCalls, "half_open_calls"),
            ("resetTimeout", Key::OpenFor, "open_for"),
            ("waitDurationInOpenState", Key::OpenFor, "open_for"),
            ("breakDuration", Key::OpenFor, "open_for"),
            ("sleep_window", Key::OpenFor, "open_for"),
            ("failureRateThreshold", Key::Threshold, "threshold = \"50%\""),
            ("errorThresholdPercentage", Key::Threshold, "threshold = \"50%\""),
            ("requestVolumeThreshold", Key::MinCalls, "min_calls"),
            ("minimumNumberOfCalls", Key::MinCalls, "min_calls"),
            ("permittedNumberOfCallsInHalfOpenState", Key::HalfOpenCalls, "half_open_calls"),
            ("slidingWindowSize", Key::Window, "window = \"100 calls\""),
            ("fallbackMethod", Key::Fallback, "fallback"),
            ("half_open_after", Key::OpenFor, "open_for"),
            ("with_open_for", Key::OpenFor, "open_for"),
            ("open_for_ms", Key::OpenFor, "open_for"),
            ("resetTimeoutMs", Key::OpenFor, "open_for"),
            ("slow_call_duration", Key::SlowCall, "slow_call"),
            ("withFailureRateThreshold", Key::Threshold, "threshold = \"50%\""),
            ("percentage", Key::Threshold, "threshold = \"50%\""),
            ("default", Key::Fallback, "fallback = |_| .."),
        ] {
            assert_eq!(Key::look_up(typed), Lookup::Meant(key, fix), "{typed}");
        }
        assert_eq!(Key::look_up("zzz"), Lookup::Unknown);
    }
}
