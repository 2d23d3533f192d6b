//! What people are shown of an outage: what was heard of it last.

use core::mem;
use core::time::Duration;

use super::{Case, Scene, openers};
use crate::member::openings::Opened;
use crate::wire::{LEASE, MOST_TIME, Outage, Part, Phase, Request, State, Text, Version, View};

/// What a record said of an outage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// When it did, as a time of the member's.
    pub at: Duration,
    /// The zone whose outage it is: the member's own, unless only another has trouble.
    pub zone: Text,
    /// Whether it is not the member's own: nobody here waits for it.
    pub elsewhere: bool,
    /// Who made the last change.
    pub by: Text,
    /// What it said then. The suspicion is bounded as what the member goes by is; the open time is
    /// the record's, by which this circuit's policy may not go. `openers` is of those that are
    /// there.
    pub outage: Outage,
    /// How many members are there.
    pub members: u32,
    /// Whether the lease is this member's, or the success: names need not differ.
    pub by_self: bool,
    /// Whether this member opened it.
    pub opened_by_self: bool,
}

impl Known {
    /// Whether there are so many members that the number of those that are open is an estimate.
    #[cfg(feature = "redis")]
    pub(crate) fn is_estimate(&self) -> bool {
        openers::are_estimated(self.members)
    }

    const fn is_over(&self) -> bool {
        matches!(self.outage.phase, Phase::Closed { .. })
    }
}

/// The last of it, and whether people have still to be shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    known: Option<Known>,
    /// The change that said so.
    version: Version,
    is_news: bool,
    /// The last change by which this member has opened the present outage, or closed it.
    own_opening: Option<Version>,
    own_closing: Option<Version>,
}

impl Notes {
    fn is_own_opening(&self, outage: &Outage, scene: &Scene<'_>) -> bool {
        self.own_opening.is_some() && outage.opened_by == scene.config.instance
    }

    fn is_own(&self, outage: &Outage, scene: &Scene<'_>) -> bool {
        match outage.phase {
            Phase::Leased { holder, .. } => holder == scene.config.id,
            Phase::Closed { .. } => self.own_closing == Some(self.version),
            _ => false,
        }
    }
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
        if !is_own && before.is_some_and(|known| !known.elsewhere && !known.is_over()) {
            return;
        }
        let is_over = matches!(outage.phase, Phase::Closed { .. });
        if is_own && !is_over && before.is_some_and(Known::is_over) {
            // The next outage: who opened the last one has not opened this.
            self.notes.own_opening =
                self.notes.own_opening.filter(|version| *version >= view.version);
        }
        self.notes.version = view.version;
        self.notes.is_news = true;
        self.notes.known = Some(Known {
            at: scene.now,
            zone: zone.clone(),
            elsewhere: !is_own,
            by: view.by.clone(),
            outage: bounded(outage, scene),
            members: scene.members,
            by_self: self.notes.is_own(outage, scene),
            opened_by_self: is_own && self.notes.is_own_opening(outage, scene),
        });
    }

    /// What was seen already is said again: more may have opened meanwhile, which is no change.
    pub(in crate::member) fn recount(&mut self, scene: &Scene<'_>, view: &View) {
        let (State::Outage(outage), Part::Zone(zone)) = (&view.state, &view.subject.part) else {
            return;
        };
        let is_shown = self.notes.version == view.version;
        let Some(known) = self.notes.known.as_mut().filter(|it| is_shown && it.zone == *zone)
        else {
            return;
        };
        let open = openers::open(outage.openers, scene.members);
        let counted = (open, scene.members);
        self.notes.is_news |= (known.outage.openers, known.members) != counted;
        (known.outage.openers, known.members) = counted;
        if !known.elsewhere {
            self.open = open;
        }
    }

    /// What people are shown as going on, for which they may be counted anew.
    pub(in crate::member) fn outage_shown(&self) -> Option<Part> {
        let known = self.notes.known.as_ref().filter(|known| !known.is_over())?;
        Some(Part::Zone(known.zone.clone()))
    }

    /// A request of this member was carried out, whose change a push may have told before.
    pub(super) fn note_own(&mut self, scene: &Scene<'_>, request: &Request, view: &View) {
        let State::Outage(outage) = &view.state else { return };
        match request {
            Request::Closed { .. } => self.notes.own_closing = Some(view.version),
            _ if outage.round == view.version => {
                self.notes.own_opening = Some(view.version);
                self.suspects_itself_no_more(scene, view);
            }
            _ => return,
        }
        let Some(mut known) = self.notes.known.take() else { return };
        let (by_self, opened_by_self) = (known.by_self, known.opened_by_self);
        if !known.elsewhere {
            known.by_self = self.notes.is_own(&known.outage, scene);
            known.opened_by_self = self.notes.is_own_opening(&known.outage, scene);
        }
        self.notes.is_news |= (by_self, opened_by_self) != (known.by_self, known.opened_by_self);
        self.notes.known = Some(known);
    }

    /// What this member has opened of it, if it has.
    pub(in crate::member) fn own_opening(&self) -> Option<Opened> {
        let opened = Opened { by: self.notes.own_opening, told: self.told };
        (opened.by.is_some() || opened.told.is_some()).then_some(opened)
    }

    /// An earlier member of this process has opened it so.
    pub(in crate::member) const fn inherit(&mut self, opened: Opened) {
        self.notes.own_opening = opened.by;
        self.told = opened.told;
    }

    /// Whether it was this member that began the present open time.
    pub(super) fn has_opened(&self, outage: &Outage) -> bool {
        self.notes.own_opening == Some(outage.round)
    }

    /// What people are shown, if that is news.
    pub(in crate::member) fn take_news(&mut self) -> Option<Known> {
        mem::take(&mut self.notes.is_news).then(|| self.notes.known.clone()).flatten()
    }

    /// Forgets it. Whether there was any.
    pub(in crate::member) fn forget_known(&mut self) -> bool {
        self.notes.is_news = false;
        self.notes.known.take().is_some()
    }
}

fn bounded(outage: &Outage, scene: &Scene<'_>) -> Outage {
    let longest = scene.longest_suspicion(outage.openings);
    let phase = match outage.phase {
        Phase::Waiting { rest } => Phase::Waiting { rest: rest.min(MOST_TIME) },
        Phase::Leased { holder, rest } => Phase::Leased { holder, rest: rest.min(LEASE) },
        phase => phase,
    };
    let openers = openers::open(outage.openers, scene.members);
    Outage { phase, suspected: outage.suspected.min(longest), openers, ..outage.clone() }
}
