//! The view in a file or a pipe: a line for all that happens, and two a second about the orders.

use std::io::{self, Write, stdout};
use std::time::Duration;

use crate::record::{Entry, Figures, Record, Sale, in_words, percent};

const SECOND: Duration = Duration::from_secs(1);

/// What was told so far.
#[derive(Default)]
pub(crate) struct Plain {
    until: Duration,
    log: usize,
}

impl Plain {
    pub(crate) fn show(&mut self, record: &Record, now: Duration) -> io::Result<()> {
        let mut out = stdout().lock();
        loop {
            let entry = record.log.get(self.log);
            // A second that has passed comes before what happened after it.
            if entry.map_or(now, |entry| entry.when) >= self.until + SECOND {
                self.tell_second(&mut out, record)?;
            } else if let Some(Entry { when, text, .. }) = entry {
                writeln!(out, "{:4.1}s  {text}", when.as_secs_f64())?;
                self.log += 1;
            } else {
                return out.flush();
            }
        }
    }

    fn tell_second(&mut self, out: &mut impl Write, record: &Record) -> io::Result<()> {
        let second = self.until..self.until + SECOND;
        self.until = second.end;
        for (label, sales) in [("with", &record.guarded), ("without", &record.unguarded)] {
            let figures = Figures::of(sales, |sale: &Sale| second.contains(&sale.served));
            let text = sentence(&figures);
            writeln!(out, "{:4.1}s    {label:8}{text}", second.end.as_secs_f64())?;
        }
        Ok(())
    }
}

fn sentence(figures: &Figures) -> String {
    let orders = figures.orders();
    let [a, b, queue] =
        [figures.through_a, figures.through_b, figures.queued].map(|part| percent(part, orders));
    let [p50, p99] = [50, 99].map(|share| in_words(figures.percentile(share)));
    format!("{orders:3} orders/s  A {a:>4}  B {b:>4}  queue {queue:>4}  p50 {p50:>6}  p99 {p99:>6}")
}
