//! The state of all circuits in words.

use breaker_runtime::State;

use super::line::{Line, since};
use super::words::{and, counted, duration, rest};
use crate::document::{Level, Sentence, Verdict};

/// Sentences that are said at once.
const MOST: usize = 20;

/// What is to be said of these circuits, which come worst first.
pub(crate) fn of(lines: &[Line], now: i64) -> Verdict {
    let named = |id: u32| lines.iter().find(|line| line.about.id == id).map(name);
    let mut more: Vec<_> = lines
        .iter()
        .filter_map(|line| {
            let (level, text) = sentence(line, now, &named)?;
            Some(Sentence { level, text, circuit: Some(line.about.id) })
        })
        .collect();
    more.sort_by_key(|sentence| core::cmp::Reverse(sentence.level));
    more.truncate(MOST);
    match more.first().cloned() {
        Some(Sentence { level, text, circuit }) => Verdict { level, text, circuit, more },
        None => Verdict { level: Level::Calm, text: calm(lines), circuit: None, more },
    }
}

/// `all 12 circuits are closed`.
fn calm(lines: &[Line]) -> String {
    match lines.iter().filter(|line| line.about.whole.is_none()).count() {
        0 => "no circuit is known yet".to_owned(),
        1 => "the only circuit is closed".to_owned(),
        count => format!("all {count} circuits are closed"),
    }
}

fn name(line: &Line) -> String {
    line.about.key().map_or_else(
        || line.about.name.to_owned(),
        |key| format!("{}[{}]", line.about.name, key.escape_debug()),
    )
}

/// What is to be said of one circuit, if there is something.
fn sentence(
    line: &Line,
    now: i64,
    named: &impl Fn(u32) -> Option<String>,
) -> Option<(Level, String)> {
    let facts = &line.facts;
    let name = name(line);
    let lasted = duration(since(now, facts.outage_since.unwrap_or(facts.since)));
    let (level, text) = match facts.state {
        State::ForcedOpen => (
            Level::Forced,
            format!(
                "{name} has been forced open for {lasted}{}{}",
                instead(line, named),
                end(line, now)
            ),
        ),
        State::ForcedClosed => (
            Level::Forced,
            format!(
                "{name} has been forced closed for {lasted}: its failures open nothing{}",
                end(line, now)
            ),
        ),
        State::Closed => return keys(line),
        state if facts.slow.policy.settings().dry_run => {
            (Level::Recovering, dry(&name, state, &lasted, line))
        }
        State::Open => (
            Level::Outage,
            format!(
                "{name} has been down for {lasted}{}{}{}",
                reason(line),
                instead(line, named),
                next(line, now)
            ),
        ),
        State::HalfOpen => (
            Level::Outage,
            format!(
                "{name} has been down for {lasted}{}{}; trial calls pass",
                reason(line),
                instead(line, named)
            ),
        ),
        _ => (
            Level::Recovering,
            format!("{name} recovers from an outage of {lasted}: a growing share of calls passes"),
        ),
    };
    Some((level, text))
}

fn dry(name: &str, state: State, lasted: &str, line: &Line) -> String {
    let would = if state == State::RampUp { "would be recovering" } else { "would have been down" };
    format!("{name} {would} for {lasted}{}: in its dry run no call is rejected", reason(line))
}

/// Of a whole whose keys are in trouble while it is closed: each key that is shown speaks for
/// itself, and the number is said here.
fn keys(line: &Line) -> Option<(Level, String)> {
    let [_, open, half_open, ramp_up, forced_open, forced_closed] = line.facts.keys?;
    let all: u64 = line.facts.keys?.iter().sum();
    let states = [
        (open, "down"),
        (half_open, "being tried"),
        (ramp_up, "recovering"),
        (forced_open, "forced open"),
        (forced_closed, "forced closed"),
    ];
    let parts: Vec<_> = states
        .iter()
        .filter(|(keys, _)| *keys > 0)
        .map(|(keys, what)| format!("{keys} {what}"))
        .collect();
    let level = if open + half_open > 0 {
        Level::Outage
    } else if forced_open + forced_closed > 0 {
        Level::Forced
    } else {
        Level::Recovering
    };
    let text = format!("of {} of {}, {}", counted(all, "key"), line.about.name, are(&parts, line));
    (!parts.is_empty()).then_some((level, text))
}

fn are(parts: &[String], line: &Line) -> String {
    let verb = if line.troubled_keys() == 1 { "is" } else { "are" };
    let said = and(parts);
    let (number, what) = said.split_once(' ').unwrap_or((&said, ""));
    format!("{number} {verb} {what}")
}

/// ` (5 failures within 10s: connection refused)`.
fn reason(line: &Line) -> String {
    let slow = &line.facts.slow;
    let Some(why) = &slow.why else { return String::new() };
    match slow.last.as_ref().and_then(|(_, text)| text.as_ref()) {
        Some(text) if !why.contains(&**text) => format!(" ({why}: {text})"),
        _ => format!(" ({why})"),
    }
}

/// `; its calls are answered by gateway B, then by enqueue`.
fn instead(line: &Line, named: &impl Fn(u32) -> Option<String>) -> String {
    let steps = line.facts.slow.instead.iter().zip(&line.names);
    let who: Vec<_> = steps
        .map(|((what, circuit), id)| {
            id.and_then(named).unwrap_or_else(|| circuit.unwrap_or(what).to_owned())
        })
        .collect();
    if who.is_empty() {
        "; its calls are rejected".to_owned()
    } else {
        format!("; its calls are answered by {}", who.join(", then by "))
    }
}

/// `; next trial in 3 s`.
fn next(line: &Line, now: i64) -> String {
    let at = line.facts.retry_at.map(|at| since(at, now));
    at.map_or_else(String::new, |ms| format!("; next trial in {}", rest(ms)))
}

/// `; that ends in 10 min`.
fn end(line: &Line, now: i64) -> String {
    let at = line.facts.retry_at.map(|at| since(at, now));
    at.map_or_else(
        || "; until somebody resets it".to_owned(),
        |ms| format!("; that ends in {}", rest(ms)),
    )
}
