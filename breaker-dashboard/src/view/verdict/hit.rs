//! Who else is hit by a circuit that rejects calls: those whose calls it guards further in. They
//! ignore that, and stay closed.

use super::lines::Lines;
use super::{instead, name};
use crate::view::line::Line;
use crate::words::{and, counted};

/// Circuits that are named.
const FEW: usize = 2;

/// `; calls of checkout that run into it are answered by sorry`.
pub(super) fn through(line: &Line, lines: &Lines<'_>) -> String {
    let mut hit: Vec<_> = lines.hit_by(line).filter(|hit| !std::ptr::eq(*hit, line)).collect();
    // Their places in the list change with each look.
    hit.sort_by_key(|hit| hit.about.id);
    match hit.len() {
        0 => String::new(),
        1..=FEW => {
            let each: Vec<_> = hit.into_iter().map(|hit| of_one(hit, lines)).collect();
            format!("; {}", of_same(each).join("; "))
        }
        more => format!("; calls of {} run into it", counted(more as u64, "other circuit")),
    }
}

/// Who is hit, and what becomes of its calls.
fn of_one(hit: &Line, lines: &Lines<'_>) -> (String, String) {
    let answered = hit.facts.within.as_ref().and_then(|within| within.answered);
    let becomes = || instead::becomes(hit, lines);
    let what = match answered {
        Some(true) => becomes().unwrap_or_else(|| "are answered by what it falls back to".into()),
        Some(false) => "get its rejection".to_owned(),
        None => "are rejected as well".to_owned(),
    };
    (name(hit), what)
}

/// Where the same becomes of them, they are told in one.
fn of_same(each: Vec<(String, String)>) -> Vec<String> {
    let mut told: Vec<(Vec<String>, String)> = Vec::new();
    for (name, what) in each {
        match told.iter_mut().find(|(_, of)| *of == what) {
            Some((names, _)) => names.push(name),
            None => told.push((vec![name], what)),
        }
    }
    let said = |(names, what): (Vec<String>, String)| {
        format!("calls of {} that run into it {what}", and(&names))
    };
    told.into_iter().map(said).collect()
}
