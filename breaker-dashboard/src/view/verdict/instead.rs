//! Who answers the calls of a circuit that rejects them.

use breaker_runtime::State;

use super::lines::Lines;
use super::name;
use crate::document::Passes;
use crate::view::line::Line;
use crate::view::ways::{Passing, Way};
use crate::words::and;

mod failing;

/// Answers that are named, where functions have different ones.
const FEW: usize = 2;

/// `; its calls are answered by gateway B, then by enqueue`, or `.. by enqueue (gateway B is down,
/// too)`: who is down itself answers nothing. What callers make of a rejection is theirs to know.
pub(super) fn who(line: &Line, lines: &Lines<'_>) -> String {
    match &*line.ways {
        [] => "; its calls are rejected, and it has no fallback of its own".to_owned(),
        [way] => format!("; its calls {}", of_all(&Answer::of(way, lines))),
        ways => of_each(&ways.iter().map(|way| Answer::of(way, lines)).collect::<Vec<_>>()),
    }
}

/// `are answered by sorry`, or `are rejected, for gateway B is down, too`: what becomes of the
/// rejected calls of a circuit that has one fallback.
pub(super) fn becomes(line: &Line, lines: &Lines<'_>) -> Option<String> {
    let [way] = &*line.ways else { return None };
    Some(of_all(&Answer::of(way, lines)))
}

/// Who answers on one way.
#[derive(Default)]
struct Answer {
    functions: u64,
    by: Vec<String>,
    /// Whether the last of them lets a part through.
    in_part: bool,
    down: Vec<String>,
    forced: Vec<String>,
    tried: Vec<String>,
}

impl Answer {
    fn of(way: &Way, lines: &Lines<'_>) -> Self {
        let mut answer = Self { functions: way.functions, ..Self::default() };
        for step in &way.steps {
            let other = step.id.and_then(|id| lines.get(id));
            let said = other.map_or_else(|| step.circuit.unwrap_or(step.what).to_owned(), name);
            match step.passing.calls {
                Passes::None => answer.like(other).push(said),
                _ => answer.push(said, step.passing, other, lines.now),
            }
        }
        answer
    }

    /// Those that pass no call for the same reason.
    fn like(&mut self, other: Option<&Line>) -> &mut Vec<String> {
        match other {
            Some(other) if other.facts.state == State::ForcedOpen => &mut self.forced,
            // After an order: in no outage.
            Some(other) if other.facts.state == State::HalfOpen && !other.is_down() => {
                &mut self.tried
            }
            _ => &mut self.down,
        }
    }

    fn push(&mut self, name: String, passing: Passing, other: Option<&Line>, now: i64) {
        self.in_part = passing.calls != Passes::All;
        let also = passes(passing).or_else(|| other.map(|other| failing::of_late(other, now)));
        self.by.push(name + &also.unwrap_or_default());
    }

    /// What the last of them does not let through is rejected.
    fn said(&self) -> String {
        let rest = if self.in_part { " and rejects the others" } else { "" };
        format!("by {}{rest}", self.by.join(", then by "))
    }

    fn is_rejection(&self) -> bool {
        self.by.is_empty()
    }
}

/// `, which passes 29 % of its calls`, of one that does not let all of them pass.
fn passes(Passing { calls, share }: Passing) -> Option<String> {
    let which = match calls {
        Passes::All | Passes::None => return None,
        Passes::Share => format!("{:.0} % of its calls", share.unwrap_or(0.0) * 100.0),
        Passes::TrialCalls => "trial calls alone".to_owned(),
        Passes::SomeKeys => "those of some of its keys".to_owned(),
    };
    Some(format!(", which passes {which}"))
}

fn of_all(answer: &Answer) -> String {
    let out = out(std::slice::from_ref(answer));
    match (answer.is_rejection(), out.is_empty()) {
        (true, _) => format!("are rejected, for {}", and(&out)),
        (false, true) => format!("are answered {}", answer.said()),
        (false, false) => format!("are answered {} ({})", answer.said(), and(&out)),
    }
}

/// Each function has its own fallback, or none: they are no steps of one way.
fn of_each(answers: &[Answer]) -> String {
    let sum = |answers: &mut dyn Iterator<Item = &Answer>| {
        answers.map(|answer| answer.functions).sum::<u64>()
    };
    let all = sum(&mut answers.iter());
    let rejected = sum(&mut answers.iter().filter(|answer| answer.is_rejection()));
    let mut by: Vec<_> =
        answers.iter().filter(|answer| !answer.is_rejection()).map(Answer::said).collect();
    by.dedup();
    let out = and(&out(answers));
    let out = if out.is_empty() { out } else { format!(" ({out})") };
    let by = match (by.len(), rejected) {
        (0, _) => return format!("; its calls are rejected{out}"),
        (..=FEW, _) => by.join(" or "),
        (_, 0) => format!("by what each of its {all} functions falls back to"),
        _ => "by what each falls back to".to_owned(),
    };
    match rejected {
        0 => format!("; its calls are answered {by}{out}"),
        _ => format!(
            "; the calls of {rejected} of its {all} functions are rejected, those of the others \
             answered {by}{out}"
        ),
    }
}

/// Who is out of order, each once.
fn out(answers: &[Answer]) -> Vec<String> {
    let of = |names: fn(&Answer) -> &Vec<String>| {
        let mut once: Vec<String> = Vec::new();
        for name in answers.iter().flat_map(names) {
            if !once.contains(name) {
                once.push(name.clone());
            }
        }
        once
    };
    let (down, forced) = (of(|answer| &answer.down), of(|answer| &answer.forced));
    let tried = of(|answer| &answer.tried);
    [are(&down, "down, too"), are(&forced, "forced open"), are(&tried, "being tried")].concat()
}

/// `gateway B is down, too`, if there is somebody to say it of.
fn are(names: &[String], what: &str) -> Vec<String> {
    let verb = if names.len() == 1 { "is" } else { "are" };
    let said = (!names.is_empty()).then(|| format!("{} {verb} {what}", and(names)));
    said.into_iter().collect()
}
