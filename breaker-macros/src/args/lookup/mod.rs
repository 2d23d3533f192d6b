//! From the name of an argument, as it was typed, to the argument that was meant: ours, another
//! library's, or the nearest one.

mod aliases;
mod names;
mod nearest;
mod wishes;

use self::aliases::{ALIASES, spelled};
use self::nearest::nearest;
use self::wishes::WISHES;
use super::key::Key;

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
        if let Some(meant) = spelled(typed).and_then(Self::meant) {
            return meant;
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

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.name() == name)
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
    use super::{Key, Lookup, to_snake_case};

    #[test]
    fn every_argument_is_found_by_its_name() {
        for &key in Key::ALL {
            assert_eq!(Key::look_up(key.name()), Lookup::Known(key));
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
            ("Timeout", Key::OpenFor, "open_for"),
            ("TimeOut", Key::Timeout, "timeout"),
            ("timeoutDuration", Key::Timeout, "timeout"),
            ("timeout_duration", Key::OpenFor, "open_for"),
        ] {
            assert_eq!(Key::look_up(typed), Lookup::Meant(key, fix), "{typed}");
        }
        assert_eq!(Key::look_up("zzz"), Lookup::Unknown);
    }
}
