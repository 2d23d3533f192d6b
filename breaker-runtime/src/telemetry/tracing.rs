//! Events of the crate `tracing` (feature `tracing`).
//!
//! Nothing needs to be set up: a program with a subscriber sees its circuits. Every event has the
//! target [`TARGET`]; these are all:
//!
//! | event's name | level | message |
//! |---|---|---|
//! | `circuit_breaker.opened` | `INFO`, `WARN` | `circuit opened` |
//! | `circuit_breaker.forced_open` | `INFO`, `WARN` | `circuit forced open` |
//! | `circuit_breaker.closed` | `WARN` | `circuit closed` |
//! | `circuit_breaker.abandoned` | `WARN` | `callers give up` |
//! | `circuit_breaker.evicted` | `WARN` | `circuit forgotten`, before it closed: its key lost it |
//! | `circuit_breaker.unguarded` | `WARN` | `calls of more keys are admitted unguarded` |
//! | `circuit_breaker.reset` | `INFO`, `WARN` | `circuit reset` |
//! | `circuit_breaker.forced_closed` | `INFO`, `WARN` | `circuit forced closed` |
//! | `circuit_breaker.reconfigured` | `INFO`, `WARN` | `circuit reconfigured` |
//! | `circuit_breaker.half_opened` | `INFO` | `circuit half-open` |
//! | `circuit_breaker.ramp_up_started` | `INFO` | `circuit recovers` |
//! | `circuit_breaker.key_cut` | `INFO` | `128 bytes are shown of a key`, of the first longer one |
//! | `circuit_breaker.rejected` | `DEBUG` | `call rejected` |
//!
//! What begins an outage or ends it is a `WARN`, so that a log of warnings shows both: of an event
//! with two levels, the second is meant for that. The end has the field `outage_ms`, which the
//! steps between have as well. In a dry run the messages say `circuit would have opened` and `call
//! would have been rejected`, at the same levels.
//!
//! What is done to all keys of a function, by hand or by new settings, is one event of the
//! [whole](crate::KeyedCircuitBreaker::whole), without a key: a reload is one line, not a thousand.
//! A key with an outage of its own has its own events besides, until that ends.
//!
//! The fields, all with the prefix `circuit_breaker.`:
//!
//! | field | type | meaning |
//! |---|---|---|
//! | `name` | string | the circuit's name |
//! | `key` | string | its key, if its function has a circuit for each |
//! | `state` | string | its [state](crate::State::as_str), after a transition |
//! | `dry_run` | boolean | whether the circuit opens in name only (rule [S12](crate::_guide::rules#s12-dry-run)) |
//!
//! Those of all events but rejections:
//!
//! | field | type | meaning |
//! |---|---|---|
//! | `from` | string | its state before |
//! | `generation` | integer | which of its transitions it is, from 1, or was the last one |
//! | `outage_ms` | integer | how long the [outage](crate::Snapshot::outage_for) has lasted |
//! | `rejected` | integer | calls rejected since the transition before, if there were any |
//!
//! Those of some:
//!
//! | event | field | type | meaning |
//! |---|---|---|---|
//! | `opened` | `reason` | string | `failures`, `trial_call` (one failed), `told_to_wait` (by [`open_for`](crate::CircuitBreaker::open_for)) or `by_hand` (by a test) |
//! | | `open_for_ms` | integer | the open time, back-off and jitter included |
//! | | `last_failure` | string | the [kind](crate::FailureKind) of the failure that opened it |
//! | | `last_error` | string | what its error said, if that is [remembered](crate::Policy::last_error) |
//! | | `failures` | integer | with the reason `failures`: those in the window |
//! | | `errors`, `timeouts`, `slow_calls`, `panics` | integer | of these, those of each kind |
//! | | `calls` | integer | calls in the window, if the rule looks at others than failures |
//! | | `rule` | string | the rule that this broke, as its [`Display`](crate::Rule) has it |
//! | `ramp_up_started` | `ramp_up_ms` | integer | how long it takes until all calls pass |
//! | `reconfigured` | `changes` | string | which settings are others now: `open_for 30s -> 5s` |
//! | `abandoned` | `abandoned` | integer | calls that their callers gave up |
//! | | `calls` | integer | calls that ended meanwhile, these included |
//! | | `within_ms` | integer | in which time |
//! | `unguarded` | `max_keys` | integer | how many keys have a circuit |
//! | `rejected` | `retry_after_ms` | integer | when a call may be admitted, if that is known |
//!
//! Names, levels, the target and the fields are part of the crate's interface; messages are not.
//!
//! # Where and when
//!
//! An event is emitted by the thread of the call that caused it, within that call's span, before
//! the call returns: whoever made the circuit open is found in the trace of its fifth failure. The
//! circuit's lock is not held: a subscriber may take its time, panic, or call back into the
//! circuit.
//!
//! Transitions of one circuit are emitted one after another, in their order. If two happen at the
//! same moment, the thread that is at it emits the other one's as well, in its own span: no call
//! waits for another one's subscriber. A call emits four transitions at the most, its own included.
//! What is left then, because a subscriber is slower than the circuit, is emitted by a thread of
//! the crate's, in no span (beyond 1024 that wait for it, the oldest are dropped). Rejections are
//! emitted by their own threads.
//!
//! There is no event about what happens on a thread while its subscriber is told another event. So
//! a subscriber may call guarded functions. One that has another thread or task call them hears of
//! these calls: filter the target [`TARGET`] there.
//!
//! While nobody listens at `DEBUG`, a rejection pays for this with one relaxed load; admitted calls
//! pay nothing at all.
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

