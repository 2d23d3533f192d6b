//! What is said of a function with keys, and what its keys say by themselves.

use breaker_runtime::State;

use super::lines::Lines;
use crate::document::Level;
use crate::view::line::Line;
use crate::words::{and, counted};

/// Keys that speak for themselves alone: their number is seen.
const FEW: u64 = 3;

/// Whether what is to be said of a whole is of a few keys, each with a sentence of its own.
pub(super) fn speak_for(lines: &Lines<'_>, whole: &Line) -> bool {
    let in_trouble = whole.troubled_keys();
    whole.facts.state == State::Closed
        && (1..=FEW).contains(&in_trouble)
        && lines.troubled(whole).len() as u64 == in_trouble
}

/// `, but for 2 keys`: those that do otherwise than what is forced on all, by an order of their own
/// or in a dry run.
pub(super) fn but_for(whole: &Line) -> String {
    let Some(keys) = &whole.facts.keys else { return String::new() };
    let [_, open, half_open, _, forced_open, ..] = keys.in_state.map(u64::from);
    let rejecting = open + half_open + forced_open;
    let others = match whole.facts.state {
        State::ForcedClosed => rejecting,
        State::ForcedOpen => keys.all() - rejecting,
        _ => 0,
    };
    if others == 0 { String::new() } else { format!(", but for {}", counted(others, "key")) }
}

/// Whether what is to be said of a key is said of the whole: it is forced as all are, or the one
/// that is worst off.
pub(super) fn is_said_with_all(lines: &Lines<'_>, key: &Line) -> bool {
    let whole = key.about.whole.and_then(|whole| lines.get(whole));
    whole.is_some_and(|whole| {
        let is_forced_as_all = whole.is_forced() && whole.facts.state == key.facts.state;
        is_forced_as_all || worst(lines, whole).is_some_and(|it| it.about.id == key.about.id)
    })
}

/// The key that is worst off, where the whole says it of more keys than speak for themselves.
pub(super) fn worst<'l>(lines: &Lines<'l>, whole: &Line) -> Option<&'l Line> {
    let is_said = whole.facts.state == State::Closed && !speak_for(lines, whole);
    whole.of_keys.worst.filter(|_| is_said).and_then(|worst| lines.get(worst))
}

/// Of a whole whose keys are in trouble while it is closed: each other key that is shown speaks for
/// itself, and the number is said here.
pub(super) fn sentence(whole: &Line) -> Option<(Level, String)> {
    let keys = whole.facts.keys.as_ref()?;
    let [_, _, _, ramp_up, forced_open, forced_closed, dry] = keys.in_state;
    let (down, waiting, tried) = (keys.down, keys.waiting, keys.tried_after_order());
    let parts = [
        (down, "down"),
        (waiting, "waiting for a call"),
        (tried, "tried after an order"),
        (ramp_up, "recovering"),
        (forced_open, "forced open"),
        (forced_closed, "forced closed"),
    ];
    let verb = |keys| if keys == 1 { "is" } else { "are" };
    let in_trouble = parts.iter().filter(|(keys, _)| *keys > 0);
    let mut parts: Vec<_> =
        in_trouble.map(|(keys, what)| format!("{keys} {} {what}", verb(*keys))).collect();
    if dry > 0 {
        parts.push(format!("{dry} would reject calls, but {} in a dry run: calls pass", verb(dry)));
    }
    let level = if down > 0 {
        Level::Outage
    } else if forced_open + forced_closed > 0 {
        Level::Forced
    } else if waiting + tried + ramp_up > 0 {
        Level::Recovering
    } else {
        Level::DryRun
    };
    let all = counted(keys.all(), "key");
    let text = format!("of {all} of {}, {}", whole.about.name, and(&parts));
    (!parts.is_empty()).then_some((level, text))
}
