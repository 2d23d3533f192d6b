//! The time axis that all strips share: the whole run, from the first column to the last.

use std::ops::{Range, RangeInclusive};
use std::time::Duration;

use crate::ledger::Figures;
use crate::load::Sale;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Axis {
    columns: u32,
    length: Duration,
}

impl Axis {
    pub(crate) fn new(columns: usize, length: Duration) -> Self {
        Self { columns: u32::try_from(columns).unwrap_or(u32::MAX).max(1), length }
    }

    pub(crate) fn columns(self) -> usize {
        self.columns as usize
    }

    /// The column of this time; what comes after the end is in the last one.
    pub(crate) fn column(self, time: Duration) -> usize {
        self.columns_before(time).min(self.columns() - 1)
    }

    /// How many columns are over at this time.
    pub(crate) fn columns_before(self, time: Duration) -> usize {
        let columns = time.as_nanos() * u128::from(self.columns) / self.length.as_nanos().max(1);
        usize::try_from(columns).unwrap_or(usize::MAX)
    }

    /// The times that are shown in each column.
    pub(crate) fn spans(self) -> impl Iterator<Item = Range<Duration>> {
        let at = move |column| self.length * column / self.columns;
        (0..self.columns).map(move |column| at(column)..at(column + 1))
    }

    /// The sales by the column in which they were served.
    pub(crate) fn served(self, sales: &[Sale]) -> Vec<Figures> {
        self.collect(sales, |sale| {
            let served = self.column(sale.served());
            served..=served
        })
    }

    /// The sales by the columns in which their customers waited: one that takes long is felt all the while.
    pub(crate) fn waiting(self, sales: &[Sale]) -> Vec<Figures> {
        self.collect(sales, |sale| self.column(sale.ordered)..=self.column(sale.served()))
    }

    fn collect(
        self,
        sales: &[Sale],
        place: impl Fn(&Sale) -> RangeInclusive<usize>,
    ) -> Vec<Figures> {
        let mut columns = vec![Vec::new(); self.columns()];
        for sale in sales {
            for column in &mut columns[place(sale)] {
                column.push(sale);
            }
        }
        columns.into_iter().map(|sales| sales.into_iter().collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Axis;
    use std::time::Duration;

    #[test]
    fn columns_cover_the_run_without_gaps() {
        let axis = Axis::new(58, Duration::from_secs(31));
        let mut end = Duration::ZERO;
        for (column, span) in axis.spans().enumerate() {
            assert_eq!(span.start, end);
            assert_eq!(axis.column(span.end.saturating_sub(Duration::from_nanos(1))), column);
            end = span.end;
        }
        assert_eq!(end, Duration::from_secs(31));
        assert_eq!(axis.column(end * 2), 57);
    }
}
