//! The measurements as tables in markdown.

mod budget;
mod costs;
mod rows;
mod sizes;

pub use budget::budget;
pub use costs::costs;
pub use rows::{Row, Rows};
pub use sizes::sizes;

/// The lines of a table, under its headings.
fn table(headings: &[&str], lines: impl Iterator<Item = Vec<String>>) -> String {
    let heading = line(headings);
    let rule = line(&vec!["---"; headings.len()]);
    lines.fold(heading + &rule, |table, cells| table + &line(&cells))
}

fn line(cells: &[impl AsRef<str>]) -> String {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    format!("| {} |\n", cells.join(" | "))
}
