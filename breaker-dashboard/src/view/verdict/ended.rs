//! What is said of a circuit whose order has ended, and in which nothing has failed: it is tried,
//! or recovers, and is in no outage.

use breaker_runtime::State;

use super::{name, note_of, tried, waited};
use crate::document::Level;
use crate::view::line::Line;

/// `gateway A has waited for 3 s for a call to try it, after being forced open by anna
/// (maintenance)`.
pub(super) fn half_open(
    line: &Line,
    now: i64,
    is_full: bool,
    who: &str,
) -> Option<(Level, String)> {
    let (name, after) = (name(line), after(line)?);
    let text = if line.waits() {
        format!("{name} {}, {after}", waited(line, now))
    } else {
        format!("{name} is tried {after}{}", tried(line, is_full, who))
    };
    Some((Level::Recovering, text))
}

/// `from an outage of 2 min (5 failures within 10 s)`, or `after being forced open by anna
/// (maintenance)`.
pub(super) fn recovering(line: &Line, lasted: &str, why: &str) -> String {
    after(line).unwrap_or_else(|| format!("from an outage of {lasted}{why}"))
}

/// The same of one in a dry run, whose calls passed all along.
pub(super) fn dry(line: &Line) -> Option<String> {
    let after = after(line).filter(|_| line.facts.state == State::HalfOpen)?;
    Some(format!("would wait for a call to try it, {after}"))
}

fn after(line: &Line) -> Option<String> {
    Some(format!("after being forced open{}", note_of(line.facts.ended_order()?)))
}
