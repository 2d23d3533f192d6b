//! An outage as one line.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use super::{OutagePhase, SharedOutage};
use crate::wire::{Name, Said};

/// Less apart are one and the same deadline: a circuit waits a moment longer than its record.
const AGREE: Duration = Duration::from_secs(1);

impl fmt::Display for SharedOutage {
    /// `pay[eu]: 5 failures, opened by 3 of 20 members, first by pod-7; pod-3 tries`: one line, in
    /// which a key that holds anything is escaped.
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
            _ => self.phase.fmt(f),
        }
    }
}

impl SharedOutage {
    /// `opened by 3 of 20 members, first by pod-7`.
    fn write_openers(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { openers, members, opened_by, .. } = self;
        let about = if self.is_estimate && *openers > 1 { "about " } else { "" };
        match (openers, members) {
            (0, _) | (_, ..=1) => write!(f, "opened by {opened_by}"),
            (1, _) => write!(f, "opened by 1 of {members} members, {opened_by}"),
            _ => write!(f, "opened by {about}{openers} of {members} members, first by {opened_by}"),
        }
    }

    /// When somebody tries, and by whose clock.
    fn write_wait(&self, f: &mut fmt::Formatter<'_>, rest: Duration) -> fmt::Result {
        match self.here {
            Some(here) if !here.is_zero() && rest.is_zero() => {
                write!(f, "tried again here in {}", Said(here))
            }
            Some(here) if self.elsewhere || here.abs_diff(rest) >= AGREE => {
                write!(f, "{}, here in {}", self.phase, Said(here))
            }
            Some(here) if !here.is_zero() => write!(f, "tried again in {}", Said(here)),
            _ => fmt::Display::fmt(&self.phase, f),
        }
    }
}

impl fmt::Display for OutagePhase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Waiting { rest } if rest.is_zero() => f.write_str("the next call tries"),
            Self::Waiting { rest } => write!(f, "tried again in {}", Said(*rest)),
            Self::Tried { by_self: true, .. } => f.write_str("this process tries"),
            Self::Tried { by, .. } => write!(f, "{by} tries"),
            Self::AnyoneMayTry => f.write_str("whoever has a call tries"),
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
        let said = |openers, members| {
            let mut known = known(Phase::Anyone);
            known.outage.opened_by = Text::new("pod-7");
            (known.outage.openers, known.members) = (openers, members);
            let line = SharedOutage::new(&Name::new("pay"), &known, Duration::ZERO).to_string();
            let said = line.strip_prefix("pay: 5 failures, opened by ").unwrap();
            said.strip_suffix("; whoever has a call tries").unwrap().to_owned()
        };
        assert_eq!(said(1, 20), "1 of 20 members, pod-7");
        assert_eq!(said(20, 20), "20 of 20 members, first by pod-7");
        assert_eq!(said(260, 500), "about 260 of 500 members, first by pod-7");
        assert_eq!(said(1, 500), "1 of 500 members, pod-7");
        for (openers, members) in [(0, 20), (1, 1), (1, 0)] {
            assert_eq!(said(openers, members), "pod-7");
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
            (16, Some(14_190), "tried again in 14s"),
            (16, Some(13_900), "tried again in 13s"),
            (16, Some(4000), "tried again in 14s, here in 4s"),
            (2, Some(4000), "tried again here in 4s"),
            (2, Some(190), "tried again here in 190ms"),
            (2, Some(0), "the next call tries"),
            (2, None, "the next call tries"),
        ] {
            assert_eq!(said(secs(rest), here), expected, "{rest} s, here {here:?}");
        }
    }

    #[test]
    fn who_is_not_named_is_somebody() {
        let said = |phase| {
            let mut known = known(phase);
            (known.by, known.outage.opened_by) = (Text::default(), Text::default());
            (known.outage.why, known.outage.openers) = (Why::default(), 0);
            SharedOutage::new(&Name::new("pay"), &known, Duration::ZERO).to_string()
        };
        let (holder, rest) = (MemberId(7), Duration::from_secs(3));
        let line = "pay, opened by somebody; ";
        assert_eq!(said(Phase::Anyone), format!("{line}whoever has a call tries"));
        assert_eq!(said(Phase::Leased { holder, rest }), format!("{line}somebody tries"));
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
    }
}
