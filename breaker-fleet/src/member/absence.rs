//! Since when a member takes no part, and why.

use core::time::Duration;

use super::doubt::Doubt;
use super::status::Away;
use crate::wire::Said;

/// The last time that the member was away; before it first took part, its life so far.
#[derive(Clone, Debug)]
pub(super) struct Absence {
    since: Duration,
    /// What went wrong last.
    why: String,
    /// Whether people were told.
    is_told: bool,
}

impl Absence {
    pub(super) fn from_the_start() -> Self {
        Self { since: Duration::ZERO, why: Away::NOT_YET.to_owned(), is_told: false }
    }

    /// The member takes no part from now on.
    pub(super) fn begin(&mut self, now: Duration) {
        (self.since, self.is_told) = (now, false);
    }

    /// Something went wrong. Whether people have to be told.
    pub(super) fn explain(&mut self, why: String) -> bool {
        self.why = why;
        !core::mem::replace(&mut self.is_told, true)
    }

    pub(super) const fn lasted(&self, now: Duration) -> Duration {
        now.saturating_sub(self.since)
    }

    /// As people are shown it. With a connection what went wrong once is not what is wrong now.
    pub(super) fn shown(&self, now: Duration, is_connected: bool, doubt: &Doubt) -> Away {
        let lasted = self.lasted(now);
        let why = match doubt.rest(now) {
            Some((was, rest)) if is_connected => {
                // It ends with the first answer after it.
                let rest = Duration::from_secs(rest.as_secs() + 1);
                format!("was: {was}; trying again in {}", Said(rest))
            }
            _ => self.why.clone(),
        };
        Away { lasted, why }
    }
}
