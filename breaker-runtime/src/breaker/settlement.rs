//! Taking note of how a call ended: on the thread's own tally, and under the lock where it may matter to the circuit.

use super::CircuitBreaker;
use crate::machine::Report;
use crate::tally::{self, Lane};
use crate::time::Time;
use crate::word::{Mode, Word};

impl CircuitBreaker {
    /// Takes note of a success where that is a matter of a count; false if it is not.
    #[inline]
    pub(crate) fn succeed_at_a_glance(&self, issued: Word) -> bool {
        let counts = issued.is_plain() || (issued.is_counting() && self.word() == issued);
        counts && tally::count_at_hand(issued.home())
    }

    /// Takes note of how a call ended that was admitted when the state word was `issued`.
    #[inline(never)]
    pub(crate) fn settle(&self, issued: Word, report: Report) {
        if report == Report::Success && issued.is_closed() {
            return self.succeed_in_closed(issued);
        }
        self.count(report);
        let matters = match issued.mode() {
            Mode::Trial => true,
            _ => issued.is_closed() && report == Report::Failure,
        };
        if matters {
            self.tell_machine(issued, report);
        }
    }

    fn count(&self, report: Report) {
        let lane = match report {
            Report::Success => Lane::Uncounted,
            Report::Failure => Lane::Failure,
            Report::Ignored => Lane::Ignored,
            Report::Abandoned => Lane::Abandoned,
        };
        self.spill().count(self.word().slot().lane(lane));
    }

    /// Counted for the window, if it is still the window of the permit's time.
    fn succeed_in_closed(&self, issued: Word) {
        if issued.mode() == Mode::ClosedTiming {
            self.tell_window_the_time();
        }
        if issued.is_plain() || self.word() == issued {
            self.spill().count(issued.home());
        } else {
            self.count(Report::Success);
        }
    }

    fn tell_window_the_time(&self) {
        let stale_at = Time::from_nanos(self.shared.stale_at.load(crate::sync::Ordering::Acquire));
        if self.clock().before(stale_at).is_none() {
            self.advance_window();
        }
    }

    #[cold]
    fn advance_window(&self) {
        let now = self.clock().now();
        let mut machine = self.machine();
        let context = self.context(now);
        machine.advance(context);
        self.publish(&machine, context.slot);
    }

    #[cold]
    fn tell_machine(&self, issued: Word, report: Report) {
        let now = self.clock().now();
        let mut machine = self.machine();
        // A result of an older generation changes nothing (rule S7).
        if issued.is_of_generation(machine.generation()) {
            let context = self.context(now);
            machine.settle(context, issued, report);
            self.publish(&machine, context.slot);
        }
    }
}
