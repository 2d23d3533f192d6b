//! The answer to a call that asked for admission, beside the circuit that answered.

use core::ops::Deref;
use core::task::Poll;

use crate::base::time::Time;
use crate::breaker::CircuitBreaker;
use crate::call::judge::Judgement;
use crate::call::rejection::CircuitOpen;
use crate::circuit::admitted::Admission;
use crate::circuit::admitted::running::Running;
use crate::circuit::word::Word;
use crate::circuit::{Answer, Circuit};

/// A permit or a rejection in parts, for a future that shares its circuit: a borrow can't lie
/// beside what it borrows from. Dropping a permit abandons the call.
///
/// All parts are whole words: a smaller one, such as the state in a [`CircuitOpen`], makes moving
/// the future several times as slow.
#[derive(Debug)]
pub(super) struct Held<B: Deref<Target = CircuitBreaker>> {
    circuit: B,
    /// The circuit that answered instead, in an isolated test.
    #[cfg(feature = "test-util")]
    substitute: Option<&'static CircuitBreaker>,
    answer: Answer,
}

impl<B: Deref<Target = CircuitBreaker>> Held<B> {
    /// Called on the thread that asked: another one may have no isolated test.
    #[inline]
    pub(super) fn new(circuit: B, answer: Answer) -> Self {
        Self {
            #[cfg(feature = "test-util")]
            substitute: circuit.substitute(),
            circuit,
            answer,
        }
    }

    #[inline]
    fn circuit(&self) -> &Circuit {
        #[cfg(feature = "test-util")]
        if let Some(substitute) = self.substitute {
            return substitute.itself();
        }
        self.circuit.itself()
    }

    /// The rejection, if it is one.
    pub(super) fn rejection(&self) -> CircuitOpen {
        self.circuit().rejection(self.answer)
    }

    /// Runs a step of the call, which ends it with a judgement, or with a panic.
    ///
    /// # Panics
    ///
    /// If the call has ended: a future may panic when it is polled after its end.
    #[inline]
    pub(super) fn during<R>(&mut self, step: impl FnOnce() -> Poll<(R, Judgement)>) -> Poll<R> {
        let answer = self.take();
        let running = Running::begin(admission(self.circuit(), answer));
        match step() {
            Poll::Ready((returned, judgement)) => {
                running.end(judgement);
                Poll::Ready(returned)
            }
            Poll::Pending => {
                running.wait();
                self.answer = answer;
                Poll::Pending
            }
        }
    }

    #[inline]
    fn take(&mut self) -> Answer {
        core::mem::replace(&mut self.answer, Answer { word: Word::FRESH, detail: 0 })
    }
}

impl<B: Deref<Target = CircuitBreaker>> Drop for Held<B> {
    fn drop(&mut self) {
        let answer = self.take();
        if answer.word.is_admission() {
            admission(self.circuit(), answer).abandon();
        }
    }
}

/// The answer's admission.
#[inline]
fn admission(circuit: &Circuit, Answer { word, detail }: Answer) -> Admission<'_> {
    Admission::noticed(circuit, word, Time::from_nanos(detail))
}

impl Answer {
    /// The answer of a call with this permit, which waits to be polled.
    #[inline]
    pub(super) fn permitted(running: Running<'_>) -> Self {
        let (word, admitted) = running.wait();
        Self { word, detail: admitted.as_nanos() }
    }
}
