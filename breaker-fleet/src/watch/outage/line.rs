//! An outage as one line.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use super::{OutagePhase, SharedOutage};
use crate::wire::{Name, Said};

/// Less apart are one and the same deadline: a circuit waits a moment longer than its record.
const AGREE: Duration = Duration::from_secs(1);

impl fmt::Display for SharedOutage {
    /// `pay[eu]: 5 failures, opened by 3 of 20 members, first by pod-7; tried again in 14s`: one
    /// line, in which a key that holds anything is escaped.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Name { name: Arc::clone(&self.name), key: self.key.clone() }.fmt(f)?;
        if !self.why.is_empty() {
            write!(f, ": {}", self.why)?;
        }
        f.write_str(", ")?;
        self.write_openers(f)?;
        match &self.zone {
            Some(zone) if self.elsewhere => write!(f, " in zone {zone}; ")?,
            None if self.elsewhere => f.write_str(" outside of this zone; ")?,
            _ => f.write_str("; ")?,
        }
        match self.phase {
            OutagePhase::Waiting { rest } => self.write_wait(f, rest),
            OutagePhase::Tried { ref by, .. } if self.elsewhere => {
                write!(f, "{by} makes the trial calls there")
            }
            _ => self.phase.fmt(f),
        }
    }
}

impl SharedOutage {
    /// `opened by 3 of 20 members, first by pod-7`, `opened here alone, of 20 members`: who is
    /// known to have opened, which is not who is open.
    fn write_openers(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { openers, members, .. } = self;
        let first = self.first();
        let is_over = matches!(self.phase, OutagePhase::Recovered { .. });
        match (openers, self.is_estimate) {
            _ if is_over || *members < 2 => write!(f, "opened {first}"),
            (0, _) => write!(f, "opened {first}, by how many of {members} members is not known"),
            (1, false) => write!(f, "opened {first} alone, of {members} members"),
            (_, false) => write!(f, "opened by {openers} of {members} members, first {first}"),
            // A sample tells: others may have opened as well.
            (1, true) => write!(f, "opened by few of {members} members, first {first}"),
            (_, true) => write!(f, "opened by about {openers} of {members} members, first {first}"),
        }
    }

    fn first(&self) -> String {
        if self.opened_by_self { "here".to_owned() } else { format!("by {}", self.opened_by) }
    }

    /// When somebody tries, and by whose clock.
    fn write_wait(&self, f: &mut fmt::Formatter<'_>, rest: Duration) -> fmt::Result {
        match self.here {
            Some(here) if !here.is_zero() && rest.is_zero() => {
                write!(f, "tried again here in {}", Said::rest(here))
            }
            Some(here) if self.elsewhere || here.abs_diff(rest) >= AGREE => {
                write!(f, "{}, here in {}", self.phase, Said::rest(here))
            }
            Some(here) if !here.is_zero() => write!(f, "tried again in {}", Said::rest(here)),
            _ => fmt::Display::fmt(&self.phase, f),
        }
    }
}

