//! A call that is rejected, by the circuit of its key or that of all keys.

use crate::call::occupant::OccupantId;
use crate::call::outcome::Reject;
use crate::call::rejection::CircuitOpen;
use crate::circuit::{Answer, Circuit};

/// A circuit that rejects a call, and what it says.
#[derive(Debug)]
pub(crate) struct Refusal<'t> {
    pub(crate) circuit: &'t Circuit,
    pub(crate) answer: Answer,
    /// Whose circuit it is. That of all keys, which answers for those without a place, is nobody's.
    pub(super) occupant: Option<OccupantId>,
}

impl Refusal<'_> {
    #[inline]
    pub(crate) fn rejection(&self) -> CircuitOpen {
        let rejection = self.circuit.rejection(self.answer);
        match self.occupant {
            Some(occupant) => rejection.of_occupant(occupant),
            None => rejection,
        }
    }

    /// The rejection as a return value. Out of the way, since errors are often boxed.
    #[cold]
    #[inline(never)]
    #[track_caller]
    pub(crate) fn rejected<R: Reject>(&self) -> R {
        R::reject(self.rejection())
    }
}
