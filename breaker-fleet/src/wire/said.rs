//! Times as people say them.

use core::fmt;
use core::time::Duration;

/// `950ms`, `48s`, `2m 5s`, `1h 4m`, as the lines of circuits have them: what is less is left out.
/// Whatever people are told of a membership says times so.
#[derive(Clone, Copy, Debug)]
pub struct Said(pub Duration);

impl Said {
    /// What is still to come, rounded up as the lines of circuits have it: it is not over while it
    /// says zero.
    #[must_use]
    pub const fn rest(rest: Duration) -> Self {
        match (rest.as_secs(), rest.subsec_nanos()) {
            (0, _) | (_, 0) => Self(rest),
            (seconds, _) => Self(Duration::from_secs(seconds.saturating_add(1))),
        }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let (whole, unit, part, small) = match seconds {
            0 => return write!(f, "{}ms", self.0.subsec_millis()),
            1..60 => return write!(f, "{seconds}s"),
            60..3600 => (seconds / 60, 'm', seconds % 60, 's'),
            3600..86_400 => (seconds / 3600, 'h', seconds / 60 % 60, 'm'),
            86_400.. => (seconds / 86_400, 'd', seconds / 3600 % 24, 'h'),
        };
        write!(f, "{whole}{unit}")?;
        if part == 0 { Ok(()) } else { write!(f, " {part}{small}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_still_to_come_is_rounded_up() {
        let said = |millis| Said::rest(Duration::from_millis(millis)).to_string();
        assert_eq!([950, 1000, 1001, 59_999].map(said), ["950ms", "1s", "2s", "1m"]);
    }

    #[test]
    fn times_are_said_in_two_units_at_most() {
        let said = |millis| Said(Duration::from_millis(millis)).to_string();
        let told = [950, 1999, 59_999, 60_000, 125_300, 3_600_000, 3_840_999, 90_000_000].map(said);
        assert_eq!(told, ["950ms", "1s", "59s", "1m", "2m 5s", "1h", "1h 4m", "1d 1h"]);
    }
}
