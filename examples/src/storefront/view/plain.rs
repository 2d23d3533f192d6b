//! The view in a file or a pipe: a line a second, and one for each event.

use std::io::{self, Write, stdout};
use std::time::Duration;

use super::Scene;
use crate::circuits::History;
use crate::format::{percent, wait_if_any};
use crate::ledger::{Figures, Ledger};
use crate::script;

const PAUSE: Duration = Duration::from_secs(1);

#[derive(Debug, Default)]
pub(crate) struct Plain {
    /// Until when everything was told.
    told: Duration,
    /// How many phases began, and how many changes each circuit made, that were told.
    phases: usize,
    changes: Vec<usize>,
}

impl Plain {
    pub(crate) fn show(&mut self, scene: &Scene<'_>) -> io::Result<()> {
        let mut out = stdout().lock();
        // A second that has passed comes before the phase that begins at its end.
        if scene.now >= self.told + PAUSE {
            self.tell_second(&mut out, scene)?;
        }
        self.tell_phase(&mut out, scene.now)?;
        self.tell_changes(&mut out, scene.circuits)?;
        out.flush()
    }

    fn tell_phase(&mut self, out: &mut impl Write, now: Duration) -> io::Result<()> {
        for (begins, phase) in script::timetable().skip(self.phases) {
            if begins > now {
                break;
            }
            writeln!(out, "{:4.1}s  {}", begins.as_secs_f64(), phase.story)?;
            self.phases += 1;
        }
        Ok(())
    }

    fn tell_changes(&mut self, out: &mut impl Write, circuits: &[History]) -> io::Result<()> {
        self.changes.resize(circuits.len(), 0);
        for (told, history) in self.changes.iter_mut().zip(circuits) {
            for (when, before, after) in history.changes().skip(*told) {
                let (when, name) = (when.as_secs_f64(), history.name());
                writeln!(out, "{when:4.1}s  {name}: {before} -> {after}")?;
                *told += 1;
            }
        }
        Ok(())
    }

    fn tell_second(&mut self, out: &mut impl Write, scene: &Scene<'_>) -> io::Result<()> {
        let second = self.told..self.told + PAUSE;
        self.told = second.end;
        let recent = |ledger: &Ledger| in_words(&ledger.served_in(&second));
        let (with, without) = (recent(scene.guarded), recent(scene.unguarded));
        writeln!(out, "{:4.1}s  with:    {with}", second.end.as_secs_f64())?;
        writeln!(out, "       without: {without}")
    }
}

fn in_words(figures: &Figures) -> String {
    let orders = figures.orders();
    let share = |part| percent(part, orders);
    let wait = |percentile| wait_if_any(figures.percentile(percentile));
    format!(
        "{orders:3} orders/s  A {:>4}  B {:>4}  queue {:>4}  p50 {:>6}  p99 {:>6}",
        share(figures.paid_through_a),
        share(figures.paid_through_b),
        share(figures.queued),
        wait(50),
        wait(99),
    )
}
