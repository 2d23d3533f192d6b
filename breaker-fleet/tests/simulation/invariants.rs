//! What must hold in every history. A break is noted; the run's end tells of it.

use core::time::Duration;
use std::collections::BTreeMap;

use breaker_fleet::__protocol::wire::{MemberId, Message, Phase, State, Subject, View};
use breaker_runtime::{Event, EventKind, OpenReason};

use crate::history::History;

#[derive(Debug, Default)]
pub(crate) struct Invariants {
    broken: Vec<String>,
    /// The highest version that was published, of the engine's present memory.
    highest: u64,
    /// When failed trials were told, openings that began a round, and renewals.
    failures: Vec<Duration>,
    trips: Vec<Duration>,
    renewals: Vec<Duration>,
    /// The round of each record, and who tries.
    rounds: BTreeMap<Subject, (u64, Option<MemberId>)>,
}

impl Invariants {
    pub(crate) fn broken(&self) -> &[String] {
        &self.broken
    }

    /// Versions grow, whatever the engine's clock does.
    pub(crate) fn published(&mut self, now: Duration, message: &Message, history: &mut History) {
        for view in &message.views {
            if view.version <= self.highest {
                let (version, highest) = (view.version, self.highest);
                self.note(now, history, &format!("version {version} after {highest}"));
            }
            self.highest = self.highest.max(view.version);
            self.told(now, view);
        }
    }

    /// Somebody tells, or writes, how an outage stands.
    pub(crate) fn told(&mut self, now: Duration, view: &View) {
        let State::Outage(outage) = &view.state else { return };
        let holder = match outage.phase {
            Phase::Leased { holder, .. } => Some(holder),
            _ => None,
        };
        let present = (outage.round, holder);
        let before = self.rounds.insert(view.subject.clone(), present);
        match outage.phase {
            Phase::Waiting { .. } if before.is_none_or(|(round, _)| round != outage.round) => {
                let of = if outage.after_trial { &mut self.failures } else { &mut self.trips };
                of.push(now);
            }
            Phase::Leased { .. } if before == Some(present) => self.renewals.push(now),
            _ => {}
        }
    }

    /// How many failed trials, openings, and renewals were told since then.
    pub(crate) fn told_since(&self, since: Duration) -> [u32; 3] {
        [&self.failures, &self.trips, &self.renewals].map(|times| {
            let number = times.len() - times.partition_point(|at| *at < since);
            u32::try_from(number).expect("a short run")
        })
    }

    /// The engine has lost or replaced what it knew: versions start anew.
    pub(crate) const fn forget_versions(&mut self) {
        self.highest = 0;
    }

    /// A fleet opens no circuit whose calls succeed: the last two have failed.
    pub(crate) fn opened(
        &mut self,
        now: Duration,
        process: usize,
        event: &Event,
        last: [Option<bool>; 2],
        history: &mut History,
    ) {
        let EventKind::Opened { reason, .. } = &event.kind else { return };
        let is_by_suspicion = matches!(reason, OpenReason::Suspected { .. });
        if is_by_suspicion && last != [Some(false); 2] {
            let text = format!("{process} opened without two failures in a row: {event}");
            self.note(now, history, &text);
        }
    }

    pub(crate) fn note(&mut self, now: Duration, history: &mut History, text: &str) {
        history.tell(now, || format!("!! {text}"));
        self.broken.push(format!("{:.6} {text}", now.as_secs_f64()));
    }
}
