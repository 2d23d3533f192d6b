//! The circuit as users have it, and the one way to what is in it.

// In the order in which the documentation lists what they add.
mod construction;

mod call;

mod looking;

mod control;

mod outside;

#[cfg(feature = "stream")]
mod watch;

pub use outside::FromOutside;

use core::any::Any;
use core::fmt;

use crate::base::identity::function::Function;
use crate::base::identity::{Identified, Identity};
#[cfg(feature = "test-util")]
use crate::base::scope::isolated::{self, Replaceable, Scope};
use crate::circuit::Circuit;

/// A circuit breaker: admits calls, learns how they end, and rejects calls while too many fail.
///
/// [`#[circuit_breaker]`](macro@crate::circuit_breaker) makes one for each function. By hand, make
/// it a `static`, so that all callers of one service share the circuit:
///
/// ```
/// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
///
/// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new().threshold(3));
///
/// fn query(sql: &str) -> Result<u32, Box<dyn std::error::Error>> {
///     DB.call(|| if sql.is_empty() { Err("empty query".into()) } else { Ok(42) })
/// }
///
/// assert_eq!(query("select 42").unwrap(), 42);
/// for _ in 0..3 {
///     query("").unwrap_err();
/// }
/// assert!(query("select 42").unwrap_err().is::<CircuitOpen>());
/// ```
///
/// A call through a closed circuit costs one atomic load and one count in memory of its own thread.
/// [The guide](crate::_guide::by_hand) has more on circuits made by hand.
pub struct CircuitBreaker {
    circuit: Circuit,
}

/// The size of what every guarded function owns; a clock that tests can hold needs more.
#[cfg(not(any(feature = "test-util", breaker_loom)))]
const _: () = assert!(size_of::<CircuitBreaker>() <= 512, "a circuit is too large");

impl CircuitBreaker {
    pub(crate) const fn of(circuit: Circuit) -> Self {
        Self { circuit }
    }

    /// The circuit itself, or the copy that stands for it in an isolated test. Whatever is done by
    /// hand or by a call is done to this one.
    #[inline]
    pub(crate) fn circuit(&self) -> &Circuit {
        &self.here().circuit
    }

    /// The circuit itself, for its owner and for the list of circuits.
    #[inline]
    pub(crate) const fn itself(&self) -> &Circuit {
        &self.circuit
    }

    /// This one, or the copy that stands for it in an isolated test.
    #[cfg(feature = "test-util")]
    #[inline]
    pub(crate) fn here(&self) -> &Self {
        self.substitute().unwrap_or(self)
    }

    #[cfg(not(feature = "test-util"))]
    #[inline]
    pub(crate) const fn here(&self) -> &Self {
        self
    }

    /// The copy that stands for it in an isolated test, if there is one.
    #[cfg(feature = "test-util")]
    pub(crate) fn substitute(&self) -> Option<&'static Self> {
        isolated::in_place_of(self)
    }
}

impl Identified for CircuitBreaker {
    fn identity(&self) -> Identity {
        (self.name(), self.location())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn function(&self) -> Option<Function> {
        self.circuit.function()
    }
}

#[cfg(feature = "test-util")]
impl Replaceable for CircuitBreaker {
    fn copy_for(&self, scope: &Scope) -> Self {
        let copy = self.circuit.copy();
        copy.belong_to(scope.id());
        scope.clock().into_iter().for_each(|clock| copy.set_clock(clock));
        Self::of(copy)
    }
}

impl fmt::Debug for CircuitBreaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.circuit().fmt(f)
    }
}
