//! The list of circuits.

use breaker_dashboard::document::{Circuit, Effect};
use ratatui::style::Modifier;

use super::app::App;
use super::ink::Ink;
use super::screen::Line;
use super::text::{fit, fit_right};
use super::wrap::wrap;
use super::{function, time, words};

/// Columns beside the name, as they are given up where there is no room: the last one first.
const EXTRAS: [(&str, usize); 6] =
    [("for", 12), ("next", 10), ("rejected", 8), ("fail/s", 7), ("calls/s", 8), ("", NOTE)];
/// What the time of the next call is wider by where there is room: `in 59 min 58 s`.
const MORE_NEXT: usize = 4;
/// A state with its shape.
const STATE: usize = 15;
/// The least that shows which circuit it is.
const NAME: usize = 14;
/// The least that is of use of who answers instead.
const NOTE: usize = 36;
/// What is said about the chosen circuit below the list.
const ABOUT: usize = 3;

/// The titles, as many circuits as there is room for, and a few words about the chosen one.
pub(crate) fn lines(app: &App, ink: Ink, columns: usize, room: usize) -> Vec<Line> {
    let circuits = app.circuits();
    if circuits.is_empty() {
        let text = match (&app.model, app.find.is_empty()) {
            (None, _) => return Vec::new(),
            (_, true) => "no circuit is known yet".to_owned(),
            (_, false) => format!("no circuit is called `{}`: Esc shows all", app.find),
        };
        return vec![vec![(text, ink.dim())]];
    }
    let extras = extras(columns);
    let chosen = app.place(&circuits);
    let about = if room > 2 * ABOUT { ABOUT } else { 0 };
    let height = room.saturating_sub(1 + about).max(1);
    // The chosen one stands in the middle, if there are circuits on both sides.
    let first = chosen.saturating_sub(height / 2).min(circuits.len().saturating_sub(height));
    let mut lines = vec![vec![(titles(&extras, columns), ink.dim())]];
    for (at, circuit) in circuits.iter().enumerate().skip(first).take(height) {
        let mut line = row(app, &app.at_present(circuit), &extras, ink, columns);
        if at == chosen {
            for (_, style) in &mut line {
                *style = style.add_modifier(Modifier::REVERSED);
            }
        }
        lines.push(line);
    }
    let below = circuits.len().saturating_sub(first + height);
    if about > 0 {
        lines.push(vec![(
            if below > 0 { format!("  {below} more") } else { String::new() },
            ink.dim(),
        )]);
        let note = words::note(&app.at_present(circuits[chosen]), app.all());
        let text = format!("{}: {note}", words::name(circuits[chosen]));
        lines.extend(
            wrap(&text, columns, ABOUT - 1).into_iter().map(|text| vec![(text, ink.plain())]),
        );
    }
    lines
}

/// The columns that there is room for.
fn extras(columns: usize) -> Vec<(&'static str, usize)> {
    let mut left = columns.saturating_sub(STATE + 1 + NAME);
    let fitting = EXTRAS.iter().take_while(|(_, wide)| {
        // The note is there only if nothing is cut for it.
        let fits = left > wide + if *wide == NOTE { MORE_NEXT } else { 0 };
        left = if fits { left - wide - 1 } else { left };
        fits
    });
    let mut fitting: Vec<_> = fitting.copied().collect();
    if let Some((_, next)) = fitting.iter_mut().find(|(title, _)| *title == "next") {
        *next += left.min(MORE_NEXT);
    }
    fitting
}

/// How wide the name may be, and what is left for the note.
fn widths(extras: &[(&str, usize)], columns: usize) -> (usize, usize) {
    let taken: usize = extras.iter().map(|(_, wide)| wide + 1).sum();
    let left = columns.saturating_sub(STATE + 1 + taken);
    if extras.len() < EXTRAS.len() {
        return (left, 0);
    }
    let name = left.clamp(NAME, NAME + 14);
    (name, NOTE + left.saturating_sub(name))
}

fn titles(extras: &[(&str, usize)], columns: usize) -> String {
    let (name, note) = widths(extras, columns);
    let mut titles = format!("{} {}", fit("  state", STATE), fit("circuit", name));
    for (title, wide) in extras {
        titles += " ";
        titles += &match *title {
            "" => fit("instead · last failure", note),
            title => fit_right(title, *wide),
        };
    }
    titles
}

/// Times are those of the circuit, or of a function's worst key.
fn row(app: &App, circuit: &Circuit, extras: &[(&str, usize)], ink: Ink, columns: usize) -> Line {
    let (name, note) = widths(extras, columns);
    let told = app.speaker(circuit);
    let told = told.as_ref();
    let effect = function::effect(circuit);
    let (shape, word) = words::state(effect);
    // Who would reject says so by that word.
    let dry = if circuit.dry_run && effect != Effect::DryRun { " (dry)" } else { "" };
    let state = fit(&format!("{shape} {word}{dry}"), STATE);
    let mut line = vec![
        (state, ink.state(effect)),
        (format!(" {}", fit(&words::name(circuit), name)), ink.bold()),
    ];
    for (title, wide) in extras {
        let text = match *title {
            "next" => told.map(words::next).unwrap_or_default(),
            "for" => words::known(told.map(|told| time::duration(words::lasts(told)))),
            "rejected" => words::rejected(circuit),
            "fail/s" => words::known(circuit.rates.map(|rates| rates.failures)),
            "calls/s" => words::known(circuit.rates.map(|rates| rates.calls)),
            _ => {
                line.push((
                    format!(" {}", fit(&words::brief(circuit, app.all()), note)),
                    ink.dim(),
                ));
                continue;
            }
        };
        line.push((format!(" {}", fit_right(&text, *wide)), ink.plain()));
    }
    line
}
