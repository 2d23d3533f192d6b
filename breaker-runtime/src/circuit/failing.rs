//! What a circuit keeps of its last failure.

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
    pub(crate) failure: Failure,
}

impl Extras {
    /// Takes note of it as the last one.
    pub(super) fn note_failure(&mut self, at: Time, failure: Failure) {
        self.last_failure = Some(LastFailure { at, failure });
    }
}

impl Circuit {
    /// The failure of a call, with what it was if that is to be remembered: it may be somebody's.
    ///
    /// What others have written runs here, under no lock, so that it may call the circuit; a panic
    /// of theirs leaves what was written before.
    #[cold]
    pub(crate) fn failure(&self, kind: FailureKind, describe: impl FnOnce(&mut Text)) -> Failure {
        let mut text = Text::new();
        if self.tuning().remembers_errors() {
            unharmed(|| describe(&mut text));
        }
        Failure { kind, error: text.into_shared() }
    }

    /// Takes note of a failure that makes no other difference.
    #[cold]
    pub(super) fn note_failure(&self, failure: Failure) {
        let now = self.clock().now();
        self.lock().extras().note_failure(now, failure);
    }
}
