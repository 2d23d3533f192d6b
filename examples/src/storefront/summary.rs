//! The outage in figures, with the attribute and without it.

use std::time::Duration;

use crate::format::{percent, times, wait, wait_if_any};
use crate::ledger::{Figures, Ledger};
use crate::script::{self, SCRIPT};
use crate::shop::Shop;
use crate::view::{Ink, Line};

/// A wait that customers complain about.
const LONG: Duration = Duration::from_millis(500);

/// What a shop has to show when it has closed.
#[derive(Debug)]
pub(crate) struct Books<'a> {
    ledger: &'a Ledger,
    queued: usize,
    calls_while_down: usize,
}

impl<'a> Books<'a> {
    pub(crate) async fn of(shop: &Shop, ledger: &'a Ledger) -> Self {
        Self { ledger, queued: shop.queued().await, calls_while_down: shop.calls_while_down() }
    }

    /// About the orders made while a gateway was down.
    fn outage(&self) -> Figures {
        self.ledger.ordered_when(|time| script::phase_at(time).is_outage())
    }
}

/// Both shops side by side.
pub(crate) fn compare(with: &Books<'_>, without: &Books<'_>) -> Vec<Line> {
    let mut lines = vec![
        Line::new(),
        Line::new().then(
            Ink::Strong,
            " The same outage with #[circuit_breaker] and without it, measured in this run",
        ),
        Line::new(),
    ];
    lines.extend(phases(with, without));
    lines.push(Line::new());
    lines.extend(totals(with, without));
    lines.push(Line::new());
    lines.push(conclusion(with, without));
    lines
}

/// An order belongs to the phase in which it was made.
fn phases(with: &Books<'_>, without: &Books<'_>) -> Vec<Line> {
    let columns = format!("{:>10}{:>9}{:>9}", "orders", "p50", "p99");
    let mut lines = vec![
        Line::new().then(
            Ink::Faint,
            format!(" {:14}{:>10}{:22}{:>10}", "gateways", "with", "", "without"),
        ),
        Line::new().then(Ink::Faint, format!(" {:14}{columns}    {columns}", "")),
    ];
    for phase in &SCRIPT {
        let figures =
            |books: &Books<'_>| books.ledger.ordered_when(|time| script::phase_at(time) == phase);
        lines.push(row(Ink::Plain, phase.name, &[figures(with), figures(without)]));
    }
    lines.push(row(Ink::Strong, "all outages", &[with.outage(), without.outage()]));
    lines
}

fn row(ink: Ink, label: &str, figures: &[Figures; 2]) -> Line {
    let [with, without] = figures.each_ref().map(|figures| {
        let [p50, p99] = [50, 99].map(|percentile| wait_if_any(figures.percentile(percentile)));
        format!("{:>10}{p50:>9}{p99:>9}", figures.orders())
    });
    Line::new().then(ink, format!(" {label:14}{with}    {without}"))
}

fn totals(with: &Books<'_>, without: &Books<'_>) -> Vec<Line> {
    type Count = fn(&Books<'_>) -> usize;
    let rows: [(String, Count); 4] = [
        ("orders served while a gateway was down".into(), |books| books.outage().orders()),
        (format!("  those that took longer than {}", wait(LONG)), |books| {
            books.outage().waited_longer_than(LONG)
        }),
        ("calls sent to a gateway that was down".into(), |books| books.calls_while_down),
        ("orders in the queue, to be charged later".into(), |books| books.queued),
    ];
    let heading = format!(" {:42}{:>10}{:>10}", "", "with", "without");
    let counts = |(label, count): (String, Count)| {
        format!(" {label:42}{:>10}{:>10}", count(with), count(without))
    };
    let lines = rows.into_iter().map(|row| Line::new().then(Ink::Plain, counts(row)));
    [Line::new().then(Ink::Faint, heading)].into_iter().chain(lines).collect()
}

fn conclusion(with: &Books<'_>, without: &Books<'_>) -> Line {
    let orders = times(with.outage().orders(), without.outage().orders());
    let calls = percent(with.calls_while_down, without.calls_while_down);
    let text =
        format!(" With the attribute: {orders} the orders, {calls} of the calls to dead gateways.");
    Line::new().then(Ink::Strong, text)
}
