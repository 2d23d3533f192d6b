//! What each call costs.

use super::rows::{Row, Rows};
use super::table;
use crate::Path;

const HEADINGS: [&str; 9] = [
    "path",
    "guard",
    "ns: p10 [median]",
    "over bare",
    "times bare",
    "ns on 2 threads",
    "throughput of 2",
    "instructions (over bare)",
    "allocations",
];

/// The table of all cases.
#[must_use]
pub fn costs(rows: &Rows) -> String {
    let lines = Path::ALL.into_iter().flat_map(|path| {
        let bare = rows.bare(path);
        rows.on(path).map(move |row| cells(row, &bare))
    });
    table(&HEADINGS, lines)
}

fn cells(row: &Row, bare: &Row) -> Vec<String> {
    let (alone, together) = (row.times.alone, row.times.together);
    vec![
        row.path.to_string(),
        row.subject.to_owned(),
        format!("{:.1} [{:.1}]", alone.p10, alone.median),
        known(row.nanos_over(bare), |over| format!("{over:+.1}")),
        known(alone.p10 / bare.times.alone.p10, |ratio| format!("{ratio:.1}×")),
        format!("{:.1} [{:.1}]", together.p10, together.median),
        format!("{:.2}×", row.times.scaling()),
        instructions(row, bare),
        format!("{:.2}", row.allocations).replace("0.00", "0"),
    ]
}

fn instructions(row: &Row, bare: &Row) -> String {
    let over = known(row.instructions_over(bare), |over| format!(" ({over:+.0})"));
    format!("{:.0}{over}", row.instructions)
}

/// A number as text, if it is one.
fn known(number: f64, text: impl FnOnce(f64) -> String) -> String {
    if number.is_nan() { String::new() } else { text(number) }
}
