//! Whether a circuit is down, wherever that is said or counted.

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, State};

use super::moments::millis;

/// Within it, calls that keep coming make the trial call: until then an outage goes on.
const SOON: i64 = 5_000;

/// How a circuit stands to its calls: what the state alone does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// In no outage, or in one by force.
    Up,
    /// In an outage that goes on. A trial call under way does not end it: which circuit is the
    /// worst would change with each.
    Down,
    /// Half-open for some time, without a call to try it. It rejects none: nobody calls, and
    /// whether the outage goes on is not known.
    Waits,
}

impl Standing {
    /// Of one that has been in its state for so long, and admits a call after `rest`; both in
    /// milliseconds.
    pub(crate) const fn of(state: State, in_state_for: i64, rest: i64) -> Self {
        match state {
            State::HalfOpen if in_state_for >= SOON && rest <= 0 => Self::Waits,
            State::Open | State::HalfOpen => Self::Down,
            _ => Self::Up,
        }
    }

    /// Its state at this moment, and how it stands in that. Who decides without rejecting is never
    /// down.
    pub(crate) fn now(circuit: &CircuitBreaker) -> (State, Self) {
        match circuit.state() {
            state @ (State::Open | State::HalfOpen) if circuit.policy().settings().dry_run => {
                (state, Self::Up)
            }
            State::HalfOpen => {
                let now = circuit.snapshot();
                let rest = now.retry_after.map_or(0, millis);
                (now.state, Self::of(now.state, millis(now.in_state_for), rest))
            }
            state => (state, Self::of(state, 0, 0)),
        }
    }
}

/// The keys of a function that have a circuit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keys {
    /// How many are in each state.
    pub(crate) in_state: [u32; 6],
    /// Those that are down, and those that wait for a call; neither in a dry run.
    pub(crate) down: u32,
    pub(crate) waiting: u32,
}

impl Keys {
    pub(crate) fn of(keyed: &KeyedCircuitBreaker) -> Self {
        let mut keys = Self::default();
        for circuit in keyed.circuits() {
            let (state, standing) = Standing::now(circuit);
            keys.in_state[place(state)] += 1;
            match standing {
                Standing::Up => {}
                Standing::Down => keys.down += 1,
                Standing::Waits => keys.waiting += 1,
            }
        }
        keys
    }

    pub(crate) fn all(&self) -> u64 {
        self.in_state.iter().map(|keys| u64::from(*keys)).sum()
    }

    pub(crate) fn troubled(&self) -> u64 {
        self.all() - u64::from(self.in_state[0])
    }
}

/// Where a state stands among the numbers of all.
pub(crate) const fn place(state: State) -> usize {
    match state {
        State::Open => 1,
        State::HalfOpen => 2,
        State::RampUp => 3,
        State::ForcedOpen => 4,
        State::ForcedClosed => 5,
        _ => 0,
    }
}
