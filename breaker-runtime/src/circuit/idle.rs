//! Whether anybody is concerned by the state of a circuit, for metrics.

use super::Circuit;

impl Circuit {
    /// Whether nobody has asked it for so long that it could be another key's (rule S15), and for
    /// its open time after that: callers who are turned away come more often.
    pub(crate) fn is_idle(&self) -> bool {
        let now = self.clock().now();
        let locked = self.lock();
        let context = self.context(locked.policy(&self.shared.policy), now);
        let forgettable = locked.machine().is_forgettable_from(context);
        forgettable.after(context.policy.settings().open_for) <= now
    }
}
