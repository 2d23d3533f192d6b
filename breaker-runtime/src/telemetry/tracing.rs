//! Logs transitions and rejections as events of the crate `tracing` (feature `tracing`).
//!
//! There is nothing to set up: a program with a subscriber sees its circuits. The guide's chapter
//! [Telemetry](crate::_guide::telemetry) has an example. Every event has the target [`TARGET`]:
//!
//! | event's name | level | message |
//! |---|---|---|
//! | `circuit_breaker.opened` | `INFO`, `WARN` | `circuit opened` |
//! | `circuit_breaker.forced_open` | `INFO`, `WARN` | `circuit forced open` |
//! | `circuit_breaker.abandoned` | `WARN` | `callers give up` |
//! | `circuit_breaker.evicted` | `WARN` | `circuit forgotten`: another key took it over before it closed |
//! | `circuit_breaker.unguarded` | `WARN` | `calls of more keys are admitted unguarded` |
//! | `circuit_breaker.closed` | `INFO`, `WARN` | `circuit closed` |
//! | `circuit_breaker.reset` | `INFO`, `WARN` | `circuit reset` |
//! | `circuit_breaker.forced_closed` | `INFO`, `WARN` | `circuit forced closed` |
//! | `circuit_breaker.reconfigured` | `INFO`, `WARN` | `circuit reconfigured` |
//! | `circuit_breaker.half_opened` | `INFO` | `circuit half-open` |
//! | `circuit_breaker.ramp_up_started` | `INFO` | `circuit recovers` |
//! | `circuit_breaker.suspected` | `INFO` | `circuit suspected`: from outside |
//! | `circuit_breaker.trusted` | `INFO` | `circuit suspected no more` |
//! | `circuit_breaker.held` | `INFO` | `circuit stays open`: longer or shorter, from outside |
//! | `circuit_breaker.probe_silent` | `WARN` | `users' calls are trial calls`: the probe says nothing of the callee |
//! | `circuit_breaker.key_cut` | `INFO` | `128 bytes are shown of a key`, for the first longer one |
//! | `circuit_breaker.rejected` | `DEBUG` | `call rejected` |
//!
//! An event with two levels is a `WARN` where it begins an outage or ends one, and else `INFO`, so
//! that a log of warnings shows each outage once. The end and the steps between have the field
//! `outage_ms`. In a dry run the messages say `circuit would have opened` and `call would have been
//! rejected`, at the same levels.
//!
//! Forcing all keys of a function, resetting them, or changing their settings is one event of the
//! [whole](crate::KeyedCircuitBreaker::whole), without a key: a reload is one line, not a thousand.
//! A key with an outage of its own has its own events besides, until that outage ends.
//!
//! The fields of all events, with the prefix `circuit_breaker.`:
//!
//! | field | type | meaning |
//! |---|---|---|
//! | `name` | string | the circuit's name |
//! | `key` | string | the circuit's key, if it has one |
//! | `state` | string | the [state](crate::State::as_str) after the event |
//! | `dry_run` | boolean | whether the circuit opens in name only (rule [S12](crate::_guide::rules#s12-dry-run)) |
//!
//! The fields of all events but rejections:
//!
//! | field | type | meaning |
//! |---|---|---|
//! | `from` | string | the state before the event |
//! | `generation` | integer | the number of the transition, from 1, or of the latest one |
//! | `outage_ms` | integer | how long the [outage](crate::Snapshot::outage_for) has lasted until now, or lasted if it ends |
//! | `rejected` | integer | calls rejected since the transition before, if any |
//! | `by` | string | who [outside](crate::Event::by) of this process made it happen, if somebody did |
//! | `who` | string | who forced the state that begins or ends, reset the circuit or changed its settings, if the [note](crate::Note) says so |
//! | `why` | string | why, if the note says so |
//!
//! The fields of some events:
//!
//! | event | field | type | meaning |
//! |---|---|---|---|
//! | `opened` | `reason` | string | `failures`, `trial_call` (one failed, or more than may), `suspected` (a few failures in a row were enough), `told_to_wait` (by a callee, or [`open_for`](crate::CircuitBreaker::open_for)), `restored` (by [`restore`](crate::CircuitBreaker::restore)) or `by_hand` (by a test) |
//! | | `open_for_ms` | integer | the open time, back-off and jitter included |
//! | | `asked_ms` | integer | with the reason `told_to_wait`: the time that the callee asked for, if it said one |
//! | | `last_failure` | string | the [kind](crate::FailureKind) of the failure that opened it |
//! | | `last_error` | string | the text of its error, if the circuit [keeps](crate::Policy::last_error) that |
//! | | `failures` | integer | with the reason `failures`: the failures in the window; with `suspected`: those in a row; with `trial_call`: the trial calls that failed, if [some may](crate::Policy::half_open_calls_of) |
//! | | `errors`, `timeouts`, `slow_calls`, `panics` | integer | of these, the failures of each kind |
//! | | `calls` | integer | calls in the window, if the rule looks at a share of calls; with `trial_call`: of how many trial calls |
//! | | `rule` | string | the rule that opened the circuit, as [`Rule`](crate::Rule) displays it |
//! | `forced_open`, `forced_closed` | `forced_for_ms` | integer | the time for which the state is forced; absent if it has no end |
//! | `ramp_up_started` | `ramp_up_ms` | integer | the time until all calls pass |
//! | `reconfigured` | `changes` | string | the settings that changed: `open_for 30s -> 5s` |
//! | `suspected` | `suspected_ms` | integer | the time for which it is suspected |
//! | `abandoned` | `abandoned` | integer | calls that their callers gave up |
//! | | `calls` | integer | all calls that ended in the same time |
//! | | `within_ms` | integer | the time in which these calls ended |
//! | `unguarded` | `max_keys` | integer | how many keys have a circuit |
//! | `rejected` | `retry_after_ms` | integer | the time until a call may pass, if that is known |
//!
//! Names, levels, the target and the fields are part of the crate's interface; messages are not.
//!
//! # Where and when
//!
//! The thread of the call that caused an event emits it, within that call's span, before the call
//! returns: the trace of the fifth failure shows who opened the circuit. The circuit's lock is not
//! held: a subscriber may take its time, panic, or call back into the circuit.
//!
//! Transitions of one circuit are emitted in order. When two threads make transitions at the same
//! moment, one of them emits both, in its own span, so that no call waits for the subscriber of
//! another one. A call emits four transitions at the most, its own included. If the subscriber is
//! slower than the circuit, a thread of this crate emits the rest, in no span; of more than 1024
//! that wait for it the oldest are dropped.
//!
//! Each rejection is emitted by its own thread, which waits for no other: a rejection may be logged
//! before the opening that it follows, if another thread is about to emit that.
//!
//! A subscriber may call guarded functions: what happens on a thread while its subscriber handles
//! an event emits nothing. A subscriber that has another thread or task call them hears of these
//! calls, and filters the target [`TARGET`] there.
//!
//! While nobody listens at `DEBUG`, a rejection costs one relaxed load more; admitted calls cost
//! nothing more.
//!
//! ```
//! use breaker_runtime::{CircuitBreaker, Policy};
//!
//! static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new().threshold(1));
//!
//! // tracing_subscriber::fmt::init();
//! DB.try_acquire()?.failure();
//! // WARN circuit_breaker: circuit opened circuit_breaker.name="db" ..
//! # Ok::<(), breaker_runtime::CircuitOpen>(())
//! ```

