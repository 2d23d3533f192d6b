//! Taking note of how a call ended: on the thread's own tally, and under the lock where it may matter to the circuit.

use super::CircuitBreaker;
use crate::machine::Report;
use crate::sync::Ordering;
use crate::tally::{self, Lane};
use crate::time::Time;
use crate::word::{Mode, Word};

impl CircuitBreaker {
    /// Takes note of a success that is more than a count.
    #[inline(never)]
    pub(crate) fn succeed(&self, issued: Word) {
        let is_noted = issued.mode() == Mode::ClosedTiming
            && self.window_knows_the_time()
            && tally::count_in_generation_at_hand(issued.home(), issued.generation());
        if !is_noted {
            self.settle(issued, Report::Success);
        }
    }

    /// Takes note of how a call ended that was admitted when the state word was `issued`.
    #[inline(never)]
    pub(crate) fn settle(&self, issued: Word, report: Report) {
        let is_of_window = issued.is_closed() && !issued.is_plain() && self.word() == issued;
        if is_of_window && report == Report::Success && self.count_for_window(issued) {
            return;
        }
        let lane = match report {
            Report::Success => Lane::Uncounted,
            Report::Failure => Lane::Failure,
            Report::Ignored => Lane::Ignored,
            Report::Abandoned => Lane::Abandoned,
        };
        self.spill().count(self.word().slot().lane(lane));
        let matters = match report {
            _ if issued.mode() == Mode::Trial => true,
            Report::Success => is_of_window,
            Report::Failure => issued.is_closed(),
            Report::Ignored | Report::Abandoned => false,
        };
        if matters {
            self.tell_machine(issued, report);
        }
    }

    /// Counts a success on the thread's tally, if it has one.
    fn count_for_window(&self, issued: Word) -> bool {
        if issued.mode() == Mode::ClosedTiming && !self.window_knows_the_time() {
            self.advance_window();
        }
        tally::count_in_new_generation(issued.slot(), issued.generation())
    }

    #[inline]
    fn window_knows_the_time(&self) -> bool {
        let stale_at = Time::from_nanos(self.shared.stale_at.load(Ordering::Acquire));
        self.clock().before(stale_at).is_some()
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
