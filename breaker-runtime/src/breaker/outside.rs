//! Steps from outside: what a fleet does to the circuits of its processes.

use core::time::Duration;
use std::sync::Arc;

use super::CircuitBreaker;
use crate::base::text;
use crate::circuit::Circuit;
use crate::events::note::Note;
use crate::events::state::State;

/// # Steering it from outside
impl CircuitBreaker {
    /// What somebody outside of this process may do to the circuit, in the name of `by`: a fleet
    /// that knows of other processes' experience with the same callee.
    ///
    /// `by` is who people are shown, for example an instance's name: the
    /// [events](crate::Event::by) of all that is done have it, so that nothing echoes. Up to 200
    /// bytes of it are kept; a longer one ends with `…`.
    ///
    /// A fleet has a thread of its own, so its steps reach the program's circuits alone: those of
    /// an isolated test hear of nothing but what that does itself. [The
    /// guide](crate::_guide::writing_a_fleet) says how they fit together.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    /// use std::time::Duration;
    ///
    /// static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", Policy::new());
    ///
    /// GATEWAY.from_outside("pod-7").suspect_for(Duration::from_secs(30));
    /// GATEWAY.try_acquire()?.failure();
    /// GATEWAY.try_acquire()?.failure(); // the third of five, and enough for a suspected circuit
    /// assert_eq!(GATEWAY.state(), State::Open);
    /// assert_eq!(GATEWAY.history()[0].by.as_deref(), Some("pod-7"));
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    #[must_use = "it is what may be done: nothing has been done yet"]
    pub fn from_outside(&self, by: impl Into<Arc<str>>) -> FromOutside<'_> {
        FromOutside { circuit: self.circuit(), by: text::bounded(by.into()), opening: None }
    }

    /// Follows runs of failures from now on, so that a suspicion counts those before it.
    ///
    /// Every step [from outside](Self::from_outside) begins that too, but knows of no failure
    /// before. A failure of the circuit then costs what one costs under a policy of
    /// [consecutive](crate::Policy::consecutive) failures; a success costs nothing more.
    ///
    /// The circuit that [stands for all keys](crate::KeyedCircuitBreaker::whole) of a function
    /// makes the circuits of all its keys do so, present and to come.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    /// use std::time::Duration;
    ///
    /// static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", Policy::new());
    ///
    /// GATEWAY.follow_runs();
    /// GATEWAY.try_acquire()?.failure();
    /// GATEWAY.try_acquire()?.failure();
    /// GATEWAY.from_outside("pod-7").suspect_for(Duration::from_secs(30));
    /// assert_eq!(GATEWAY.state(), State::Open);
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    pub fn follow_runs(&self) {
        self.circuit().follow_runs();
    }
}

/// What somebody outside of this process may do to a circuit: see
/// [`CircuitBreaker::from_outside`].
///
/// Each step is taken as if by hand: all or nothing, and told in order. Each has an end, so that
/// nobody outside can keep a circuit rejecting. Only [`reset`](Self::reset) and those that force
/// change a circuit that is forced open or closed, or [disabled](crate::Policy::enabled), or one
/// that [stands for all keys](crate::KeyedCircuitBreaker::whole).
///
/// In a dry run the steps do what they do to a real circuit, in name only.
#[derive(Clone, Debug)]
pub struct FromOutside<'c> {
    circuit: &'c Circuit,
    by: Arc<str>,
    /// How often the circuit has opened if the steps are meant for it.
    opening: Option<u64>,
}

