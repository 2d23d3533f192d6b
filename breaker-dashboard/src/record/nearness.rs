//! How near circuits are to opening.

use std::sync::Arc;

use breaker_runtime::{CircuitBreaker, Rule};

use super::series::Window;

/// The key of a function that is nearest to opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Nearest {
    pub(crate) key: Arc<str>,
    /// Its rule, if that is another one than that of all keys.
    pub(crate) rule: Option<Rule>,
}

impl Nearest {
    /// The key that has this circuit, if that is a key's.
    pub(super) fn of(circuit: &CircuitBreaker, of_all: Rule) -> Option<Self> {
        let rule = Some(circuit.policy().settings().rule).filter(|own| *own != of_all);
        Some(Self { key: circuit.key()?, rule })
    }
}

/// How near these failures and calls are to opening a circuit: 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "a share to three digits")]
pub(crate) fn near(rule: Rule, (failures, calls): Window) -> f64 {
    let share = match rule {
        Rule::Count { failures: most, .. } | Rule::Consecutive { failures: most } => {
            failures as f64 / f64::from(most.max(1))
        }
        Rule::Share { millionths, min_calls, .. } => {
            let enough = calls.max(u64::from(min_calls)).max(1);
            failures as f64 * 1e6 / (enough as f64 * f64::from(millionths.max(1)))
        }
        _ => 0.0,
    };
    share.clamp(0.0, 1.0)
}
