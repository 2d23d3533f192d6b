//! Somebody who may write to the engine, and follows no rule.

use core::time::Duration;

use breaker_fleet::__protocol::engine::memory::{Kind, Record, RecordPhase, Stored};
use breaker_fleet::__protocol::wire::{Message, Name, Part, Subject, Text};

use super::World;

impl World {
    /// Writes that a round of circuit `x` begins now, with this open time, after a trial that
    /// failed or without one, and that everybody is open.
    pub(super) fn write_round(&mut self, rest: Duration, after_trial: bool) {
        if let Some(message) = self.write(rest, after_trial) {
            message.views.iter().for_each(|view| self.invariants.told(self.now, view));
            self.knows_open_time(rest);
            self.publish(&message);
        }
    }

    /// The same without one, while somebody tries: nobody waits for what it says as for a failure.
    pub(super) fn steal_turn(&mut self, rest: Duration) {
        if let Some(message) = self.write(rest, false) {
            self.publish(&message);
        }
    }

    fn write(&mut self, rest: Duration, after_trial: bool) -> Option<Message> {
        let time = self.engine.time(self.now);
        let open = u64::try_from(rest.as_micros()).expect("a short time");
        let stored = Stored {
            phase: RecordPhase::Waiting,
            until: time.0 + open,
            open,
            round: time.0,
            after_trial,
            openings: 1,
            openers: u32::MAX,
            ..Stored::default()
        };
        let record = Record {
            version: time.0,
            by: Text::new("eve"),
            keep: 2 * open,
            expires: time.0 + 2 * open,
            kind: Kind::Outage(stored),
        };
        let subject = Subject { name: Name::new("x"), part: Part::Zone(Text::default()) };
        self.engine.memory.write(time, &subject, record)
    }
}
