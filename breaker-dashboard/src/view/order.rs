//! The order in which circuits are shown: the worst first.

use breaker_runtime::State;

use super::line::Line;

/// The lines of keys that are shown of one function.
const KEYS: usize = 200;
/// That of circuits that others suspect.
const SUSPECTED: u64 = 8;
/// The class of circuits that nothing is to be said of.
const CALM: u64 = 9;

/// Worst first, and of each function's keys the worst ones alone.
pub(crate) fn worst_first(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by_cached_key(Line::order);
    let mut of_whole = std::collections::HashMap::new();
    lines.retain(|line| {
        line.about.whole.is_none_or(|whole| {
            let keys = of_whole.entry(whole).or_insert(0);
            *keys += 1;
            *keys <= KEYS
        })
    });
    lines
}

impl Line {
    /// Worst first, then by name.
    fn order(&self) -> (u64, &'static str, Option<String>) {
        (self.rank(), self.about.name, self.about.key().map(str::to_owned))
    }

    /// The class in the high bits; in trouble the longest first, else the nearest to opening.
    pub(crate) fn rank(&self) -> u64 {
        let dry = u64::from(self.is_dry());
        let is_key = u64::from(self.about.whole.is_some());
        let class = match self.facts.state {
            // What is forced on all keys goes before what that does to each.
            State::ForcedOpen => is_key,
            State::ForcedClosed => 2 + is_key,
            _ if self.is_down() => 4 + 2 * dry,
            State::HalfOpen | State::RampUp => 5 + dry,
            _ if self.troubled_keys() > 0 => 7,
            _ if self.is_suspected() => SUSPECTED,
            _ => CALM,
        };
        let seconds = self.began() / 1000 + (1 << 30);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1")]
        let within = match class {
            SUSPECTED | CALM => ((1.0 - self.near()) * 1000.0) as u64,
            _ => u64::try_from(seconds).unwrap_or(0),
        };
        (class << 32) + within.min((1 << 32) - 1)
    }
}
