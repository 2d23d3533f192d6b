//! Who else is hit by a circuit that rejects calls: those whose calls it guards further in. They
//! ignore that, and stay closed.

use super::lines::Lines;
use super::{instead, name};
use crate::view::line::Line;
use crate::words::counted;

/// Circuits that are named.
const FEW: usize = 2;

/// `; calls of checkout that run into it are answered by sorry`.
pub(super) fn through(line: &Line, lines: &Lines<'_>) -> String {
    let hit: Vec<_> = lines.hit_by(line).filter(|hit| !std::ptr::eq(*hit, line)).collect();
    match hit.len() {
        0 => String::new(),
        1..=FEW => hit.into_iter().map(of_one).collect(),
        more => format!("; calls of {} run into it", counted(more as u64, "other circuit")),
    }
}

fn of_one(hit: &Line) -> String {
    let answered = hit.facts.within.as_ref().and_then(|within| within.answered);
    let what = match (answered, instead::by(hit)) {
        (Some(true), Some(by)) => format!("are answered by {by}"),
        (Some(false), _) => "get its rejection".to_owned(),
        _ => "are rejected as well".to_owned(),
    };
    format!("; calls of {} that run into it {what}", name(hit))
}
