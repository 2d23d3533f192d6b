//! One list as plain text.

use std::io::{self, Write};

use breaker_dashboard::document::{Circuit, Document, Level};

#[cfg(test)]
use super::model;
use super::text::{clean, fit, fit_right, head, width};
use super::{fleet, function, time, words};

const TITLES: [&str; 7] = ["STATE", "FOR", "NEXT", "CALLS/S", "FAIL/S", "REJECTED", "CIRCUIT"];

/// What is wider stands over: one long name is not paid for in each line.
const WIDEST: usize = 60;

/// Writes the verdict, whose circuits these are, and a line for each, worst first.
pub(crate) fn tell(out: &mut impl Write, document: &Document) -> io::Result<()> {
    let process = &document.process;
    let version = process.version.as_ref().map_or_else(String::new, |text| format!(" {text}"));
    let up = time::duration(process.up_for_ms);
    let whose =
        format!("{}{version}, pid {} on {}, up {up}", process.program, process.pid, process.host);
    let whose = format!("{whose}; {}", words::counts(&document.verdict.counts));
    writeln!(out, "{}\n{}", clean(&document.verdict.text), clean(&whose))?;
    if let Some(fleet) = &document.fleet {
        writeln!(out, "{}", clean(&fleet::said(fleet)))?;
    }
    writeln!(out)?;
    let mut circuits: Vec<_> = document.circuits.iter().collect();
    circuits.sort_by_key(|circuit| circuit.rank);
    let rows: Vec<_> = circuits.iter().map(|circuit| cells(circuit, &document.circuits)).collect();
    let mut widths = TITLES.map(str::len);
    for row in &rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = width(head(cell, WIDEST)).clamp(*widest, WIDEST);
        }
    }
    let line = |row: &[String; 7]| {
        let cells = row.iter().zip(widths).enumerate().map(|(at, (cell, columns))| {
            let is_number = (3..6).contains(&at);
            if is_number { fit_right(cell, columns) } else { padded(cell, columns) }
        });
        cells.collect::<Vec<_>>().join("  ")
    };
    writeln!(out, "{}", line(&TITLES.map(str::to_owned)).trim_end())?;
    for (row, circuit) in rows.iter().zip(circuits) {
        let told = format!("{}  {}", line(row), words::note(circuit, &document.circuits));
        writeln!(out, "{}", clean(told.trim_end()))?;
    }
    out.flush()
}

/// Whole, for whoever looks for a name.
fn padded(cell: &str, columns: usize) -> String {
    if width(head(cell, columns)) <= columns {
        return fit(cell, columns);
    }
    clean(cell).into_owned()
}

fn cells(circuit: &Circuit, all: &[Circuit]) -> [String; 7] {
    let told = function::speaker(circuit, all);
    let or_dash = |text: String| if text.is_empty() { "-".to_owned() } else { text };
    [
        words::state(function::effect(circuit)).1.to_owned()
            + if circuit.dry_run { " (dry run)" } else { "" },
        words::known(told.map(|told| time::duration(words::lasts(told)))),
        or_dash(told.map(words::next).unwrap_or_default()),
        words::known(circuit.rates.map(|rates| rates.calls)),
        words::known(circuit.rates.map(|rates| rates.failures)),
        words::rejected(circuit),
        words::name(circuit),
    ]
}

/// 1 in an outage. Who forces a circuit knows of it, one that waits for a call may do so for ever,
/// and one in a dry run rejects nothing: none of them is to wake somebody.
pub(crate) const fn code(level: Level) -> u8 {
    match level {
        Level::Outage => 1,
        Level::Calm | Level::DryRun | Level::Recovering | Level::Forced => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::tests::document;

    #[test]
    fn an_outage_alone_ends_with_a_code_of_its_own() {
        let levels = [Level::Calm, Level::DryRun, Level::Recovering, Level::Forced, Level::Outage];
        assert_eq!(levels.map(code), [0, 0, 0, 0, 1]);
    }

    #[test]
    fn a_list_is_lines_of_plain_text() {
        let mut out = Vec::new();
        tell(&mut out, &document("open", &["gateway A", "\u{1b}]0;owned\u{7}\nclosed"])).unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 6, "{text}");
        assert_eq!(lines[0], "gateway A has been down for 2 min 10 s");
        assert_eq!(lines[1], "shop 1.2.3, pid 7 on desk, up 1 min 30 s; 2 circuits, 2 down");
        assert!(
            lines[4].starts_with("open   2 min 10 s  in 3 s      150       1      66 %  gateway A")
        );
        assert!(lines[4].contains("answered by charge_b → enqueue; last failure: error 3 s ago"));
        assert!(lines[5].contains(r"\u{1b}]0;owned\u{7}\nclosed"), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{7}']));
    }

    #[test]
    fn a_name_is_as_long_as_it_is() {
        let long = "a".repeat(100_000);
        let mut out = Vec::new();
        tell(&mut out, &document("open", &["gateway A", &long])).unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[4].len() < 300, "the others are not filled up: {}", lines[4]);
        assert!(lines[5].contains(&format!("  {long}  answered by charge_b")));
    }
}
