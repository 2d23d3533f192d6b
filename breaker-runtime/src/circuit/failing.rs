//! What a circuit keeps of its last failure.

use std::sync::Arc;

use super::Circuit;
use super::locked::Extras;
use crate::base::foreign::unharmed;
use crate::base::time::Time;
use crate::call::text::Text;
use crate::events::failure::{Failure, FailureKind};

/// The last failure, by the circuit's clock.
#[derive(Debug)]
pub(crate) struct LastFailure {
    pub(crate) at: Time,
    pub(crate) kind: FailureKind,
    pub(crate) error: Option<Arc<str>>,
}

impl Extras {
    /// Takes note of it as the last one.
    #[inline]
    pub(super) fn note_failure(&mut self, at: Time, failure: Failure<'_>) {
        match (&mut self.last_failure, failure) {
            // As most are.
            (Some(last @ LastFailure { error: None, .. }), Failure { kind, error: None }) => {
                (last.at, last.kind) = (at, kind);
            }
            (last, failure) => renew(last, at, failure),
        }
    }
}

#[cold]
#[inline(never)]
fn renew(last: &mut Option<LastFailure>, at: Time, failure: Failure<'_>) {
    *last = Some(LastFailure { at, kind: failure.kind, error: failure.error.cloned() });
}

impl Circuit {
    /// Whether the texts of errors are remembered.
    #[inline]
    pub(crate) fn remembers_errors(&self) -> bool {
        self.tuning().remembers_errors()
    }

    /// The text of an error, which may be somebody's: so only where it is remembered.
    ///
    /// What others have written runs here, under no lock, so that it may call the circuit; a panic
    /// of theirs leaves what was written before.
    #[cold]
    pub(crate) fn text(&self, describe: impl FnOnce(&mut Text)) -> Option<Arc<str>> {
        let mut text = Text::new();
        if self.remembers_errors() {
            unharmed(|| describe(&mut text));
        }
        text.into_shared()
    }

    /// Takes note of a failure that makes no other difference.
    #[cold]
    pub(super) fn note_failure(&self, failure: Failure<'_>) {
        let now = self.clock().now();
        self.lock().extras().note_failure(now, failure);
    }
}
