//! One request that waits to be sent.

use core::time::Duration;

use super::NEWS;
use crate::wire::Request;

/// A request, and when its reason happened.
#[derive(Clone, Debug)]
pub(in crate::member) struct Entry {
    pub(in crate::member) request: Request,
    pub(in crate::member) born: Duration,
    /// Its number among all.
    pub(super) number: u64,
}

impl Entry {
    /// Whether it is still worth telling. What people ordered always is: what they forced may have
    /// ended, but so has what they replaced by it.
    pub(in crate::member) fn is_news(&self, now: Duration) -> bool {
        self.is_control() || now.saturating_sub(self.born) <= NEWS
    }

    /// As it is sent now: what says how long ago it was has grown older meanwhile.
    pub(in crate::member) fn request(&self, now: Duration) -> Request {
        let mut request = self.request.clone();
        let age = now.saturating_sub(self.born);
        match &mut request {
            Request::Control { control, .. } => *control = control.later(age),
            Request::Closed { ago, .. } => *ago = ago.saturating_add(age),
            _ => {}
        }
        request
    }

    /// Whether people ordered it, and it was never told.
    pub(in crate::member) const fn is_control(&self) -> bool {
        matches!(self.request, Request::Control { anew: false, .. })
    }

    /// Whether somebody waits for the answer.
    pub(super) const fn is_awaited(&self) -> bool {
        self.is_control() || matches!(self.request, Request::Lease { .. })
    }
}
