//! Why a circuit does not go on as it was.

use core::error::Error;
use core::fmt;

use crate::events::state::State;
use crate::registry::LookupError;

/// Why a circuit did not go on as it was before a restart. Nothing was done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RestoreError {
    /// The circuit has had calls in this process: it knows more than what was saved.
    #[non_exhaustive]
    HasCalls {},
    /// The circuit is not closed: somebody in this process opened it or forced its state, and what
    /// is done last holds.
    #[non_exhaustive]
    NotClosed {
        /// The state that it is in.
        state: State,
    },
    /// The state was forced without an end: nobody would remember to end it.
    #[non_exhaustive]
    ForcedWithoutEnd {
        /// The state that was forced.
        state: State,
    },
    /// No state is called so in this release.
    #[non_exhaustive]
    UnknownState {
        /// As it was saved.
        state: String,
    },
    /// Of this key only a part of its text is known, as is [kept and
    /// shown](crate::KeyedCircuitBreaker#keys) of long ones.
    #[non_exhaustive]
    KeyCut {},
    /// All circuits of the function are other keys', which have something to remember (rule
    /// [S15](crate::_guide::rules#s15-who-has-a-circuit)).
    #[non_exhaustive]
    NoPlace {
        /// How many keys can have a circuit.
        max_keys: u32,
    },
    /// No circuit of this program has that name.
    NotFound(LookupError),
}

impl fmt::Display for RestoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HasCalls {} => f.write_str("it has had calls already: restore it before them"),
            Self::NotClosed { state } => write!(f, "it is {state} already"),
            Self::ForcedWithoutEnd { state } => {
                write!(f, "it was {state} without an end: force it again if that still holds")
            }
            Self::UnknownState { state } => {
                write!(f, "no state is called `{}`", state.escape_debug())
            }
            Self::KeyCut {} => f.write_str("only a part of its key is known"),
            Self::NoPlace { max_keys } => write!(
                f,
                "all {max_keys} circuits of the function have something to remember: raise \
                 `max_keys`"
            ),
            Self::NotFound(error) => error.fmt(f),
        }
    }
}

impl Error for RestoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NotFound(error) => Some(error),
            _ => None,
        }
    }
}
