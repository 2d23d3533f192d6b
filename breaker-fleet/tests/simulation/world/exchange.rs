//! What travels between processes and the engine.

use core::mem;

use breaker_fleet::__protocol::engine::Gone;
use breaker_fleet::__protocol::member::{BatchId, Input};
use breaker_fleet::__protocol::wire::{Batch, Message, Reply};

use super::{Happening, Within, World};
use crate::engine_host::{Arrived, Asked, Life};
use crate::member_host::MemberHost;
use crate::words;

impl World {
    /// A batch leaves the process, which waits for the answer for half a second.
    pub(super) fn send(&mut self, process: usize, id: BatchId, batch: Batch) {
        self.history
            .tell(self.now, || format!("{process} > {}", words::of_requests(&batch.requests)));
        let Some(host) = &mut self.processes[process].joined else { return };
        host.waiting.insert(id.0);
        self.after(MemberHost::ANSWER, process, Within::NoAnswer { id: id.0 });
        self.send_to_engine(process, Asked::Run(id.0, batch));
    }

    pub(super) fn send_to_engine(&mut self, process: usize, what: Asked) {
        let delay = self.weather.delay(&mut self.chance);
        let Some(host) = &mut self.processes[process].joined else { return };
        let arrived = Arrived { process, connection: host.link.connection, what };
        if host.link.is_cut {
            // The system sends again what was not confirmed, when it can; or gives up before.
            let is_kept = self.chance.happens(0.5);
            self.held_up.extend(is_kept.then_some(arrived));
        } else {
            let at = host.link.arrives_at_engine(self.now + delay);
            self.agenda.note(at, Happening::AtEngine(arrived));
        }
    }

    /// What was sent while the link was cut arrives now.
    pub(super) fn mend(&mut self, process: usize) {
        let Some(host) = &mut self.processes[process].joined else { return };
        host.link.is_cut = false;
        host.link.is_cut_back = false;
        let held_up = mem::take(&mut self.held_up);
        let (arrived, others) =
            held_up.into_iter().partition(|one: &Arrived| one.process == process);
        self.held_up = others;
        for one in arrived {
            let at = self.now + self.weather.delay(&mut self.chance);
            self.agenda.note(at, Happening::AtEngine(one));
        }
    }

    pub(super) fn arrive(&mut self, arrived: Arrived) {
        match &mut self.engine.life {
            Life::Stopped(waiting) => waiting.push(arrived),
            Life::Dead => self.refuse(&arrived),
            Life::Runs => match arrived.what {
                Asked::Subscribe => self.subscribe(arrived.process, arrived.connection),
                Asked::Run(id, batch) => {
                    self.answer(arrived.process, arrived.connection, id, &batch);
                }
            },
        }
    }

    fn answer(&mut self, process: usize, connection: u64, id: u64, batch: &Batch) {
        let ran = self.engine.run(self.now, batch);
        self.history
            .tell(self.now, || format!("engine > {process} {}", words::of_replies(&ran.replies)));
        if let Some(message) = ran.message {
            self.invariants.published(self.now, &message, &mut self.history);
            self.publish(&message);
        }
        self.send_to_process(process, Within::Answer { connection, id, replies: ran.replies });
    }

    pub(super) fn publish(&mut self, message: &Message) {
        for (process, connection) in self.engine.subscribers.clone() {
            if self.chance.happens(self.weather.lost) {
                continue;
            }
            let copies = 1 + usize::from(self.chance.happens(self.weather.doubled));
            for _ in 0..copies {
                let message = message.clone();
                self.send_to_process(process, Within::Push { connection, message });
            }
        }
    }

    pub(super) fn send_to_process(&mut self, process: usize, what: Within) {
        let at = self.now + self.weather.delay(&mut self.chance);
        let Some(host) = &mut self.processes[process].joined else { return };
        if !host.link.is_cut_back {
            let in_order = host.link.arrives_at_process(at);
            let at = if self.weather.is_shuffled { at } else { in_order };
            self.agenda.note(at, Happening::To(process, what));
        }
    }

    pub(super) fn answered(
        &mut self,
        process: usize,
        connection: u64,
        id: u64,
        replies: Vec<Reply>,
    ) {
        let Some(host) = &mut self.processes[process].joined else { return };
        if host.link.is_open(connection) && host.waiting.remove(&id) {
            self.feed(process, Input::Answered { id: BatchId(id), result: Ok(replies) });
        }
    }

    pub(super) fn not_answered(&mut self, process: usize, id: u64) {
        let Some(host) = &mut self.processes[process].joined else { return };
        if host.waiting.remove(&id) {
            let result = Err(Gone::unanswered());
            self.feed(process, Input::Answered { id: BatchId(id), result });
        }
    }

    pub(super) fn pushed(&mut self, process: usize, connection: u64, message: Message) {
        let Some(host) = &self.processes[process].joined else { return };
        if host.link.is_open(connection) {
            self.feed(process, Input::Pushed(message));
        }
    }
}