use core::time::Duration;
use std::sync::Arc;

use tracing::Level;

use crate::events::failure::FailureKind;
use crate::events::state::State;
use crate::events::{EventKind, OpenReason};
use crate::policy::SettingChange;
use crate::policy::rule_in_view::InView;
use crate::telemetry::{Audience, Notice};

/// The target of every event, for filters such as `RUST_LOG=circuit_breaker=debug`.
pub const TARGET: &str = "circuit_breaker";

/// Emits an event about a transition, with what is said of each.
macro_rules! transition {
    (
        $notice:ident, $level:ident, $name:literal,
        { $($more:tt)* }, $message:literal $($arguments:tt)*
    ) => {
        tracing::event!(
            name: $name,
            target: TARGET,
            Level::$level,
            circuit_breaker.name = $notice.event.name,
            circuit_breaker.key = $notice.event.key.as_deref(),
            circuit_breaker.state = $notice.event.to.as_str(),
            circuit_breaker.from = $notice.event.from.as_str(),
            circuit_breaker.generation = $notice.event.generation,
            circuit_breaker.dry_run = $notice.event.dry_run,
            circuit_breaker.outage_ms = $notice.event.outage_for.map(millis),
            circuit_breaker.rejected = Some($notice.rejected).filter(|&calls| calls > 0),
            circuit_breaker.by = $notice.event.by.as_deref(),
            circuit_breaker.who = who($notice),
            circuit_breaker.why = why($notice),
            $($more)*
            $message $($arguments)*
        )
    };
}

