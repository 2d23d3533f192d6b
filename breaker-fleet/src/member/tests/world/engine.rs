//! What the engine is asked beside what members ask.

use core::time::Duration;

use super::{World, x};
use crate::engine::memory::{Kind, Record, Stored};
use crate::member::tests::secs;
use crate::wire::{
    Batch, EngineTime, MemberId, Message, Outage, Part, Phase, Reply, Request, State, Subject,
    Terms, Text, View, Why, micros,
};

impl World {
    pub(in crate::member::tests) fn engine_time(&self) -> EngineTime {
        let now = i64::try_from(self.now.as_micros()).unwrap();
        EngineTime(u64::try_from(now + self.clock).unwrap())
    }

    /// Somebody with another path asks the engine.
    pub(in crate::member::tests) fn elsewhere(
        &mut self,
        request: impl Fn(Subject, Terms) -> Request,
    ) {
        let terms = Terms { open_for: secs(10), max_open_for: None, jitter: 1000, openings: 0 };
        let requests = vec![request(subject(""), terms)];
        let batch = Batch { member: MemberId(77), void_after: None, requests };
        let ran = self.engine.run_at(self.engine_time(), &batch).unwrap();
        self.publish(ran.message);
    }

    /// Somebody who may write to the engine writes that a round begins, with this open time, and
    /// that everybody is open.
    pub(in crate::member::tests) fn write_round(&mut self, open: Duration) {
        let message = self.write_round_in_silence(open);
        self.publish(message);
    }

    /// The same, and nobody is told.
    pub(in crate::member::tests) fn write_round_in_silence(
        &mut self,
        open: Duration,
    ) -> Option<Message> {
        let time = self.engine_time();
        let open = micros(open);
        let until = time.0 + open;
        let outage = Stored {
            until,
            open,
            suspected: until,
            round: time.0,
            openings: u32::MAX,
            openers: u32::MAX,
            ..Stored::default()
        };
        let record = Record {
            version: time.0,
            by: Text::new("eve"),
            keep: open,
            expires: time.0 + open,
            kind: Kind::Outage(outage),
        };
        self.engine.write(time, &subject(""), record)
    }

    /// Somebody who may publish says that the record has changed to this, and whoever made it.
    pub(in crate::member::tests) fn lie(&mut self, phase: Phase) {
        let time = self.engine_time().0;
        let (round, opened_by, why) = (time, Text::default(), Why::default());
        let (suspected, openings, openers) = (Duration::ZERO, 0, 0);
        let after_trial = false;
        let outage =
            Outage { phase, suspected, round, after_trial, openings, openers, opened_by, why };
        let (by, state) = (Text::new("eve"), State::Outage(outage));
        let view = View { subject: subject(""), version: time, by, state };
        self.publish(Some(Message { views: vec![view] }));
    }

    /// What the engine says of `x` now.
    pub(in crate::member::tests) fn outage(&mut self, zone: &str) -> Option<Outage> {
        let ran = self.engine.run_at(
            self.engine_time(),
            &Batch {
                member: MemberId(99),
                void_after: None,
                requests: vec![Request::Renew { subject: subject(zone) }],
            },
        );
        match ran.unwrap().replies.into_iter().next() {
            Some(Reply::Refused(Some(view))) => match view.state {
                State::Outage(outage) => Some(outage),
                State::Control(_) => None,
            },
            _ => None,
        }
    }
}

pub(in crate::member::tests) fn subject(zone: &str) -> Subject {
    Subject { name: x(), part: Part::Zone(Text::new(zone)) }
}
