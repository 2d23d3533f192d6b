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

/// How near these failures and calls are to opening a circuit: 0 to 1, at which it opens.
#[expect(clippy::cast_precision_loss, reason = "a share to three digits")]
pub(crate) fn near(rule: Rule, (failures, calls): Window) -> f64 {
    let to_open = rule.failures_to_open(failures, calls).max(1);
    (failures as f64 / to_open as f64).min(1.0)
}

#[cfg(test)]
mod tests {
    use breaker_runtime::Policy;

    use super::*;

    #[test]
    fn a_share_of_calls_is_at_one_once_it_opens_and_not_before() {
        let share = Policy::new().threshold_percent(50.0).min_calls(20).settings().rule;
        for (window, said) in
            [((0, 0), 0.0), ((12, 12), 0.6), ((10, 10), 0.5), ((9, 20), 0.9), ((10, 20), 1.0)]
        {
            assert_eq!(near(share, window).to_bits(), f64::to_bits(said), "{window:?}");
        }
        let count = Policy::new().threshold(5).settings().rule;
        assert_eq!(near(count, (7, 9)).to_bits(), f64::to_bits(1.0), "no more than that");
    }
}
