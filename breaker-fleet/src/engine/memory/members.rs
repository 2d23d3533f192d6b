//! Who is there.

use core::time::Duration;

use super::Memory;
use crate::engine::SEEN;
use crate::wire::{MemberId, Peer, Reply, Text};

/// So many are looked at to name some.
const MOST_LOOKED_AT: usize = 1024;

/// A member as it was heard of last.
#[derive(Clone, Debug)]
pub(super) struct Greeted {
    at: u64,
    instance: Text,
    zone: Text,
}

impl Memory {
    pub(super) fn greet(&mut self, me: MemberId, instance: &Text, zone: &Text) {
        let now = self.now();
        let greeted = Greeted { at: now, instance: instance.clone(), zone: zone.clone() };
        self.members.insert(me, greeted);
        self.members.retain(|_, member| member.at.abs_diff(now) <= SEEN);
    }

    pub(super) fn count_members(&self) -> u32 {
        u32::try_from(self.members.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn others(&self, me: MemberId) -> Reply {
        let now = self.now();
        let here = self.members.iter().filter(|(_, member)| member.at.abs_diff(now) <= SEEN);
        let mut listed: Vec<_> = here.collect();
        listed.sort_by_key(|(_, member)| member.at);
        listed.truncate(MOST_LOOKED_AT);
        listed.retain(|(id, _)| **id != me);
        listed.sort_by_key(|(id, _)| **id);
        let listed = listed.into_iter().take(Peer::MOST);
        Reply::Members(listed.map(|(_, member)| member.peer(now)).collect())
    }

    pub(super) fn leave(&mut self, me: MemberId) -> Reply {
        self.members.remove(&me);
        Reply::Left
    }
}

impl Greeted {
    fn peer(&self, now: u64) -> Peer {
        let seen = Duration::from_micros(now.saturating_sub(self.at));
        Peer { instance: self.instance.clone(), zone: self.zone.clone(), seen }
    }
}
