//! The order in which circuits are shown: the worst first.

use std::collections::HashMap;
use std::sync::Arc;

use breaker_runtime::State;

use super::line::{Line, OfKeys};

/// The lines of keys that are shown of one function.
const KEYS: usize = 200;
/// That of circuits that would reject calls, if they were not in a dry run.
const DRY: u64 = 7;
/// That of circuits that others suspect.
const SUSPECTED: u64 = 8;
/// The class of circuits that nothing is to be said of.
const CALM: u64 = 9;

/// Worst first, and of each function's keys the worst ones alone.
pub(crate) fn worst(lines: impl Iterator<Item = Line>) -> Vec<Line> {
    let (mut others, mut keys) = (Vec::new(), HashMap::<_, Vec<Line>>::new());
    for line in lines {
        match line.about.whole {
            None => others.push(line),
            Some(whole) => keep_worst(keys.entry(whole).or_default(), line),
        }
    }
    for keys in keys.values_mut() {
        keys.sort_by_cached_key(Line::order);
        keys.truncate(KEYS);
    }
    for whole in &mut others {
        if let Some(keys) = keys.get(&whole.about.id) {
            whole.of_keys = of_keys(whole, keys);
        }
    }
    others.extend(keys.into_values().flatten());
    others.sort_by_cached_key(Line::order);
    others.shrink_to_fit();
    others
}

/// What a function has of its keys, which come in their order.
fn of_keys(whole: &Line, keys: &[Line]) -> OfKeys {
    let worst = whole.facts.keys.as_ref().map(|keys| keys.worst());
    let is_worst = |key: &&Line| Some(key.facts.effect()) == worst;
    let worst = keys.iter().find(is_worst).map(|key| key.about.id);
    OfKeys { first: keys.first().map(Line::rank), worst }
}

/// There may be very many keys: no more of them are held than twice as many as are shown.
fn keep_worst(keys: &mut Vec<Line>, line: Line) {
    keys.push(line);
    if keys.len() == 2 * KEYS {
        keys.select_nth_unstable_by_key(KEYS, Line::order);
        keys.truncate(KEYS);
    }
}

impl Line {
    /// Worst first, then by name.
    fn order(&self) -> (u64, &'static str, Option<Arc<str>>) {
        (self.rank(), self.about.name, self.about.who.key().map(Arc::clone))
    }

    /// A function stands before the first of its keys, or where it would without them.
    pub(crate) fn rank(&self) -> u64 {
        let own = self.own_rank();
        self.of_keys.first.map_or(own, |first| first.min(own))
    }

    /// The class in the high bits; in trouble the longest first, else the nearest to opening.
    fn own_rank(&self) -> u64 {
        let is_key = u64::from(self.about.whole.is_some());
        let class = match self.facts.state {
            // What is forced on all keys goes before what that does to each.
            State::ForcedOpen if !self.is_dry() => is_key,
            State::ForcedOpen | State::ForcedClosed => 2 + is_key,
            State::Open | State::HalfOpen | State::RampUp if self.is_dry() => DRY,
            _ if self.is_down() => 4,
            State::HalfOpen | State::RampUp => 5,
            _ if self.troubled_keys() > 0 => 6,
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

#[cfg(test)]
mod tests;
