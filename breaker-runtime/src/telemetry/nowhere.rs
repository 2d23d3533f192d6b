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

#[derive(Debug, Default)]
pub(crate) struct Outbox;

impl Outbox {
    #[inline]
    pub(crate) fn put(&mut self, _: impl FnOnce() -> Notice) {}

    #[inline]
    pub(crate) const fn take(&mut self) -> Option<Notice> {
        None
    }

    pub(crate) const fn is_emitted(&mut self) {}
}

pub(crate) const fn emit(_: &Notice) {}
