//! The keys of arguments, and questions about them.

use std::fmt::Display;

pub(crate) use super::table::Key;
use super::table::{Kind, Measure};

impl Key {
    /// Those with arms, in the order in which they are asked.
    pub(crate) const OF_ARMS: [Self; 4] = [Self::Open, Self::Ignore, Self::Failure, Self::Success];

    pub(crate) const fn name(self) -> &'static str {
        self.row().name
    }

    /// What kind of value it takes, if it is a setting of the policy.
    pub(crate) const fn measure(self) -> Option<Measure> {
        match self.row().kind {
            Kind::Setting(measure) => Some(measure),
            Kind::Circuit | Kind::Call | Kind::Arms => None,
        }
    }

    /// Written `key(..)` instead of `key = ..`.
    pub(crate) fn takes_arms(self) -> bool {
        self.row().kind == Kind::Arms
    }

    /// Its value is a time, and nothing else.
    pub(crate) fn takes_time(self) -> bool {
        self == Self::Timeout || self.measure() == Some(Measure::Time)
    }

    /// Whether it belongs to the circuit, as opposed to the calls of one function.
    pub(crate) const fn is_of_the_circuit(self) -> bool {
        matches!(self.row().kind, Kind::Setting(_) | Kind::Circuit)
    }

    /// A valid value, as one would type it.
    pub(crate) const fn example(self) -> &'static str {
        self.row().example
    }

    /// An argument with this arm, or the beginning of one.
    pub(crate) fn with_arm(self, arm: impl Display) -> String {
        let time = if self == Self::Open { " => .." } else { "" };
        format!("{}({arm}{time})", self.name())
    }

    /// The default of the runtime, as one would type it; empty for none.
    pub(crate) const fn default(self) -> &'static str {
        self.row().default
    }

    pub(crate) fn supported_names() -> impl Iterator<Item = &'static str> {
        // Not suggested: it is wrong anywhere but on a method in a block.
        Self::ALL.iter().filter(|&&key| key != Self::Skip).map(|key| key.name())
    }
}
