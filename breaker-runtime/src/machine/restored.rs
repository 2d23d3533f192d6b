//! What is known of a circuit from before a restart (rule S22): a step as those from
//! [outside](super::outside), taken before the first call.

use core::time::Duration;

use super::{Context, Machine, Phase};
use crate::events::OpenReason;

/// What a circuit was when its process ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before {
    pub(crate) outage: Outage,
    /// The number in the row that its next opening would have had.
    pub(crate) reopenings: u32,
}

/// Whether it let calls pass.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outage {
    /// It did, and has for this long.
    None(Duration),
    /// It was open, and would be for this long still: none, where trial calls were due.
    Open(Duration),
}

impl Machine {
    /// Goes on as the circuit was; false, and nothing, if it is not a closed one.
    ///
    /// The window is empty: failures of before, if any count still, are the other process's.
    pub(crate) fn restore(&mut self, context: Context<'_>, before: Before) -> bool {
        self.catch_up(context);
        if !matches!(self.phase, Phase::Closed) {
            return false;
        }
        let last = self.backoff.restore(context.policy, before.reopenings);
        match before.outage {
            Outage::None(closed_for) => self.backoff.was_open_for(last.saturating_sub(closed_for)),
            Outage::Open(rest) => {
                // Somebody else's word for it, as a server's wish is.
                let rest = rest.min(context.policy.longest_from_outside());
                let until = self.latest.after(rest);
                self.open_until(context, until, OpenReason::Restored {});
                self.rare.get_or_insert_default().open_before = last;
                self.catch_up(context);
            }
        }
        true
    }
}
