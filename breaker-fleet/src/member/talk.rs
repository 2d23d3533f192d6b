//! What is said to the engine.

use core::time::Duration;

use super::outbox::Entry;
use super::{BatchId, FleetEvent, Member, Output};
use crate::circuits::Circuits;
use crate::engine::{Fault, Gone};
use crate::wire::{Batch, Name, Part, Request, Subject};

/// Of so many outages at most the members that are open are counted anew while people look.
const MOST_COUNTED: usize = 50;

impl Member {
    /// Connected and subscribed.
    pub(super) fn connected(&mut self, now: Duration) {
        self.lose_connection(now, Fault::Broken, "");
        self.link.connect(now);
        self.cursor.reconnect();
        self.forget_seen();
    }

    /// No connection.
    pub(super) fn go_away(&mut self, now: Duration, gone: &Gone) {
        let why = self.config.engine_with(gone);
        self.lose_connection(now, gone.fault(), &why);
        self.clear_away(now);
        if self.link.disconnect(now, why.clone()) {
            self.outputs.push(Output::Tell(FleetEvent::Away { why }));
        }
    }

    /// Nothing that is under way will be answered. What people ordered waits for the next
    /// connection, and so does what was refused: it isn't told yet.
    fn lose_connection(&mut self, now: Duration, fault: Fault, why: &str) {
        let mut entries = self.link.abandon(now, fault, why);
        entries.retain(|entry| fault.is_refusal() || entry.is_control());
        self.outbox.put_back(now, entries);
        self.outbox.wait(now);
        for case in self.cases.all() {
            case.disconnected();
        }
        for name in self.outbox.ordered() {
            self.cases.expect_order(name);
        }
        self.forget_known();
        self.interest.reconnect();
        self.namesakes.reconnect();
    }

    /// No connection any more, and the member is the first to notice.
    pub(super) fn break_off(&mut self, now: Duration, why: &Gone) {
        self.go_away(now, why);
        self.outputs.push(Output::Reconnect { why: why.to_string() });
    }

    /// Somebody looks: the first one soon sees who else is there.
    pub(super) fn looked(&mut self, now: Duration) {
        if self.interest.look(now) {
            self.link.sync_at_once(now);
        }
    }

    /// The program goes on without a fleet: leases are given back, and the others told.
    pub(super) fn leave(&mut self, now: Duration) {
        let leases: Vec<_> = self.cases.with_lease().cloned().collect();
        for name in leases {
            self.return_lease(now, name);
        }
        let (instance, zone) = (self.config.instance.clone(), self.config.zone.clone());
        self.outbox.push(now, Request::Leave { instance, zone });
        self.outbox.hurry(now);
    }

    /// The lease of a circuit that needs none any more.
    pub(super) fn return_lease(&mut self, now: Duration, name: Name) {
        let subject = Subject { name, part: Part::Zone(self.config.zone.clone()) };
        self.outbox.push(now, Request::GiveBack { subject, unused: false });
    }

    /// Drops what is too old, and tells the circuits that waited for the answer.
    pub(super) fn give_up<C: Circuits>(&mut self, now: Duration, circuits: &mut C) {
        if self.link.has_room() && self.outbox.due().is_some_and(|due| due <= now) {
            self.outbox.forget_old_news(now);
        }
        for entry in self.outbox.take_lost() {
            self.unanswered(now, &entry, circuits);
        }
    }

    pub(super) fn unanswered<C: Circuits>(
        &mut self,
        now: Duration,
        entry: &Entry,
        circuits: &mut C,
    ) {
        if let Some(name) = entry.request.subject().map(|subject| subject.name.clone()) {
            self.with_case(now, &name, circuits, |case, scene| {
                case.unanswered(scene, &entry.request);
            });
        }
    }

    /// Sends what is due.
    pub(super) fn speak(&mut self, now: Duration) {
        if self.link.sync_due().is_some_and(|due| due <= now) {
            let (cursor, heard) = self.cursor.send(self.link.clock.pushes_under_way(now));
            let sync = Request::Sync {
                cursor,
                heard,
                instance: self.config.instance.clone(),
                zone: self.config.zone.clone(),
            };
            let id = self.link.send_sync(now, &mut self.chance);
            let mut requests = vec![sync];
            let is_looked_at = self.interest.ask(now, self.members);
            if self.namesakes.ask(now) || is_looked_at {
                requests.push(Request::Members);
            }
            if is_looked_at {
                let shown = self.cases.outages_shown(MOST_COUNTED);
                requests.extend(shown.map(|subject| Request::Look { subject }));
            }
            self.send(id, None, requests);
        }
        while self.link.has_room() && self.outbox.due().is_some_and(|due| due <= now) {
            let entries = self.outbox.take();
            if entries.is_empty() {
                continue;
            }
            let requests = entries.iter().map(|entry| entry.request(now)).collect();
            let id = self.link.send(now, entries);
            self.send(id, Some(now), requests);
        }
    }

    fn send(&mut self, id: BatchId, sent: Option<Duration>, requests: Vec<Request>) {
        let void_after = sent.and_then(|now| self.link.clock.void_after(now));
        let batch = Batch { member: self.config.id, void_after, requests };
        self.sent += 1;
        self.outputs.push(Output::Send { id, batch });
    }

    /// What people were shown was the engine's word, which is nobody's now.
    fn forget_known(&mut self) {
        let known = self.cases.forget_known();
        self.show_nothing_of(known);
    }

    pub(super) fn clear_away(&mut self, now: Duration) {
        let gone = self.cases.clear_away(now);
        self.show_nothing_of(gone);
    }

    fn show_nothing_of(&mut self, names: Vec<Name>) {
        let nothing = names.into_iter().map(|name| Output::Outage { name, known: None });
        self.outputs.extend(nothing);
    }

    /// The cursor begins anew, and all of it comes again.
    pub(super) fn forget_seen(&mut self) {
        self.forget_known();
        self.remembered.clear();
        for case in self.cases.all() {
            case.forget_seen();
        }
    }
}
