//! All circuits in trouble, and which of them is to be looked at next.

use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Scene};
use super::openings::Opened;
use super::{LocalEvent, Member, Output};
use crate::circuits::Circuits;
use crate::wire::{Name, Subject, View};

/// The cases by name, and their wakes in the order of time.
#[derive(Clone, Debug, Default)]
pub(super) struct Cases {
    /// Boxed: nodes of the map are moved with each change.
    by_name: BTreeMap<Name, Box<Case>>,
    wakes: BTreeSet<(Duration, Name)>,
    /// How many of them have the lease.
    leases: u32,
}

impl Cases {
    pub(super) fn wakes_at(&self) -> Option<Duration> {
        self.wakes.first().map(|(wake, _)| *wake)
    }

    /// The next case whose time has come; its wake is taken.
    pub(super) fn next_due(&mut self, now: Duration) -> Option<Name> {
        self.wakes.first().filter(|(wake, _)| *wake <= now)?;
        self.wakes.pop_first().map(|(_, name)| name)
    }

    /// Takes a case out, or begins one; [`put`](Self::put) brings it back.
    fn take(&mut self, name: &Name) -> Box<Case> {
        let case = self.by_name.remove(name).unwrap_or_default();
        if let Some(wake) = case.wake {
            self.wakes.remove(&(wake, name.clone()));
        }
        self.leases -= u32::from(case.has_lease());
        case
    }

    fn put(&mut self, name: Name, case: Box<Case>) {
        if let Some(wake) = case.wake {
            self.wakes.insert((wake, name.clone()));
        }
        self.leases += u32::from(case.has_lease());
        self.by_name.insert(name, case);
    }

    /// What this member has opened of each circuit.
    pub(super) fn own_openings(&self) -> impl Iterator<Item = (Name, Opened)> {
        let own = self.by_name.iter();
        own.filter_map(|(name, case)| Some((name.clone(), case.own_opening()?)))
    }

    pub(super) fn inherit(&mut self, name: Name, opened: Opened) {
        self.by_name.entry(name).or_default().inherit(opened);
    }

    pub(super) const fn leases(&self) -> u32 {
        self.leases
    }

    pub(super) fn names(&self) -> Vec<Name> {
        self.by_name.keys().cloned().collect()
    }

    pub(super) fn all(&mut self) -> impl Iterator<Item = &mut Case> {
        self.by_name.values_mut().map(|case| &mut **case)
    }

    pub(super) fn with_lease(&self) -> impl Iterator<Item = &Name> {
        self.by_name.iter().filter(|(_, case)| case.may_hold_lease()).map(|(name, _)| name)
    }

    /// An order of people about this circuit waits for its answer.
    pub(super) fn expect_order(&mut self, name: &Name) {
        if let Some(case) = self.by_name.get_mut(name) {
            case.expect_order();
        }
    }

    /// Those about which people ordered something that the engine isn't known to have.
    fn untold(&self) -> Vec<Name> {
        let untold = self.by_name.iter().filter(|(_, case)| case.is_untold());
        untold.map(|(name, _)| name.clone()).collect()
    }

    /// A view came of a circuit that is not here.
    fn hear_without_circuit(&mut self, view: &View) {
        if let Some(case) = self.by_name.get_mut(&view.subject.name) {
            case.hear_without_circuit(view);
        }
    }

    /// Outages that people are shown, so many at most.
    pub(super) fn outages_shown(&self, most: usize) -> impl Iterator<Item = Subject> {
        let shown = self.by_name.iter().filter_map(|(name, case)| {
            let part = case.outage_shown()?;
            Some(Subject { name: name.clone(), part })
        });
        shown.take(most)
    }

    /// What people were shown holds no longer: of these.
    pub(super) fn forget_known(&mut self) -> Vec<Name> {
        let known = self.by_name.iter_mut().filter_map(|(name, case)| {
            let was_known = case.forget_known();
            was_known.then(|| name.clone())
        });
        known.collect()
    }

    /// Forgets those of which nothing is left, and names those of which people were shown
    /// something.
    pub(super) fn clear_away(&mut self, now: Duration) -> Vec<Name> {
        let wakes = &mut self.wakes;
        let mut shown = Vec::new();
        self.by_name.retain(|name, case| {
            let over = case.is_over(now);
            if over && case.forget_known() {
                shown.push(name.clone());
            }
            let goes = over && !case.is_remembered(now);
            if let Some(wake) = case.wake.filter(|_| goes) {
                wakes.remove(&(wake, name.clone()));
            }
            !goes
        });
        shown
    }
}

impl Member {
    /// Acts for one circuit, if it is here and takes part: whether it does. One that doesn't any
    /// more needs no lease.
    pub(super) fn with_case<C: Circuits>(
        &mut self,
        now: Duration,
        name: &Name,
        circuits: &mut C,
        act: impl FnOnce(&mut Case, &mut Scene<'_>),
    ) -> bool {
        let mut case = self.cases.take(name);
        let Some(facts) = circuits.facts(name).filter(|facts| facts.local.is_none()) else {
            if case.may_hold_lease() {
                self.return_lease(now, name.clone());
            }
            if case.forget_known() {
                self.outputs.push(Output::Outage { name: name.clone(), known: None });
            }
            if let Some(left) = case.without_circuit(now) {
                self.cases.put(name.clone(), Box::new(left));
            }
            return false;
        };
        let mut scene = Scene {
            now,
            name: name.clone(),
            facts,
            circuits,
            outbox: &mut self.outbox,
            chance: &mut self.chance,
            config: &self.config,
            members: self.members,
            live: self.link.is_live(),
            outputs: &mut self.outputs,
        };
        act(&mut case, &mut scene);
        if let Some(known) = case.take_news() {
            let known = Some(Box::new(known));
            self.outputs.push(Output::Outage { name: name.clone(), known });
        }
        self.cases.put(name.clone(), case);
        true
    }

    /// Something happened to a circuit of this process.
    pub(super) fn happened<C: Circuits>(
        &mut self,
        now: Duration,
        event: &LocalEvent,
        circuits: &mut C,
    ) {
        self.with_case(now, &event.name, circuits, |case, scene| {
            case.happened(scene, event);
        });
    }

    /// A view came: whether it says something new to a circuit that takes part. What others may
    /// become is remembered.
    pub(super) fn hear<C: Circuits>(
        &mut self,
        now: Duration,
        view: View,
        circuits: &mut C,
    ) -> bool {
        self.cursor.see(view.version);
        let mut new = false;
        let takes_part =
            self.with_case(now, &view.subject.name.clone(), circuits, |case, scene| {
                new = case.sees(scene, &view);
                if new {
                    case.hear(scene, &view);
                }
            });
        if !takes_part {
            self.cases.hear_without_circuit(&view);
            self.remembered.hear(now, view);
        }
        new
    }

    /// Tells what people ordered and the engine lacks, now that all is heard of what others did.
    pub(super) fn tell_of_orders<C: Circuits>(&mut self, now: Duration, circuits: &mut C) {
        for name in self.cases.untold() {
            self.with_case(now, &name, circuits, Case::tell_of_order);
        }
    }

    /// Compares all states: events were lost, or never came because they were before the start.
    pub(super) fn compare<C: Circuits>(&mut self, now: Duration, circuits: &mut C) {
        self.compared = true;
        let mut names: BTreeSet<_> = self.cases.names().into_iter().collect();
        circuits.each(&mut |name, facts| {
            if facts.is_in_trouble() {
                names.insert(name);
            }
        });
        for name in names {
            self.with_case(now, &name, circuits, Case::compare);
        }
    }
}
