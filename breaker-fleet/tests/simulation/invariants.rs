//! What must hold in every history. A break is noted; the run's end tells of it.

use core::time::Duration;

use breaker_fleet::__protocol::wire::Message;
use breaker_runtime::{Event, EventKind, OpenReason};

use crate::history::History;

#[derive(Debug, Default)]
pub(crate) struct Invariants {
    broken: Vec<String>,
    /// The highest version that was published, of the engine's present memory.
    highest: u64,
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
        }
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
