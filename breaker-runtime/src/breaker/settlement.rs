//! Taking note of how a call ended: on the thread's own tally, and under the lock where it may matter to the circuit.

use super::CircuitBreaker;
use crate::machine::Report;
use crate::sync::Ordering;
use crate::tally::{self, Lane};
use crate::time::Time;
use crate::word::{Mode, Word};

impl CircuitBreaker {
    /// Takes note of a success where that is a matter of a count; false if it is not.
    #[inline]
    pub(crate) fn succeed_at_a_glance(&self, issued: Word) -> bool {
        if issued.is_plain() {
            tally::count_at_hand(issued.home())
        } else {
            issued.is_counting()
                && tally::count_in_generation_at_hand(issued.home(), issued.generation())
        }
    }

    /// Takes note of how a call ended that was admitted when the state word was `issued`.
    #[inline(never)]
    pub(crate) fn settle(&self, issued: Word, report: Report) {
        if report == Report::Success && issued.is_closed() && self.tally_in_closed(issued) {
            return;
        }
        let lane = match report {
            Report::Success => Lane::Uncounted,
            Report::Failure => Lane::Failure,
            Report::Ignored => Lane::Ignored,
            Report::Abandoned => Lane::Abandoned,
        };
        self.spill().count(self.word().slot().lane(lane));
        let matters = match (issued.mode(), report) {
            (Mode::Trial, _) => true,
            (_, Report::Failure) => issued.is_closed(),
            (_, Report::Success) => issued.is_closed() && !issued.is_plain(),
            (_, Report::Ignored | Report::Abandoned) => false,
        };
        if matters {
            self.tell_machine(issued, report);
        }
    }

    /// Counts a success for the window, if the window looks at successes and this thread has a tally.
    fn tally_in_closed(&self, issued: Word) -> bool {
        if issued.mode() == Mode::ClosedTiming {
            self.tell_window_the_time();
        }
        !issued.is_plain() && tally::count_in_generation(issued.slot(), issued.generation())
    }

    fn tell_window_the_time(&self) {
        let stale_at = Time::from_nanos(self.shared.stale_at.load(Ordering::Acquire));
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
