//! The outage in figures, with the attribute and without it.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use crate::record::{Figures, Record, Sale, in_words};
use crate::script::{Phase, SCRIPT};
use crate::shop::Shop;

/// A wait that customers complain about.
const LONG: Duration = Duration::from_millis(500);

/// Both shops side by side. An order belongs to the phase in which it was made.
pub(crate) fn tell(
    out: &mut impl Write,
    record: &Record,
    shops: &[Arc<Shop>; 2],
) -> io::Result<()> {
    writeln!(
        out,
        "\n The same outage with #[circuit_breaker] and without it, measured in this run"
    )?;
    writeln!(out, "\n {:14}{:>10}{:22}{:>10}", "", "with", "", "without")?;
    let columns = format!("{:>10}{:>9}{:>9}", "orders", "p50", "p99");
    writeln!(out, " {:14}{columns}    {columns}", "")?;
    for phase in &SCRIPT {
        phase_row(out, phase.name, record, |sale| Phase::at(sale.ordered) == phase)?;
    }
    phase_row(out, "all outages", record, in_outage)?;

    let outage = [&record.guarded, &record.unguarded].map(|sales| Figures::of(sales, in_outage));
    let total = [&record.guarded, &record.unguarded].map(|sales| Figures::of(sales, |_| true));
    let calls = shops.each_ref().map(|shop| shop.calls_while_down());
    writeln!(out, "\n {:42}{:>10}{:>10}", "", "with", "without")?;
    let mut row =
        |label, [with, without]: [usize; 2]| writeln!(out, " {label:42}{with:>10}{without:>10}");
    row("orders served while a gateway was down", outage.each_ref().map(Figures::orders))?;
    row("  that took longer than half a second", outage.map(|it| it.waited_longer_than(LONG)))?;
    row("calls sent to a gateway that was down", calls)?;
    row("orders in the queue, to be charged later", total.map(|it| it.queued))?;
    out.flush()
}

fn in_outage(sale: &Sale) -> bool {
    Phase::at(sale.ordered).is_outage()
}

fn phase_row(
    out: &mut impl Write,
    label: &str,
    record: &Record,
    condition: impl Fn(&Sale) -> bool,
) -> io::Result<()> {
    let [with, without] = [&record.guarded, &record.unguarded].map(|sales| {
        let figures = Figures::of(sales, &condition);
        let [p50, p99] = [50, 99].map(|share| in_words(figures.percentile(share)));
        format!("{:>10}{p50:>9}{p99:>9}", figures.orders())
    });
    writeln!(out, " {label:14}{with}    {without}")
}
