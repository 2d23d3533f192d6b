//! The order in which circuits are shown: the worst first.

use breaker_runtime::State;

use super::line::Line;

/// The lines of keys that are shown of one function.
const KEYS: usize = 200;

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
        let facts = &self.facts;
        let dry = u64::from(facts.slow.policy.settings().dry_run);
        let class = match facts.state {
            State::ForcedOpen => 0,
            State::ForcedClosed => 1,
            State::Open => 2 + 3 * dry,
            State::HalfOpen => 3 + 2 * dry,
            State::RampUp => 4 + dry,
            _ if self.troubled_keys() > 0 => 6,
            _ => 7,
        };
        let seconds = facts.outage_since.unwrap_or(facts.since) / 1000 + (1 << 30);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1")]
        let within = match class {
            7 => ((1.0 - self.near()) * 1000.0) as u64,
            _ => u64::try_from(seconds).unwrap_or(0),
        };
        (class << 32) + within.min((1 << 32) - 1)
    }
}
