//! All keys at once.

use core::time::Duration;
use std::sync::Arc;

use super::KeyedCircuitBreaker;
use crate::breaker::CircuitBreaker;
use crate::circuit::Circuit;
use crate::circuit::keys::Keys;
use crate::events::note::Note;
use crate::policy::Policy;
use crate::telemetry::{AllUntold, Untold};

/// # Steering all keys at once
impl KeyedCircuitBreaker {
    /// The circuit that stands for all keys: what is done to it holds for every key, present and to
    /// come.
    ///
    /// The [registry](crate::registry) lists this circuit under the function's name, without a key,
    /// whether there are keys yet or not. Its state is closed unless it is
    /// [forced](Self::force_open). Its policy is that of every key without overrides of its own.
    /// Its calls are those [without a circuit](Self::calls_without_circuit). Its events say when
    /// calls are admitted unguarded.
    ///
    /// ```
    /// use breaker_runtime::{KeyedCircuitBreaker, Policy};
    ///
    /// static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("fetch", Policy::new(), 1024);
    ///
    /// FETCH.whole().subscribe(|event| eprintln!("{event}")).detach();
    /// ```
    #[must_use]
    pub fn whole(&self) -> &CircuitBreaker {
        self.here().whole_here()
    }

    /// Forces the circuits of all keys open, present and to come: every call is rejected until
    /// [`reset`](Self::reset) or [`force_closed`](Self::force_closed) (rule
    /// [S10](crate::_guide::rules#s10-forced-states)).
    ///
    /// A key whose own circuit is forced stays as that is, until its own
    /// [`reset`](crate::CircuitBreaker::reset).
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy};
    ///
    /// static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("fetch", Policy::new(), 1024);
    ///
    /// FETCH.force_open();
    /// FETCH.with("vip.example", CircuitBreaker::force_closed);
    /// assert!(FETCH.try_acquire("example.org").is_err());
    /// assert!(FETCH.try_acquire("vip.example").is_ok());
    /// FETCH.reset();
    /// assert!(FETCH.try_acquire("example.org").is_ok());
    /// ```
    pub fn force_open(&self) {
        self.whole().force_open();
    }

    /// Forces the circuits of all keys closed, present and to come: every call is admitted, and no
    /// window records anything, until [`reset`](Self::reset) or [`force_open`](Self::force_open)
    /// (rule [S10](crate::_guide::rules#s10-forced-states)).
    ///
    /// A key whose own circuit is forced stays as that is, until its own
    /// [`reset`](crate::CircuitBreaker::reset).
    pub fn force_closed(&self) {
        self.whole().force_closed();
    }

    /// Rejects the calls of every key, those to come included, for this long; see
    /// [`CircuitBreaker::force_open_for`]. After it each key has trial calls of its own.
    ///
    /// A key whose own state is forced does as the others once its own time is over.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Note, Policy};
    /// use std::time::Duration;
    ///
    /// static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("fetch", Policy::new(), 1024);
    /// let time = Duration::from_secs(600);
    ///
    /// FETCH.force_open_for(time, Note::new("the proxy moves").by("anna"));
    /// let rest = FETCH.try_acquire("example.org").unwrap_err().retry_after();
    /// assert!(rest <= Some(time));
    /// ```
    pub fn force_open_for(&self, time: Duration, note: impl Into<Note>) {
        self.whole().force_open_for(time, note);
    }

    /// Admits the calls of every key and records nothing in their windows for this long; see
    /// [`CircuitBreaker::force_closed_for`].
    pub fn force_closed_for(&self, time: Duration, note: impl Into<Note>) {
        self.whole().force_closed_for(time, note);
    }

    /// Closes the circuits of all keys with empty windows. A key whose own circuit is forced stays
    /// as that is, until its own [`reset`](crate::CircuitBreaker::reset).
    ///
    /// The circuit of one key is reset by [`with`](Self::with):
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, State};
    ///
    /// static FETCH: KeyedCircuitBreaker =
    ///     KeyedCircuitBreaker::new("fetch", Policy::new().threshold(1), 1024);
    /// FETCH.try_acquire("example.org")?.failure();
    /// assert_eq!(FETCH.with("example.org", CircuitBreaker::state), Some(State::Open));
    /// FETCH.with("example.org", CircuitBreaker::reset);
    /// assert_eq!(FETCH.with("example.org", CircuitBreaker::state), Some(State::Closed));
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    pub fn reset(&self) {
        self.whole().reset();
    }

    /// Closes all circuits as [`reset`](Self::reset) does, and says who does it and why: the events
    /// have [both](crate::Event::note).
    pub fn reset_with(&self, note: impl Into<Note>) {
        self.whole().reset_with(note);
    }
}

