//! What happens, and when.

use std::time::Duration;

/// How many shops there are, and the moments of their outage, from the opening of the shops on.
#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) shops: usize,
    /// Gateway A hangs.
    pub(crate) hangs: Duration,
    /// Redis is killed, and started anew. Where no fleet is, nothing happens.
    pub(crate) killed: Duration,
    pub(crate) restarted: Duration,
    /// Gateway A answers again.
    pub(crate) recovers: Duration,
    pub(crate) ends: Duration,
}

pub(crate) const FULL: Script = Script {
    shops: 20,
    hangs: Duration::from_secs(4),
    killed: Duration::from_secs(14),
    restarted: Duration::from_secs(19),
    recovers: Duration::from_secs(29),
    ends: Duration::from_secs(37),
};

pub(crate) const BRIEF: Script = Script {
    shops: 4,
    hangs: Duration::from_millis(500),
    killed: Duration::from_millis(1800),
    restarted: Duration::from_millis(2800),
    recovers: Duration::from_secs(4),
    ends: Duration::from_secs(7),
};

impl Script {
    /// How many orders the shop of this number takes in a second, on average: from twenty down to
    /// three and a half.
    pub(crate) fn orders_a_second(shop: usize) -> f64 {
        80.0 / f64::from(4 + u32::try_from(shop).unwrap_or(u32::MAX - 4))
    }

    pub(crate) fn in_words(&self) -> String {
        let Self { shops, hangs, killed, restarted, recovers, ends } = self;
        let orders: f64 = (0..*shops).map(Self::orders_a_second).sum();
        format!(
            " {shops} shops, each a process, take {orders:.0} orders a second. Gateway A hangs \
             from {hangs:?} to {recovers:?};\n Redis is killed at {killed:?} and starts anew at \
             {restarted:?}. Twice {ends:?}: without a fleet, and with it."
        )
    }
}
