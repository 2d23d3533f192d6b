//! What is heard from the engine.

use core::time::Duration;
use std::collections::BTreeSet;

use super::case::Case;
use super::cursor::Moved;
use super::outbox::Entry;
use super::{BatchId, FleetEvent, Member, Output};
use crate::circuits::Circuits;
use crate::engine::{ANSWER, Fault, Gone};
use crate::wire::{Message, Name, Peer, Reply, Request, Synced};

impl Member {
    /// A batch was answered, or won't be.
    pub(super) fn answered<C: Circuits>(
        &mut self,
        now: Duration,
        id: BatchId,
        result: Result<Vec<Reply>, Gone>,
        circuits: &mut C,
    ) {
        let Some(under_way) = self.link.answered(id) else { return };
        let late = now.saturating_sub(under_way.sent) > ANSWER;
        let result = if late { result.and(Err(Gone::unanswered())) } else { result };
        let replies = match result {
            Ok(replies) => replies,
            Err(gone) => {
                self.link.is_unanswered(id, under_way);
                return self.break_off(now, &gone);
            }
        };
        let is_sync = under_way.entries.is_empty();
        if let (true, [Reply::Synced(synced), beside @ ..]) = (is_sync, &replies[..]) {
            self.hear_beside(now, beside, circuits);
            return self.synced(now, under_way.sent, synced.clone(), circuits);
        }
        let fits = |reply: &Reply| !matches!(reply, Reply::Synced(_) | Reply::Members(_));
        if is_sync || replies.len() != under_way.entries.len() || !replies.iter().all(fits) {
            self.link.is_unanswered(id, under_way);
            return self.break_off(now, &Gone::refused("an answer to something else"));
        }
        self.take_in(now, under_way.entries, &replies, circuits);
    }

    /// What was asked beside a sync. Nothing depends on it.
    fn hear_beside<C: Circuits>(&mut self, now: Duration, beside: &[Reply], circuits: &mut C) {
        for reply in beside {
            match reply {
                Reply::Members(others) => self.hear_others(now, others),
                Reply::Refused(Some(view)) => {
                    let name = &view.subject.name;
                    self.with_case(now, name, circuits, |case, scene| case.recount(scene, view));
                }
                _ => {}
            }
        }
    }

    fn hear_others(&mut self, now: Duration, others: &[Peer]) {
        let told = self.namesakes.hear(now, others, &self.config.instance);
        self.outputs.extend(told.map(Output::Tell));
        self.outputs.push(Output::Others(others.to_vec()));
    }

    fn take_in<C: Circuits>(
        &mut self,
        now: Duration,
        entries: Vec<Entry>,
        replies: &[Reply],
        circuits: &mut C,
    ) {
        let (mut again, mut leases) = (Vec::new(), BTreeSet::new());
        for (entry, reply) in entries.into_iter().zip(replies) {
            if let Reply::Accepted(view) | Reply::Refused(Some(view)) = reply {
                self.cursor.see(view.version);
            }
            if let Reply::Void { time } = reply {
                self.link.clock.set(now, *time);
                if self.outbox.is_worth_repeating(now, &entry) {
                    again.push(entry);
                    continue;
                }
                if let Request::Lease { subject, .. } = &entry.request {
                    leases.insert(subject.clone());
                }
                self.outbox.settle(&entry);
                self.unanswered(now, &entry, circuits);
                continue;
            }
            self.outbox.settle(&entry);
            let Some(subject) = entry.request.subject() else { continue };
            let name = subject.name.clone();
            self.with_case(now, &name, circuits, |case, scene| {
                case.answered(scene, &entry.request, reply);
            });
        }
        self.outbox.put_back(now, again);
        self.outbox.do_without(&leases);
        let carried_out = replies.iter().any(|reply| matches!(reply, Reply::Accepted(_)));
        if carried_out && self.link.carried_out(now) {
            self.cursor.restart();
            self.forget_seen();
        }
    }

    /// A sync that was sent then was answered.
    fn synced<C: Circuits>(
        &mut self,
        now: Duration,
        sent: Duration,
        synced: Synced,
        circuits: &mut C,
    ) {
        self.link.clock.set(now, synced.time);
        self.members = synced.members;
        if self.cursor.has_lost(&synced) {
            self.tell_forgotten(now);
        }
        if self.link.is_doubted(now) {
            return;
        }
        self.link.refresh(sent);
        let moved = self.cursor.moves(&synced);
        let joined = self.link.join(now);
        if joined.is_some() {
            self.namesakes.join(now);
            self.compare(now, circuits);
        }
        match moved {
            Moved::Back if self.link.forget(now) => {
                self.forget_seen();
                self.tell_forgotten(now);
            }
            Moved::More => self.link.sync_after(now, now.saturating_sub(sent)),
            Moved::Back | Moved::Complete => {}
        }
        if moved != Moved::Back {
            self.take_in_list(now, synced, joined.is_some(), circuits);
        }
        if moved == Moved::Complete {
            self.cases.all().for_each(Case::forget_untold_success);
            self.tell_of_orders(now, circuits);
        }
        if let Some(after) = joined {
            let members = self.members;
            self.outputs.push(Output::Tell(FleetEvent::Joined { members, after }));
        }
        self.look_around(now, circuits);
    }

    fn tell_forgotten(&mut self, now: Duration) {
        if self.link.is_new_loss(now) {
            self.outputs.push(Output::Tell(FleetEvent::Forgotten));
        }
    }

    fn take_in_list<C: Circuits>(
        &mut self,
        now: Duration,
        synced: Synced,
        first: bool,
        circuits: &mut C,
    ) {
        let mut news = false;
        for view in synced.views {
            news |= self.hear(now, view, circuits);
        }
        if news && !first && self.cursor.is_settled() {
            self.cursor.alone();
            if self.cursor.is_deaf() && self.link.subscribes_anew(now) {
                self.outputs.push(Output::Tell(FleetEvent::Unsubscribed));
                self.break_off(now, &Gone::by(Fault::Nobodys, "the subscription is lost"));
            }
        }
    }

    /// Once a second: keys that have come to be, cases that are over, what was dropped.
    fn look_around<C: Circuits>(&mut self, now: Duration, circuits: &mut C) {
        let longest = |name: &Name| {
            let facts = circuits.facts(name).filter(|facts| facts.local.is_none())?;
            Some(facts.settings.longest)
        };
        for view in self.remembered.arrived(now, longest) {
            self.hear(now, view, circuits);
        }
        self.clear_away(now);
        if let Some(requests) = self.outbox.tell_dropped() {
            self.outputs.push(Output::Tell(FleetEvent::Dropped { requests }));
        }
    }

    /// A message came.
    pub(super) fn pushed<C: Circuits>(
        &mut self,
        now: Duration,
        message: Message,
        circuits: &mut C,
    ) {
        if self.link.is_on_trial() {
            return;
        }
        self.cursor.pushed();
        if !self.link.is_fresh(now) {
            return self.link.sync_at_once(now);
        }
        for view in message.views {
            self.hear(now, view, circuits);
        }
    }
}
