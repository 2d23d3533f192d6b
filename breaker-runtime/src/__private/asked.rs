//! What generated code asks for admission: a circuit, or the circuit of a key.

use core::fmt::Display;

use super::{Admitted, answer_listed};
use crate::breaker::CircuitBreaker;
use crate::call::cycle::Rejected;
use crate::call::outcome::Reject;
use crate::circuit::admitted::Admission;
use crate::circuit::admitted::attempt::Gate;
use crate::keyed::KeyText;
use crate::keyed::KeyedCircuitBreaker;
use crate::registry::link;

/// Admits the calls of a guarded function, and lists it where the linker didn't.
pub trait Circuit {
    /// Admission, or the rejection for the fallback.
    ///
    /// # Errors
    ///
    /// The rejection.
    fn admit<J>(self, judge: J) -> Result<Admitted<J>, Rejected>;

    /// Admission, or the rejection as a return value.
    ///
    /// # Errors
    ///
    /// The rejection.
    #[track_caller]
    fn admit_or_reject<R: Reject, J>(self, judge: J) -> Result<Admitted<J>, R>;
}

impl Circuit for &'static CircuitBreaker {
    #[inline]
    fn admit<J>(self, judge: J) -> Result<Admitted<J>, Rejected> {
        link::list_before_isolation(self);
        let circuit = self.circuit();
        match circuit.acquire(|_| answer_listed(self)) {
            Ok(admission) => Ok(Admitted { admission, judge }),
            Err(answer) => Err(Rejected::by_the_one(circuit.rejection(answer))),
        }
    }

    #[inline]
    fn admit_or_reject<R: Reject, J>(self, judge: J) -> Result<Admitted<J>, R> {
        link::list_before_isolation(self);
        let circuit = self.circuit();
        match circuit.acquire(|_| answer_listed(self)) {
            Ok(admission) => Ok(Admitted { admission, judge }),
            Err(answer) => Err(circuit.rejected(answer)),
        }
    }
}

/// The way to the circuit of a key.
#[derive(Debug)]
pub struct Keyed {
    circuits: &'static KeyedCircuitBreaker,
    key: KeyText,
}

/// A key: its text tells the circuits of a function apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a key: it has no text",
    label = "does not implement `Display`",
    note = "write a text: that of its parts, as in \
            `key = format_args!(\"{{host}}:{{port}}\")`, \
            or of its `Debug`, `key = format_args!(\"{{:?}}\", ..)`; of a `Path`, \
            `key = path.display()`",
    note = "of an `Option`, write what stands for none, as in \
            `key = host.as_deref().unwrap_or_default()`",
    note = "a type parameter needs the bound `Display`"
)]
pub trait Key: Display {}

#[diagnostic::do_not_recommend]
impl<T: Display + ?Sized> Key for T {}

/// Looks at `key` now, without keeping it, for the circuit of that key.
#[inline]
pub fn keyed(circuits: &'static KeyedCircuitBreaker, key: &(impl Key + ?Sized)) -> Keyed {
    link::list_at_first_use(circuits);
    Keyed { circuits, key: KeyText::of(key) }
}

impl Circuit for Keyed {
    #[inline]
    fn admit<J>(self, judge: J) -> Result<Admitted<J>, Rejected> {
        match self.circuits.acquire(&self.key) {
            Ok(admission) => Ok(Admitted { admission, judge }),
            Err(refusal) => {
                // Computed once more: the closed path would pay for keeping it.
                let key = self.circuits.fingerprint(&self.key);
                Err(Rejected::by_the_one_of(refusal.rejection(), key))
            }
        }
    }

    #[inline]
    fn admit_or_reject<R: Reject, J>(self, judge: J) -> Result<Admitted<J>, R> {
        match self.circuits.acquire(&self.key) {
            Ok(admission) => Ok(Admitted { admission, judge }),
            Err(refusal) => Err(refusal.rejected()),
        }
    }
}

/// The way to the circuit of a key whose fingerprint is needed after the call: by a fallback for
/// failures, which may come round to it (rule S21).
#[derive(Debug)]
pub struct Known {
    keyed: Keyed,
    fingerprint: u64,
}

impl Keyed {
    /// Adds the key's fingerprint.
    #[inline]
    #[must_use]
    pub fn known(self) -> Known {
        Known { fingerprint: self.circuits.fingerprint(&self.key), keyed: self }
    }
}

impl Known {
    /// The key's fingerprint.
    #[inline]
    #[must_use]
    pub const fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}

impl Circuit for Known {
    #[inline]
    fn admit<J>(self, judge: J) -> Result<Admitted<J>, Rejected> {
        let Self { keyed: Keyed { circuits, key }, fingerprint } = self;
        match circuits.acquire_known(&key, fingerprint) {
            Ok(admission) => Ok(Admitted { admission, judge }),
            Err(refusal) => Err(Rejected::by_the_one_of(refusal.rejection(), fingerprint)),
        }
    }

    #[inline]
    fn admit_or_reject<R: Reject, J>(self, judge: J) -> Result<Admitted<J>, R> {
        self.keyed.admit_or_reject(judge)
    }
}

/// Asks for admission in a function that returns a future made elsewhere.
#[derive(Debug)]
pub(super) struct Listed<C>(pub(super) C);

impl<C: Circuit> Gate<'static> for Listed<C> {
    type Rejected = Rejected;

    fn ask(self) -> Result<Admission<'static>, Rejected> {
        self.0.admit(()).map(|admitted| admitted.admission)
    }
}
