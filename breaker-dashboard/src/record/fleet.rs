//! The fleet as the process knows it, and what of that is remembered.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::moments::{millis, settle};
use super::outside::SharedReading;
use super::over::Over;
use super::reading::Reading;

/// Others, and circuits that stay local, which are remembered and shown.
const MOST: usize = 200;

/// Tells how the fleet is; asked once a second, and for answers about the present.
pub(crate) type Ask = dyn Fn() -> FleetReading + Send + Sync;

/// The fleet at one moment, as it tells of itself.
#[derive(Clone, Debug)]
pub(crate) struct FleetReading {
    pub(crate) us: Us,
    /// For how long this process has been away, and why.
    pub(crate) away: Option<(Duration, Arc<str>)>,
    pub(crate) members: u32,
    pub(crate) others: Vec<(Arc<str>, Option<Arc<str>>, Duration)>,
    /// Who was seen within this time is there: its name alone is remembered.
    pub(crate) fresh: Duration,
    pub(crate) traffic: Traffic,
    /// Some of those that take no part; of so many.
    pub(crate) local: Vec<Local>,
    pub(crate) local_count: usize,
    pub(crate) outages: HashMap<(Arc<str>, Option<Arc<str>>), SharedReading>,
}

/// This process as the fleet sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Us {
    pub(crate) namespace: Arc<str>,
    pub(crate) instance: Arc<str>,
    pub(crate) zone: Option<Arc<str>>,
    pub(crate) shares_control: bool,
}

/// What changes all the time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traffic {
    pub(crate) sent: u64,
    pub(crate) received: u64,
    pub(crate) dropped: u64,
    pub(crate) leases: u32,
}

/// A circuit that stays local, and why.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Local {
    pub(crate) name: Arc<str>,
    pub(crate) key: Option<Arc<str>>,
    pub(crate) why: Arc<str>,
}

/// The fleet at a tick. Times are in milliseconds since recording began.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fleet {
    pub(crate) traffic: Traffic,
    pub(crate) slow: Arc<Membership>,
}

/// What rarely changes of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Membership {
    pub(crate) us: Us,
    /// Since when this process is away, and why.
    pub(crate) away: Option<(i64, Arc<str>)>,
    pub(crate) members: u32,
    pub(crate) others: Vec<Other>,
    pub(crate) local: Vec<Local>,
    pub(crate) local_count: u64,
}

/// Another process.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Other {
    pub(crate) instance: Arc<str>,
    pub(crate) zone: Option<Arc<str>>,
    /// When it was seen, if that is some time ago.
    pub(crate) seen: Option<i64>,
}

impl FleetReading {
    /// Gives circuits what the fleet knows of their trouble.
    pub(super) fn tell(&self, readings: &mut [Reading]) {
        if self.outages.is_empty() {
            return;
        }
        for reading in readings {
            let name = (Arc::from(reading.name), reading.who.key().cloned());
            reading.shared = self.outages.get(&name).cloned();
        }
    }

    /// Whether a circuit takes no part.
    pub(crate) fn is_local(&self, name: &str, key: Option<&str>) -> bool {
        let all_listed = self.local.len() >= self.local_count;
        self.local.iter().any(|local| {
            // Of too many keys their function speaks.
            let is_key = local.key.as_deref() == key || !all_listed && local.key.is_none();
            is_key && &*local.name == name
        })
    }
}

impl Fleet {
    /// What is known at this time, after what was known `before`.
    pub(super) fn of(before: Option<&Self>, now: i64, reading: &FleetReading) -> Self {
        let was = before.map(|before| &*before.slow);
        let ago = |time: Duration| now.saturating_sub(millis(time));
        let away = reading.away.as_ref().map(|(since, why)| {
            let was = was.and_then(|was| was.away.as_ref()).map(|(since, _)| *since);
            (settle(was, Some(ago(*since))).unwrap_or(now), Arc::clone(why))
        });
        let others = reading.others.iter().take(MOST);
        let others = others.enumerate().map(|(at, (instance, zone, seen))| {
            let was = was.and_then(|was| was.others.get(at)).and_then(|was| was.seen);
            let seen = (*seen >= reading.fresh).then(|| ago(*seen));
            Other { instance: Arc::clone(instance), zone: zone.clone(), seen: settle(was, seen) }
        });
        let slow = Membership {
            us: reading.us.clone(),
            away,
            members: reading.members,
            others: others.collect(),
            local: reading.local.iter().take(MOST).cloned().collect(),
            local_count: reading.local_count as u64,
        };
        let kept = before.filter(|before| *before.slow == slow).map(|it| Arc::clone(&it.slow));
        let slow = kept.unwrap_or_else(|| Arc::new(slow));
        Self { traffic: reading.traffic, slow }
    }
}

