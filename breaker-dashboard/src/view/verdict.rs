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
        .filter(|line| !is_said_by_keys(lines, line))
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

/// `all 12 circuits are closed, those of 2 keys among them`. As the page counts them: a function
/// with keys is as many circuits as these, and one before its first call.
fn calm(lines: &[Line]) -> String {
    let wholes = || lines.iter().filter(|line| line.about.whole.is_none());
    let keys = |line: &Line| line.facts.keys.map_or(0, |keys| keys.iter().sum::<u64>());
    let of_keys = match wholes().map(keys).sum::<u64>() {
        0 => String::new(),
        1 => ", that of a key among them".to_owned(),
        count => format!(", those of {count} keys among them"),
    };
    match wholes().map(|line| keys(line).max(1)).sum::<u64>() {
        0 => "no circuit is known yet".to_owned(),
        1 => "the only circuit is closed".to_owned(),
        count => format!("all {count} circuits are closed{of_keys}"),
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
    let settings = line.facts.slow.policy.settings();
    let name = name(line);
    let lasted = duration(since(now, line.facts.outage_since.unwrap_or(line.facts.since)));
    let (why, who) = (reason(line), instead(line, named));
    Some(match line.facts.state {
        State::Closed => return keys(line),
        State::ForcedClosed if !settings.enabled => {
            (Level::Forced, format!("{name} is switched off: its calls pass, however many fail"))
        }
        State::ForcedClosed => (
            Level::Forced,
            format!(
                "{name} has been forced closed for {lasted}{}: its calls pass, however many fail{}",
                note(line),
                end(line, now)
            ),
        ),
        _ if settings.dry_run => dry(line, now, &lasted, &why),
        State::ForcedOpen => (
            Level::Forced,
            format!(
                "{name} has been forced open for {lasted}{}{who}{}",
                note(line),
                end(line, now)
            ),
        ),
        State::Open => (
            Level::Outage,
            format!("{name} has been down for {lasted}{why}{who}{}", next(line, now)),
        ),
        State::HalfOpen => (
            Level::Outage,
            format!("{name} has been down for {lasted}{why}{who}; {}", trial(line, now)),
        ),
        _ => (
            Level::Recovering,
            format!(
                "{name} is recovering from an outage of {lasted}{why}: a growing share of its \
                 calls passes"
            ),
        ),
    })
}

/// In a dry run no call is rejected, also when the circuit is forced open.
fn dry(line: &Line, now: i64, lasted: &str, why: &str) -> (Level, String) {
    let (level, what) = match line.facts.state {
        State::ForcedOpen => {
            (Level::Forced, format!("has been forced open for {lasted}{}", note(line)))
        }
        State::RampUp => {
            (Level::Recovering, format!("would be recovering from an outage of {lasted}{why}"))
        }
        _ => (Level::Recovering, format!("would have been down for {lasted}{why}")),
    };
    let end = if level == Level::Forced { end(line, now) } else { String::new() };
    let name = name(line);
    (level, format!("{name} {what}, but rejects no call: it is in a dry run{end}"))
}

/// Keys that speak for themselves alone: their number is seen.
const FEW_KEYS: u64 = 3;

/// Whether what is to be said of a whole is of a few keys, each with a sentence of its own.
fn is_said_by_keys(lines: &[Line], whole: &Line) -> bool {
    let in_trouble = whole.troubled_keys();
    let is_told = |line: &&Line| {
        line.about.whole == Some(whole.about.id) && line.facts.state != State::Closed
    };
    whole.facts.state == State::Closed
        && (1..=FEW_KEYS).contains(&in_trouble)
        && lines.iter().filter(is_told).count() as u64 == in_trouble
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
    let verb = |keys| if keys == 1 { "is" } else { "are" };
    let in_trouble = states.iter().filter(|(keys, _)| *keys > 0);
    let parts: Vec<_> =
        in_trouble.map(|(keys, what)| format!("{keys} {} {what}", verb(*keys))).collect();
    let level = if open + half_open > 0 {
        Level::Outage
    } else if forced_open + forced_closed > 0 {
        Level::Forced
    } else {
        Level::Recovering
    };
    let text = format!("of {} of {}, {}", counted(all, "key"), line.about.name, and(&parts));
    (!parts.is_empty()).then_some((level, text))
}

/// ` (5 failures within 10s: connection refused)`: the error of the last failure before it opened,
/// not of those that came since.
fn reason(line: &Line) -> String {
    line.facts.slow.why.as_ref().map_or_else(String::new, |why| format!(" ({})", flat(why)))
}

/// `5 failures within 10s, 2 timeouts`, for a bracket in a bracket is hard to read. What an error
/// said, behind the colon, stays as it is.
fn flat(why: &str) -> String {
    let (head, error) = why.split_at(why.find(": ").unwrap_or(why.len()));
    match head.strip_suffix(')').and_then(|head| head.split_once(" (")) {
        Some((what, kinds)) if kinds.starts_with(|first: char| first.is_ascii_digit()) => {
            format!("{what}, {kinds}{error}")
        }
        _ => why.to_owned(),
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

/// A half-open circuit says for how long it rejects calls while its places for trials are taken.
fn trial(line: &Line, now: i64) -> &'static str {
    let is_full = line.facts.retry_at.is_some_and(|at| since(at, now) > 0);
    if is_full { "a trial call is under way" } else { "the next call is a trial" }
}

/// `; next trial in 3 s`.
fn next(line: &Line, now: i64) -> String {
    match line.facts.retry_at.map(|at| since(at, now)) {
        None => String::new(),
        Some(0) => "; next trial now".to_owned(),
        Some(ms) => format!("; next trial in {}", rest(ms)),
    }
}

/// ` by anna (new certificates)`.
fn note(line: &Line) -> String {
    let Some(forced) = &line.facts.slow.forced else { return String::new() };
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

#[cfg(test)]
mod tests;