impl fmt::Display for OutagePhase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Waiting { rest } if rest.is_zero() => {
                f.write_str("the next call of any member is a trial call")
            }
            Self::Waiting { rest } => write!(f, "tried again in {}", Said::rest(*rest)),
            Self::Tried { by_self: true, .. } => {
                f.write_str("this process makes the trial calls for all; the others wait")
            }
            Self::Tried { by, .. } => {
                write!(f, "{by} makes the trial calls for all; the others wait")
            }
            Self::AnyoneMayTry => f.write_str("each member's next call is a trial call"),
            Self::Recovered { by, ago, .. } => {
                write!(f, "recovered {} ago, says {by}", Said(*ago))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::known;
    use super::*;
    use crate::member::Known;
    use crate::wire::{MemberId, Phase, Text, Why};

    #[test]
    fn a_line_says_whether_one_has_trouble_or_all() {
        let said = |openers, members, here| {
            let mut known = known(Phase::Anyone);
            known.outage.opened_by = Text::new("pod-7");
            (known.outage.openers, known.members) = (openers, members);
            known.opened_by_self = here;
            let line = SharedOutage::new(&Name::new("pay"), &known, Duration::ZERO).to_string();
            let said = line.strip_prefix("pay: 5 failures, opened ").unwrap();
            said.strip_suffix("; each member's next call is a trial call").unwrap().to_owned()
        };
        assert_eq!(said(1, 20, false), "by pod-7 alone, of 20 members");
        assert_eq!(said(1, 20, true), "here alone, of 20 members");
        assert_eq!(said(4, 6, true), "by 4 of 6 members, first here");
        assert_eq!(said(20, 20, false), "by 20 of 20 members, first by pod-7");
        assert_eq!(said(260, 500, false), "by about 260 of 500 members, first by pod-7");
        assert_eq!(said(1, 500, false), "by few of 500 members, first by pod-7");
        let unknown = "by how many of 20 members is not known";
        assert_eq!(said(0, 20, false), format!("by pod-7, {unknown}"));
        assert_eq!(said(0, 20, true), format!("here, {unknown}"));
        for members in [0, 1] {
            assert_eq!(said(1, members, false), "by pod-7");
            assert_eq!(said(1, members, true), "here");
        }
    }

    #[test]
    fn a_line_says_by_whose_clock_the_next_call_comes() {
        let secs = Duration::from_secs;
        let said = |rest, here: Option<u64>| {
            let mut outage =
                SharedOutage::new(&Name::new("pay"), &known(Phase::Waiting { rest }), secs(2));
            outage.here = here.map(Duration::from_millis);
            outage.to_string().split_once("; ").unwrap().1.to_owned()
        };
        for (rest, here, expected) in [
            (16, None, "tried again in 14s"),
            (16, Some(14_190), "tried again in 15s"),
            (16, Some(13_900), "tried again in 14s"),
            (16, Some(4000), "tried again in 14s, here in 4s"),
            (2, Some(4000), "tried again here in 4s"),
            (2, Some(190), "tried again here in 190ms"),
            (2, Some(0), "the next call of any member is a trial call"),
            (2, None, "the next call of any member is a trial call"),
        ] {
            assert_eq!(said(secs(rest), here), expected, "{rest} s, here {here:?}");
        }
    }

    #[test]
    fn who_is_not_named_is_somebody() {
        let said = |phase| {
            let mut known = known(phase);
            (known.by, known.outage.opened_by) = (Text::default(), Text::default());
            (known.outage.why, known.members) = (Why::default(), 1);
            SharedOutage::new(&Name::new("pay"), &known, Duration::ZERO).to_string()
        };
        let (holder, rest) = (MemberId(7), Duration::from_secs(3));
        let line = "pay, opened by somebody; ";
        assert_eq!(said(Phase::Anyone), format!("{line}each member's next call is a trial call"));
        let tried = "somebody makes the trial calls for all; the others wait";
        assert_eq!(said(Phase::Leased { holder, rest }), format!("{line}{tried}"));
        let closed = Phase::Closed { ago: Duration::from_secs(2) };
        assert_eq!(said(closed), format!("{line}recovered 2s ago, says somebody"));
    }

    #[test]
    fn another_zones_outage_names_it() {
        let known = |zone| Known {
            zone: Text::new(zone),
            elsewhere: true,
            ..known(Phase::Waiting { rest: Duration::from_secs(9) })
        };
        let said = |zone| {
            let mut outage = SharedOutage::new(&Name::new("pay"), &known(zone), Duration::ZERO);
            outage.here = Some(Duration::from_secs(9));
            outage.to_string()
        };
        let text = "in zone eu-1b; tried again in 9s, here in 9s";
        assert!(said("eu-1b").ends_with(text), "{}", said("eu-1b"));
        assert!(said("").contains(" outside of this zone; "), "{}", said(""));
        let mut tried = known("eu-1b");
        let (holder, rest) = (MemberId(7), Duration::from_secs(3));
        tried.outage.phase = Phase::Leased { holder, rest };
        let line = SharedOutage::new(&Name::new("pay"), &tried, Duration::ZERO).to_string();
        assert!(line.ends_with(" in zone eu-1b; pod-3 makes the trial calls there"), "{line}");
    }
}
