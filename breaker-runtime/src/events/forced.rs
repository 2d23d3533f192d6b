//! States that somebody has forced: until when, who it was, and why.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use super::note::{Note, write_note};
use super::shown_time::Nearly;

/// What is known of a state that somebody has forced: in a [`Snapshot`](crate::Snapshot::forced),
/// and in the [events](crate::Event::forced) at its begin and its end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Forced {
    /// How long it still lasts; zero in the event at its end. `None` if it lasts until somebody
    /// says otherwise.
    pub rest: Option<Duration>,
    /// Who has forced it, if the [`Note`] says so.
    pub who: Option<Arc<str>>,
    /// Why, if the [`Note`] says so.
    pub why: Option<Arc<str>>,
    /// Whether it is forced on all keys of the function, of which this circuit's is one.
    pub with_all_keys: bool,
}

impl Forced {
    pub(crate) fn new(note: &Note, rest: Option<Duration>, with_all_keys: bool) -> Self {
        let Note { who, why } = note.clone();
        Self { rest, who, why, with_all_keys }
    }

    /// Who and why, after something else.
    pub(crate) fn write_note(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_note(f, self.who.as_deref(), self.why.as_deref())
    }

    /// The same, and for how long, in an event.
    pub(super) fn write_event(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(rest) = self.rest {
            write!(f, " for {}", Nearly(rest))?;
        }
        self.write_note(f)
    }
}
