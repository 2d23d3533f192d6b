//! Making circuits.

use super::CircuitBreaker;
use crate::base::identity::{AnnotatedName, Location, Name};
use crate::base::sync::const_outside_loom;
use crate::circuit::Circuit;
use crate::policy::{Policy, PolicyError, naming};

/// # Making a circuit
impl CircuitBreaker {
    const_outside_loom! {
        /// Makes a closed circuit.
        ///
        /// # Panics
        ///
        /// If the policy [makes no sense](Policy::check), or the name is empty, begins or ends with
        /// a blank, or has `*`, `[`, `]` or a control character in it: overrides and lists of
        /// circuits could not tell it apart. In a `static` or `const` that is a compile error,
        /// which is how it is meant; for settings that are known only at run time there is
        /// [`try_new`](Self::try_new).
        #[must_use]
        #[track_caller]
        pub const fn new(name: &'static str, policy: Policy) -> Self {
            let (name, here) = (Name::Given(naming::checked(name)), Location::here());
            Self::of(Circuit::new(name, policy.checked(), Some(here)))
        }
    }

    const_outside_loom! {
        /// Makes a closed circuit, if the name and the policy make sense.
        ///
        /// # Errors
        ///
        /// The first mistake of the policy, or of the name, as [`new`](Self::new) has it.
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
