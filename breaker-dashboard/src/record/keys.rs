//! The keys of a function, counted by what they do to calls.

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker};

use super::nearness::{Nearest, near};
use super::series::Window;
use super::standing::Standing;
use crate::document::{Effect, Passes};

/// The keys of a function that have a circuit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keys {
    /// How many do what to calls.
    pub(crate) in_state: [u32; EFFECTS],
    /// Those that are down, and those that wait for a call; neither in a dry run.
    pub(crate) down: u32,
    pub(crate) waiting: u32,
    /// The closed one that is nearest to opening, if a call has failed lately.
    pub(crate) nearest: Option<Nearest>,
}

impl Keys {
    /// And the window of the nearest one to opening.
    pub(crate) fn of(keyed: &KeyedCircuitBreaker) -> (Self, Window) {
        let mut nearest: Option<(f64, &CircuitBreaker, Window)> = None;
        let mut keys = Self::looked_at(keyed, |circuit, effect| {
            let window = if effect == Effect::Closed { circuit.in_window() } else { (0, 0) };
            if window.0 > 0 {
                let near = near(circuit.policy().settings().rule, window);
                if nearest.is_none_or(|(nearest, ..)| near > nearest) {
                    nearest = Some((near, circuit, window));
                }
            }
        });
        let Some((_, circuit, window)) = nearest else { return (keys, (0, 0)) };
        keys.nearest = Nearest::of(circuit, keyed.policy().settings().rule);
        let window = if keys.nearest.is_some() { window } else { (0, 0) };
        (keys, window)
    }

    /// The same, with what each of them is found to do to calls.
    pub(crate) fn looked_at<'k>(
        keyed: &'k KeyedCircuitBreaker,
        mut each: impl FnMut(&'k CircuitBreaker, Effect),
    ) -> Self {
        let mut keys = Self::default();
        for circuit in keyed.circuits() {
            let (effect, standing) = Standing::now(circuit);
            each(circuit, effect);
            keys.in_state[place(effect)] += 1;
            match standing {
                Standing::Up => {}
                Standing::Down => keys.down += 1,
                Standing::Waits => keys.waiting += 1,
            }
        }
        keys
    }

    /// What the one does that is worst off. Calls that are rejected are worse than an order, which
    /// somebody knows of, and that is worse than an outage that ends, or would be one.
    pub(crate) fn worst(&self) -> Effect {
        let there = |effect| self.number(effect) > 0;
        let worst = [
            (there(Effect::Open), Effect::Open),
            (self.down > self.number(Effect::Open), Effect::HalfOpen),
            (there(Effect::ForcedOpen), Effect::ForcedOpen),
            (there(Effect::ForcedClosed), Effect::ForcedClosed),
            (there(Effect::HalfOpen), Effect::HalfOpen),
            (there(Effect::RampUp), Effect::RampUp),
            (there(Effect::DryRun), Effect::DryRun),
        ];
        worst.iter().find(|(is, _)| *is).map_or(Effect::Closed, |(_, effect)| *effect)
    }

    /// Whether there are some, and none lets a call pass.
    pub(crate) fn all_reject(&self) -> bool {
        let [open, forced] = [Effect::Open, Effect::ForcedOpen].map(|effect| self.number(effect));
        let rejecting = u64::from(open) + u64::from(forced);
        rejecting > 0 && rejecting == self.all()
    }

    /// Which calls pass: those of some keys, while others reject theirs. One that is half-open
    /// rejects them, unless it waits for a trial.
    pub(crate) fn pass(&self) -> Passes {
        let rejecting = self.down + self.number(Effect::ForcedOpen) + self.tried_after_order();
        match u64::from(rejecting) {
            0 => Passes::All,
            all if all >= self.all() => Passes::None,
            _ => Passes::SomeKeys,
        }
    }

    /// Those that are half-open since an order has ended, and whose trial is under way: they are in
    /// no outage, and don't wait for a call.
    pub(crate) fn tried_after_order(&self) -> u32 {
        let either = self.number(Effect::Open) + self.number(Effect::HalfOpen);
        either.saturating_sub(self.down).saturating_sub(self.waiting)
    }

    /// The bytes of itself, and of the text that it leads to.
    pub(super) fn bytes(&self) -> usize {
        let text = self.nearest.as_ref().map_or(0, |nearest| nearest.key.len() + 16);
        size_of::<Self>() + text
    }

    const fn number(&self, effect: Effect) -> u32 {
        self.in_state[place(effect)]
    }

    pub(crate) fn all(&self) -> u64 {
        self.in_state.iter().map(|keys| u64::from(*keys)).sum()
    }

    pub(crate) fn troubled(&self) -> u64 {
        self.all() - u64::from(self.number(Effect::Closed))
    }
}

/// How many effects there are.
pub(crate) const EFFECTS: usize = 7;

/// Where an effect stands among the numbers of all.
pub(crate) const fn place(effect: Effect) -> usize {
    match effect {
        Effect::Closed => 0,
        Effect::Open => 1,
        Effect::HalfOpen => 2,
        Effect::RampUp => 3,
        Effect::ForcedOpen => 4,
        Effect::ForcedClosed => 5,
        Effect::DryRun => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Somebody has forced the other one.
    #[test]
    fn a_key_that_is_tried_after_an_order_is_in_no_outage() {
        let tried = Keys { in_state: [1, 0, 1, 0, 0, 1, 0], down: 0, ..Keys::default() };
        assert_eq!((tried.worst(), tried.tried_after_order()), (Effect::ForcedClosed, 1));
        let down = Keys { down: 1, ..tried.clone() };
        assert_eq!((down.worst(), down.tried_after_order()), (Effect::HalfOpen, 0));
        let waits = Keys { waiting: 1, ..tried };
        assert_eq!((waits.worst(), waits.tried_after_order()), (Effect::ForcedClosed, 0));
    }

    #[test]
    fn a_function_passes_calls_unless_each_of_its_keys_rejects_them() {
        for (in_state, down, waiting, passes) in [
            ([3, 0, 0, 1, 0, 1, 1], 0, 0, Passes::All),
            ([0, 0, 2, 0, 0, 0, 0], 0, 2, Passes::All),
            ([1, 1, 0, 0, 0, 0, 0], 1, 0, Passes::SomeKeys),
            ([0, 1, 1, 0, 0, 0, 0], 1, 1, Passes::SomeKeys),
            ([1, 0, 0, 0, 1, 0, 0], 0, 0, Passes::SomeKeys),
            ([0, 1, 1, 0, 1, 0, 0], 2, 0, Passes::None),
            ([0, 0, 1, 0, 0, 0, 0], 0, 0, Passes::None),
        ] {
            let keys = Keys { in_state, down, waiting, nearest: None };
            assert_eq!(keys.pass(), passes, "{keys:?}");
        }
    }
}
