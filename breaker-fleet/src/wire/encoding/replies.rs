//! Replies.

use super::read::{Malformed, Reader};
use super::view;
use super::write::Writer;
use crate::wire::{Batch, Peer, Reply, Synced, Text};

impl Reply {
    /// The replies to a batch as bytes.
    #[must_use]
    pub fn encode(replies: &[Self]) -> Vec<u8> {
        let mut to = Writer::default();
        for reply in replies {
            reply.write(&mut to);
        }
        to.finish()
    }

    /// The replies of these bytes.
    ///
    /// # Errors
    ///
    /// The bytes are none, or more than a batch has requests.
    pub fn decode(bytes: &[u8]) -> Result<Vec<Self>, Malformed> {
        let mut from = Reader::new(bytes)?;
        let mut replies = Vec::new();
        while !from.is_empty() {
            if replies.len() == Batch::MOST {
                return Err(Malformed);
            }
            replies.push(Self::read(&mut from)?);
        }
        Ok(replies)
    }

    fn write(&self, to: &mut Writer) {
        match self {
            Self::Accepted(view) => {
                to.text("a");
                view::write(to, view);
            }
            Self::Refused(Some(view)) => {
                to.text("r");
                view::write(to, view);
            }
            Self::Refused(None) => to.text("n"),
            Self::Void { time } => {
                to.text("v");
                to.number(time.0);
            }
            Self::Left => to.text("l"),
            Self::Members(members) => {
                to.text("m");
                to.number(members.len() as u64);
                for member in members {
                    member.write(to);
                }
            }
            Self::Synced(synced) => {
                to.text("s");
                synced.write(to);
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match from.str()? {
            "a" => Self::Accepted(view::read(from)?),
            "r" => Self::Refused(Some(view::read(from)?)),
            "n" => Self::Refused(None),
            "v" => Self::Void { time: from.engine_time()? },
            "l" => Self::Left,
            "m" => Self::Members(Peer::read_all(from)?),
            "s" => Self::Synced(Synced::read(from)?),
            _ => return Err(Malformed),
        })
    }
}

impl Peer {
    fn write(&self, to: &mut Writer) {
        to.text(self.instance.as_str());
        to.text(self.zone.as_str());
        to.time(self.seen);
    }

    fn read_all(from: &mut Reader<'_>) -> Result<Vec<Self>, Malformed> {
        let count = from.count()?;
        if count as usize > Self::MOST {
            return Err(Malformed);
        }
        (0..count).map(|_| Self::read(from)).collect()
    }

    /// Whatever somebody has put into the set is no reason to take no part.
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let text = |bytes: &[u8]| Text::new(&String::from_utf8_lossy(bytes));
        Ok(Self { instance: text(from.bytes()?), zone: text(from.bytes()?), seen: from.time()? })
    }
}

impl Synced {
    /// The most views of an answer.
    pub const MOST: usize = 256;

    /// The most views of an answer to one of so many members: where many ask at once, after a
    /// network's failure, each of them is answered in time.
    #[must_use]
    pub fn most_of(members: u32) -> usize {
        (8192 / members.max(1) as usize).clamp(4, Self::MOST)
    }

    fn write(&self, to: &mut Writer) {
        to.number(self.time.0);
        to.number(self.highest);
        to.number(self.cursor);
        to.number(self.members);
        to.number(self.views.len() as u64);
        for view in &self.views {
            view::write(to, view);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (time, highest, cursor) = (from.engine_time()?, from.number()?, from.number()?);
        let (members, count) = (from.count()?, from.count()?);
        if count as usize > Self::MOST {
            return Err(Malformed);
        }
        let mut views = Vec::new();
        for _ in 0..count {
            views.push(view::read(from)?);
        }
        Ok(Self { time, highest, cursor, members, views })
    }
}
