//! The fleet that the program is in, and what others know of its circuits.

use breaker_dashboard::document::{Circuit, Fleet, FleetChange, Phase, State};

use super::members::Openers;
#[cfg(test)]
use super::model;
use super::time::{duration, rest};

/// `fleet shop-prod as pod-1: 12 members`, or since when the program is away from it, and why.
pub(crate) fn said(fleet: &Fleet) -> String {
    let Fleet { namespace, instance, .. } = fleet;
    let how = match (&fleet.away, fleet.members) {
        (Some(away), _) => format!("away for {}: {}", duration(away.for_ms), away.why),
        (None, 0 | 1) => "no other member".to_owned(),
        (None, members) => format!("{members} members"),
    };
    format!("fleet {namespace} as {instance}: {how}")
}

/// Goes on to a later tick, by so many milliseconds.
pub(crate) fn apply(fleet: &mut Option<Fleet>, change: Option<FleetChange>, ms: u64) {
    let times = fleet.iter_mut().flat_map(|fleet| {
        let away = fleet.away.as_mut().map(|away| &mut away.for_ms);
        // Who was there a moment ago goes on to be there, unless it is said.
        let seen = fleet.others.iter_mut().map(|other| &mut other.seen_ms);
        away.into_iter().chain(seen.filter(|time| **time > 0))
    });
    times.for_each(|time| *time = time.saturating_add(ms));
    match (fleet.as_mut(), change) {
        (Some(fleet), Some(change)) => changed(fleet, change),
        // One that was not there before comes whole.
        (None, Some(change)) => {
            *fleet = serde_json::to_value(change).and_then(serde_json::from_value).ok();
        }
        (_, None) => {}
    }
}

fn changed(fleet: &mut Fleet, change: FleetChange) {
    macro_rules! take {
        ($($field:ident)*) => {
            $(if let Some(value) = change.$field { fleet.$field = value; })*
        };
    }
    take!(namespace instance zone shares_control away members others sent received dropped leases
        local local_count);
}

/// Times of a circuit that pass.
pub(crate) fn run_on(circuit: &mut Circuit, ms: u64) {
    let suspected = circuit.suspected.as_mut().map(|suspected| &mut suspected.rest_ms);
    let shared = circuit.fleet.as_mut();
    let shared = shared.map(|it| [it.rest_ms.as_mut(), it.suspected_ms.as_mut()]);
    let shared = shared.into_iter().flatten().flatten();
    suspected.into_iter().chain(shared).for_each(|time| *time = time.saturating_sub(ms));
}

/// `by pod-7, for 12 s more`.
pub(crate) fn suspected(circuit: &Circuit) -> String {
    let suspected = circuit.suspected.as_ref();
    suspected.map_or_else(String::new, |it| format!("by {}, for {} more", it.by, rest(it.rest_ms)))
}

/// Whether another process tries the callee for this one, too, or goes first, whoever that is.
/// Half-open, a circuit admits nothing only while a trial call of its own is under way, or while it
/// lets others go first.
pub(crate) fn is_tried_elsewhere(circuit: &Circuit) -> bool {
    let by_other = circuit.fleet.as_ref().is_some_and(|it| it.phase == Phase::Tried && !it.by_self);
    let admits_none = circuit.state == State::HalfOpen && circuit.retry_after_ms > Some(0);
    if admits_none { circuit.held } else { by_other }
}

