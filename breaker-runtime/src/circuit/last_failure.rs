//! What a circuit keeps of its last failure.

use std::sync::Arc;

use super::Circuit;
use super::locked::Extras;
use crate::base::foreign::unharmed;
use crate::base::text::Text;
use crate::base::time::Time;
use crate::circuit::word::Word;
use crate::events::failure::{Failure, FailureKind};

/// The last failure, by the circuit's clock.
#[derive(Debug)]
pub(crate) struct LastFailure {
    pub(crate) at: Time,
    pub(crate) kind: FailureKind,
    pub(crate) error: Option<Arc<str>>,
}

impl Extras {
    /// Takes note of it as the last one of this circuit.
    #[inline]
    pub(super) fn note_failure(&mut self, circuit: &Circuit, at: Time, failure: Failure<'_>) {
        match (&mut self.last_failure, failure.error()) {
            // As most are.
            (Some(last @ LastFailure { error: None, .. }), None) => {
                (last.at, last.kind) = (at, failure.kind);
            }
            (last, _) => renew(last, circuit, at, failure),
        }
    }

    /// Whether a permit was `issued`, as seen from this generation, to a key that has lost the
    /// circuit since.
    pub(super) fn is_of_former_key(&self, issued: Word, generation: u64) -> bool {
        self.occupant.as_ref().is_some_and(|occupant| occupant.got_it_after(issued, generation))
    }

    /// Forgets what errors said: whoever asks for that no longer wants none of it kept.
    pub(super) fn forget_errors(&mut self) {
        if let Some(last) = &mut self.last_failure {
            last.error = None;
        }
        self.journal.forget_errors();
    }
}

/// Under the circuit's lock, where it is asked again whether texts are kept: since the text was
/// written somebody may have ended that, or the failure has come to another key's circuit.
#[cold]
#[inline(never)]
fn renew(last: &mut Option<LastFailure>, circuit: &Circuit, at: Time, failure: Failure<'_>) {
    let error = failure.error().filter(|_| circuit.remembers_errors()).cloned();
    *last = Some(LastFailure { at, kind: failure.kind, error });
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

    /// Keeps texts of errors as its policy says, or none whatever that says.
    pub(crate) fn keep_errors(&self, may_be_kept: bool) {
        let mut locked = self.lock();
        let policy = *locked.policy(&self.shared.policy);
        self.tuning().set(&policy.last_error(policy.last_error && may_be_kept));
        if policy.last_error && !may_be_kept {
            locked.extras().forget_errors();
        }
    }

    /// Takes note of a failure that makes no other difference; not of one whose key has lost the
    /// circuit, for the key that has it now would be shown another's error.
    #[cold]
    pub(super) fn note_failure(&self, issued: Word, failure: Failure<'_>) {
        let now = self.clock().now();
        let mut locked = self.lock();
        if !locked.is_of_former_key(issued) {
            locked.extras().note_failure(self, now, failure);
        }
    }
}
