//! Measurements, as they were written: a line of headings and lines of cells without commas of
//! their own.

use std::path::Path;
use std::{fs, io};

/// A file of measurements.
#[derive(Debug)]
pub(crate) struct Data {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A line of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    headings: &'a [String],
    cells: &'a [String],
}

impl Data {
    /// # Errors
    ///
    /// If there is no such file.
    pub(crate) fn read(file: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(file)
            .map_err(|error| io::Error::other(format!("{}: {error}", file.display())))?;
        Ok(Self::parse(&text))
    }

    fn parse(text: &str) -> Self {
        let cells = |line: &str| line.split(',').map(str::to_owned).collect();
        let mut lines = text.lines().map(cells);
        Self { headings: lines.next().unwrap_or_default(), rows: lines.collect() }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { headings: &self.headings, cells })
    }

    /// What `y` is at each `x` in the lines in which `column` says `value`; what was not measured
    /// is left out.
    pub(crate) fn points(
        &self,
        (column, value): (&str, &str),
        x: &str,
        y: &str,
    ) -> Vec<(f64, f64)> {
        let rows = self.rows().filter(|row| row.text(column) == value);
        rows.filter_map(|row| Some((row.number(x)?, row.number(y)?))).collect()
    }

    /// The lines in which `column` says `value`.
    pub(crate) fn only(&self, column: &str, value: &str) -> Self {
        let rows = self.rows().filter(|row| row.text(column) == value);
        Self { headings: self.headings.clone(), rows: rows.map(|row| row.cells.to_vec()).collect() }
    }

    /// The same with every number of `column` multiplied.
    pub(crate) fn scaled(mut self, column: &str, factor: f64) -> Self {
        if let Some(at) = self.headings.iter().position(|heading| heading == column) {
            for cell in self.rows.iter_mut().filter_map(|row| row.get_mut(at)) {
                if let Ok(number) = cell.parse::<f64>() {
                    *cell = (number * factor).to_string();
                }
            }
        }
        self
    }
}

impl<'a> Row<'a> {
    /// What it says in that column; nothing if there is none.
    pub(crate) fn text(self, column: &str) -> &'a str {
        let at = self.headings.iter().position(|heading| heading == column);
        at.and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }

    /// The number that it says there. Charts have axes by tens: only numbers above zero can be
    /// drawn.
    pub(crate) fn number(self, column: &str) -> Option<f64> {
        self.text(column).parse().ok().filter(|&number| number > 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "rule,threshold,ns\ncount,1,70.5\nshare,1,90\ncount,10,\ncount,100,60\n";

    #[test]
    fn points_are_those_that_were_measured() {
        let points = Data::parse(TEXT).points(("rule", "count"), "threshold", "ns");
        assert_eq!(points, [(1.0, 70.5), (100.0, 60.0)]);
    }

    #[test]
    fn another_unit_is_a_factor() {
        let data = Data::parse(TEXT).only("rule", "share").scaled("ns", 0.5);
        assert_eq!(data.points(("rule", "share"), "threshold", "ns"), [(1.0, 45.0)]);
    }
}
