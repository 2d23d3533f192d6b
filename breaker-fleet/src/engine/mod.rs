//! Where members meet: one batch of requests at a time, on a clock that no member sees.
//!
//! # What every engine keeps
//!
//! For each namespace: the highest version, a set of changes (subject by version), a set of members
//! (identity, instance and zone by the time they were last seen), and for each *troubled* subject a
//! record:
//!
//! | field | |
//! |---|---|
//! | version | of its last change |
//! | phase | waiting, leased, anyone, closed; of control: forced open, forced closed, released |
//! | until | when the wait, the lease or the force ends; of closed and released: since when |
//! | open | the open time that was drawn last; of a force: its whole time |
//! | order | which order of people it is |
//! | given | when people ordered it; 0: nobody knows any more |
//! | stamp | the same by the clock of the engine that took it first |
//! | suspected | until when closed circuits are suspected |
//! | holder | of the lease |
//! | round, after trial, openings, openers, unused | as the requests say |
//! | by, opened by, reason, failures, calls, note | what people are shown |
//! | keep | how long the record is kept after a change |
//! | expires | when it goes |
//!
//! # How a batch is run
//!
//! 1. The engine's time `T` is read once. If `T > void_after`, each request but sync, members and
//!    leave is answered by [`Reply::Void`].
//! 2. The requests run one after the other, nobody else's between them.
//! 3. One message with the last view of each changed record is published, if any changed. Views and
//!    replies carry what remains at `T`; a time that is over is zero.
//!
//! *To read* a record means: it is gone if it can't be decoded, if `expires <= T`, or if its
//! version is above the highest (it leaves the set of changes too). Then its times are clamped, so
//! that a step of the clock costs one open time at most, and what was clamped is written back
//! without a change: `open` to [`MOST_TIME`](crate::wire::MOST_TIME), `keep` to twice that and a
//! minute, `expires <= T + keep`; `suspected <= T + open`; `until <= T + open` when waiting or
//! forced, `<= T + 3 s` when leased, `<= T` when closed or released; `given` is 0 if it is after
//! `T`.
//!
//! *A change* means: `version = max(highest + 1, T)`, which is the new highest; the set of changes
//! says so; `expires = T + keep`. Each accepted request changes its record once. An engine that
//! evicts may lose the highest version alone: then it is the last one of the set of changes. So it
//! is if the highest is more than ten years ahead of `T`, as no clock is set back.
//!
//! An engine also bounds what it is sent: more than [`Batch::MOST`] requests, and arguments that
//! can't be decoded or are longer than [`wire`](crate::wire) allows ([`Batch::fits`]), end the
//! batch with an error before it has changed anything.
//!
//! Where others may write, an engine relies on nothing that it finds. One rule tells what is none
//! of its own: what [`wire`](crate::wire) can't decode. Such a record is none. Whatever else is of
//! another type than the engine keeps it in is dropped with all that the engine goes by (highest,
//! changes, members), as if it had been wiped. Everything goes by itself, and what somebody has
//! told to stay does once it is found.

pub mod memory;
#[cfg(feature = "redis")]
pub mod redis;

use core::fmt;
use core::time::Duration;
use std::future::Future;
use std::sync::Arc;

use crate::wire::{Batch, Message, Reply, Said, plain};

/// How long an answer is waited for: one that takes longer is none.
pub const ANSWER: Duration = Duration::from_millis(500);

/// So much earlier than its deadline a trial may be asked for, in microseconds of an engine.
pub(crate) const AHEAD: u64 = 100_000;
/// So long a member that isn't heard of is counted.
pub(crate) const SEEN: u64 = 5_000_000;
/// No version is further ahead of the engine's time: ten years.
pub(crate) const MOST_AHEAD: u64 = 10 * 365 * 86_400 * 1_000_000;

/// Something that runs batches as this module says.
pub trait Engine {
    /// Runs one batch. What it publishes reaches subscribers by ways of the engine's own; an engine
    /// without any hands it over in [`Ran::message`].
    fn run(&mut self, batch: &Batch) -> impl Future<Output = Result<Ran, Gone>>;
}

/// What a batch did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// One for each request.
    pub replies: Vec<Reply>,
    /// What is to be published; `None` if nothing changed, or if the engine has published it.
    pub message: Option<Message>,
}

/// There is no answer that can be used: what went wrong, as people are shown. Unless the engine
/// refused, whether the batch was run is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    why: Arc<str>,
    fault: Fault,
}

/// What it says of the engine that there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: the member gives up a connection on which it was served.
    Nobodys,
    /// There is no connection, or none any more. Whoever may publish can have a subscriber's
    /// connection closed: a server does that to those who don't read as fast as is written.
    Broken,
    /// It has not answered in time.
    Silent,
    /// It has refused what each connection tries beforehand: the next one shows whether it still
    /// does.
    RefusedAtFirst,
    /// It has refused what no connection tries, or given an answer that is none. Another connection
    /// may be made, and have the same answer to the same order.
    Refused,
}

impl Fault {
    /// Whether the engine has answered.
    #[must_use]
    pub const fn is_refusal(self) -> bool {
        matches!(self, Self::RefusedAtFirst | Self::Refused)
    }
}

impl Gone {
    /// The most bytes of what went wrong.
    pub const MOST: usize = 400;

    /// No connection. Whoever said so, as one line that no terminal acts on.
    #[must_use]
    pub fn new(why: &str) -> Self {
        Self::by(Fault::Broken, why)
    }

    /// The same with what it says of the engine.
    #[must_use]
    pub fn by(fault: Fault, why: &str) -> Self {
        Self { why: plain(why, Self::MOST).into(), fault }
    }

    /// The engine has answered: by an error, or by what is no answer.
    #[must_use]
    pub fn refused(why: &str) -> Self {
        Self::by(Fault::Refused, why)
    }

    /// No connection any more.
    #[must_use]
    pub fn closed() -> Self {
        Self::new("the connection was closed")
    }

    /// Nobody answered within [`ANSWER`].
    #[must_use]
    pub fn unanswered() -> Self {
        Self::by(Fault::Silent, &format!("no answer within {}", Said(ANSWER)))
    }

    /// What went wrong.
    #[must_use]
    pub fn why(&self) -> &str {
        &self.why
    }

    /// What it says of the engine.
    #[must_use]
    pub const fn fault(&self) -> Fault {
        self.fault
    }
}

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.why())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_engine_says_is_shown_as_one_short_line() {
        assert_eq!(Gone::new("can't: \"x\\y\" höst").why(), "can't: \"x\\y\" höst");
        assert_eq!(Gone::new("\x1b[31m\r\n\u{202e}").why(), "\\u{1b}[31m\\r\\n\\u{202e}");
        assert_eq!(Gone::new(&"x".repeat(Gone::MOST)).why().len(), Gone::MOST);
        for long in ["\0".repeat(1000), "x".repeat(1_000_000), "ö".repeat(Gone::MOST)] {
            let gone = Gone::new(&long);
            assert!(gone.why().len() <= Gone::MOST && gone.why().ends_with('…'), "{gone}");
        }
    }
}
