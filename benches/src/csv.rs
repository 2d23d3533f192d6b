//! Measurements as comma-separated values: what the charts are drawn from.

use std::fmt::Display;

/// Prints a line. What is printed has no commas of its own: `failsafe, share rule` becomes
/// `failsafe: share rule`, and marks of markdown go.
pub fn line(cells: &[&dyn Display]) {
    let cells: Vec<_> = cells.iter().map(|cell| plain(&cell.to_string())).collect();
    println!("{}", cells.join(","));
}

fn plain(cell: &str) -> String {
    cell.replace(", ", ": ").replace(['*', '`'], "").replace("NaN", "")
}

/// A measured number, to a thousandth of the unit or to four digits, whichever is shorter.
#[must_use]
pub fn number(measured: f64) -> String {
    if measured.abs() >= 1_000.0 { format!("{measured:.0}") } else { format!("{measured:.3}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_no_comma_and_no_markdown() {
        assert_eq!(plain("**`#[a]`**, share rule"), "#[a]: share rule");
    }

    #[test]
    fn what_was_not_measured_is_empty() {
        assert_eq!(plain(&number(f64::NAN)), "");
    }
}