/// The target of every event: for filters such as `RUST_LOG=circuit_breaker=debug`.
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
        EventKind::Closed => {
            transition!(notice, WARN, "circuit_breaker.closed", {}, "circuit closed");
        }
        EventKind::Reset => turn!(notice, "circuit_breaker.reset", {}, "circuit reset"),
        EventKind::ForcedOpen => {
            turn!(notice, "circuit_breaker.forced_open", {}, "circuit forced open");
        }
        EventKind::ForcedClosed => {
            turn!(notice, "circuit_breaker.forced_closed", {}, "circuit forced closed");
        }
        EventKind::Reconfigured => {
            turn!(
                notice, "circuit_breaker.reconfigured",
                { circuit_breaker.changes = changes(&notice.event.changes), },
                "circuit reconfigured"
            );
        }
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
        // Told one by one, and in number with the transition after them.
        EventKind::Rejected { .. } => {}
    }
}

fn emit_opening(notice: &Notice, reason: &OpenReason, open_for: Duration) {
    let broken = match reason {
        OpenReason::Failures { failures, calls, rule, kinds, .. } => {
            let of_them = InView { rule: *rule, failures: *failures, calls: *calls };
            Some((*failures, of_them.calls(), rule, kinds))
        }
        OpenReason::TrialCall { .. } | OpenReason::ToldToWait {} | OpenReason::ByHand => None,
    };
    let failures_by =
        |kind| broken.map(|(.., kinds)| kinds.of(kind)).filter(|&failures| failures > 0);
    turn!(
        notice, "circuit_breaker.opened",
        {
            circuit_breaker.reason = reason.as_str(),
            circuit_breaker.failures = broken.map(|(failures, ..)| failures),
            circuit_breaker.calls = broken.and_then(|(_, calls, ..)| calls),
            circuit_breaker.rule = broken.map(|(_, _, rule, _)| tracing::field::display(rule)),
            circuit_breaker.errors = failures_by(FailureKind::Error),
            circuit_breaker.timeouts = failures_by(FailureKind::Timeout),
            circuit_breaker.slow_calls = failures_by(FailureKind::SlowCall),
            circuit_breaker.panics = failures_by(FailureKind::Panic),
            circuit_breaker.last_failure = reason.last_failure().map(FailureKind::as_str),
            circuit_breaker.last_error = reason.last_error(),
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
