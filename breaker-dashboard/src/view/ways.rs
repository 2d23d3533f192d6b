//! Where rejected calls go, and which of them pass there: decided here, and worded wherever it is
//! said.

use breaker_runtime::State;

use crate::document::{Instead, InsteadOf, Passes};
use crate::record::Record;
use crate::record::facts::Facts;
use crate::record::standing::Standing;
use crate::record::track::Track;
use crate::record::ways;

/// A way that the rejected calls of some functions go.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Way {
    pub(crate) functions: u64,
    /// None where they have no fallback.
    pub(crate) steps: Vec<Step>,
}

/// Who answers, the name of its circuit, and the circuit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) what: &'static str,
    pub(crate) circuit: Option<&'static str>,
    pub(crate) id: Option<u32>,
    pub(crate) passing: Passing,
}

/// Which calls pass, and of a share how many.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Passing {
    pub(crate) calls: Passes,
    pub(crate) share: Option<f64>,
}

impl Passing {
    /// By a circuit that stands so to its calls at this time.
    pub(crate) fn of(facts: &Facts, standing: Standing, now: i64) -> Self {
        let calls = match facts.state {
            State::Closed => facts.keys.as_ref().map_or(Passes::All, |keys| keys.pass()),
            State::ForcedClosed => Passes::All,
            _ if facts.is_dry() => Passes::All,
            State::RampUp => Passes::Share,
            State::HalfOpen if standing == Standing::Waits => Passes::TrialCalls,
            _ => Passes::None,
        };
        let share = (calls == Passes::Share).then(|| rounded(facts.passing_share(now)));
        Self { calls, share }
    }
}

/// The ways of rejected calls, where functions have different ones the most frequent first. `shown`
/// is another circuit as it was `now`, if it was shown then.
pub(crate) fn of<'r>(
    record: &'r Record,
    facts: &Facts,
    now: i64,
    shown: impl Fn(&'r Track) -> Option<&'r Facts>,
) -> Vec<Way> {
    let step = |&(what, circuit): &ways::Step| {
        let id = circuit.and_then(|name| record.named(name));
        let other = id.and_then(|id| shown(record.track(id)?));
        let passing = other.map(|other| Passing::of(other, other.standing(now), now));
        Step { what, circuit, id, passing: passing.unwrap_or_default() }
    };
    let way = |way: &ways::Way| {
        let steps = way.steps.iter().map(step).collect();
        Way { functions: way.functions, steps }
    };
    facts.slow.instead.iter().map(way).collect()
}

/// The same as they are at the last tick.
pub(crate) fn at_present(record: &Record, facts: &Facts) -> Vec<Way> {
    let seen = |track: &&Track| track.seen == record.tick;
    of(record, facts, record.now, |track| Some(track).filter(seen).and_then(Track::present))
}

impl Way {
    fn instead(&self) -> Vec<Instead> {
        let shown = |step: &Step| Instead {
            what: step.what.to_owned(),
            circuit: step.id,
            passes: step.passing.calls,
            share: step.passing.share,
        };
        self.steps.iter().map(shown).collect()
    }
}

/// Where all functions have the same, or there is one.
pub(crate) fn instead(ways: &[Way]) -> Vec<Instead> {
    match ways {
        [only] => only.instead(),
        _ => Vec::new(),
    }
}

/// Where functions have different ones.
pub(crate) fn instead_of(ways: &[Way]) -> Vec<InsteadOf> {
    let shown = |way: &Way| InsteadOf { functions: way.functions, instead: way.instead() };
    if ways.len() > 1 { ways.iter().map(shown).collect() } else { Vec::new() }
}

/// To three digits.
pub(crate) fn rounded(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}
