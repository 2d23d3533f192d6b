//! Circuits and events as data, for status pages and dashboards (feature `serde`).
//!
//! Names are those of the fields in Rust. Times are in whole milliseconds, with names that end in
//! `_ms`. States, outcomes and reasons are written as in logs and metrics. A policy is a table of
//! the attribute's arguments, with the values that the attribute has for them.

use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::base::identity::Location;
use crate::events::failure::{FailureKind, FailureKinds};
use crate::events::forced::Forced;
use crate::events::note::Note;
use crate::events::state::State;
use crate::events::{Event, EventKind, OpenReason};
use crate::policy::SettingChange;
use crate::registry::{Guarded, Instead};
use crate::tallies::calls::Calls;
use crate::watch::snapshot::{
    KeysSnapshot, LastFailure, RejectionWithin, Snapshot, Suspected, Trials,
};

mod policy;
mod saved;

/// As [`State::as_str`] has it: `"half_open"`.
impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// `{"file": "src/shop.rs", "line": 12}`.
impl Serialize for Location {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(Some(2))?;
        table.serialize_entry("file", self.file)?;
        table.serialize_entry("line", &self.line)?;
        table.end()
    }
}

/// `{"error": 3, "timeout": 0, "slow_call": 1, "panic": 0}`.
impl Serialize for FailureKinds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.each())
    }
}

/// As [`FailureKind::as_str`] has it: `"slow_call"`.
impl Serialize for FailureKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// `{"success": 3, "failure": 0, "failure_kinds": {..}, "ignored": 0, "rejected_within": 0,
/// "abandoned": 0, "rejected": 0, "would_be_rejected": 0}`.
impl Serialize for Calls {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(Some(8))?;
        table.serialize_entry("success", &self.success)?;
        table.serialize_entry("failure", &self.failure)?;
        table.serialize_entry("failure_kinds", &self.failure_kinds)?;
        table.serialize_entry("ignored", &self.ignored)?;
        table.serialize_entry("rejected_within", &self.rejected_within)?;
        table.serialize_entry("abandoned", &self.abandoned)?;
        table.serialize_entry("rejected", &self.rejected)?;
        table.serialize_entry("would_be_rejected", &self.would_be_rejected)?;
        table.end()
    }
}

/// `{"count": 12, "in_state": {"closed": 9, "open": 3, ..}, "calls": {..}}`.
impl Serialize for KeysSnapshot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(Some(3))?;
        table.serialize_entry("count", &self.count())?;
        table.serialize_entry("in_state", &InState(self))?;
        table.serialize_entry("calls", &self.calls)?;
        table.end()
    }
}

/// A table of the fields, with `at_ms` for the time since 1970, `in_state_for_ms`,
/// `outage_for_ms` and `retry_after_ms` for the times, and `time_in_ms` for the time in each state.
impl Serialize for Snapshot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(None)?;
        table.serialize_entry("name", self.name)?;
        table.serialize_entry("key", &self.key.as_deref())?;
        table.serialize_entry("at_ms", &since_1970(self.at))?;
        table.serialize_entry("state", &self.state)?;
        table.serialize_entry("in_state_for_ms", &millis(self.in_state_for))?;
        table.serialize_entry("outage_for_ms", &self.outage_for.map(millis))?;
        table.serialize_entry("time_in_ms", &TimeIn(self))?;
        table.serialize_entry("policy", &self.policy)?;
        table.serialize_entry("calls", &self.calls)?;
        if let Some(keys) = &self.keys {
            table.serialize_entry("keys", keys)?;
        }
        table.serialize_entry("failures_in_window", &self.failures_in_window)?;
        table.serialize_entry("calls_in_window", &self.calls_in_window)?;
        table.serialize_entry("last_failure", &self.last_failure)?;
        table.serialize_entry("last_rejection_within", &self.last_rejection_within)?;
        table.serialize_entry("opened", &self.opened)?;
        table.serialize_entry("retry_after_ms", &self.retry_after.map(millis))?;
        table.serialize_entry("forced", &self.forced)?;
        table.serialize_entry("suspected", &self.suspected)?;
        table.serialize_entry("reopenings", &self.reopenings)?;
        table.serialize_entry("trials", &self.trials)?;
        table.serialize_entry("location", &self.location)?;
        table.serialize_entry("instead", &*self.instead)?;
        table.serialize_entry("guarded", &*self.guarded)?;
        table.end()
    }
}

