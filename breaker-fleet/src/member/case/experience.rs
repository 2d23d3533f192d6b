//! What a circuit's own calls say against a suspicion: that others' trouble is not its own.

use crate::circuits::Facts;

/// After so many successes in a row a circuit is believed, whatever others say;
const ENOUGH: u64 = 20;
/// and until so many failures come without as many successes beside them.
const TOO_MANY: u64 = 2;

/// What calls have shown since somebody was suspicious.
#[derive(Clone, Debug, Default)]
pub(super) struct Experience {
    /// Calls that had succeeded, and failed, at the last look.
    seen: Option<(u64, u64)>,
    successes: u64,
    failures: u64,
    is_good: bool,
}

impl Experience {
    /// Takes in the calls that have ended since the last look.
    pub(super) fn look(&mut self, facts: &Facts) {
        let now = (facts.succeeded, facts.failed);
        let before = self.seen.replace(now).unwrap_or(now);
        if now.0 < before.0 || now.1 < before.1 {
            // Another circuit, of a key that had to leave.
            *self = Self { seen: Some(now), ..Self::default() };
            return;
        }
        self.add(now.0 - before.0, now.1 - before.1);
    }

    fn add(&mut self, succeeded: u64, failed: u64) {
        self.successes = if failed == 0 { self.successes.saturating_add(succeeded) } else { 0 };
        if failed > 0 && failed >= succeeded {
            self.failures = self.failures.saturating_add(failed);
        } else if succeeded > 0 {
            self.failures = 0;
        }
        self.is_good = self.failures < TOO_MANY && (self.is_good || self.successes >= ENOUGH);
    }

    pub(super) const fn is_good(&self) -> bool {
        self.is_good
    }
}