impl KeyedCircuitBreaker {
    pub(super) fn whole_here(&self) -> &Arc<CircuitBreaker> {
        let new = || {
            let mut whole = Circuit::whole(self.name(), self.policy, self.location);
            whole.set_probe(self.probe);
            Arc::new(CircuitBreaker::of(whole))
        };
        self.whole.get_or_init(new)
    }

    /// Goes on by this policy with every key, also with those to come, or by the one that they were
    /// made with; and by a policy of their own with these keys, whether they have a circuit yet or
    /// not. What an earlier call said of others is over.
    pub(crate) fn reconfigure(
        &self,
        policy: Option<Policy>,
        keys: &[(&str, Policy)],
        note: &Note,
    ) -> AllUntold {
        if policy.is_none() && keys.is_empty() && self.whole.get().is_none() {
            return AllUntold::NOTHING;
        }
        let whole = self.whole_here().itself();
        let of_whole = whole.reconfigure(policy, note);
        let of_keys = match whole.keys_of_whole() {
            Some(known) => known.reconfigure(keys, note),
            None if keys.is_empty() => AllUntold::NOTHING,
            None => self.table().reconfigure(keys, note),
        };
        // Switched off, it did not see what was forced on it end; keys may have.
        let time = Untold::elsewhere({
            let whole = Arc::clone(self.whole_here());
            move || whole.itself().look_at_time()
        });
        // Whose an unguarded call was nobody knows when it fails.
        whole.keep_errors(keys.iter().all(|(_, policy)| policy.last_error));
        of_keys.and([of_whole, time])
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;
    use crate::circuit::admitted::permit::Permit;
    use crate::events::state::State;

    const TWO: Policy = Policy::new().threshold(2);

    fn fails(keyed: &KeyedCircuitBreaker, key: &str, times: u32) -> Option<State> {
        (0..times).for_each(|_| keyed.try_acquire(key).into_iter().for_each(Permit::failure));
        keyed.get(key).map(CircuitBreaker::state)
    }

    #[test]
    fn a_keys_own_policy_holds_before_its_first_call_and_the_wholes_for_all_others() {
        let keyed = KeyedCircuitBreaker::new("each", Policy::new(), 8);
        keyed.try_acquire("there").into_iter().for_each(Permit::success);
        keyed
            .reconfigure(
                Some(TWO),
                &[("own", TWO.threshold(1)), ("there", TWO.threshold(3))],
                &Note::NOTHING,
            )
            .tell();
        assert_eq!(keyed.policy(), TWO);
        assert_eq!(fails(&keyed, "own", 1), Some(State::Open));
        assert_eq!(
            (fails(&keyed, "there", 2), fails(&keyed, "other", 2)),
            (Some(State::Closed), Some(State::Open))
        );
        assert_eq!(fails(&keyed, "there", 1), Some(State::Open));

        // What is said later is all that holds.
        keyed.reconfigure(None, &[("other", TWO)], &Note::NOTHING).tell();
        assert_eq!(keyed.get("own").map(CircuitBreaker::policy), Some(Policy::new()));
        assert_eq!(keyed.get("other").map(CircuitBreaker::policy), Some(TWO));
        assert_eq!(keyed.whole().policy(), Policy::new());
    }

    #[test]
    fn a_keys_policy_does_not_go_on_to_the_next_key_of_its_circuit_and_is_there_when_it_returns() {
        let keyed = KeyedCircuitBreaker::new("each", Policy::new(), 1);
        let window = TWO.consecutive(2).slow_call(Duration::from_secs(1));
        let own = window.check().map_or(TWO, |()| window);
        keyed.reconfigure(None, &[("own", own)], &Note::NOTHING).tell();
        for _ in 0..2 {
            for (key, policy) in [("own", own), ("next", Policy::new())] {
                keyed.try_acquire(key).into_iter().for_each(Permit::success);
                let circuit = keyed.get(key).map(|circuit| (circuit.policy(), circuit.history()));
                assert_eq!(circuit, Some((policy, Vec::new())), "{key}");
            }
        }
    }
}