impl FromOutside<'_> {
    /// Means the steps for one opening and its trial calls: nothing happens to a circuit that has
    /// not opened exactly so [often](crate::Snapshot::opened) when the step is taken.
    ///
    /// What a fleet has seen may be over by then: a trial call that has failed meanwhile has opened
    /// the circuit for an open time of its own, which is not to be cut short. Those that force and
    /// reset do so all the same.
    ///
    /// ```
    /// use breaker_runtime::testing::ManualClock;
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    /// use std::time::Duration;
    ///
    /// let policy = Policy::new().threshold(1).open_for(Duration::from_secs(30));
    /// let gateway = CircuitBreaker::new("gateway", policy).with_clock(ManualClock::new());
    /// gateway.try_acquire()?.failure();
    /// let seen = gateway.snapshot().opened;
    ///
    /// gateway.from_outside("pod-7").begin_trials();
    /// gateway.try_acquire()?.failure();
    /// gateway.from_outside("pod-7").for_opening(seen).hold_for(Duration::from_secs(1));
    /// assert_eq!(gateway.snapshot().retry_after, Some(Duration::from_secs(30)));
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    #[must_use = "it is what may be done: nothing has been done yet"]
    pub const fn for_opening(mut self, opened: u64) -> Self {
        self.opening = Some(opened);
        self
    }

    /// Suspects the circuit for `time`: while that lasts, a closed circuit also opens at its second
    /// failure in a row, beside its own rule; so does one in its ramp-up. If its last two counted
    /// calls have both failed, it opens at once.
    ///
    /// Where some of its calls fail anyway it takes more of them: so many that such runs of
    /// ordinary errors would have no more than one in two hundred calls rejected. That depends on
    /// how many of the latest calls failed, on the calls a second, and on the open time; a run is
    /// none of these errors until a success has ended it. Under a percentage some failures are
    /// expected before any is seen: with nothing known of its calls such a circuit opens at the
    /// fifth failure, if it opens for half a minute. Under any other rule none is, so the bound is
    /// that of a circuit which has seen some hundred calls; and of errors that are independent of
    /// each other, not of those that come together. [The
    /// guide](crate::_guide::writing_a_fleet#what-is-ordinary) has a table.
    ///
    /// Failures before the suspicion count as far as runs are
    /// [followed](CircuitBreaker::follow_runs). Ignored and abandoned calls break no run (rule
    /// [S4](crate::_guide::rules#s4-failures-in-a-row)). The circuit opens as by its own rule, for
    /// its open time, with jitter and back-off, and for the reason
    /// [`Suspected`](crate::OpenReason::Suspected).
    ///
    /// Of several suspicions the one that ends last holds. All end early when the circuit closes
    /// anew, when it is forced or reset, and by [`trust`](Self::trust). An open circuit, and one
    /// that is half-open, is not suspected: it has evidence of its own.
    ///
    /// The longest `time` is the policy's
    /// [`longest_from_outside`](crate::Policy::longest_from_outside).
    ///
    /// The circuit of a key is not kept for the key by a suspicion alone, but by one failure under
    /// it.
    pub fn suspect_for(&self, time: Duration) {
        self.circuit.suspect_for(time, &self.by, self.opening);
    }

    /// Ends the suspicion, whoever was suspicious.
    pub fn trust(&self) {
        self.circuit.trust(&self.by, self.opening);
    }

    /// Lets trial calls wait for `time` from now on: an open circuit stays open for so long and no
    /// longer, whatever its open time was; a half-open one admits no more of them until then.
    /// Nothing else has a use for it.
    ///
    /// The trial calls under way go on, and their results close the circuit or open it again as
    /// ever. Another hold takes the place of the one before: a `time` of zero ends it. The longest
    /// `time` is that of [`suspect_for`](Self::suspect_for) and five seconds, in which a fleet can
    /// have an answer, or somebody else's trial call its result.
    ///
    /// A hold that ends five seconds or more sooner or later than people were told last is an
    /// [event](crate::EventKind::Held), whether one hold goes so far or many do.
    ///
    /// ```
    /// use breaker_runtime::testing::ManualClock;
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    /// use std::time::Duration;
    ///
    /// let clock = ManualClock::new();
    /// let gateway = CircuitBreaker::new("gateway", Policy::new()).with_clock(clock.clone());
    /// gateway.open_for(Duration::from_secs(30));
    ///
    /// gateway.from_outside("pod-7").hold_for(Duration::from_secs(3));
    /// clock.advance(Duration::from_secs(3));
    /// assert_eq!(gateway.state(), State::HalfOpen);
    /// ```
    pub fn hold_for(&self, time: Duration) {
        self.circuit.hold_for(time, &self.by, self.opening);
    }

    /// Makes an open circuit half-open now: its next call is a trial call. Returns whether it was
    /// open; one whose open time is over is not.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    ///
    /// static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", Policy::new().threshold(1));
    /// GATEWAY.try_acquire()?.failure();
    ///
    /// assert!(GATEWAY.from_outside("pod-7").begin_trials());
    /// assert_eq!(GATEWAY.state(), State::HalfOpen);
    /// GATEWAY.try_acquire()?.success();
    /// assert_eq!(GATEWAY.state(), State::Closed);
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    #[expect(clippy::must_use_candidate, reason = "a step, whether or not it was one")]
    pub fn begin_trials(&self) -> bool {
        self.circuit.begin_trials(&self.by, self.opening)
    }

    /// Sets the number that the next opening has in the row of openings, by which open times grow
    /// (rule [S8](crate::_guide::rules#s8-back-off)): 0 as if the circuit had recovered, 1 after
    /// one opening. [`Snapshot::reopenings`](crate::Snapshot::reopenings) has it.
    ///
    /// A closed circuit that has recovered has forgotten the row, and does so again.
    pub fn set_reopenings(&self, reopenings: u32) {
        self.circuit.set_reopenings(reopenings, &self.by, self.opening);
    }

    /// Forces the circuit open for `time`, as [`CircuitBreaker::force_open_for`] does.
    pub fn force_open_for(&self, time: Duration, note: impl Into<Note>) {
        self.circuit.force_by(State::ForcedOpen, time, note.into(), &self.by);
    }

    /// Forces the circuit closed for `time`, as [`CircuitBreaker::force_closed_for`] does.
    pub fn force_closed_for(&self, time: Duration, note: impl Into<Note>) {
        self.circuit.force_by(State::ForcedClosed, time, note.into(), &self.by);
    }

    /// Closes the circuit with an empty window, as [`CircuitBreaker::reset`] does.
    pub fn reset(&self) {
        self.circuit.reset_by(Note::default(), &self.by);
    }

    /// Closes the circuit as [`reset`](Self::reset) does, and says who does it and why, as
    /// [`CircuitBreaker::reset_with`] does.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Note, Policy};
    ///
    /// static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", Policy::new());
    ///
    /// let outside = GATEWAY.from_outside("pod-7");
    /// outside.reset_with(Note::new("the gateway is back").by("anna"));
    /// assert_eq!(
    ///     GATEWAY.history()[0].to_string(),
    ///     "circuit `gateway` was reset by anna: the gateway is back (pod-7)"
    /// );
    /// ```
    pub fn reset_with(&self, note: impl Into<Note>) {
        self.circuit.reset_by(note.into(), &self.by);
    }
}
