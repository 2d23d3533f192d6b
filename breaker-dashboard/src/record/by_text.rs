//! Keys by the text that is shown of them.

use std::collections::HashSet;
use std::sync::Arc;

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker};

/// The circuit of a key by the text that is shown of it, which of a long key is cut.
pub(super) fn circuit_of<'k>(
    keyed: &'k KeyedCircuitBreaker,
    key: &str,
) -> Option<&'k CircuitBreaker> {
    let is_it = |circuit: &&CircuitBreaker| circuit.key().as_deref() == Some(key);
    let by_text = || keyed.circuits().find(is_it);
    keyed.peek(key).or_else(|| may_be_cut(key).then(by_text).flatten())
}

/// Those of these keys that have a circuit, by what is shown of them, in one walk over all.
pub(crate) fn there(
    keyed: &KeyedCircuitBreaker,
    keys: impl Iterator<Item = Arc<str>>,
) -> HashSet<Arc<str>> {
    let (cut, whole): (Vec<_>, Vec<_>) = keys.partition(|key| may_be_cut(key));
    let cut: HashSet<_> = cut.into_iter().collect();
    let mut there: HashSet<_> = whole.into_iter().filter(|it| keyed.peek(it).is_some()).collect();
    if !cut.is_empty() {
        let keys = keyed.circuits().filter_map(CircuitBreaker::key);
        there.extend(keys.filter(|key| cut.contains(key)));
    }
    there
}

/// The runtime shows so many bytes of a key, and a mark behind them where there are more.
fn may_be_cut(key: &str) -> bool {
    key.len() > 128
}