/// `{"rest_ms": 30000, "by": "pod-7"}`.
impl Serialize for Suspected {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(Some(2))?;
        table.serialize_entry("rest_ms", &millis(self.rest))?;
        table.serialize_entry("by", &*self.by)?;
        table.end()
    }
}

/// `{"in_flight": 1, "succeeded": 2, "failed": 0}`.
impl Serialize for Trials {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(Some(3))?;
        table.serialize_entry("in_flight", &self.in_flight)?;
        table.serialize_entry("succeeded", &self.succeeded)?;
        table.serialize_entry("failed", &self.failed)?;
        table.end()
    }
}

/// `{"ago_ms": 5000, "kind": "error", "error": "connection refused"}`.
impl Serialize for LastFailure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(Some(3))?;
        table.serialize_entry("ago_ms", &millis(self.ago))?;
        table.serialize_entry("kind", &self.kind)?;
        table.serialize_entry("error", &self.error.as_deref())?;
        table.end()
    }
}

/// `{"ago_ms": 5000, "by": "download", "key": "example.org"}`.
impl Serialize for RejectionWithin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(Some(3))?;
        table.serialize_entry("ago_ms", &millis(self.ago))?;
        table.serialize_entry("by", self.by)?;
        table.serialize_entry("key", &self.key.as_deref())?;
        table.end()
    }
}

/// `{"function": "shop::charge_a", "what": "charge_b", "circuit": "gateway B"}`.
impl Serialize for Instead {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(Some(3))?;
        table.serialize_entry("function", self.function)?;
        table.serialize_entry("what", self.what)?;
        table.serialize_entry("circuit", &self.circuit)?;
        table.end()
    }
}

/// `{"function": "shop::charge_a", "instead": [{"function": .., "what": .., "circuit": ..}],
/// "answers_failures": false}`.
impl Serialize for Guarded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(Some(3))?;
        table.serialize_entry("function", self.function)?;
        table.serialize_entry("instead", &*self.instead)?;
        table.serialize_entry("answers_failures", &self.answers_failures)?;
        table.end()
    }
}

struct InState<'s>(&'s KeysSnapshot);

impl Serialize for InState<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(State::ALL.map(|state| (state, self.0.in_state(state))))
    }
}

struct TimeIn<'s>(&'s Snapshot);

impl Serialize for TimeIn<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(State::ALL.map(|state| (state, millis(self.0.time_in(state)))))
    }
}

/// A table of the fields, those of the kind among them: `{"name": "db", .., "kind": "opened",
/// "reason": "trial_call", "open_for_ms": 30000}`. `at_ms` is the time since 1970.
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(None)?;
        table.serialize_entry("name", self.name)?;
        table.serialize_entry("key", &self.key.as_deref())?;
        table.serialize_entry("at_ms", &since_1970(self.at))?;
        table.serialize_entry("from", &self.from)?;
        table.serialize_entry("to", &self.to)?;
        table.serialize_entry("generation", &self.generation)?;
        table.serialize_entry("dry_run", &self.dry_run)?;
        table.serialize_entry("outage_for_ms", &self.outage_for.map(millis))?;
        kind(&mut table, &self.kind)?;
        if let Some(forced) = &self.forced {
            table.serialize_entry("forced", forced)?;
        }
        if !self.changes.is_empty() {
            table.serialize_entry("changes", &self.changes)?;
        }
        if let Some(note) = &self.note {
            table.serialize_entry("note", note)?;
        }
        if let Some(by) = &self.by {
            table.serialize_entry("by", &**by)?;
        }
        table.end()
    }
}

/// `{"rest_ms": 600000, "who": "anna", "why": "new certificates", "with_all_keys": false}`.
impl Serialize for Forced {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(Some(4))?;
        table.serialize_entry("rest_ms", &self.rest.map(millis))?;
        table.serialize_entry("who", &self.who.as_deref())?;
        table.serialize_entry("why", &self.why.as_deref())?;
        table.serialize_entry("with_all_keys", &self.with_all_keys)?;
        table.end()
    }
}

