//! What a circuit of a function with one for each key asks of the others, which it does not know.

use core::time::Duration;

use super::Circuit;
use crate::circuit::word::Word;
use crate::events::doing::Doing;
use crate::events::failure::Failure;
use crate::events::note::Note;
use crate::policy::Policy;
use crate::telemetry::AllUntold;

/// So many bytes are kept and shown of a key.
pub(crate) const MOST_SHOWN: usize = 128;

/// The circuits of all keys of a function. They are asked where something is done to all of them
/// together, or to one that has changed hands: never by a call that a closed circuit admits.
pub(crate) trait Keys: Send + Sync {
    /// Makes every circuit obey the whole again, unless somebody has forced its own state on it;
    /// which closes it if that is meant. Everybody is told whose doing it is.
    fn obey(&self, is_reset: bool, doing: &Doing);

    /// Makes one circuit obey the whole again.
    fn release(&self, circuit: &Circuit);

    /// Lets the whole find out that its time is over.
    fn look_at_time_of_whole(&self);

    /// The circuit in this place may have less to remember than it said.
    fn ask_again(&self, place: u32);

    /// Makes every circuit follow runs of failures, also those to come.
    fn follow_runs(&self);

    /// Opens every circuit that a key has.
    fn open_for(&self, time: Duration);

    /// Looks at the circuits that keys have.
    fn each(&self, look: &mut dyn FnMut(&Circuit));

    /// Goes on by the policy of the whole, and by these for some keys, whether they have a circuit
    /// yet or not.
    fn reconfigure(&self, keys: &[(&str, Policy)], note: &Note) -> AllUntold;

    /// Makes circuits for so many keys at the most, and as many as it has room for.
    fn bind(&self, bound: &dyn Fn() -> u32);

    /// Records the failure of a call that was admitted in this place, by a permit that was `issued`
    /// to a key which has lost it since: on the circuit that the key has now, or on one that it
    /// gets for this. False if there is none. One that is counted already is not counted again.
    fn fail_late(&self, place: u32, issued: Word, failure: Failure<'_>, is_counted: bool) -> bool;

    #[cfg(feature = "test-util")]
    fn set_clock(&self, clock: crate::base::clock::ManualClock);
}
