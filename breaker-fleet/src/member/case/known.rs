//! What people are shown of an outage: what was heard of it last.

use core::mem;
use core::time::Duration;

use super::round::LEASE;
use super::{Case, Scene, openers};
use crate::wire::{Outage, Part, Phase, State, Text, View};

/// What a record said of an outage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// When it did, as a time of the member's.
    pub at: Duration,
    /// The zone whose outage it is: the member's own, unless only another has trouble.
    pub zone: Text,
    /// Who made the last change.
    pub by: Text,
    /// What it said then, bounded as what the member goes by is. `openers` is estimated.
    pub outage: Outage,
    /// Whether the lease is this member's.
    pub by_self: bool,
}

impl Known {
    const fn is_over(&self) -> bool {
        matches!(self.outage.phase, Phase::Closed { .. })
    }
}

/// The last of it, and whether people have still to be shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    known: Option<Known>,
    is_news: bool,
}

impl Case {
    /// Keeps what a view says that was not seen before. Where the own zone has trouble another's is
    /// of no interest.
    pub(super) fn note(&mut self, scene: &Scene<'_>, view: &View) {
        let (State::Outage(outage), Part::Zone(zone)) = (&view.state, &view.subject.part) else {
            return;
        };
        let before = self.notes.known.as_ref();
        let is_own = *zone == scene.config.zone;
        if !is_own
            && before.is_some_and(|known| known.zone == scene.config.zone && !known.is_over())
        {
            return;
        }
        self.notes = Notes {
            known: Some(Known {
                at: scene.now,
                zone: zone.clone(),
                by: view.by.clone(),
                outage: bounded(outage, scene),
                by_self: holds(outage, scene),
            }),
            is_news: true,
        };
    }

    /// What people are shown, if that is news.
    pub(in crate::member) fn take_news(&mut self) -> Option<Known> {
        mem::take(&mut self.notes.is_news).then(|| self.notes.known.clone()).flatten()
    }

    /// Forgets it. Whether there was any.
    pub(in crate::member) fn forget_known(&mut self) -> bool {
        mem::take(&mut self.notes).known.is_some()
    }
}

fn holds(outage: &Outage, scene: &Scene<'_>) -> bool {
    matches!(outage.phase, Phase::Leased { holder, .. } if holder == scene.config.id)
}

fn bounded(outage: &Outage, scene: &Scene<'_>) -> Outage {
    let longest = scene.longest_wait();
    let phase = match outage.phase {
        Phase::Waiting { rest } => Phase::Waiting { rest: rest.min(longest) },
        Phase::Leased { holder, rest } => Phase::Leased { holder, rest: rest.min(LEASE) },
        phase => phase,
    };
    let openers = openers::open(outage.openers, scene.members);
    Outage { phase, suspected: outage.suspected.min(longest), openers, ..outage.clone() }
}
