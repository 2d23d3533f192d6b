//! The circuits of all keys of a function, summed up.

use core::fmt;

use crate::circuit::Circuit;
use crate::events::state::State;
use crate::tallies::calls::Calls;

/// The circuits of all keys of a function, summed up in the [snapshot](super::Snapshot) of the
/// circuit that stands for all keys.
///
/// ```
/// use breaker_runtime::{CircuitOpen, KeyedCircuitBreaker, Policy, State};
///
/// static FETCH: KeyedCircuitBreaker =
///     KeyedCircuitBreaker::new("fetch", Policy::new().threshold(1), 64);
/// FETCH.try_acquire("up.example")?.success();
/// FETCH.try_acquire("down.example")?.failure();
///
/// let now = FETCH.whole().snapshot();
/// let keys = now.keys.as_ref().expect("it stands for all keys");
/// assert_eq!((keys.count(), keys.in_state(State::Open), keys.calls.total()), (2, 1, 2));
/// assert!(now.to_string().contains("; 2 keys (1 open); 2 calls: 1 succeeded, 1 failed; rule: "));
/// # Ok::<(), CircuitOpen>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeysSnapshot {
    /// The calls of all keys, those of keys that lost their circuits and those that found no
    /// circuit included: [`KeyedCircuitBreaker::calls`](crate::KeyedCircuitBreaker::calls).
    pub calls: Calls,
    states: [usize; State::ALL.len()],
}

impl KeysSnapshot {
    /// Of the keys of this circuit, if it stands for all keys of a function.
    pub(crate) fn of(whole: &Circuit) -> Option<Self> {
        if !whole.is_whole() {
            return None;
        }
        let mut keys = Self { calls: whole.calls_ever(), ..Self::default() };
        if let Some(all) = whole.keys_of_whole() {
            all.each(&mut |circuit| {
                keys.calls = keys.calls.and(circuit.calls_ever());
                keys.states[circuit.state() as usize] += 1;
            });
        }
        Some(keys)
    }

    /// How many keys have a circuit.
    #[must_use]
    pub fn count(&self) -> usize {
        self.states.iter().sum()
    }

    /// How many keys have a circuit in `state`.
    #[must_use]
    pub const fn in_state(&self, state: State) -> usize {
        self.states[state as usize]
    }
}

/// `12 keys (2 open, 1 half-open)`: how many have a circuit, and those that are not closed.
impl fmt::Display for KeysSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count() {
            0 => f.write_str("no keys")?,
            1 => f.write_str("1 key")?,
            count => write!(f, "{count} keys")?,
        }
        let mut separator = " (";
        for state in State::ALL.into_iter().filter(|state| *state != State::Closed) {
            let count = self.in_state(state);
            if count > 0 {
                write!(f, "{separator}{count} {state}")?;
                separator = ", ";
            }
        }
        if separator == ", " { f.write_str(")") } else { Ok(()) }
    }
}
