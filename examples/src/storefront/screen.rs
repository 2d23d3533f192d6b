//! The live view's screen: both shops over the time of the run, and a log of what happened.

use std::time::Duration;

use breaker_runtime::{Snapshot, registry};
use crossterm::style::Stylize;

use crate::record::{Entry, Figures, Record, Sale, in_words, percent};
use crate::script::{LENGTH, Phase, SCRIPT};
use crate::shop::CUSTOMERS;
use crate::strips::{self, Axis};

/// What is before the strips: a label and a present value.
const MARGIN: u16 = 25;

/// The lines of a screen of this many columns and rows, with as many of the log as fit, and with
/// the address of the dashboard.
pub(crate) fn compose(
    record: &Record,
    now: Duration,
    page: &str,
    (columns, rows): (u16, u16),
) -> Vec<String> {
    let axis = Axis::new(columns.saturating_sub(MARGIN));
    let mut lines = heading(now, page);
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
    lines.push(title("without it (gives up after 1 s):", &record.unguarded));
    lines.extend(orders(axis, now, &record.unguarded));
    lines.extend(strips::legend());
    let room = usize::from(rows).saturating_sub(lines.len());
    lines.extend(log(&record.log, room));
    lines
}

/// As much of the log as there is room for: the oldest trial calls go first, for the story can be
/// told without them, and a line says how many.
fn log(entries: &[Entry], room: usize) -> Vec<String> {
    let told = |entry: &Entry| format!(" {:4.1}s  {}", entry.when.as_secs_f64(), entry.text);
    if entries.len() <= room {
        return entries.iter().map(told).collect();
    }
    let mut surplus = entries.len() + 1 - room.min(entries.len());
    let mut kept: Vec<_> = entries.iter().collect();
    kept.retain(|entry| {
        let goes = entry.is_detail && surplus > 0;
        surplus -= usize::from(goes);
        !goes
    });
    let kept = &kept[kept.len().saturating_sub(room.saturating_sub(1))..];
    let hidden = entries.len() - kept.len();
    let note = format!("        ({hidden} lines, mostly trial calls, are printed at the end)");
    [note.dim().to_string()]
        .into_iter()
        .chain(kept.iter().map(|entry| told(entry)))
        .take(room)
        .collect()
}

fn heading(now: Duration, page: &str) -> Vec<String> {
    let time = format!("{:.0} of {} s", now.min(LENGTH).as_secs_f64(), LENGTH.as_secs());
    let about = format!("two shops, one outage, {CUSTOMERS} customers in each   ");
    vec![
        format!(" {}  {}{time}", "storefront".bold(), about.dim()),
        format!(" {}", Phase::at(now).story.bold()),
        format!(" {}", page.dim()),
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
    fn the_first_openings_stay_when_trial_calls_fill_the_log() {
        let entry = |seconds, text: &str, is_detail| Entry {
            when: Duration::from_secs(seconds),
            text: text.to_owned(),
            is_detail,
        };
        let mut entries = vec![entry(4, "A hangs", false), entry(5, "A opened", false)];
        entries.extend((6..20).map(|seconds| entry(seconds, "A half-open", true)));
        entries.push(entry(20, "A closed", false));
        let shown = log(&entries, 6);
        assert_eq!(shown.len(), 6);
        assert!(shown[0].contains("12 lines"), "{shown:?}");
        for told in ["A hangs", "A opened", "A closed"] {
            assert!(shown.iter().any(|line| line.contains(told)), "{told}: {shown:?}");
        }
        assert_eq!(log(&entries, 17).len(), 17);
        assert!(log(&entries, 0).is_empty());
    }

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
            let lines = {
                let page = "http://127.0.0.1:65535/";
                compose(&Record::default(), Duration::from_secs(seconds), page, (80, 24))
            };
            assert!(lines.len() <= 20, "four lines of the log have room");
            assert_eq!(lines.iter().find(|line| width(line) > 80), None);
        }
    }
}