/// The same for what may begin or end an outage, or neither.
macro_rules! turn {
    ($notice:ident, $name:literal, { $($more:tt)* }, $($message:tt)*) => {
        if $notice.event.from.is_outage() != $notice.event.to.is_outage() {
            transition!($notice, WARN, $name, { $($more)* }, $($message)*);
        } else {
            transition!($notice, INFO, $name, { $($more)* }, $($message)*);
        }
    };
}

/// `threshold 5 -> 7, open_for 30s -> 5s`.
fn changes(all: &[SettingChange]) -> String {
    let all: Vec<_> = all.iter().map(ToString::to_string).collect();
    all.join(", ")
}

fn forced_for(notice: &Notice) -> Option<u64> {
    notice.event.forced.as_ref()?.rest.map(millis)
}

fn who(notice: &Notice) -> Option<&str> {
    let forced = notice.event.forced.as_ref().and_then(|forced| forced.who.as_deref());
    forced.or_else(|| notice.event.note.as_ref()?.who())
}

fn why(notice: &Notice) -> Option<&str> {
    let forced = notice.event.forced.as_ref().and_then(|forced| forced.why.as_deref());
    forced.or_else(|| notice.event.note.as_ref()?.why())
}

pub(crate) fn emit(notice: &Notice) {
    match &notice.event.kind {
        EventKind::Opened { reason, open_for } => emit_opening(notice, reason, *open_for),
        EventKind::HalfOpened => {
            transition!(notice, INFO, "circuit_breaker.half_opened", {}, "circuit half-open");
        }
        EventKind::RampUpStarted { over } => transition!(
            notice, INFO, "circuit_breaker.ramp_up_started",
            { circuit_breaker.ramp_up_ms = millis(*over), }, "circuit recovers"
        ),
        EventKind::Closed => turn!(notice, "circuit_breaker.closed", {}, "circuit closed"),
        EventKind::Reset => turn!(notice, "circuit_breaker.reset", {}, "circuit reset"),
        EventKind::ForcedOpen => turn!(
            notice, "circuit_breaker.forced_open",
            { circuit_breaker.forced_for_ms = forced_for(notice), }, "circuit forced open"
        ),
        EventKind::ForcedClosed => turn!(
            notice, "circuit_breaker.forced_closed",
            { circuit_breaker.forced_for_ms = forced_for(notice), }, "circuit forced closed"
        ),
        EventKind::Reconfigured => turn!(
            notice, "circuit_breaker.reconfigured",
            { circuit_breaker.changes = changes(&notice.event.changes), }, "circuit reconfigured"
        ),
        EventKind::Evicted => {
            transition!(notice, WARN, "circuit_breaker.evicted", {}, "circuit forgotten");
        }
        EventKind::Unguarded { max_keys } => transition!(
            notice, WARN, "circuit_breaker.unguarded",
            { circuit_breaker.max_keys = *max_keys, }, "calls of more keys are admitted unguarded"
        ),
        EventKind::KeyCut => {
            transition!(
                notice,
                INFO,
                "circuit_breaker.key_cut",
                {},
                "128 bytes are shown of a key"
            );
        }
        EventKind::Abandoned { calls, of, within } => transition!(
            notice, WARN, "circuit_breaker.abandoned",
            {
                circuit_breaker.abandoned = *calls,
                circuit_breaker.calls = *of,
                circuit_breaker.within_ms = millis(*within),
            },
            "callers give up"
        ),
        EventKind::Suspected { time } => transition!(
            notice, INFO, "circuit_breaker.suspected",
            { circuit_breaker.suspected_ms = millis(*time), }, "circuit suspected"
        ),
        EventKind::Trusted => {
            transition!(notice, INFO, "circuit_breaker.trusted", {}, "circuit suspected no more");
        }
        EventKind::Held { time } => transition!(
            notice, INFO, "circuit_breaker.held",
            { circuit_breaker.held_ms = millis(*time), }, "circuit stays open"
        ),
        EventKind::ProbeSilent { why } => transition!(
            notice, WARN, "circuit_breaker.probe_silent",
            { circuit_breaker.probe = why.as_str(), }, "users' calls are trial calls"
        ),
        // Told one by one, and in number with the transition after them.
        EventKind::Rejected { .. } => {}
    }
}

