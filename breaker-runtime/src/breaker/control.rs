//! Steering by hand (rule S10).

use core::time::Duration;

use super::CircuitBreaker;
use crate::events::note::Note;
use crate::events::state::State;

/// # Steering it by hand
impl CircuitBreaker {
    /// Opens the circuit for `time`, whatever the policy says: for servers that say when to come
    /// back.
    ///
    /// Trial calls pass after that time, as after any opening (rule
    /// [S19](crate::_guide::rules#s19-told-to-wait)).
    ///
    /// A time of zero does nothing: `Retry-After: 0` keeps nobody away. An open circuit stays open
    /// until the later of both ends: a thousand calls under way that are
    /// all told to wait make one opening, and a short time never shortens a long one. The event of
    /// the opening has the reason [`ToldToWait`](crate::OpenReason::ToldToWait). A later end is no
    /// event: [`Snapshot::retry_after`](crate::Snapshot::retry_after) and the rejections show it. A
    /// circuit that is forced open or closed, or [disabled](crate::Policy::enabled), stays so (rule
    /// [S10](crate::_guide::rules#s10-forced-states)).
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    /// use std::time::Duration;
    ///
    /// static API: CircuitBreaker = CircuitBreaker::new("api", Policy::new());
    /// # struct Response;
    /// # impl Response {
    /// #     fn retry_after(&self) -> Option<Duration> { Some(Duration::from_secs(7)) }
    /// # }
    /// # let response = Response;
    /// if let Some(time) = response.retry_after() {
    ///     API.open_for(time); // 429 or 503 with `Retry-After: 7`
    /// }
    /// assert_eq!(API.state(), State::Open);
    /// assert!(API.try_acquire().unwrap_err().retry_after() <= Some(Duration::from_secs(7)));
    /// ```
    pub fn open_for(&self, time: Duration) {
        self.circuit().open_for(time);
    }

    /// Forces the circuit open: it rejects every call until [`reset`](Self::reset) or
    /// [`force_closed`](Self::force_closed) (rule [S10](crate::_guide::rules#s10-forced-states)).
    /// For a time, and with a reason, see [`force_open_for`](Self::force_open_for).
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    ///
    /// static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", Policy::new());
    /// GATEWAY.force_open();
    /// let open = GATEWAY.try_acquire().unwrap_err();
    /// assert_eq!((open.state(), open.retry_after()), (State::ForcedOpen, None));
    /// GATEWAY.reset();
    /// assert!(GATEWAY.try_acquire().is_ok());
    /// ```
    pub fn force_open(&self) {
        self.circuit().force(State::ForcedOpen, None, Note::default());
    }

    /// Forces the circuit closed: it admits every call until [`reset`](Self::reset) or
    /// [`force_open`](Self::force_open) (rule [S10](crate::_guide::rules#s10-forced-states)).
    ///
    /// The window records nothing meanwhile. [`Snapshot::calls`](crate::Snapshot::calls) goes on
    /// counting.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    ///
    /// static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", Policy::new().threshold(1));
    /// GATEWAY.force_closed();
    /// GATEWAY.try_acquire().unwrap().failure();
    /// assert_eq!(GATEWAY.state(), State::ForcedClosed);
    /// assert_eq!(GATEWAY.snapshot().calls.failure, 1);
    /// # GATEWAY.reset();
    /// ```
    pub fn force_closed(&self) {
        self.circuit().force(State::ForcedClosed, None, Note::default());
    }

    /// Rejects every call for this long, unless somebody ends that before: a maintenance that
    /// nobody has to remember the end of. The [`Note`] says why, and by whom; a text is one.
    ///
    /// [`retry_after`](crate::CircuitOpen::retry_after) of its rejections is the rest. After it the
    /// circuit is half-open, and trial calls pass as after any open time. Snapshots
    /// [say](crate::Snapshot::forced) for how long, by whom and why it is forced, and so do the
    /// events of its begin and its end.
    ///
    /// What is done by hand last holds: another call ends this one, be its time longer or shorter.
    /// With a time of zero it is over at once, and does nothing to a circuit that is not forced.
    /// The longest times, from 584 years on ([`Duration::MAX`]), never end. A circuit that is
    /// [switched off](crate::Policy::enabled) is forced once that is over, if there is a rest.
    ///
    /// ```
    /// use breaker_runtime::testing::ManualClock;
    /// use breaker_runtime::{CircuitBreaker, Note, Policy, State};
    /// use std::time::Duration;
    ///
    /// let clock = ManualClock::new();
    /// let gateway = CircuitBreaker::new("gateway", Policy::new()).with_clock(clock.clone());
    /// let ten_minutes = Duration::from_secs(600);
    ///
    /// gateway.force_open_for(ten_minutes, Note::new("new certificates").by("anna"));
    /// assert_eq!(gateway.try_acquire().unwrap_err().retry_after(), Some(ten_minutes));
    /// assert_eq!(gateway.snapshot().forced.unwrap().why.as_deref(), Some("new certificates"));
    ///
    /// clock.advance(ten_minutes);
    /// assert_eq!(gateway.state(), State::HalfOpen);
    /// assert!(gateway.try_acquire().is_ok());
    /// ```
    pub fn force_open_for(&self, time: Duration, note: impl Into<Note>) {
        self.circuit().force(State::ForcedOpen, Some(time), note.into());
    }

    /// Admits every call and records nothing in the window for this long, unless somebody ends that
    /// before; then the circuit is closed with an empty window. Otherwise as
    /// [`force_open_for`](Self::force_open_for).
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    /// use std::time::Duration;
    ///
    /// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new().threshold(1));
    /// DB.force_closed_for(Duration::from_secs(600), "load test: failures are expected");
    /// DB.try_acquire()?.failure();
    /// assert_eq!(DB.state(), State::ForcedClosed);
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    pub fn force_closed_for(&self, time: Duration, note: impl Into<Note>) {
        self.circuit().force(State::ForcedClosed, Some(time), note.into());
    }

    /// Closes the circuit with an empty window, whatever its state.
    ///
    /// Calls under way change nothing when they end (rule
    /// [S7](crate::_guide::rules#s7-generations)). [`Snapshot::calls`](crate::Snapshot::calls)
    /// keeps its counts.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    ///
    /// static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", Policy::new().threshold(1));
    /// GATEWAY.try_acquire().unwrap().failure();
    /// assert_eq!(GATEWAY.state(), State::Open);
    /// GATEWAY.reset();
    /// assert_eq!(GATEWAY.state(), State::Closed);
    /// assert_eq!(GATEWAY.snapshot().calls.failure, 1);
    /// ```
    pub fn reset(&self) {
        self.circuit().reset(Note::default());
    }

    /// Closes the circuit as [`reset`](Self::reset) does, and says who does it and why: the event
    /// has [both](crate::Event::note).
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Note, Policy};
    ///
    /// static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", Policy::new().threshold(1));
    /// GATEWAY.try_acquire().unwrap().failure();
    /// GATEWAY.reset_with(Note::new("the gateway is back").by("anna"));
    /// assert_eq!(
    ///     GATEWAY.history()[1].to_string(),
    ///     "circuit `gateway` was reset by anna: the gateway is back"
    /// );
    /// ```
    pub fn reset_with(&self, note: impl Into<Note>) {
        self.circuit().reset(note.into());
    }
}
