//! Making circuits by key.

use super::KeyedCircuitBreaker;
use crate::base::identity::{AnnotatedName, Location, Name};
use crate::circuit::probe::Probe;
use crate::policy::limits::check_max_keys as check;
use crate::policy::{Policy, PolicyError, naming};

/// # Making a breaker by key
impl KeyedCircuitBreaker {
    /// Makes a breaker for up to `max_keys` keys.
    ///
    /// A key gets its circuit at its first use.
    ///
    /// ```
    /// use breaker_runtime::{KeyedCircuitBreaker, Policy};
    ///
    /// static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("fetch", Policy::new(), 1024);
    /// assert_eq!((FETCH.name(), FETCH.max_keys(), FETCH.len()), ("fetch", 1024, 0));
    /// ```
    ///
    /// # Panics
    ///
    /// If the policy [contradicts itself](Policy::check), `max_keys` is zero or above 1048576, or
    /// the name is one that [`CircuitBreaker::new`](crate::CircuitBreaker::new) refuses. In a
    /// `static` or `const` the panic is a compile error. For settings that are known only at run
    /// time use [`try_new`](Self::try_new).
    ///
    /// ```compile_fail
    /// use breaker_runtime::{KeyedCircuitBreaker, Policy};
    ///
    /// static NONE: KeyedCircuitBreaker = KeyedCircuitBreaker::new("none", Policy::new(), 0);
    /// ```
    #[must_use]
    #[track_caller]
    pub const fn new(name: &'static str, policy: Policy, max_keys: u32) -> Self {
        let location = Some(Location::here());
        let name = Name::Given(naming::checked(name));
        Self::assemble(name, policy.checked(), checked(max_keys), location)
    }

    /// Makes a breaker for up to `max_keys` keys, or returns what is wrong with its settings.
    ///
    /// # Errors
    ///
    /// The first mistake in the policy, the name, or `max_keys`; [`new`](Self::new) lists them.
    ///
    /// ```
    /// use breaker_runtime::{KeyedCircuitBreaker, Policy, PolicyError};
    ///
    /// let from_a_file = 0;
    /// let breaker = KeyedCircuitBreaker::try_new("fetch", Policy::new(), from_a_file);
    /// assert_eq!(breaker.unwrap_err(), PolicyError::ZeroMaxKeys);
    /// ```
    #[track_caller]
    pub const fn try_new(
        name: &'static str,
        policy: Policy,
        max_keys: u32,
    ) -> Result<Self, PolicyError> {
        match naming::check_with(name, &policy) {
            Ok(()) => match check(max_keys) {
                Ok(()) => {
                    let location = Some(Location::here());
                    Ok(Self::assemble(Name::Given(name), policy, max_keys, location))
                }
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        }
    }

    /// The circuits of a guarded function.
    /// Lets this [probe](crate::probe) try whether a key's callee is back, instead of users' calls
    /// (rule [S18](crate::_guide::rules#s18-a-probe)). For a `static`, whose path the probe names.
    ///
    /// ```
    /// use breaker_runtime::{KeyedCircuitBreaker, Policy, probe};
    ///
    /// static HOSTS: KeyedCircuitBreaker =
    ///     KeyedCircuitBreaker::new("hosts", Policy::new(), 256).with_probe(probe!(HOSTS, ping));
    ///
    /// fn ping(host: &str) -> bool {
    ///     !host.is_empty()
    /// }
    /// # HOSTS.try_acquire("example.org").unwrap().success();
    /// ```
    #[must_use]
    pub const fn with_probe(mut self, probe: Probe) -> Self {
        self.probe = Some(probe);
        self
    }

    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn annotated(
        name: AnnotatedName,
        policy: Policy,
        max_keys: u32,
        file: &'static str,
        line: u32,
    ) -> Self {
        let location = Some(Location { file, line });
        Self::assemble(
            name.into_name(),
            policy.checked().of_attribute(),
            checked(max_keys),
            location,
        )
    }
}

#[track_caller]
const fn checked(max_keys: u32) -> u32 {
    match check(max_keys) {
        Ok(()) => max_keys,
        Err(error) => error.fail(),
    }
}