fn emit_opening(notice: &Notice, reason: &OpenReason, open_for: Duration) {
    let broken = match reason {
        OpenReason::Failures { failures, calls, rule, kinds, .. } => {
            let of_them = InView { rule: *rule, failures: *failures, calls: *calls };
            Some((*failures, of_them.calls(), Some(rule), kinds))
        }
        OpenReason::TrialCall { failures: failures @ 2.., calls, kinds, .. } => {
            Some((*failures, Some(*calls), None, kinds))
        }
        OpenReason::TrialCall { .. }
        | OpenReason::ToldToWait { .. }
        | OpenReason::Suspected { .. }
        | OpenReason::Restored {}
        | OpenReason::ByHand => None,
    };
    let failures = match reason {
        OpenReason::Suspected { failures, .. } => Some(*failures),
        _ => broken.map(|(failures, ..)| failures),
    };
    let asked = match reason {
        OpenReason::ToldToWait { asked, .. } => *asked,
        _ => None,
    };
    let rule = broken.and_then(|(_, _, rule, _)| rule);
    let failures_by =
        |kind| broken.map(|(.., kinds)| kinds.of(kind)).filter(|&failures| failures > 0);
    turn!(
        notice, "circuit_breaker.opened",
        {
            circuit_breaker.reason = reason.as_str(),
            circuit_breaker.failures = failures,
            circuit_breaker.calls = broken.and_then(|(_, calls, ..)| calls),
            circuit_breaker.rule = rule.map(tracing::field::display),
            circuit_breaker.errors = failures_by(FailureKind::Error),
            circuit_breaker.timeouts = failures_by(FailureKind::Timeout),
            circuit_breaker.slow_calls = failures_by(FailureKind::SlowCall),
            circuit_breaker.panics = failures_by(FailureKind::Panic),
            circuit_breaker.last_failure = reason.last_failure().map(FailureKind::as_str),
            circuit_breaker.last_error = reason.last_error(),
            circuit_breaker.asked_ms = asked.map(millis),
            circuit_breaker.open_for_ms = millis(open_for),
        },
        "circuit {}", if notice.event.dry_run { "would have opened" } else { "opened" }
    );
}

/// Whether anybody may listen to rejections, which are many.
#[inline]
pub(crate) fn is_told_of_rejections() -> bool {
    tracing::level_enabled!(Level::DEBUG)
}

/// A rejected call, or one that a dry run would have rejected.
pub(crate) struct Rejected<K> {
    pub(crate) name: &'static str,
    /// Looks the key up: under a lock, so for a listener alone.
    pub(crate) key: K,
    pub(crate) state: State,
    pub(crate) dry_run: bool,
    pub(crate) retry_after: Option<Duration>,
}

/// Tells of one call that was rejected, or would have been in a dry run.
pub(crate) fn emit_rejection<K: Fn() -> Option<Arc<str>>>(rejected: &Rejected<K>) {
    let dry_run = rejected.dry_run;
    Audience::Tracing.tell(|| {
        tracing::event!(
            name: "circuit_breaker.rejected",
            target: TARGET,
            Level::DEBUG,
            circuit_breaker.name = rejected.name,
            circuit_breaker.key = (rejected.key)().as_deref(),
            circuit_breaker.state = rejected.state.as_str(),
            circuit_breaker.dry_run = dry_run,
            circuit_breaker.retry_after_ms = rejected.retry_after.map(millis),
            "call {}", if dry_run { "would have been rejected" } else { "rejected" }
        );
    });
}

/// Whole milliseconds, rounded up: what is not over has some left.
fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}
