//! One circuit.

use breaker_dashboard::document::{Calls, Circuit, Detail, Effect, Rates, Rule, State};

use super::app::{App, Opened};
use super::ink::Ink;
use super::screen::Line;
use super::wrap::wrap;
use super::{fleet, function, instead, time, within, words};

/// Columns of a title.
const TITLE: usize = 16;

/// What is known of it, from where the viewer has scrolled to.
pub(crate) fn lines(
    app: &App,
    opened: &Opened,
    ink: Ink,
    columns: usize,
    room: usize,
) -> Vec<Line> {
    let mut lines = Vec::new();
    let live = app.model.as_ref().and_then(|model| model.circuit(opened.circuit.id()?));
    match live {
        Some(circuit) => lines.extend(about(&app.at_present(circuit), app.all(), ink, columns)),
        None => lines.push(vec![("this circuit is not shown any more".to_owned(), ink.dim())]),
    }
    lines.push(Line::new());
    match &opened.detail {
        None if opened.circuit.id().is_none() => {}
        None => lines.push(vec![("asking for its settings and events ..".to_owned(), ink.dim())]),
        Some(Err(why)) => lines.push(vec![(why.clone(), ink.trouble())]),
        Some(Ok(detail)) => lines.extend(more(detail, ink, columns)),
    }
    let end = lines.len().saturating_sub(room);
    opened.end.set(end);
    lines.split_off(end.min(opened.scrolled))
}

fn about(circuit: &Circuit, all: &[Circuit], ink: Ink, columns: usize) -> Vec<Line> {
    let mut lines = vec![
        vec![(words::name(circuit), ink.bold())],
        vec![(state(circuit), ink.state(function::effect(circuit)))],
    ];
    let (down_for, outage) = outage(circuit);
    let is_forced = circuit.forced.is_some();
    let ramps_up = circuit.ramp_up.is_some();
    let trial = if is_forced || ramps_up { String::new() } else { words::next(circuit) };
    let location = circuit.location.as_ref();
    let share = |share: Option<f64>| share.map(words::share).unwrap_or_default();
    let said = [
        ("keys", function::keys(circuit)),
        (down_for, outage),
        ("why", circuit.why.clone().unwrap_or_default()),
        ("next trial", trial),
        ("let through", words::passing(circuit)),
        ("forced by", words::forced(circuit)),
        ("suspected", fleet::suspected(circuit)),
        ("in the fleet", fleet::shared(circuit)),
        (instead::is(circuit), instead::who(circuit, all)),
        ("last failure", words::last_failure(circuit)),
        ("rejected within", within::said(circuit, all)),
        ("rule", rule(circuit)),
        ("this second", this_second(circuit)),
        ("so far", so_far(circuit)),
        ("rejected", share(circuit.rejected_share)),
        ("would reject", share(circuit.would_be_rejected_share)),
        ("defined at", location.map(|at| format!("{}:{}", at.file, at.line)).unwrap_or_default()),
    ];
    for (title, text) in said.iter().filter(|(_, text)| !text.is_empty()) {
        lines.extend(titled(title, text, ink, columns));
    }
    lines
}

/// The state, for how long, and that it is in a dry run.
fn state(circuit: &Circuit) -> String {
    let (effect, lasted) = (function::effect(circuit), time::duration(circuit.in_state_for_ms));
    let ((shape, word), dry) = (words::state(effect), words::dry_run(circuit));
    match effect {
        _ if function::worst(circuit).is_some() => {
            let dry = if dry.is_empty() { dry } else { format!("; {dry}") };
            format!("{shape} {}{dry}", function::keys(circuit))
        }
        Effect::DryRun => format!("{shape} {dry}; for {lasted}"),
        _ if circuit.dry_run => format!("{shape} {word} for {lasted}; {dry}"),
        _ => format!("{shape} {word} for {lasted}"),
    }
}

/// Of one that waits for a call: how long its outage was until then.
fn outage(circuit: &Circuit) -> (&'static str, String) {
    let until = if circuit.waits { circuit.in_state_for_ms } else { 0 };
    let title = match (circuit.dry_run, circuit.waits) {
        (true, _) => "would be down",
        (false, true) => "was down for",
        (false, false) => "down for",
    };
    let lasted = circuit.outage_for_ms.map(|ms| ms.saturating_sub(until));
    (title, lasted.map(time::duration).unwrap_or_default())
}

/// What opens it, and how near that is. A function with keys counts no call itself: its
/// nearest key does. Of a circuit that is not closed there is no way to go.
fn rule(circuit: &Circuit) -> String {
    let Rule { text, near, key, key_text, .. } = &circuit.rule;
    let own = key_text.as_ref().map_or_else(String::new, |own| format!(" ({own})"));
    let text = match (key, circuit.keys) {
        (_, None) => text.clone(),
        (None, _) => return format!("{text}, counted for each key by itself"),
        (Some(key), _) => format!("{text}, counted for each key by itself; nearest is {key}{own}"),
    };
    match circuit.state {
        State::Closed => format!("{text}: {:.0} % of the way", near.clamp(0.0, 1.0) * 100.0),
        _ => text,
    }
}

fn this_second(circuit: &Circuit) -> String {
    match circuit.rates {
        Some(Rates { calls, failures, rejected }) => {
            format!("{calls} calls, {failures} failed, {rejected} rejected")
        }
        None => "not known: a key's calls are followed while it is not closed".to_owned(),
    }
}

fn so_far(circuit: &Circuit) -> String {
    let Calls { success, failure, ignored, rejected, would_be_rejected, .. } = circuit.calls;
    let some = |calls: u64, what: &str| match calls {
        0 => String::new(),
        calls => format!(", {calls} {what}"),
    };
    format!(
        "{success} succeeded, {failure} failed, {rejected} rejected{}{}; opened {}×",
        some(would_be_rejected, "would be rejected"),
        some(ignored, "ignored (as `ignore` says, or rejected by a circuit further in)"),
        circuit.opened
    )
}

/// A title, and a text that is as long as it is.
fn titled(title: &str, text: &str, ink: Ink, columns: usize) -> Vec<Line> {
    let title = format!("{title:TITLE$}");
    let lines = wrap(text, columns.saturating_sub(TITLE).max(1), 4).into_iter().enumerate();
    let title_of = |at| if at == 0 { title.clone() } else { " ".repeat(TITLE) };
    lines.map(|(at, text)| vec![(title_of(at), ink.dim()), (text, ink.plain())]).collect()
}

fn more(detail: &Detail, ink: Ink, columns: usize) -> Vec<Line> {
    let mut lines = vec![vec![("settings".to_owned(), ink.bold())]];
    for value in &detail.policy {
        let source = value.source.as_ref().map_or_else(String::new, |text| format!("  ({text})"));
        lines.push(vec![
            (format!("{:18}", value.name), ink.dim()),
            (value.value.clone(), ink.plain()),
            (source, ink.dim()),
        ]);
    }
    lines.push(Line::new());
    lines.push(vec![("events, latest first".to_owned(), ink.bold())]);
    for event in &detail.events {
        let time = format!("{} UTC", words::time_of_day(event.at_ms));
        lines.extend(titled(&time, &event.text, ink, columns));
    }
    if detail.events.is_empty() {
        lines.push(vec![("none yet".to_owned(), ink.dim())]);
    }
    lines
}
