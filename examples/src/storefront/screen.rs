//! The live view's screen: both shops over the time of the run, and a log of what happened.

use std::time::Duration;

use breaker_runtime::{Snapshot, registry};
use crossterm::style::Stylize;

use crate::record::{Figures, Record, Sale, in_words, percent};
use crate::script::{LENGTH, Phase, SCRIPT};
use crate::shop::CUSTOMERS;
use crate::strips::{self, Axis};

/// What is before the strips: a label and a present value.
const MARGIN: u16 = 25;

/// The lines of the screen, with as many of the log as fit.
pub(crate) fn compose(record: &Record, now: Duration, columns: u16, rows: u16) -> Vec<String> {
    let axis = Axis::new(columns.saturating_sub(MARGIN));
    let mut lines = heading(now);
    let seconds = (0..LENGTH.as_secs()).step_by(5);
    let seconds = seconds.map(|second| (Duration::from_secs(second), format!("{second}s")));
    lines.push(line("", "", &axis.marks(seconds)));
    let phases = SCRIPT.iter().map(|phase| (phase.begins, format!("│{}", phase.name)));
    lines.push(line("script", "", &axis.marks(phases)));
    lines.push(title("with #[circuit_breaker]:", &record.guarded));
    for Snapshot { name, state, in_state_for, .. } in registry().snapshot() {
        let present = format!("{state} {}s", in_state_for.min(now).as_secs());
        lines.push(line(name, &present, &strips::states(axis, now, name, &record.events)));
    }
    lines.extend(orders(axis, now, &record.guarded));
    lines.push(title("without it:", &record.unguarded));
    lines.extend(orders(axis, now, &record.unguarded));
    lines.push(strips::legend());
    lines.push(String::new());
    let room = usize::from(rows).saturating_sub(lines.len());
    let hidden = record.log.len().saturating_sub(room);
    let log = record.log.iter().skip(hidden);
    lines.extend(log.map(|(when, text)| format!(" {:4.1}s  {text}", when.as_secs_f64())));
    lines
}

fn heading(now: Duration) -> Vec<String> {
    let time = format!("{:.0} of {} s", now.min(LENGTH).as_secs_f64(), LENGTH.as_secs());
    let about = format!("two shops, one outage, {CUSTOMERS} customers in each   ");
    vec![
        format!(" {}  {}{time}", "storefront".bold(), about.dim()),
        format!(" {}", Phase::at(now).story.bold()),
        String::new(),
    ]
}

/// A label, a present value and a strip.
fn line(label: &str, present: &str, strip: &str) -> String {
    format!(" {} {present:>12} {strip}", format!("{label:10}").dim())
}

fn title(protection: &str, sales: &[Sale]) -> String {
    let total: Figures = sales.iter().collect();
    let orders = total.orders();
    let [a, b, queue] =
        [total.through_a, total.through_b, total.queued].map(|part| percent(part, orders));
    let shares = format!("{orders:5} orders: A {a}  B {b}  queue {queue}");
    format!(" {}{shares}", format!("{protection:34}").bold())
}

/// About the orders of one shop.
fn orders(axis: Axis, now: Duration, sales: &[Sale]) -> [String; 4] {
    let columns = axis.served(now, sales);
    let last_second = now.saturating_sub(Duration::from_secs(1))..now;
    let recently = Figures::of(sales, |sale| last_second.contains(&sale.served));
    let [p50, p99] = [50, 99].map(|share| in_words(recently.percentile(share)));
    [
        line("served by", "", &strips::served_by(&columns)),
        line("orders/s", &recently.orders().to_string(), &strips::orders(&columns)),
        line("p50 wait", &p50, &strips::waits(&columns, 50)),
        line("p99 wait", &p99, &strips::waits(&columns, 99)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fits_the_smallest_common_terminal() {
        let width = |line: &String| {
            let pieces = line.split('\u{1b}').enumerate();
            let visible = pieces.map(|(at, text)| match at {
                0 => text,
                _ => text.split_once('m').map_or("", |(_, visible)| visible),
            });
            visible.map(|text| text.chars().count()).sum::<usize>()
        };
        for seconds in 0..40 {
            let lines = compose(&Record::default(), Duration::from_secs(seconds), 80, 24);
            assert!(lines.len() <= 20, "four lines of the log have room");
            assert_eq!(lines.iter().find(|line| width(line) > 80), None);
        }
    }
}
