//! The fleet, as it is shown.

use std::sync::Arc;

use super::line::since;
use crate::document::{Away, Fleet, FleetChange, Local, Member};
use crate::record::fleet::{Fleet as Known, Membership};

/// The whole fleet at this moment.
pub(crate) fn shown(fleet: &Known, now: i64) -> Fleet {
    let Known { traffic, slow } = fleet;
    Fleet {
        namespace: slow.us.namespace.to_string(),
        instance: slow.us.instance.to_string(),
        zone: slow.us.zone.as_ref().map(ToString::to_string),
        shares_control: slow.us.shares_control,
        away: away(slow, now),
        members: slow.members,
        others: others(slow, now),
        sent: traffic.sent,
        received: traffic.received,
        dropped: traffic.dropped,
        leases: traffic.leases,
        local: local(slow),
        local_count: slow.local_count,
    }
}

fn away(slow: &Membership, now: i64) -> Option<Away> {
    let (began, why) = slow.away.as_ref()?;
    Some(Away { for_ms: since(now, *began), why: why.to_string() })
}

fn others(slow: &Membership, now: i64) -> Vec<Member> {
    let member = |other: &crate::record::fleet::Other| Member {
        instance: other.instance.to_string(),
        zone: other.zone.as_ref().map(ToString::to_string),
        seen_ms: other.seen.map_or(0, |seen| since(now, seen)),
    };
    slow.others.iter().map(member).collect()
}

fn local(slow: &Membership) -> Vec<Local> {
    let local = |local: &crate::record::fleet::Local| Local {
        name: local.name.to_string(),
        key: local.key.as_ref().map(ToString::to_string),
        why: local.why.to_string(),
    };
    slow.local.iter().map(local).collect()
}

/// What has changed of it; all, of one that was not known before.
pub(crate) fn change(
    before: Option<&Known>,
    after: Option<&Known>,
    now: i64,
) -> Option<FleetChange> {
    let after = after?;
    let Some(before) = before else { return Some(whole(shown(after, now))) };
    let mut change = FleetChange::default();
    let (was, is) = (before.traffic, after.traffic);
    change.sent = (was.sent != is.sent).then_some(is.sent);
    change.received = (was.received != is.received).then_some(is.received);
    change.dropped = (was.dropped != is.dropped).then_some(is.dropped);
    change.leases = (was.leases != is.leases).then_some(is.leases);
    if !Arc::ptr_eq(&before.slow, &after.slow) {
        let (was, is, whole) = (&*before.slow, &*after.slow, shown(after, now));
        change.namespace = (was.us.namespace != is.us.namespace).then_some(whole.namespace);
        change.instance = (was.us.instance != is.us.instance).then_some(whole.instance);
        change.zone = (was.us.zone != is.us.zone).then_some(whole.zone);
        change.shares_control =
            (was.us.shares_control != is.us.shares_control).then_some(whole.shares_control);
        change.away = (was.away != is.away).then_some(whole.away);
        change.members = (was.members != is.members).then_some(whole.members);
        change.others = (was.others != is.others).then_some(whole.others);
        change.local = (was.local != is.local).then_some(whole.local);
        change.local_count = (was.local_count != is.local_count).then_some(whole.local_count);
    }
    (change != FleetChange::default()).then_some(change)
}

fn whole(fleet: Fleet) -> FleetChange {
    FleetChange {
        namespace: Some(fleet.namespace),
        instance: Some(fleet.instance),
        zone: Some(fleet.zone),
        shares_control: Some(fleet.shares_control),
        away: Some(fleet.away),
        members: Some(fleet.members),
        others: Some(fleet.others),
        sent: Some(fleet.sent),
        received: Some(fleet.received),
        dropped: Some(fleet.dropped),
        leases: Some(fleet.leases),
        local: Some(fleet.local),
        local_count: Some(fleet.local_count),
    }
}
