//! How far a member knows the namespace, and whether what it is pushed can be relied on.

use super::heard::Heard;
use crate::wire::{Synced, Version};

/// So many syncs in a row that alone brought changes mean that the subscription is lost.
const ALONE: u32 = 3;

/// What a member has seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Cursor {
    /// Moves with answers to syncs alone: a lost push may hide behind a later one.
    at: Version,
    /// The highest version that was ever seen, pushed ones included.
    highest: Version,
    /// The highest when the sync under way was sent: it knows that at least.
    when_sent: Version,
    /// The highest that the engine was known to have on the connection before, or as it answered
    /// last: one that has less has forgotten something.
    before: Version,
    alone: u32,
    /// What was seen above the cursor.
    heard: Heard,
    /// From here on the sync under way leaves out what pushes are to bring.
    left_out: Option<Version>,
    /// Complete lists since the start: what the second brings, a push should have brought.
    lists: u32,
}

/// What a sync's answer means for the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    /// The list is complete.
    Complete,
    /// There is more: sync again at once.
    More,
    /// The engine knows less than was seen: everything seen is forgotten.
    Back,
}

impl Cursor {
    /// Everything seen is forgotten.
    pub(super) fn restart(&mut self) {
        *self = Self::default();
    }

    /// A new connection: so it is then too, but that the engine may know less is news.
    pub(super) fn reconnect(&mut self) {
        *self = Self { before: self.highest.max(self.before), ..Self::default() };
    }

    /// A sync was answered. Whether the engine has forgotten what it knew on the connection before,
    /// or when it answered last.
    pub(super) fn has_lost(&mut self, synced: &Synced) -> bool {
        synced.highest < core::mem::replace(&mut self.before, synced.highest)
    }

    /// A sync is sent: from here, and what it leaves out. `under_way`: the versions whose messages
    /// may still come. An engine that is asked for them as well lists them to everybody who is a
    /// moment behind, and is behind itself then. The first list is whole: nothing pushes it.
    pub(super) fn send(
        &mut self,
        under_way: Option<(Version, Version)>,
    ) -> (Version, Vec<(Version, Version)>) {
        self.when_sent = self.highest;
        let under_way = under_way.filter(|_| self.lists > 0);
        self.left_out = under_way.map(|(first, _)| first);
        (self.at, self.heard.ranges_with(under_way))
    }

    /// A view was seen, and taken in.
    pub(super) fn see(&mut self, version: Version) {
        self.highest = self.highest.max(version);
        if version > self.at {
            self.heard.note(version);
        }
    }

    /// A message came.
    pub(super) fn pushed(&mut self) {
        self.alone = 0;
    }

    /// A sync was answered, and brought something that no push had.
    pub(super) fn alone(&mut self) {
        self.alone += 1;
    }

    /// Whether more than the first list is complete: what the next one brings, a push should have
    /// brought.
    pub(super) const fn is_settled(&self) -> bool {
        self.lists > 1
    }

    /// Whether the subscription is lost.
    pub(super) const fn is_deaf(&self) -> bool {
        self.alone >= ALONE
    }

    /// A sync was answered.
    pub(super) fn moves(&mut self, synced: &Synced) -> Moved {
        if synced.highest < self.when_sent {
            self.restart();
            return Moved::Back;
        }
        // An engine in wrong hands may say that there is always more.
        let more = synced.cursor < synced.highest && synced.cursor > self.at;
        let known = self.left_out.map_or(Version::MAX, |first| first.saturating_sub(1));
        self.at = synced.cursor.min(known).max(self.at.min(synced.cursor));
        self.heard.forget(self.at);
        self.highest = self.highest.max(synced.highest);
        if more {
            return Moved::More;
        }
        self.lists += 1;
        Moved::Complete
    }
}
