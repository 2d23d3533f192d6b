//! The screen: whose circuits these are, the verdict, then the list or one circuit.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::app::App;
use super::ink::Ink;
use super::model::Model;
use super::text::{clean, fit, head, width};
use super::wrap::wrap_ends;
#[cfg(test)]
use super::{app, feed, keys, model};
use super::{detail, fleet, list, time, words};

/// A line: pieces of text, one after the other.
pub(crate) type Line = Vec<(String, Style)>;

/// Draws all of it, on a screen of any size.
pub(crate) fn draw(app: &App, has_colours: bool, area: Rect, buffer: &mut Buffer) {
    let ink = Ink { has_colours, is_stale: app.trouble.is_some() };
    let columns = usize::from(area.width);
    let mut lines = heading(app, ink, columns, usize::from(area.height));
    let room = usize::from(area.height).saturating_sub(lines.len() + 1);
    lines.extend(match &app.opened {
        Some(opened) => detail::lines(app, opened, ink, columns, room),
        None => list::lines(app, ink, columns, room),
    });
    lines.truncate(usize::from(area.height).saturating_sub(1));
    for (row, line) in (area.y..).zip(&lines) {
        put(buffer, area, row, line);
    }
    if area.height > 0 {
        put(buffer, area, area.bottom() - 1, &footer(app, ink, columns));
    }
}

/// The one place where text reaches the terminal's cells. Where there is no room for all of a line
/// it ends with `…`.
fn put(buffer: &mut Buffer, area: Rect, row: u16, line: &Line) {
    let mut column = area.x;
    for (at, (text, style)) in line.iter().enumerate() {
        let left = usize::from(area.right().saturating_sub(column));
        let more = is_more(&line[at + 1..]);
        let text = if more { text } else { text.trim_end() };
        if width(head(text, left)) + usize::from(more) <= left {
            (column, _) = buffer.set_stringn(column, row, clean(text), left, *style);
            continue;
        }
        let rest = line[at..].iter().map(|(text, _)| head(text, left)).collect::<String>();
        buffer.set_stringn(column, row, fit(&rest, left), left, *style);
        return;
    }
}

/// Whether there is something to be seen in these pieces.
fn is_more(pieces: &[(String, Style)]) -> bool {
    pieces.iter().any(|(text, _)| !text.trim().is_empty())
}

fn heading(app: &App, ink: Ink, columns: usize, rows: usize) -> Vec<Line> {
    let mut lines = match &app.model {
        Some(model) => about(model, ink, columns, rows),
        None => vec![vec![("breaker-top".to_owned(), ink.bold())]],
    };
    if let Some(why) = &app.trouble {
        let passed = u64::try_from(app.answered.elapsed().as_millis()).unwrap_or(u64::MAX);
        let (lasted, address) = (time::duration(passed), &app.address);
        let text = match &app.model {
            Some(model) => format!(
                "no answer from {address} for {lasted}: {why}. Shown is {} UTC, the last that was \
                 told",
                words::time_of_day(model.document.at_ms)
            ),
            None => format!("no answer from {address} for {lasted}: {why}"),
        };
        // Where there is nothing else to see there is room for all of it.
        let most = if app.model.is_some() { 3 } else { rows.max(1) };
        lines.extend(band(&text, most, ink.trouble(), columns));
    } else if app.model.is_none() {
        lines.push(vec![(format!("asking {} ..", app.address), ink.dim())]);
    }
    if let Some(notice) = &app.notice {
        lines.extend(band(&format!("{notice} (x closes this)"), 3, ink.bold(), columns));
    }
    lines.push(Line::new());
    lines
}

/// The process, and the state of all its circuits in a sentence.
fn about(model: &Model, ink: Ink, columns: usize, rows: usize) -> Vec<Line> {
    let (process, verdict) = (&model.document.process, &model.document.verdict);
    let version = process.version.as_ref();
    let version = version.map_or_else(String::new, |text| format!(" · version {text}"));
    // Where there is no room the end goes.
    let facts = format!(
        " · {}{version} · pid {} on {} · up {} · this process only",
        words::counts(&verdict.counts),
        process.pid,
        process.host,
        time::duration(process.up_for_ms),
    );
    let mut lines = vec![vec![(process.program.clone(), ink.bold()), (facts, ink.dim())]];
    lines.extend(model.document.fleet.iter().map(|it| vec![(fleet::said(it), ink.dim())]));
    let most = (rows / 4).clamp(3, 6);
    lines.extend(band(&verdict.text, most, ink.level(verdict.level), columns));
    lines
}

/// A text that stands out, in at most so many lines: it begins with who is down and since when, and
/// ends with what comes next.
fn band(text: &str, most: usize, style: Style, columns: usize) -> impl Iterator<Item = Line> {
    let lines = wrap_ends(text, columns.saturating_sub(2), most).into_iter();
    lines.map(move |text| vec![(format!(" {text} "), style)])
}

fn footer(app: &App, ink: Ink, columns: usize) -> Line {
    if app.is_typing {
        let typed = format!("/{}", clean(&app.find));
        // The end of what is typed is what the viewer looks at.
        let surplus = (width(&typed) + 1).saturating_sub(columns);
        let cursor = Style::new().add_modifier(Modifier::REVERSED);
        let shown = typed.chars().skip(surplus).collect();
        return vec![(shown, Style::new()), (" ".to_owned(), cursor)];
    }
    let keys = if app.opened.is_some() {
        "Esc back  ↑↓ scroll  q quit".to_owned()
    } else {
        let found = if app.find.is_empty() { "search".to_owned() } else { app.find.clone() };
        format!("q quit  ↑↓ choose  Enter open  / {found}  s {}", app.sort.word())
    };
    vec![(fit(&keys, columns), ink.dim())]
}

#[cfg(test)]
mod tests;
