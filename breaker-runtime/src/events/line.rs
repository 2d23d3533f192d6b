//! An event as one line.

use core::fmt;

use super::shown_time::{Nearly, shown};
use super::{Event, EventKind, OpenReason};

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "circuit `{}", self.name)?;
        if let Some(key) = &self.key {
            write!(f, "[{}]", key.escape_debug())?;
        }
        f.write_str("` ")?;
        self.write_kind(f)?;
        let forced = self.forced.as_ref().and_then(|forced| forced.who.as_deref());
        let named = forced.or_else(|| self.note.as_ref()?.who());
        match self.by.as_deref() {
            None | Some("") => Ok(()),
            by if by == named => Ok(()),
            Some(by) => write!(f, " ({})", by.escape_debug()),
        }
    }
}

impl Event {
    fn write_end_of_force(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(forced) = &self.forced else { return Ok(()) };
        write!(f, ", after it was {}", self.from)?;
        forced.write_note(f)
    }

    fn write_kind(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            EventKind::Opened { reason, open_for } => {
                let opened = if self.dry_run { "would have opened" } else { "opened" };
                // Whoever was suspicious says how long it really is.
                let about =
                    if matches!(reason, OpenReason::Suspected { .. }) { "about " } else { "" };
                write!(f, "{opened} for {about}{:?}: {reason}", shown(*open_for))
            }
            EventKind::HalfOpened => {
                f.write_str("is half-open")?;
                if self.by.is_some() {
                    f.write_str(": calls are let through on trial")?;
                }
                self.write_end_of_force(f)
            }
            EventKind::RampUpStarted { over } => write!(f, "recovers: ramp-up over {over:?}"),
            EventKind::Closed => {
                f.write_str("closed")?;
                self.write_end_of_force(f)
            }
            EventKind::Reset => {
                f.write_str("was reset")?;
                self.note.as_ref().map_or(Ok(()), |note| note.write(f))
            }
            EventKind::ForcedOpen | EventKind::ForcedClosed => {
                write!(f, "was {}", self.to)?;
                self.forced.as_ref().map_or(Ok(()), |forced| forced.write_event(f))
            }
            EventKind::Rejected { calls } => {
                let rejected = if self.dry_run { "would have rejected" } else { "rejected" };
                write!(f, "{rejected} {calls} call{}", plural(*calls))
            }
            EventKind::Abandoned { calls, of, within } => write!(
                f,
                "is closed, but callers gave up {calls} of {of} calls within {:?}",
                shown(*within)
            ),
            EventKind::Reconfigured => {
                f.write_str("was reconfigured")?;
                self.note.as_ref().map_or(Ok(()), |note| note.write(f))?;
                self.changes.iter().enumerate().try_for_each(|(at, change)| {
                    let first = if self.note.is_some() { ";" } else { ":" };
                    write!(f, "{} {change}", if at == 0 { first } else { "," })
                })
            }
            EventKind::Evicted => f.write_str("was forgotten: another key has its place"),
            EventKind::Unguarded { max_keys } => {
                write!(f, "admits calls of more keys unguarded: all {max_keys} places are taken")
            }
            EventKind::KeyCut => f.write_str("has a long key: 128 bytes are shown of each"),
            EventKind::Suspected { time } => write!(f, "is suspected for {}", Nearly(*time)),
            EventKind::Trusted => f.write_str("is suspected no more"),
            EventKind::Held { time } => write!(f, "stays open for {} from now on", Nearly(*time)),
            EventKind::ProbeSilent { why } => {
                write!(f, "is tried by users' calls, for its probe says nothing: {why}")
            }
        }
    }
}

const fn plural(count: u64) -> &'static str {
    if count == 1 { "" } else { "s" }
}
