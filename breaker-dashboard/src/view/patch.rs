//! What is different from one tick to the next.

use std::collections::HashMap;

use super::line::Line;
use super::ways;
use crate::document::{Change, Circuit, Rates, Spark};
use crate::record::standing::state;

/// What has changed of each circuit, and which are shown no more, in a step of so many seconds.
pub(crate) fn between(
    before: &[Line],
    after: &[Line],
    now: i64,
    seconds: u64,
    spark: impl Fn(&Line) -> Spark,
) -> (Vec<Change>, Vec<u32>) {
    let mut old: HashMap<u32, &Line> = before.iter().map(|line| (line.about.id, line)).collect();
    let mut changes = Vec::new();
    for line in after {
        let rates = line.rates(seconds);
        match old.remove(&line.about.id) {
            Some(old) => changes.extend(change(old, line, now, rates)),
            None => changes.push(whole(line.circuit(now, rates, spark(line)))),
        }
    }
    let mut removed: Vec<_> = old.into_keys().collect();
    removed.sort_unstable();
    (changes, removed)
}

/// `None` if nothing has changed.
fn change(old: &Line, new: &Line, now: i64, rates: Option<Rates>) -> Option<Change> {
    let (was, is) = (&old.facts, &new.facts);
    let mut change = Change { id: new.about.id, ..Change::default() };
    // Those of a key that has come back with a new circuit began anew, be its second idle.
    if old.totals != new.totals || new.step.is_none_or(|step| !step.is_idle()) {
        (change.calls, change.rates) = (Some(new.totals.into()), Some(rates));
    }
    if old.rank() != new.rank() {
        change.rank = Some(new.rank());
    }
    if old.waits() != new.waits() {
        change.waits = Some(new.waits());
    }
    if old.rejected_share() != new.rejected_share() {
        change.rejected_share = Some(new.rejected_share());
    }
    if old.would_be_rejected_share() != new.would_be_rejected_share() {
        change.would_be_rejected_share = Some(new.would_be_rejected_share());
    }
    if old.window != new.window {
        change.rule = Some(new.rule());
    }
    // The share grows with each tick.
    if was.ramp_up_ends().or(is.ramp_up_ends()).is_some() {
        change.ramp_up = Some(new.ramp_up(now));
    }
    if was != is || old.ways != new.ways || old.of_keys != new.of_keys {
        changed_facts(&mut change, old, new, now);
    }
    (change != Change { id: new.about.id, ..Change::default() }).then_some(change)
}

fn changed_facts(change: &mut Change, old: &Line, new: &Line, now: i64) {
    let (was, is, whole) = (&old.facts, &new.facts, new.circuit(now, None, Spark::default()));
    change.state = (was.state != is.state).then(|| state(is.state));
    change.in_state_for_ms = (was.since != is.since).then_some(whole.in_state_for_ms);
    change.outage_for_ms = (was.outage_began() != is.outage_began()).then_some(whole.outage_for_ms);
    change.retry_after_ms = (was.retry_at != is.retry_at).then_some(whole.retry_after_ms);
    change.held = (was.held != is.held).then_some(is.held);
    change.followed_for_ms =
        (was.followed_from != is.followed_from).then_some(whole.followed_for_ms);
    change.opened = (was.opened != is.opened).then_some(is.opened);
    change.keys = (old.keys() != whole.keys).then_some(whole.keys);
    if old.rule() != whole.rule {
        change.rule = Some(whole.rule);
    }
    change.forced = (old.forced(now) != whole.forced).then_some(whole.forced);
    if was.outside != is.outside {
        let suspicion = |line: &Line| line.facts.outside.as_ref()?.suspected.clone();
        change.suspected = (suspicion(old) != suspicion(new)).then_some(whole.suspected);
        let shared = |line: &Line| line.facts.outside.as_ref()?.shared.clone();
        change.fleet = (shared(old) != shared(new)).then_some(whole.fleet);
    }
    if was.failed_at != is.failed_at || was.last != is.last {
        change.last_failure = Some(whole.last_failure);
    }
    if was.within != is.within {
        change.rejected_within = Some(whole.rejected_within);
    }
    change.why = (was.slow.why != is.slow.why).then_some(whole.why);
    change.dry_run = (old.is_dry() != new.is_dry()).then_some(whole.dry_run);
    if old.ways != new.ways {
        let (instead, of_each) = (ways::instead(&old.ways), ways::instead_of(&old.ways));
        change.instead = (instead != whole.instead).then_some(whole.instead);
        change.ways = (of_each != whole.ways).then_some(whole.ways);
    }
}

/// A circuit that was not shown before.
fn whole(circuit: Circuit) -> Change {
    Change {
        id: circuit.id,
        name: Some(circuit.name),
        key: Some(circuit.key),
        whole: Some(circuit.whole),
        state: Some(circuit.state),
        dry_run: Some(circuit.dry_run),
        in_state_for_ms: Some(circuit.in_state_for_ms),
        outage_for_ms: Some(circuit.outage_for_ms),
        retry_after_ms: Some(circuit.retry_after_ms),
        held: Some(circuit.held),
        ramp_up: Some(circuit.ramp_up),
        waits: Some(circuit.waits),
        rank: Some(circuit.rank),
        rule: Some(circuit.rule),
        calls: Some(circuit.calls),
        rates: Some(circuit.rates),
        followed_for_ms: Some(circuit.followed_for_ms),
        rejected_share: Some(circuit.rejected_share),
        would_be_rejected_share: Some(circuit.would_be_rejected_share),
        opened: Some(circuit.opened),
        why: Some(circuit.why),
        last_failure: Some(circuit.last_failure),
        rejected_within: Some(circuit.rejected_within),
        instead: Some(circuit.instead),
        ways: Some(circuit.ways),
        location: Some(circuit.location),
        forced: Some(circuit.forced),
        suspected: Some(circuit.suspected),
        fleet: Some(circuit.fleet),
        keys: Some(circuit.keys),
        spark: Some(circuit.spark),
    }
}
