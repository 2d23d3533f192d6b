//! A permit beside the circuit that issued it.

use core::ops::Deref;
use core::task::Poll;

use crate::permit::{FailureOnPanic, Permit};
use crate::time::Time;
use crate::word::Word;
use crate::{CircuitBreaker, Verdict};

/// A permit in parts, for a future that shares its circuit: a borrow can't lie beside what it borrows. Dropped, the call was abandoned.
#[derive(Debug)]
pub(super) struct Held<B: Deref<Target = CircuitBreaker>> {
    circuit: B,
    issued: Option<(Word, Time)>,
}

impl<B: Deref<Target = CircuitBreaker>> Held<B> {
    #[inline]
    pub(super) const fn new(circuit: B, issued: Word, admitted: Time) -> Self {
        Self { circuit, issued: Some((issued, admitted)) }
    }

    /// Runs a step of the call, which ends it with a verdict, or with a panic.
    #[inline]
    pub(super) fn during<R>(&mut self, step: impl FnOnce() -> Poll<(R, Verdict)>) -> Poll<R> {
        let running = self.issued.take().map(|(issued, admitted)| {
            FailureOnPanic::new(Permit::new(&self.circuit, issued, admitted))
        });
        match step() {
            Poll::Ready((returned, verdict)) => {
                if let Some(running) = running {
                    running.survive().obey(verdict);
                }
                Poll::Ready(returned)
            }
            Poll::Pending => {
                self.issued = running.map(|running| {
                    let (_, issued, admitted) = running.survive().into_parts();
                    (issued, admitted)
                });
                Poll::Pending
            }
        }
    }
}

impl<B: Deref<Target = CircuitBreaker>> Drop for Held<B> {
    fn drop(&mut self) {
        if let Some((issued, admitted)) = self.issued.take() {
            Permit::new(&self.circuit, issued, admitted).abandon();
        }
    }
}
