//! The view in a file or a pipe: a line for all that happens, and two a second about the answers.

use std::io::{self, Write, stdout};
use std::time::Duration;

use crate::record::{Figures, Prompt, Record, in_words};

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
            if entry.map_or(now, |(when, _)| *when) >= self.until + SECOND {
                self.tell_second(&mut out, record)?;
            } else if let Some((when, text)) = entry {
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
        for (label, prompts) in [("with", &record.guarded), ("without", &record.unguarded)] {
            let figures = Figures::of(prompts, |prompt: &Prompt| second.contains(&prompt.ended));
            let text = sentence(&figures);
            writeln!(out, "{:4.1}s    {label:8}{text}", second.end.as_secs_f64())?;
        }
        Ok(())
    }
}

fn sentence(figures: &Figures) -> String {
    let (whole, cut_off) = (figures.whole(), figures.cut_off);
    let (a, b, before) = (figures.by_a, figures.by_b, figures.of_before);
    let [p50, p99] = [50, 99].map(|share| in_words(figures.percentile(share)));
    format!(
        "{whole:3} whole, {cut_off:3} cut off  A {a:3}  B {b:3}  memory {before:3}  first token \
         p50 {p50:>6}  p99 {p99:>6}"
    )
}
