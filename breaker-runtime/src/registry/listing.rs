//! What is listed here has another one in its place in an isolated test.

use core::any::Any;

use super::{Registry, link};
use crate::base::scope::isolated::Listing;
use crate::breaker::CircuitBreaker;
use crate::keyed::KeyedCircuitBreaker;

impl Listing for Registry {
    fn lists(&self, circuit: &dyn Any) -> bool {
        let is_circuit = circuit.downcast_ref().is_some_and(|circuit| self.lists_circuit(circuit));
        is_circuit || circuit.downcast_ref().is_some_and(|circuits| self.lists_keyed(circuits))
    }

    fn listings(&self) -> usize {
        self.late.read().len() + self.late_keyed.read().len()
    }
}

impl Registry {
    pub(super) fn lists_circuit(&self, circuit: &CircuitBreaker) -> bool {
        let is_it = |listed: &'static CircuitBreaker| core::ptr::eq(listed, circuit);
        link::collected().any(is_it) || self.late.read().iter().any(|listed| is_it(listed))
    }

    fn lists_keyed(&self, circuits: &KeyedCircuitBreaker) -> bool {
        let is_it = |listed: &'static KeyedCircuitBreaker| core::ptr::eq(listed, circuits);
        link::collected_keyed().any(is_it)
            || self.late_keyed.read().iter().any(|listed| is_it(listed))
    }
}
