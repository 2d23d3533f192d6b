//! What a circuit keeps of the last rejection from within (rule S20).

use super::Circuit;
use crate::base::identity::CircuitId;
use crate::base::time::Time;
use crate::call::found;
use crate::call::judge::Judgement;
use crate::call::rejection::CircuitOpen;
use crate::circuit::word::Word;
use crate::machine::Report;

/// A call that ended in the rejection of another circuit, by this one's clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LastRejection {
    pub(crate) at: Time,
    pub(crate) by: CircuitOpen,
}

impl Circuit {
    /// Takes note of a call that says nothing about the callee: it is ignored, or was rejected by
    /// another circuit. A rejection of one's own is none from further in.
    #[cold]
    #[inline(never)]
    pub(crate) fn end_unjudged(&self, issued: Word, admitted: Time, judgement: Judgement) {
        let Judgement::RejectedWithin(by) = judgement else {
            return self.settle(issued, admitted, Report::Ignored);
        };
        let rejection = found::take(by);
        if by == CircuitId::of(self) {
            self.settle(issued, admitted, Report::RejectedWithin);
        } else if self.settle_with(issued, admitted, Report::Ignored, None) {
            self.note_rejection(issued, rejection);
        }
    }

    /// Who is hit by an outage further in is seen by this. As with failures, none is shown to the
    /// key that has the circuit now and had not made the call.
    fn note_rejection(&self, issued: Word, by: Option<CircuitOpen>) {
        let now = self.clock().now();
        let mut locked = self.lock();
        let is_of_former_key = locked.is_of_former_key(issued);
        let extras = locked.extras();
        extras.rare.rejected_within += 1;
        if let Some(by) = by.filter(|_| !is_of_former_key) {
            extras.last_rejection = Some(LastRejection { at: now, by });
        }
    }
}