/// The bytes that a fleet over time takes.
pub(super) fn bytes(fleet: &Over<Fleet>) -> usize {
    let mut before: Option<&Arc<Membership>> = None;
    let mut texts = 0;
    for (_, fleet) in fleet.iter() {
        if before.is_none_or(|before| !Arc::ptr_eq(before, &fleet.slow)) {
            texts += fleet.slow.bytes();
        }
        before = Some(&fleet.slow);
    }
    fleet.bytes() + texts
}

impl Membership {
    pub(super) fn bytes(&self) -> usize {
        let text = |text: &Arc<str>| text.len() + 16;
        let maybe = |some: &Option<Arc<str>>| some.as_ref().map_or(0, text);
        let others: usize =
            self.others.iter().map(|other| text(&other.instance) + maybe(&other.zone)).sum();
        let local: usize =
            self.local.iter().map(|it| text(&it.name) + maybe(&it.key) + text(&it.why)).sum();
        let away = self.away.as_ref().map_or(0, |(_, why)| text(why));
        size_of::<Self>()
            + 16
            + self.others.capacity() * size_of::<Other>()
            + self.local.capacity() * size_of::<Local>()
            + others
            + local
            + away
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A fleet of so many, from which this process is away or not.
    pub(crate) fn reading(members: u32, away: Option<Duration>) -> FleetReading {
        let us = Us {
            namespace: Arc::from("shop"),
            instance: Arc::from("pod-1"),
            zone: None,
            shares_control: true,
        };
        let other = |at| (Arc::from(format!("pod-{at}")), None, Duration::from_secs(1));
        FleetReading {
            us,
            away: away.map(|since| (since, Arc::from("connection refused"))),
            members,
            others: (2..=members).map(other).collect(),
            fresh: Duration::from_secs(10),
            traffic: Traffic::default(),
            local: Vec::new(),
            local_count: 0,
            outages: HashMap::new(),
        }
    }

    #[test]
    fn what_is_as_it_was_is_kept_once_though_times_are_read_anew() {
        let first = Fleet::of(None, 10_000, &reading(300, Some(Duration::from_secs(3))));
        let mut next = reading(300, Some(Duration::from_millis(4_100)));
        next.traffic.sent = 1;
        next.others[0].2 = Duration::from_secs(5);
        let next = Fleet::of(Some(&first), 11_000, &next);
        assert!(Arc::ptr_eq(&first.slow, &next.slow));
        assert_ne!(first, next);
        assert_eq!((next.slow.others.len(), next.slow.members), (MOST, 300));

        let mut silent = reading(300, None);
        silent.fresh = Duration::from_secs(25);
        silent.others[0].2 = Duration::from_secs(27);
        silent.others[1].2 = Duration::from_secs(24);
        let silent = Fleet::of(Some(&next), 35_000, &silent);
        assert_eq!(silent.slow.others[0].seen, Some(8_000));
        assert_eq!(silent.slow.others[1].seen, None);
    }

    #[test]
    fn a_circuit_is_local_if_it_is_listed_or_its_function_where_not_all_are() {
        let local = |name: &str, key: Option<&str>| {
            let key = key.map(Arc::from);
            Local { name: Arc::from(name), key, why: Arc::from("in a dry run") }
        };
        let mut fleet = reading(2, None);
        fleet.local = vec![local("fetch", None), local("pay", Some("eu"))];
        fleet.local_count = 2;
        assert!(fleet.is_local("fetch", None) && fleet.is_local("pay", Some("eu")));
        assert!(!fleet.is_local("fetch", Some("a")) && !fleet.is_local("pay", None));
        fleet.local_count = 3;
        assert!(fleet.is_local("fetch", Some("a")));
        assert!(!fleet.is_local("pay", Some("us")));
    }
}
