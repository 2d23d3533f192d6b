//! Whether anybody is concerned by the state of a circuit, for metrics.

use super::CircuitBreaker;

impl CircuitBreaker {
    /// Whether nobody has asked it for so long that it could be another key's (rule S15), and for
    /// its open time after that: callers who are turned away come more often.
    pub(crate) fn is_idle(&self) -> bool {
        let here = self.here();
        let now = here.clock().now();
        let locked = here.lock();
        let context = here.context(locked.policy(&here.shared.policy), now);
        let forgettable = locked.machine().is_forgettable_from(context);
        forgettable.after(context.policy.open_time()) <= now
    }
}
