//! The circuits of the program over time, as the registry shows them.

use std::ops::Range;
use std::time::Duration;

use breaker_runtime::{CircuitBreaker, State, registry};

/// A circuit and the states that it was seen in.
#[derive(Debug)]
pub(crate) struct History {
    circuit: &'static CircuitBreaker,
    /// Each state with the time from which on it was seen.
    changes: Vec<(Duration, State)>,
}

/// All annotated functions of the program, by name.
pub(crate) fn of_the_program() -> Vec<History> {
    let mut histories: Vec<_> = registry().iter().map(History::new).collect();
    histories.sort_by_key(History::name);
    histories
}

impl History {
    fn new(circuit: &'static CircuitBreaker) -> Self {
        Self { circuit, changes: vec![(Duration::ZERO, circuit.state())] }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.circuit.name()
    }

    pub(crate) const fn circuit(&self) -> &'static CircuitBreaker {
        self.circuit
    }

    /// Takes note of the state at this time.
    pub(crate) fn observe(&mut self, now: Duration) {
        let state = self.circuit.state();
        if self.changes.last().is_none_or(|&(_, before)| before != state) {
            self.changes.push((now, state));
        }
    }

    /// The changes since the run began.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (Duration, State, State)> {
        self.changes.windows(2).filter_map(|pair| match pair {
            &[(_, before), (when, after)] => Some((when, before, after)),
            _ => None,
        })
    }

    /// The states that it had during this time, in order.
    pub(crate) fn states_in(&self, time: &Range<Duration>) -> impl Iterator<Item = State> {
        let later = self.changes.iter().skip(1).map(|&(when, _)| when).chain([Duration::MAX]);
        let stretches = self.changes.iter().zip(later);
        let (start, end) = (time.start, time.end);
        stretches
            .filter(move |&(&(from, _), until)| from < end && until > start)
            .map(|(&(_, state), _)| state)
    }
}

#[cfg(test)]
mod tests {
    use super::History;
    use breaker_runtime::{CircuitBreaker, Policy, State};
    use std::time::Duration;

    static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", Policy::new());

    #[test]
    fn a_state_lasts_until_the_next_one() {
        let second = Duration::from_secs;
        let changes = vec![
            (second(0), State::Closed),
            (second(4), State::Open),
            (second(6), State::HalfOpen),
        ];
        let history = History { circuit: &GATEWAY, changes };
        let states =
            |from, until| history.states_in(&(second(from)..second(until))).collect::<Vec<_>>();
        assert_eq!(states(0, 4), [State::Closed]);
        assert_eq!(states(3, 7), [State::Closed, State::Open, State::HalfOpen]);
        assert_eq!(states(6, 9), [State::HalfOpen]);
        assert_eq!(history.changes().count(), 2);
    }

    #[test]
    fn only_changes_are_noted() {
        let mut history = History::new(&GATEWAY);
        history.observe(Duration::from_secs(1));
        assert_eq!(history.changes().count(), 0);
    }
}
