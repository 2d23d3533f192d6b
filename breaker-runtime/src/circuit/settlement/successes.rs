//! Successes, and where each is counted.
//!
//! The first row that fits decides; a success that took too long is a failure before any of them.
//!
//! | mode of the permit | the circuit now | counted | in the window |
//! |---|---|---|---|
//! | `Trial`, `WithinTrial` | any | as `Uncounted`, under the lock, if the trial has no result yet | no: it may close the circuit, whose window begins empty |
//! | `Closed`, `ClosedCounting` | any, and the thread's page has this word | as `Counted`, at hand | if the generation is the present one and the rule counts successes |
//! | `ClosedTiming` | the same, and the window knows the time | as `Counted`, at hand | the same |
//! | `Closed..`, `Watching..` | has the permit's word, and the thread has a page | as `Counted`, on a page with a new tag; the window is told the time first, if it needs that | if the rule counts successes |
//! | `Closed..`, `Watching..` | is closed, of this generation, and its rule counts successes; but the thread has no page, or the policy is another one | as `Uncounted`, and by the machine as untallied | yes |
//! | `Closed..`, `Watching..` | any other | as `Uncounted` | no: it is late (rule S7), or no rule asks |
//! | `Ramp` | of this generation | as `Uncounted`, and by the machine as untallied | if the rule counts successes |
//! | `Ramp` | of another generation | as `Uncounted` | no |
//! | `ForcedClosed`, `DryRun` | any | as `Uncounted` | no |

use crate::base::sync::Ordering;
use crate::base::time::Time;
use crate::circuit::Circuit;
use crate::circuit::mode::Mode;
use crate::circuit::word::Word;
use crate::machine::{Machine, Report};
use crate::tallies;

impl Circuit {
    /// Takes note of a success that is more than a count.
    #[inline(never)]
    pub(crate) fn succeed(&self, issued: Word, admitted: Time) {
        let is_noted = issued.mode() == Mode::ClosedTiming
            && self.is_in_time()
            && tallies::count_tagged_at_hand(issued.tag());
        if !is_noted {
            self.settle(issued, admitted, Report::Success);
        }
    }

    /// Counts a success on the thread's page, if it has one.
    pub(super) fn count_in_closed(&self, issued: Word) -> bool {
        if issued.mode().is_timing() && !self.is_in_time() {
            self.advance_window();
        }
        tallies::count_newly_tagged(issued.slot(), issued.tag())
    }

    /// Whether the machine knows the time well enough.
    #[inline]
    pub(in crate::circuit) fn is_in_time(&self) -> bool {
        let stale_at = Time::from_nanos(self.shared.stale_at.load(Ordering::Acquire));
        self.clock().before(stale_at).is_some()
    }

    #[cold]
    fn advance_window(&self) {
        self.step(self.clock().now(), Machine::advance);
    }
}
