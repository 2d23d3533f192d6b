//! The way between a process and the engine, and the weather on all ways.

use core::time::Duration;

use crate::chance::Chance;
use crate::times::ms;

/// How messages travel.
#[derive(Clone, Debug)]
pub(crate) struct Weather {
    pub(crate) least_delay: Duration,
    pub(crate) most_delay: Duration,
    /// The share of pushed messages that are lost, and of those that come twice.
    pub(crate) lost: f64,
    pub(crate) doubled: f64,
    /// Pushed messages overtake each other, and answers.
    pub(crate) is_shuffled: bool,
    /// Timers of members fire so late at most, as on a machine with other things to do.
    pub(crate) timers_late: Duration,
}

impl Weather {
    pub(crate) const fn fair() -> Self {
        Self {
            least_delay: Duration::from_micros(200),
            most_delay: ms(1),
            lost: 0.0,
            doubled: 0.0,
            is_shuffled: false,
            timers_late: ms(5),
        }
    }

    pub(crate) fn delay(&self, chance: &mut Chance) -> Duration {
        chance.between(self.least_delay, self.most_delay)
    }

    /// Most timers are on time, and some are very late.
    pub(crate) fn late(&self, chance: &mut Chance) -> Duration {
        let share = chance.share();
        self.timers_late.mul_f64(share * share * share)
    }
}

#[derive(Debug)]
pub(crate) struct Link {
    /// Nothing reaches the engine; what is sent meanwhile may come through when it is mended, as
    /// the system sends it again.
    pub(crate) is_cut: bool,
    /// Nothing comes back.
    pub(crate) is_cut_back: bool,
    /// The number of the present connection: what belongs to an older one reaches nobody.
    pub(crate) connection: u64,
    pub(crate) phase: Phase,
    /// When the last message to either side arrives: a connection keeps the order.
    to_engine: Duration,
    to_process: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Closed,
    Opening,
    Open,
}

impl Link {
    pub(crate) const fn new() -> Self {
        Self {
            is_cut: false,
            is_cut_back: false,
            connection: 0,
            phase: Phase::Closed,
            to_engine: Duration::ZERO,
            to_process: Duration::ZERO,
        }
    }

    /// What the present connection had under way is lost.
    pub(crate) const fn close(&mut self) {
        self.connection += 1;
        self.phase = Phase::Closed;
    }

    pub(crate) fn is_open(&self, connection: u64) -> bool {
        self.phase == Phase::Open && self.connection == connection
    }

    pub(crate) fn arrives_at_engine(&mut self, at: Duration) -> Duration {
        self.to_engine = self.to_engine.max(at);
        self.to_engine
    }

    pub(crate) fn arrives_at_process(&mut self, at: Duration) -> Duration {
        self.to_process = self.to_process.max(at);
        self.to_process
    }
}
