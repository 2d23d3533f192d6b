//! Nobody is told: neither feature is on.

#![expect(clippy::unused_self, reason = "the other configuration's signatures")]

use crate::Event;
use crate::breaker::Tenant;

#[derive(Debug)]
pub(crate) struct Notice;

impl Notice {
    pub(crate) const fn new(_: &Event, _: u64, _: Option<&Tenant>) -> Self {
        Self
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox;

impl Outbox {
    #[inline]
    pub(crate) fn put(&self, _: impl FnOnce() -> Notice) {}

    #[inline]
    pub(crate) const fn deliver(&self) {}
}
