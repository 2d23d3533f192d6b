//! What has changed, and who is there.

use std::ops::Bound;

use super::Memory;
use crate::wire::{MemberId, Reply, Subject, Synced, Text, Version};

/// How long a member that isn't heard of is counted.
const SEEN: u64 = 5_000_000;

impl Memory {
    pub(super) fn sync(
        &mut self,
        me: MemberId,
        cursor: Version,
        heard: &[(Version, Version)],
        instance: &Text,
    ) -> Reply {
        let members = self.greet(me, instance);
        let mut views = Vec::new();
        let mut more = false;
        for subject in self.changed_since(cursor, heard) {
            let Some(record) = self.take(&subject) else { continue };
            if views.len() < Synced::MOST {
                views.push(record.view(&subject, self.now()));
            } else {
                more = true;
            }
            self.put(&subject, record);
            if more {
                break;
            }
        }
        let last = views.last().map_or(self.highest, |view| view.version);
        let cursor = if more { last } else { self.highest };
        Reply::Synced(Synced { time: self.time, highest: self.highest, cursor, members, views })
    }

    pub(super) fn leave(&mut self, me: MemberId) -> Reply {
        self.members.remove(&me);
        Reply::Left
    }

    fn changed_since(&self, cursor: Version, heard: &[(Version, Version)]) -> Vec<Subject> {
        let later = (Bound::Excluded(cursor), Bound::Unbounded);
        let is_news = |at: &Version| !heard.iter().any(|(from, to)| (from..=to).contains(&at));
        let news = self.changes.range(later).filter(|(version, _)| is_news(version));
        news.map(|(_, subject)| subject.clone()).collect()
    }

    fn greet(&mut self, me: MemberId, instance: &Text) -> u32 {
        let now = self.now();
        self.members.insert(me, (now, instance.clone()));
        self.members.retain(|_, (seen, _)| seen.abs_diff(now) <= SEEN);
        u32::try_from(self.members.len()).unwrap_or(u32::MAX)
    }
}
