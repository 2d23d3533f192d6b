//! The script that runs batches: one for all of them, so that a batch is one command. And the one
//! that shows beforehand that the engine would.

#[cfg(test)]
#[cfg(unix)]
mod tests;

use crate::wire::Batch;

/// In pieces that stand on each other.
const SOURCE: &str = concat!(
    include_str!("script/batch.lua"),
    include_str!("script/decode.lua"),
    include_str!("script/record.lua"),
    include_str!("script/outage.lua"),
    include_str!("script/control.lua"),
    include_str!("script/members.lua"),
    include_str!("script/sync.lua"),
    include_str!("script/run.lua"),
);

/// What tries every command of it.
pub(super) const REHEARSAL: &str = include_str!("script/rehearsal.lua");

/// Whose clock is the engine's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The engine's own.
    #[default]
    Own,
    /// For tests: the list `clock` of the namespace, whose two items are seconds and microseconds.
    Held,
}

/// The names of a namespace in the engine, all in one hash slot, and what runs a batch there.
#[derive(Clone, Debug)]
pub(super) struct Space {
    namespace: String,
    database: i64,
    clock: Clock,
}

impl Space {
    pub(super) fn new(namespace: &str, database: i64, clock: Clock) -> Self {
        // Braces of the namespace's own would move its keys to another slot than each other's.
        let namespace = namespace.replace('%', "%25").replace('{', "%7B").replace('}', "%7D");
        Self { namespace, database, clock }
    }

    pub(super) fn source(&self) -> String {
        match self.clock {
            Clock::Own => SOURCE.to_owned(),
            Clock::Held => {
                let held = format!("redis.call('LRANGE', '{}', 0, 1)", self.key("clock"));
                SOURCE.replace("redis.call('TIME')", &held)
            }
        }
    }

    /// Each database has keys of its own, but channels are the server's.
    pub(super) fn channel(&self) -> String {
        match self.database {
            0 => self.prefix(),
            other => format!("{}:{other}", self.prefix()),
        }
    }

    /// What all keys begin with.
    fn prefix(&self) -> String {
        format!("breaker:{{{}}}", self.namespace)
    }

    pub(super) fn key(&self, name: &str) -> String {
        format!("{}:{name}", self.prefix())
    }

    /// Everything after the script's name.
    pub(super) fn arguments(&self, batch: &Batch) -> Vec<Vec<u8>> {
        let names = [
            "3".to_owned(),
            self.key("changes"),
            self.key("members"),
            self.key("highest"),
            self.key("circuit:"),
            self.channel(),
        ];
        names.into_iter().map(String::into_bytes).chain(batch.arguments()).collect()
    }

    /// The same for [`REHEARSAL`].
    pub(super) fn rehearsal(&self) -> [String; 5] {
        let names = [self.key("changes"), self.key("highest"), self.key("circuit:")];
        let [changes, highest, record] = names;
        ["2".to_owned(), changes, highest, record, self.channel()]
    }
}

#[cfg(test)]
mod rehearsed {
    use std::collections::BTreeSet;

    use super::*;

    /// What the script calls in this way.
    fn called(script: &str, by: &str) -> BTreeSet<String> {
        let calls = script.split(by).skip(1);
        calls.map(|call| call.split('\'').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn every_command_of_the_batches_is_rehearsed() {
        let batches = &called(SOURCE, "redis.call('") | &called(SOURCE, "redis.pcall('");
        assert!(batches.contains("HSET") && batches.contains("HMGET"), "{batches:?}");
        assert_eq!(called(REHEARSAL, "try('"), batches);
    }
}
