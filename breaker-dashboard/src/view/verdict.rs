//! The state of all circuits in words.

use breaker_runtime::State;

use lines::Lines;

use super::counts;
use super::line::{Line, since};
use crate::document::{CircuitCounts, Level, RampUp, Sentence, Verdict};
use crate::record::facts::Force;
use crate::words::time::{duration, rest};
use crate::words::{begin, counted};

mod ended;
mod fleet;
mod hit;
mod instead;
mod keys;
mod lines;
#[cfg(test)]
mod tests;

/// Sentences that are said at once.
const MOST: usize = 20;

/// Characters of why an outage began: what a long error says is in the circuit's details, and what
/// stands behind it is not to be looked for.
const WHY: usize = 120;

/// What is to be said of these circuits, which come worst first.
pub(crate) fn of(lines: &[Line], now: i64) -> Verdict {
    let (counts, lines) = (counts::of(lines), &Lines::of(lines, now));
    let mut more: Vec<_> = lines
        .all
        .iter()
        .filter(|line| !keys::speak_for(lines, line) && !keys::is_said_with_all(lines, line))
        .filter_map(|line| {
            let (level, text) = sentence(line, now, lines)?;
            Some(Sentence { level, text, circuit: Some(line.about.id) })
        })
        .collect();
    more.sort_by_key(|sentence| core::cmp::Reverse(sentence.level));
    more.truncate(MOST);
    let calm = || Sentence { level: Level::Calm, text: calm(lines.all, counts), circuit: None };
    let Sentence { level, text, circuit } = more.first().cloned().unwrap_or_else(calm);
    Verdict { level, text, circuit, counts, more }
}

/// `all 12 circuits are closed, those of 2 keys among them`.
fn calm(lines: &[Line], counts: CircuitCounts) -> String {
    let of_keys = match counts.of_keys {
        0 => String::new(),
        1 => ", that of a key among them".to_owned(),
        count => format!(", those of {count} keys among them"),
    };
    let all = match counts.all {
        0 => "no circuit is known yet".to_owned(),
        1 => "the only circuit is closed".to_owned(),
        2 => format!("both circuits are closed{of_keys}"),
        count => format!("all {count} circuits are closed{of_keys}"),
    };
    all + &fleet::suspected(lines)
}

fn name(line: &Line) -> String {
    line.about.key().map_or_else(
        || line.about.name.to_owned(),
        |key| format!("{}[{}]", line.about.name, key.escape_debug()),
    )
}

/// What is to be said of one circuit, if there is something.
fn sentence(line: &Line, now: i64, lines: &Lines<'_>) -> Option<(Level, String)> {
    if line.facts.state == State::Closed {
        let (level, text) = keys::sentence(line)?;
        let worst = keys::worst(lines, line).and_then(|worst| sentence(worst, now, lines));
        let text = match worst {
            Some((_, worst)) => format!("{text}; {worst}"),
            None => text,
        };
        return Some((level, text));
    }
    let name = name(line);
    let lasted = duration(since(now, line.began()));
    let (why, who) = (reason(line), instead::who(line, lines) + &hit::through(line, lines));
    Some(match line.facts.state {
        State::ForcedClosed if !line.facts.slow.policy.settings().enabled => {
            let failed = failed_of_late(line);
            let text = format!("{name} is switched off: its calls pass, however many fail{failed}");
            (Level::Forced, text)
        }
        State::ForcedClosed => (
            Level::Forced,
            format!(
                "{name} has been forced closed for {lasted}{}: its calls pass{}, however many \
                 fail{}{}",
                note(line),
                keys::but_for(line),
                failed_of_late(line),
                end(line, now)
            ),
        ),
        _ if line.is_dry() => dry(line, now, &lasted, &why),
        State::ForcedOpen => (
            Level::Forced,
            format!(
                "{name} has been forced open for {lasted}{}{}{who}{}{}",
                note(line),
                outage_before(line, now),
                keys::but_for(line),
                end(line, now)
            ),
        ),
        State::Open => (
            Level::Outage,
            format!("{name} has been down for {lasted}{why}{who}{}", next(line, now)),
        ),
        State::HalfOpen => half_open(line, now, &why, &who),
        _ => (
            Level::Recovering,
            format!(
                "{name} is recovering {}{}",
                ended::recovering(line, &lasted, &why),
                passing(line, now)
            ),
        ),
    })
}

/// `: 40 % of its calls pass, all of them in 12 s`.
fn passing(line: &Line, now: i64) -> String {
    let Some(RampUp { rest_ms, share }) = line.ramp_up(now) else { return String::new() };
    format!(": {:.0} % of its calls pass, all of them in {}", share * 100.0, rest(rest_ms))
}

