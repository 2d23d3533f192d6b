//! Making circuits.

use super::CircuitBreaker;
use crate::base::identity::{AnnotatedName, Location, Name};
use crate::base::sync::const_outside_loom;
use crate::circuit::Circuit;
use crate::circuit::probe::Probe;
use crate::policy::{Policy, PolicyError, naming};

/// # Making a circuit
impl CircuitBreaker {
    const_outside_loom! {
        /// Makes a closed circuit.
        ///
        /// # Panics
        ///
        /// If the policy [contradicts itself](Policy::check), or the name is empty, begins or ends
        /// with a blank, or contains `*`, `[`, `]` or a control character, which overrides and
        /// lists of circuits could not tell apart. In a `static` or `const` the panic is a compile
        /// error. For settings that are known only at run time use [`try_new`](Self::try_new).
        #[must_use]
        #[track_caller]
        pub const fn new(name: &'static str, policy: Policy) -> Self {
            let (name, here) = (Name::Given(naming::checked(name)), Location::here());
            Self::of(Circuit::new(name, policy.checked(), Some(here)))
        }
    }

    const_outside_loom! {
        /// Makes a closed circuit, or returns what is wrong with the name or the policy.
        ///
        /// # Errors
        ///
        /// The first mistake in the policy or the name; [`new`](Self::new) lists what a name can't
        /// be.
        ///
        /// ```
        /// use breaker_runtime::{CircuitBreaker, Policy, PolicyError};
        ///
        /// let from_a_file = 0;
        /// let breaker = CircuitBreaker::try_new("db", Policy::new().threshold(from_a_file));
        /// assert_eq!(breaker.unwrap_err(), PolicyError::ZeroThreshold);
        /// ```
        #[track_caller]
        pub const fn try_new(name: &'static str, policy: Policy) -> Result<Self, PolicyError> {
            match naming::check_with(name, &policy) {
                Ok(()) => {
                    Ok(Self::of(Circuit::new(Name::Given(name), policy, Some(Location::here()))))
                }
                Err(error) => Err(error),
            }
        }
    }

    /// Lets this [probe](crate::probe) try whether the callee is back, instead of users' calls
    /// (rule [S18](crate::_guide::rules#s18-a-probe)). For a `static`, whose path the probe names.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, circuit_breaker, probe};
    ///
    /// static DB: CircuitBreaker =
    ///     CircuitBreaker::new("probed", Policy::new()).with_probe(probe!(DB, ping));
    ///
    /// fn ping() -> std::io::Result<()> {
    ///     Ok(()) // `select 1`, with a short time-out
    /// }
    ///
    /// #[circuit_breaker(breaker = DB)]
    /// fn query(sql: &str) -> std::io::Result<usize> {
    ///     Ok(sql.len())
    /// }
    /// # query("").unwrap();
    /// ```
    #[must_use]
    pub const fn with_probe(mut self, probe: Probe) -> Self {
        self.circuit.set_probe(Some(probe));
        self
    }

    const_outside_loom! {
        /// The circuit of a guarded function.
        #[doc(hidden)]
        #[must_use]
        #[track_caller]
        pub const fn annotated(
            name: AnnotatedName,
            policy: Policy,
            file: &'static str,
            line: u32,
        ) -> Self {
            let place = Some(Location { file, line });
            Self::of(Circuit::new(name.into_name(), policy.checked().of_attribute(), place))
        }
    }
}
