//! Troubled circuits that are not here yet, or take no part yet.

use core::time::Duration;
use std::collections::BTreeMap;

use crate::wire::{Control, Name, Outage, Phase, State, Subject, View};

/// So many subjects are remembered; the one that was heard of least recently goes first.
const MOST: usize = 1024;

/// What was said of circuits that are not here.
#[derive(Clone, Debug, Default)]
pub(super) struct Remembered {
    /// As of this moment, and with a number in the order of hearing.
    views: BTreeMap<Subject, (u64, Duration, View)>,
    heard: BTreeMap<u64, Subject>,
    next: u64,
}

impl Remembered {
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn hear(&mut self, now: Duration, view: View) {
        let older = self.views.get(&view.subject);
        if older.is_some_and(|(_, _, older)| older.version >= view.version) {
            return;
        }
        self.forget(&view.subject.clone());
        if self.views.len() >= MOST {
            if let Some((_, oldest)) = self.heard.pop_first() {
                self.views.remove(&oldest);
            }
        }
        self.heard.insert(self.next, view.subject.clone());
        self.views.insert(view.subject.clone(), (self.next, now, view));
        self.next += 1;
    }

    /// What was said of circuits that are here now, as it would be said now; what no longer matters
    /// is forgotten.
    pub(super) fn arrived(&mut self, now: Duration, is_here: impl Fn(&Name) -> bool) -> Vec<View> {
        let mut arrived = Vec::new();
        let heard = &mut self.heard;
        self.views.retain(|subject, (number, at, view)| {
            view.age(now.saturating_sub(*at));
            *at = now;
            let (here, matters) = (is_here(&subject.name), view.matters());
            if here && matters {
                arrived.push(view.clone());
            }
            let stays = matters && !here;
            if !stays {
                heard.remove(number);
            }
            stays
        });
        arrived
    }

    fn forget(&mut self, subject: &Subject) {
        if let Some((number, ..)) = self.views.remove(subject) {
            self.heard.remove(&number);
        }
    }
}

impl View {
    /// As it would be so much later, if nothing changed.
    fn age(&mut self, by: Duration) {
        match &mut self.state {
            State::Outage(outage) => outage.age(by),
            State::Control(Control::Forced { rest, .. }) => *rest = rest.saturating_sub(by),
            State::Control(Control::Released { ago }) => *ago += by,
        }
    }

    /// Whether it says something to a circuit that comes to be now, and is closed.
    fn matters(&self) -> bool {
        match &self.state {
            State::Outage(outage) => !outage.suspected.is_zero(),
            State::Control(Control::Forced { rest, .. }) => !rest.is_zero(),
            State::Control(Control::Released { .. }) => false,
        }
    }
}

impl Outage {
    fn age(&mut self, by: Duration) {
        self.suspected = self.suspected.saturating_sub(by);
        match &mut self.phase {
            Phase::Waiting { rest } | Phase::Leased { rest, .. } => {
                *rest = rest.saturating_sub(by);
            }
            Phase::Closed { ago } => *ago += by,
            Phase::Anyone => {}
        }
    }
}
