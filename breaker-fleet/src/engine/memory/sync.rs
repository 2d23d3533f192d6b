//! What has changed.

use std::ops::Bound;

use super::Memory;
use crate::wire::{Reply, Subject, Synced, Version};

impl Memory {
    pub(super) fn sync(&mut self, cursor: Version, heard: &[(Version, Version)]) -> Reply {
        let members = self.count_members();
        let (mut views, most) = (Vec::new(), Synced::most_of(members));
        let mut more = false;
        for subject in self.changed_since(cursor, heard) {
            let Some(record) = self.take(&subject) else { continue };
            if views.len() < most {
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

    fn changed_since(&self, cursor: Version, heard: &[(Version, Version)]) -> Vec<Subject> {
        let later = (Bound::Excluded(cursor), Bound::Unbounded);
        let is_news = |at: &Version| !heard.iter().any(|(from, to)| (from..=to).contains(&at));
        let news = self.changes.range(later).filter(|(version, _)| is_news(version));
        news.map(|(_, subject)| subject.clone()).collect()
    }
}