/// `{"who": "anna", "why": "new certificates"}`.
impl Serialize for Note {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(Some(2))?;
        table.serialize_entry("who", &self.who())?;
        table.serialize_entry("why", &self.why())?;
        table.end()
    }
}

/// `{"name": "open_for", "from": "30s", "to": "5s"}`.
impl Serialize for SettingChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(Some(3))?;
        table.serialize_entry("name", self.name)?;
        table.serialize_entry("from", &self.from)?;
        table.serialize_entry("to", &self.to)?;
        table.end()
    }
}

/// `{"kind": "rejected", "calls": 3}`.
impl Serialize for EventKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(None)?;
        kind(&mut table, self)?;
        table.end()
    }
}

fn kind<M: SerializeMap>(table: &mut M, kind: &EventKind) -> Result<(), M::Error> {
    let name = match kind {
        EventKind::Opened { .. } => "opened",
        EventKind::HalfOpened => "half_opened",
        EventKind::RampUpStarted { .. } => "ramp_up_started",
        EventKind::Closed => "closed",
        EventKind::Reset => "reset",
        EventKind::ForcedOpen => "forced_open",
        EventKind::ForcedClosed => "forced_closed",
        EventKind::Rejected { .. } => "rejected",
        EventKind::Abandoned { .. } => "abandoned",
        EventKind::Reconfigured => "reconfigured",
        EventKind::Evicted => "evicted",
        EventKind::Unguarded { .. } => "unguarded",
        EventKind::KeyCut => "key_cut",
        EventKind::Suspected { .. } => "suspected",
        EventKind::Trusted => "trusted",
        EventKind::Held { .. } => "held",
        EventKind::ProbeSilent { .. } => "probe_silent",
    };
    table.serialize_entry("kind", name)?;
    match kind {
        EventKind::Opened { reason: why, open_for } => {
            reason(table, why)?;
            table.serialize_entry("open_for_ms", &millis(*open_for))
        }
        EventKind::RampUpStarted { over } => table.serialize_entry("ramp_up_ms", &millis(*over)),
        EventKind::Rejected { calls } => table.serialize_entry("calls", calls),
        EventKind::Suspected { time } => table.serialize_entry("suspected_ms", &millis(*time)),
        EventKind::ProbeSilent { why } => table.serialize_entry("why", why.as_str()),
        EventKind::Held { time } => table.serialize_entry("held_ms", &millis(*time)),
        EventKind::Unguarded { max_keys } => table.serialize_entry("max_keys", max_keys),
        EventKind::Abandoned { calls, of, within } => {
            table.serialize_entry("calls", calls)?;
            table.serialize_entry("of", of)?;
            table.serialize_entry("within_ms", &millis(*within))
        }
        _ => Ok(()),
    }
}

fn reason<M: SerializeMap>(table: &mut M, reason: &OpenReason) -> Result<(), M::Error> {
    table.serialize_entry("reason", reason.as_str())?;
    if let OpenReason::Failures { failures, calls, rule, kinds, .. } = reason {
        table.serialize_entry("failures", failures)?;
        table.serialize_entry("calls", calls)?;
        table.serialize_entry("rule", &rule.to_string())?;
        table.serialize_entry("failure_kinds", kinds)?;
    }
    if let OpenReason::TrialCall { failures: failures @ 2.., calls, kinds, .. } = reason {
        table.serialize_entry("failures", failures)?;
        table.serialize_entry("calls", calls)?;
        table.serialize_entry("failure_kinds", kinds)?;
    }
    if let OpenReason::Suspected { failures, .. } = reason {
        table.serialize_entry("failures", failures)?;
    }
    if let OpenReason::ToldToWait { asked: Some(time), .. } = reason {
        table.serialize_entry("asked_ms", &millis(*time))?;
    }
    if let Some(last) = reason.last_failure() {
        table.serialize_entry("last_failure", &last)?;
    }
    match reason.last_error() {
        Some(error) => table.serialize_entry("last_error", error),
        None => Ok(()),
    }
}

fn since_1970(at: SystemTime) -> u64 {
    millis(at.duration_since(UNIX_EPOCH).unwrap_or_default())
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
