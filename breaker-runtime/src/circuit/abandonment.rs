//! Callers that give up the calls of a closed circuit, which therefore knows nothing of the callee.

use core::time::Duration;

use super::Circuit;
use crate::base::time::Time;
use crate::circuit::overtime;
use crate::events::EventKind;
use crate::tallies::Lane;

/// How often it is told at most.
const MINUTE: Duration = Duration::from_secs(60);

/// Abandoned calls in a minute that are worth telling, if they are some two thirds or more of all
/// that have ended since the first of them.
const MANY: u64 = 20;

/// What was given up since it was told last, or began.
#[derive(Debug)]
pub(super) struct Abandonment {
    since: Time,
    calls: u64,
    /// Other calls that had ended by then.
    others: u64,
    /// At how many calls the others are counted next.
    next_look: u64,
    quiet_until: Time,
}

impl Default for Abandonment {
    fn default() -> Self {
        Self { since: Time::ZERO, calls: 0, others: 0, next_look: MANY, quiet_until: Time::ZERO }
    }
}

impl Abandonment {
    /// Takes note of a call that was given up; `others` counts those that have ended otherwise.
    /// What there is to tell.
    fn add(&mut self, now: Time, others: impl Fn() -> u64) -> Option<EventKind> {
        let within = now.since(self.since);
        if self.calls == 0 || within > MINUTE && !is_often(self.calls, within) {
            self.start(now, others());
        }
        self.calls += 1;
        if now < self.quiet_until || self.calls < self.next_look {
            return None;
        }
        let (calls, within) = (self.calls, now.since(self.since));
        let ended = calls.saturating_add(others().saturating_sub(self.others));
        // Of requests that are sent twice, half are given up and nothing is wrong.
        if calls > ended / 3 * 2 {
            *self = Self { quiet_until: now.after(MINUTE), ..Self::default() };
            return Some(EventKind::Abandoned { calls, of: ended, within });
        }
        if within >= MINUTE {
            self.calls = 0;
        }
        // To count those of all threads takes its time.
        self.next_look = calls.saturating_mul(2);
        None
    }

    fn start(&mut self, now: Time, others: u64) {
        *self = Self { since: now, others, quiet_until: self.quiet_until, ..Self::default() };
    }
}

/// Whether that is many calls in a minute.
fn is_often(calls: u64, within: Duration) -> bool {
    u128::from(calls) * MINUTE.as_nanos() >= u128::from(MANY) * within.as_nanos()
}

impl Circuit {
    /// A call was abandoned that was admitted while the circuit was closed: by its caller, unless
    /// this thread drops it with what is around it, because that was late or has panicked.
    #[cold]
    pub(super) fn note_abandoned(&self) {
        if overtime::drops_a_body() || std::thread::panicking() {
            return;
        }
        let now = self.clock().now();
        let told = self.lock().extras().abandonment.add(now, || self.ended_otherwise());
        if let Some(told) = told {
            self.step(now, |machine, context| machine.remark(context, told));
        }
    }

    fn ended_otherwise(&self) -> u64 {
        let slot = self.word().slot();
        let lanes = [Lane::Counted, Lane::Uncounted, Lane::Failure, Lane::Ignored];
        lanes.into_iter().fold(0, |sum, lane| sum.wrapping_add(self.spill().total(slot, lane)))
    }
}
