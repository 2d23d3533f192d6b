//! Troubled circuits that are not here yet, or take no part yet.

use core::time::Duration;
use std::collections::BTreeMap;

use crate::wire::{MOST_TIME, Name, Outage, Phase, State, Subject, View};

/// So many subjects are remembered; the one that was heard of least recently goes first.
const MOST: usize = 1024;
/// A suspicion is remembered so long at most: how long the circuit's own settings would let it last
/// nobody knows before it is here.
const LONGEST: Duration = Duration::from_secs(3600);

/// What was said of circuits that are not here.
#[derive(Clone, Debug, Default)]
pub(super) struct Remembered {
    /// As it was at this moment, and with a number in the order of hearing.
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
    /// is forgotten. `longest`: of a circuit that is here, how long it is suspected at most.
    pub(super) fn arrived(
        &mut self,
        now: Duration,
        longest: impl Fn(&Name) -> Option<Duration>,
    ) -> Vec<View> {
        let mut arrived = Vec::new();
        let heard = &mut self.heard;
        self.views.retain(|subject, (number, at, view)| {
            let longest = longest(&subject.name);
            let age = now.saturating_sub(*at);
            let matters = view.lasts(longest.unwrap_or(LONGEST)) > age;
            if let (true, Some(longest)) = (matters, longest) {
                arrived.push(view.later(age, longest));
            }
            let stays = matters && longest.is_none();
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
    /// How long it says something to a circuit that comes to be meanwhile, and is closed.
    fn lasts(&self, longest: Duration) -> Duration {
        match &self.state {
            State::Outage(outage) => outage.suspected.min(longest),
            State::Control(control) => control.order.rest().min(MOST_TIME),
        }
    }

    /// As it would be so much later, if nothing changed.
    fn later(&self, age: Duration, longest: Duration) -> Self {
        let mut later = self.clone();
        let lasts = self.lasts(longest).saturating_sub(age);
        match &mut later.state {
            State::Outage(outage) => {
                outage.suspected = lasts;
                outage.age(age);
            }
            State::Control(control) => *control = control.later(age),
        }
        later
    }
}

impl Outage {
    fn age(&mut self, by: Duration) {
        match &mut self.phase {
            Phase::Waiting { rest } | Phase::Leased { rest, .. } => {
                *rest = rest.saturating_sub(by);
            }
            Phase::Closed { ago } => *ago += by,
            Phase::Anyone => {}
        }
    }
}
