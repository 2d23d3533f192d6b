//! The fleet as `breaker-fleet` tells of it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use breaker_fleet as fleet;
use fleet::{OutagePhase, SharedOutage, Watch};

use super::fleet::{FleetReading, Local, Traffic, Us};
use super::outside::{Outage, SharedReading};
use crate::document::Phase;

/// How long ago the others were seen at most when the engine says who is there, and how long that
/// takes.
const SEEN: Duration = Duration::from_secs(7);

/// The fleet at this moment.
pub(crate) fn read(watch: &Watch) -> FleetReading {
    let status = watch.status();
    let outages = status
        .outages
        .iter()
        .map(|outage| ((Arc::clone(&outage.name), outage.key.clone()), shared(outage)));
    let outages: HashMap<_, _> = outages.collect();
    let others = status.others.into_iter();
    FleetReading {
        us: Us {
            namespace: status.namespace,
            instance: status.instance,
            zone: status.zone,
            shares_control: status.shares_control,
        },
        away: status.away.map(|away| (away.lasted, Arc::from(away.why))),
        members: status.members,
        others: others.map(|other| (other.instance, other.zone, other.seen)).collect(),
        traffic: Traffic {
            sent: status.traffic.sent,
            received: status.traffic.received,
            dropped: status.traffic.dropped,
            leases: status.leases,
        },
        fresh: status.others_every + SEEN,
        local: status.local.into_iter().map(local).collect(),
        local_count: status.local_count,
        outages,
    }
}

fn local(local: fleet::LocalCircuit) -> Local {
    let why = match local.why {
        fleet::Local::LeftOut => "left out by the program",
        fleet::Local::DryRun => "in a dry run",
        fleet::Local::Disabled => "switched off",
        fleet::Local::DoubleName => "another circuit has its name",
        fleet::Local::ShortOpenTime => "open for less than a second",
        fleet::Local::LongName => "its name is too long",
    };
    Local { name: local.name, key: local.key, why: Arc::from(why) }
}

fn shared(outage: &SharedOutage) -> SharedReading {
    let (phase, by, by_self, rest) = match &outage.phase {
        // As the circuit's own line has it.
        OutagePhase::Waiting { rest, .. } => {
            (Phase::Waiting, None, false, Some(outage.here.unwrap_or(*rest)))
        }
        OutagePhase::Tried { by, by_self, rest, .. } => {
            (Phase::Tried, Some(by), *by_self, Some(*rest))
        }
        OutagePhase::Recovered { by, by_self, .. } => (Phase::Recovered, Some(by), *by_self, None),
        // And whatever a newer fleet may tell: nobody is named.
        _ => (Phase::Anyone, None, false, None),
    };
    SharedReading {
        about: Outage {
            phase,
            by: by.map(Arc::clone),
            by_self,
            opened_by: Some(Arc::clone(&outage.opened_by)),
            opened_here: outage.opened_by_self,
            why: (!outage.why.is_empty()).then(|| Arc::from(&*outage.why)),
            openings: outage.openings,
            openers: outage.openers,
            members: outage.members,
            is_estimate: outage.is_estimate,
        },
        rest,
        suspected: (!outage.suspected.is_zero()).then_some(outage.suspected),
    }
}
