//! What is told while it happens: a line every two seconds, and for all that befalls the shops.

use std::io::{self, Write, stdout};
use std::time::{Duration, Instant};

use crate::demonstration::answers::Answers;
use crate::demonstration::gateway::Arrival;
use crate::demonstration::staff::Log;
use crate::demonstration::words::percent;

const EVERY: Duration = Duration::from_secs(2);

pub(crate) struct Progress {
    start: Instant,
    next: Duration,
    /// Sales and calls that were told before.
    sales: Vec<usize>,
    calls: usize,
}

impl Progress {
    pub(crate) const fn new(start: Instant) -> Self {
        Self { start, next: EVERY, sales: Vec::new(), calls: 0 }
    }

    /// Something has happened.
    pub(crate) fn tell(&self, what: &str) -> io::Result<()> {
        writeln!(stdout(), " {:5.1} s  > {what}", self.start.elapsed().as_secs_f64())
    }

    /// How the shops are, if it is time.
    pub(crate) fn show(&mut self, logs: &[Log], arrivals: &[Arrival]) -> io::Result<()> {
        if self.start.elapsed() < self.next {
            return Ok(());
        }
        self.sales.resize(logs.len(), 0);
        let told = logs.iter().zip(&self.sales);
        let answers: Answers = told.flat_map(|(log, &told)| &log.sales[told..]).collect();
        let open = logs.iter().filter(|log| log.is_open()).count();
        let [a, b, queue] = [answers.through_a, answers.through_b, answers.queued]
            .map(|part| format!("{} %", percent(part, answers.customers())));
        writeln!(
            stdout(),
            " {:5.1} s  {:3} customers: A {a:>5}, B {b:>5}, queue {queue:>3}, refused {}   \
             {open:2} of {} circuits open   A received {:3} calls",
            self.next.as_secs_f64(),
            answers.customers(),
            answers.refused,
            logs.len(),
            arrivals.len() - self.calls
        )?;
        self.next += EVERY;
        self.sales = logs.iter().map(|log| log.sales.len()).collect();
        self.calls = arrivals.len();
        Ok(())
    }
}