/// Calls are rejected while its places for trial calls are taken: the circuit says for how long.
fn half_open(line: &Line, now: i64, why: &str, who: &str) -> (Level, String) {
    let is_full = line.facts.retry_at.is_some_and(|at| since(at, now) > 0);
    if let Some(after_order) = ended::half_open(line, now, is_full, who) {
        return after_order;
    }
    let (name, lasted) = (name(line), duration(since(now, line.began())));
    if line.waits() {
        let waited = waited(line, now);
        let text = match before_waiting(line) {
            Some(down) => format!("{name} was down for {down}{why}, and {waited}"),
            None => format!("{name} {waited}{why}"),
        };
        return (Level::Recovering, text);
    }
    let rest = tried(line, is_full, who);
    (Level::Outage, format!("{name} has been down for {lasted}{why}{rest}"))
}

/// By whom it is tried.
fn tried(line: &Line, is_full: bool, who: &str) -> String {
    let (for_all, is_held) = (fleet::for_all(line), line.facts.held);
    match fleet::tried(line) {
        // It has lost patience with whoever else tries.
        _ if is_full && !is_held => format!("{who}; a trial call is under way{for_all}"),
        Some(by_other) => format!("{who}{by_other}"),
        None if is_full => format!("{who}; other members try first"),
        None => format!("; it waits for a call to try it{for_all}"),
    }
}

/// How long its outage was when it began to wait: whether it goes on is not known. `None` if it
/// was in a dry run until then.
fn before_waiting(line: &Line) -> Option<String> {
    let was_in_one = line.began() <= line.facts.since;
    was_in_one.then(|| duration(since(line.facts.since, line.began())))
}

fn waited(line: &Line, now: i64) -> String {
    format!("has waited for {} for a call to try it", duration(since(now, line.facts.since)))
}

/// In a dry run no call is rejected, also when the circuit is forced open: that is said first, so
/// that nobody takes it for an outage.
fn dry(line: &Line, now: i64, lasted: &str, why: &str) -> (Level, String) {
    let name = name(line);
    if line.facts.state == State::ForcedOpen {
        let (note, end) = (note(line), end(line, now));
        let what = format!("has been forced open for {lasted}{note}, and would reject all calls");
        return (Level::Forced, format!("dry run: {name} {what}; they pass{end}"));
    }
    let what = match (line.facts.state, ended::dry(line)) {
        (State::RampUp, _) => {
            format!("would be recovering {}", ended::recovering(line, lasted, why))
        }
        (_, Some(after_order)) => after_order,
        _ if line.waits() => {
            let (down, waited) = (before_waiting(line).unwrap_or_default(), waited(line, now));
            format!("would have been down for {down}{why}, and {waited}")
        }
        _ => format!("would have been down for {lasted}{why}"),
    };
    (Level::DryRun, format!("dry run: {name} {what}; its calls pass"))
}

/// `; 12 of 20 calls failed of late`, of one whose calls pass all the same.
fn failed_of_late(line: &Line) -> String {
    let failed = line.minute.failed_of_ended();
    failed.map_or_else(String::new, |(failed, ended)| {
        format!("; {failed} of {} failed of late", counted(ended, "call"))
    })
}

/// ` (5 failures within 10 s: connection refused)`: the error of the last failure before it opened,
/// not of those that came since.
fn reason(line: &Line) -> String {
    let why = line.facts.slow.why.as_ref();
    why.map_or_else(String::new, |why| {
        format!(" ({}{})", begin(why, WHY), fleet::opened(line, why))
    })
}

/// `; next trial in 3 s`.
fn next(line: &Line, now: i64) -> String {
    if let Some(by_other) = fleet::tried(line) {
        return by_other;
    }
    match line.facts.retry_at.map(|at| since(at, now)) {
        None => String::new(),
        Some(0) => "; next trial now".to_owned(),
        Some(ms) => format!("; next trial in {}", rest(ms)),
    }
}

/// `, 3 min 34 s after an outage began (5 failures within 10 s)`: what there is to know once the
/// force ends. An order in the place of another is in no outage: `, by order for 3 min in all`.
fn outage_before(line: &Line, now: i64) -> String {
    let began = line.facts.outage_since.unwrap_or(line.facts.since);
    match since(line.facts.since, began) {
        0..1000 => String::new(),
        before if line.facts.slow.order.is_some() => {
            let all = duration(before.saturating_add(since(now, line.facts.since)));
            format!(", by order for {all} in all")
        }
        before => format!(", {} after an outage began{}", duration(before), reason(line)),
    }
}

/// ` by anna (new certificates)`.
fn note(line: &Line) -> String {
    line.facts.slow.forced.as_ref().map_or_else(String::new, note_of)
}

fn note_of(forced: &Force) -> String {
    let who = forced.who.as_ref().map_or_else(String::new, |who| format!(" by {who}"));
    who + &forced.why.as_ref().map_or_else(String::new, |why| format!(" ({why})"))
}

/// `; this ends in 10 min`.
fn end(line: &Line, now: i64) -> String {
    let until = line.facts.slow.forced.as_ref().and_then(|forced| forced.until);
    until.map(|at| since(at, now)).map_or_else(
        || "; this lasts until somebody resets it".to_owned(),
        |ms| format!("; this ends in {}", rest(ms)),
    )
}
