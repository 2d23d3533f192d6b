//! How a circuit stands to its calls: what the state alone does not say.

use breaker_runtime::State;

use super::line::Line;
use crate::record::standing::Standing;

impl Line {
    /// Decides without rejecting.
    pub(crate) fn is_dry(&self) -> bool {
        self.facts.is_dry()
    }

    /// In an outage that goes on, see [`Standing::Down`]; also in a dry run.
    pub(crate) fn is_down(&self) -> bool {
        self.standing == Standing::Down
    }

    /// Half-open without a call to try it, see [`Standing::Waits`]; also in a dry run.
    pub(crate) fn waits(&self) -> bool {
        self.standing == Standing::Waits
    }

    /// Nothing is wrong with it here, but somebody else's has opened.
    pub(crate) fn is_suspected(&self) -> bool {
        self.facts.outside.as_ref().is_some_and(|outside| outside.suspected.is_some())
    }

    pub(crate) fn is_forced(&self) -> bool {
        matches!(self.facts.state, State::ForcedOpen | State::ForcedClosed)
    }

    /// Since when it is as it is: in an outage since that began, forced since the order.
    pub(crate) fn began(&self) -> i64 {
        let outage = self.facts.outage_began().filter(|_| !self.is_forced());
        outage.unwrap_or(self.facts.since)
    }
}