/// `opened by 2 of 9 members, first by pod-7: 5 failures within 10 s; pod-3 tries for all`.
pub(crate) fn shared(circuit: &Circuit) -> String {
    let Some(shared) = &circuit.fleet else { return String::new() };
    let why = shared.why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
    let opened = shared.opened_by.as_ref().map(|first| {
        let (count, members, is_estimate) = (shared.openers, shared.members, shared.is_estimate);
        let (here, is_over) = (shared.opened_here, shared.phase == Phase::Recovered);
        let openers = Openers { count, members, is_estimate, first, here, is_over };
        openers.said_with_first() + &why
    });
    let tried = match (shared.phase, &shared.by) {
        (Phase::Tried, _) if shared.by_self => Some("this process tries for all".to_owned()),
        (Phase::Tried, Some(by)) => Some(format!("{by} tries for all")),
        (Phase::Recovered, Some(by)) => Some(format!("{by} got through")),
        (Phase::Recovered, None) => Some("somebody got through".to_owned()),
        _ => None,
    };
    opened.into_iter().chain(tried).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn change(value: serde_json::Value) -> Option<FleetChange> {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_fleet_comes_whole_and_changes_in_pieces() {
        let mut fleet = None;
        apply(&mut fleet, change(json!({ "members": 3 })), 0);
        assert!(fleet.is_none(), "a piece of nothing");
        let whole = json!({
            "namespace": "shop", "instance": "pod-1", "zone": null, "shares_control": false,
            "away": { "for_ms": 9_000, "why": "not connected yet" }, "members": 0, "others": [],
            "sent": 0, "received": 0, "dropped": 0, "leases": 0, "local": [], "local_count": 0,
        });
        apply(&mut fleet, change(whole), 1_000);
        let told = |fleet: &Option<Fleet>| said(fleet.as_ref().unwrap());
        assert_eq!(told(&fleet), "fleet shop as pod-1: away for 9 s: not connected yet");
        apply(&mut fleet, None, 1_000);
        assert_eq!(told(&fleet), "fleet shop as pod-1: away for 10 s: not connected yet");
        apply(&mut fleet, change(json!({ "away": null, "members": 12 })), 1_000);
        assert_eq!(told(&fleet), "fleet shop as pod-1: 12 members");
        let away = json!({ "away": { "for_ms": 0, "why": "left" } });
        apply(&mut fleet, change(away), 1_000);
        apply(&mut fleet, None, 2_000);
        assert_eq!(
            told(&fleet),
            "fleet shop as pod-1: away for 2 s: left",
            "also from its first moment on"
        );
    }

    #[test]
    fn who_was_there_a_moment_ago_is_there() {
        let mut fleet = model::tests::document("open", &["A"]).fleet;
        let other =
            |instance, seen_ms| json!({ "instance": instance, "zone": null, "seen_ms": seen_ms });
        let whole = json!({
            "namespace": "shop", "instance": "pod-1", "zone": null, "shares_control": false,
            "away": null, "members": 3, "others": [other("pod-2", 0), other("pod-3", 11_000)],
            "sent": 0, "received": 0, "dropped": 0, "leases": 0, "local": [], "local_count": 0,
        });
        apply(&mut fleet, change(whole), 1_000);
        apply(&mut fleet, None, 2_000);
        let seen: Vec<_> = fleet.unwrap().others.iter().map(|other| other.seen_ms).collect();
        assert_eq!(seen, [0, 13_000]);
    }

    #[test]
    fn a_circuit_says_who_suspects_it_who_opened_first_and_who_tries() {
        let mut circuit = model::tests::document("open", &["A"]).circuits.remove(0);
        assert_eq!((suspected(&circuit), shared(&circuit)), (String::new(), String::new()));
        circuit.suspected =
            serde_json::from_value(json!({ "rest_ms": 13_000, "by": "pod-7" })).ok();
        circuit.fleet = serde_json::from_value(json!({
            "phase": "tried", "by": "pod-3", "by_self": false, "rest_ms": 2_000,
            "opened_by": "pod-7", "why": "5 failures within 10 s", "suspected_ms": 13_000,
            "openings": 1, "openers": 2, "members": 9, "is_estimate": false,
        }))
        .ok();
        run_on(&mut circuit, 1_000);
        assert_eq!(suspected(&circuit), "by pod-7, for 12 s more");
        let told = "opened by 2 of 9 members, first by pod-7: 5 failures within 10 s; pod-3 tries \
                    for all";
        assert_eq!(shared(&circuit), told);
        assert!(is_tried_elsewhere(&circuit));
        let fleet = circuit.fleet.as_mut().unwrap();
        (fleet.opened_here, fleet.openers) = (true, 1);
        let told = "opened here alone, of 9 members: 5 failures within 10 s; pod-3 tries for all";
        assert_eq!(shared(&circuit), told);
    }
}
