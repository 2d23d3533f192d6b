//! What people are told of a member.

use core::fmt;
use core::time::Duration;

use crate::wire::Said;

/// What happens to a member. One event an episode; of dropped requests, one a second at most.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FleetEvent {
    /// It takes part, for the first time or again.
    Joined {
        /// How many members there are.
        members: u32,
        /// How long it had been away.
        after: Duration,
    },
    /// It doesn't: each circuit goes on by its own rules.
    Away {
        /// Why.
        why: String,
    },
    /// The engine knows less than before: it was wiped, evicted, restarted empty, or failed over,
    /// or somebody has spoilt what it knew. What happens again within a minute is told once.
    Forgotten,
    /// Changes came without messages, once a second: the member subscribes anew, for which it is
    /// away for a moment. Once in five minutes at most: where that doesn't help, somebody writes to
    /// the server and publishes nothing.
    Unsubscribed,
    /// More happened than could be sent: this many requests were dropped since the last such event,
    /// the latest of each circuit was kept.
    Dropped {
        /// How many.
        requests: u64,
    },
    /// Other processes of the fleet say that they have this one's name: people can't tell them
    /// apart. Give each a name of its own, by [`Join::instance`](crate::Join::instance). Looked for
    /// seven seconds after the process took part first, every five minutes after that, and while
    /// somebody looks; told once until no other has the name.
    SameName {
        /// The name.
        instance: String,
        /// How many others have it, of the 200 that are named at most.
        others: u32,
    },
    /// What somebody ordered in this process for all was overtaken: somebody gave a later order
    /// while the member was away, or before it joined. That one holds, here as well.
    Overtaken {
        /// The circuit: `pay`, or `fetch[example.org]`.
        circuit: String,
        /// Who gave the later one, and where: `anna on pod-7`.
        by: String,
        /// Why; `""`: they didn't say.
        why: String,
    },
    /// This process has left: its [`Fleet`](crate::Fleet) was dropped. The last event. Not told
    /// where it never tried to take part, or at the end of the program.
    Left,
}

impl FleetEvent {
    /// What happened, as logs say it beside its values.
    pub(crate) const fn words(&self) -> &'static str {
        match self {
            Self::Joined { .. } => "the fleet is joined",
            Self::Away { .. } => "away from the fleet: circuits go on alone",
            Self::Forgotten => "the fleet's engine has forgotten what it knew",
            Self::Unsubscribed => "messages of the fleet don't come: subscribed again",
            Self::Dropped { .. } => "more happened than the fleet could be told",
            Self::SameName { .. } => "other processes of the fleet have this one's name",
            Self::Overtaken { .. } => "an order was overtaken by a later one, which holds",
            Self::Left => "the fleet is left",
        }
    }
}

impl fmt::Display for FleetEvent {
    /// `the fleet is joined (members 50, after 3s)`: in one line, as logs say it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())?;
        match self {
            Self::Joined { members, after } => {
                write!(f, " (members {members}, after {})", Said(*after))
            }
            Self::Away { why } => write!(f, " ({why})"),
            Self::Dropped { requests } => write!(f, " (requests {requests})"),
            Self::SameName { instance, others } => write!(f, " ({instance}, others {others})"),
            Self::Overtaken { circuit, by, why } => {
                let why = if why.is_empty() { String::new() } else { format!(": {why}") };
                write!(f, " ({circuit}, by {by}{why})")
            }
            Self::Forgotten | Self::Unsubscribed | Self::Left => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_line_with_its_values() {
        let joined = FleetEvent::Joined { members: 50, after: Duration::from_millis(3200) };
        assert_eq!(joined.to_string(), "the fleet is joined (members 50, after 3s)");
        let away = FleetEvent::Away { why: "cache:6379: Connection refused".to_owned() };
        let said = "away from the fleet: circuits go on alone (cache:6379: Connection refused)";
        assert_eq!(away.to_string(), said);
        let dropped = FleetEvent::Dropped { requests: 7 };
        let said = "more happened than the fleet could be told (requests 7)";
        assert_eq!(dropped.to_string(), said);
        let same = FleetEvent::SameName { instance: "pod-7".to_owned(), others: 1 };
        let said = "other processes of the fleet have this one's name (pod-7, others 1)";
        assert_eq!(same.to_string(), said);
        let (circuit, by) = ("pay".to_owned(), "anna on pod-7".to_owned());
        let overtaken = FleetEvent::Overtaken { circuit, by, why: "a move".to_owned() };
        let said =
            "an order was overtaken by a later one, which holds (pay, by anna on pod-7: a move)";
        assert_eq!(overtaken.to_string(), said);
        assert_eq!(FleetEvent::Left.to_string(), "the fleet is left");
    }
}
