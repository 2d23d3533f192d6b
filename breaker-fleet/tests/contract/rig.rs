//! The two engines, on clocks that the tests hold.

use breaker_fleet::__protocol::engine::memory::Memory;
use breaker_fleet::__protocol::engine::redis::{Address, Clock, Connection, Pushes};
use breaker_fleet::__protocol::engine::{Engine, Gone, Ran};
use breaker_fleet::__protocol::wire::{Batch, EngineTime, Message, Subject};
use engines::{Client, Server};
use tokio::runtime::{Builder, Runtime};

const NAMESPACE: &str = "shop {prod}";
const SPACE: &str = "breaker:{shop %7Bprod%7D}";

/// An engine of a test.
pub(crate) trait Rig {
    /// Runs a batch at this time, and hands over what subscribers got.
    fn run_at(&mut self, time: EngineTime, batch: &Batch) -> Result<Ran, Gone>;

    /// Everything is forgotten.
    fn wipe(&mut self);

    /// One record is forgotten.
    fn evict(&mut self, subject: &Subject);

    /// The highest version is forgotten.
    fn evict_highest(&mut self);
}

impl Rig for Memory {
    fn run_at(&mut self, time: EngineTime, batch: &Batch) -> Result<Ran, Gone> {
        Self::run_at(self, time, batch)
    }

    fn wipe(&mut self) {
        Self::wipe(self);
    }

    fn evict(&mut self, subject: &Subject) {
        Self::evict(self, subject);
    }

    fn evict_highest(&mut self) {
        Self::evict_highest(self);
    }
}

/// A real engine.
pub(crate) struct Redis {
    connection: Connection,
    pushes: Pushes,
    client: Client,
    runtime: Runtime,
    // The last to go.
    _server: Server,
}

/// A key of the namespace.
pub(crate) fn key(name: &str) -> Vec<u8> {
    format!("{SPACE}:{name}").into_bytes()
}

/// The key of a record.
pub(crate) fn record(subject: &Subject) -> Vec<u8> {
    [key("circuit:"), subject.encode()].concat()
}

impl Redis {
    /// `None` where there is none, which was said.
    pub(crate) fn new() -> Option<Self> {
        let server = Server::start(&[])?;
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let address = Address::parse(&server.url()).unwrap();
        let opened = runtime.block_on(Connection::open(&address, NAMESPACE, Clock::Held));
        let (connection, pushes) = opened.unwrap();
        let client = Client::connect(&server.socket()).unwrap();
        Some(Self { connection, pushes, client, runtime, _server: server })
    }

    fn set_clock(&mut self, EngineTime(time): EngineTime) {
        let (seconds, micros) = ((time / 1_000_000).to_string(), (time % 1_000_000).to_string());
        let clock = key("clock");
        self.by_hand(&[b"DEL", &clock]);
        self.by_hand(&[b"RPUSH", &clock, seconds.as_bytes(), micros.as_bytes()]);
    }

    /// The set of changes is forgotten.
    pub(crate) fn evict_changes(&mut self) {
        self.by_hand(&[b"DEL", &key("changes")]);
    }

    /// How many entries the set of changes has.
    pub(crate) fn changes(&mut self) -> usize {
        self.by_hand(&[b"ZCARD", &key("changes")]).parse().unwrap()
    }

    /// Somebody else's hand.
    pub(crate) fn add_member(&mut self, seen: u64, member: &[u8]) {
        self.by_hand(&[b"ZADD", &key("members"), seen.to_string().as_bytes(), member]);
    }

    /// Runs a command, as somebody else's hand may: past the engine.
    pub(crate) fn by_hand(&mut self, command: &[&[u8]]) -> String {
        let answer = self.client.run(command).unwrap();
        assert!(!answer.starts_with('-'), "{command:?}: {answer}");
        answer
    }

    /// In milliseconds.
    pub(crate) fn goes_after(&mut self, key: &[u8]) -> i64 {
        self.by_hand(&[b"PTTL", key]).parse().unwrap()
    }

    /// What was published so far: an empty message, which no engine publishes, marks the end.
    fn published(&mut self) -> Option<Message> {
        self.by_hand(&[b"PUBLISH", SPACE.as_bytes(), b""]);
        let next = || self.runtime.block_on(self.pushes.next()).unwrap();
        let message = next();
        if message.views.is_empty() {
            return None;
        }
        assert_eq!(next().views, [], "more than one message of a batch");
        Some(message)
    }
}

impl Rig for Redis {
    fn run_at(&mut self, time: EngineTime, batch: &Batch) -> Result<Ran, Gone> {
        self.set_clock(time);
        let ran = self.runtime.block_on(self.connection.run(batch));
        let message = self.published();
        Ok(Ran { message, ..ran? })
    }

    fn wipe(&mut self) {
        self.by_hand(&[b"FLUSHALL"]);
    }

    fn evict(&mut self, subject: &Subject) {
        self.by_hand(&[b"DEL", &record(subject)]);
    }

    fn evict_highest(&mut self) {
        self.by_hand(&[b"DEL", &key("highest")]);
    }
}
