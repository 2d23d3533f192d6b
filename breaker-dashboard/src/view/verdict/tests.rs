//! The sentences, to the letter.

use std::sync::Arc;
use std::time::Duration;

use breaker_runtime::{Policy, State};

use crate::document::{Level, Verdict};
use crate::record::counts::Counts;
use crate::record::facts::{About, Facts, Force, Slow};
use crate::record::reading::Who;
use crate::record::standing::Standing;
use crate::view::line::{Line, OfKeys};
use crate::view::ways::{Passing, Step, Way};

mod all;
mod fleet;
mod forces;
mod instead;
mod keys;
mod states;

/// Ten minutes after recording began.
const NOW: i64 = 600_000;

fn line(id: u32, name: &'static str, state: State) -> Line {
    let who = Who::Circuit(id as usize);
    let (policy, instead) = (Policy::new(), Vec::new());
    let (why, order, forced, rejects_since) = (None, None, None, None);
    let slow = Slow { policy, why, order, rejects_since, instead, forced };
    let facts = Facts {
        state,
        since: NOW - 130_000,
        outage_since: None,
        retry_at: None,
        held: false,
        failed_at: None,
        opened: 0,
        followed_from: None,
        keys: None,
        last: None,
        slow: Arc::new(slow),
        outside: None,
        within: None,
    };
    Line {
        about: Arc::new(About { id, who, whole: None, name, location: None }),
        facts,
        totals: Counts::default(),
        window: (0, 0),
        step: None,
        minute: Counts::default(),
        ways: Vec::new(),
        // Who is half-open is tried, unless a test says that it waits.
        standing: Standing::of(state, 0, 0, || false),
        of_keys: OfKeys::default(),
    }
}

/// The circuit of a key of `fetch`, whose line has the number 0.
fn key(id: u32, key: &str, state: State) -> Line {
    let who = Who::Key(0, Arc::from(key));
    let about = About { id, who, whole: Some(0), name: "fetch", location: None };
    Line { about: Arc::new(about), ..line(id, "fetch", state) }
}

/// A gateway in this state, whose outage of 2 min 10 s began with a reason.
fn gateway(state: State, change: impl FnOnce(&mut Line)) -> Line {
    let mut line = line(0, "gateway A", state);
    line.facts.outage_since = Some(NOW - 130_000);
    because(&mut line, "5 failures within 10 s: connection refused");
    change(&mut line);
    line
}

fn because(line: &mut Line, why: &str) {
    slow(line, |slow| slow.why = Some(Arc::from(why)));
}

fn slow(line: &mut Line, change: impl FnOnce(&mut Slow)) {
    let mut slow = (*line.facts.slow).clone();
    change(&mut slow);
    line.facts.slow = Arc::new(slow);
}

fn with_policy(line: &mut Line, policy: Policy) {
    slow(line, |slow| slow.policy = policy);
}

/// A third of the way to all calls.
fn ramps_up(line: &mut Line) {
    line.facts.since = NOW - 10_000;
    with_policy(line, Policy::new().ramp_up(Duration::from_secs(30)));
}

fn force(line: &mut Line, force: Force) {
    slow(line, |slow| slow.forced = Some(force));
}

fn answered(line: &mut Line) {
    line.ways = vec![way(1, &[("charge_b", Some(1)), ("enqueue", None)])];
}

/// Of so many functions, with the circuits of those that answer.
fn way(functions: u64, steps: &[(&'static str, Option<u32>)]) -> Way {
    let passing = Passing::default();
    let step =
        |&(what, id): &(&'static str, Option<u32>)| Step { what, circuit: None, id, passing };
    Way { functions, steps: steps.iter().map(step).collect() }
}

/// Of circuits that let calls of each other pass as they stand to them.
fn of(lines: &[Line]) -> Verdict {
    let mut told = lines.to_vec();
    for step in told.iter_mut().flat_map(|line| &mut line.ways).flat_map(|way| &mut way.steps) {
        let other = lines.iter().find(|other| Some(other.about.id) == step.id);
        let passing = other.map(|other| Passing::of(&other.facts, other.standing, NOW));
        step.passing = passing.unwrap_or_default();
    }
    super::of(&told, NOW)
}

fn says(line: Line) -> (Level, String) {
    let verdict = of(&[line, self::line(1, "gateway B", State::Closed)]);
    (verdict.level, verdict.text)
}
