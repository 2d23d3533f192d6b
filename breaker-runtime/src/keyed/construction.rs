//! Making circuits by key.

use super::{KeyedCircuitBreaker, MOST_KEYS};
use crate::base::identity::{AnnotatedName, Location, Name};
use crate::policy::{Policy, PolicyError, naming};

/// # Making circuits by key
impl KeyedCircuitBreaker {
    /// Circuits for `max_keys` keys at the most. Each is made when its key is first used.
    ///
    /// # Panics
    ///
    /// If the policy [makes no sense](Policy::check), `max_keys` is zero or above 1048576, or the
    /// name is none that [`CircuitBreaker::new`](crate::CircuitBreaker::new) takes. In a `static`
    /// or `const` that is a compile error; for settings that are known only at run time there is
    /// [`try_new`](Self::try_new).
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

    /// Circuits for `max_keys` keys at the most, if the settings make sense. Each is made when its
    /// key is first used.
    ///
    /// # Errors
    ///
    /// The first mistake of the policy, the name, or `max_keys`.
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

const fn check(max_keys: u32) -> Result<(), PolicyError> {
    match max_keys {
        0 => Err(PolicyError::ZeroMaxKeys),
        1..=MOST_KEYS => Ok(()),
        _ => Err(PolicyError::TooManyKeys),
    }
}
