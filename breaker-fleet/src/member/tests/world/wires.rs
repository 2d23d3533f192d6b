//! What travels between processes and the engine.

use core::time::Duration;

use super::World;
use crate::engine::{Gone, Ran};
use crate::member::tests::ms;
use crate::member::{BatchId, Input, Output};
use crate::wire::{Batch, Message, Reply, Request};

/// What travels.
pub(super) enum Parcel {
    Request(usize, u64, BatchId, Batch),
    Answer(usize, u64, BatchId, Vec<Reply>),
    Push(usize, u64, Message),
    Gone(usize, u64, BatchId, Gone),
    Connect(usize),
}

/// How long a way takes.
pub(super) const WAY: Duration = ms(1);

impl World {
    pub(super) fn put(&mut self, after: Duration, parcel: Parcel) {
        self.wires.insert((self.now + after, self.next), parcel);
        self.next += 1;
    }

    pub(super) fn deliver(&mut self, parcel: Parcel) {
        match parcel {
            Parcel::Request(number, connection, id, batch) => {
                if self.hung || self.cut.contains(&number) {
                    return;
                }
                let syncs = matches!(batch.requests[..], [Request::Sync { .. }, ..]);
                if self.all[number].refused && !syncs {
                    let gone = Gone::refused("it refuses `hset`");
                    return self.put(WAY, Parcel::Gone(number, connection, id, gone));
                }
                let Ran { replies, message } =
                    self.engine.run_at(self.engine_time(), &batch).unwrap();
                self.publish(message);
                if self.all[number].connection == connection {
                    self.put(WAY, Parcel::Answer(number, connection, id, replies));
                }
            }
            Parcel::Answer(number, connection, id, replies) => {
                if self.all[number].connection == connection && self.all[number].open.remove(&id) {
                    self.input(number, Input::Answered { id, result: Ok(replies) });
                }
            }
            Parcel::Gone(number, connection, id, gone) => {
                if self.all[number].connection == connection && self.all[number].open.remove(&id) {
                    self.input(number, Input::Answered { id, result: Err(gone) });
                }
            }
            Parcel::Push(number, connection, message) => {
                let process = &self.all[number];
                if process.connection == connection && !process.deaf && !self.cut.contains(&number)
                {
                    self.input(number, Input::Pushed(message));
                }
            }
            Parcel::Connect(number) => {
                if self.hung || self.cut.contains(&number) {
                    return self.put(ms(100), Parcel::Connect(number));
                }
                self.input(number, Input::Connected);
            }
        }
    }

    /// How many orders of people it has told as new.
    pub(in crate::member::tests) fn orders(&self, number: usize) -> usize {
        let is_order = |request: &&Request| matches!(request, Request::Control { anew: false, .. });
        self.all[number].sent.iter().filter(is_order).count()
    }

    /// A process's connection is closed, and made again.
    pub(in crate::member::tests) fn close(&mut self, number: usize) {
        let process = &mut self.all[number];
        process.connection += 1;
        process.open.clear();
        self.input(number, Input::Disconnected { why: Gone::new("it was closed") });
        self.put(ms(50), Parcel::Connect(number));
    }

    pub(in crate::member::tests) fn publish(&mut self, message: Option<Message>) {
        let Some(message) = message else { return };
        let message = Message::decode(&message.encode()).unwrap();
        for number in 0..self.all.len() {
            let connection = self.all[number].connection;
            self.put(WAY, Parcel::Push(number, connection, message.clone()));
        }
    }

    pub(super) fn put_out(&mut self, number: usize, output: Output) {
        let process = &mut self.all[number];
        match output {
            Output::Tell(event) => process.told.push(event),
            Output::Others(others) => process.others = others,
            Output::Outage { name, known } => {
                match known {
                    Some(known) => process.known.insert(name, *known),
                    None => process.known.remove(&name),
                };
            }
            Output::Reconnect { .. } => {
                process.connection += 1;
                process.open.clear();
                self.put(ms(50), Parcel::Connect(number));
            }
            Output::Send { id, batch } => {
                for request in &batch.requests {
                    match request {
                        Request::Sync { .. } => process.syncs += 1,
                        Request::Members => process.asked += 1,
                        request => process.sent.push(request.clone()),
                    }
                }
                process.open.insert(id);
                let connection = process.connection;
                self.put(WAY, Parcel::Request(number, connection, id, batch));
                let gone = Gone::unanswered();
                self.put(ms(500), Parcel::Gone(number, connection, id, gone));
            }
        }
    }
}
