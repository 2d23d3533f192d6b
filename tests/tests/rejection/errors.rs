//! Errors of users, made of other ones in the ways that there are.

use core::error::Error;
use core::fmt;
use std::io;
use std::sync::Arc;

use breaker_runtime::CircuitOpen;

/// As the README has it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PayError {
    #[error("declined")]
    Declined,
    #[error(transparent)]
    Unavailable(#[from] CircuitOpen),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Shared(#[from] Arc<io::Error>),
    #[error("not paid")]
    Because(#[source] Box<PayError>),
    #[error(transparent)]
    Any(#[from] Box<dyn Error + Send + Sync>),
}

/// Borrows something, and so has no type at run time.
#[derive(Debug)]
pub(crate) struct At<'a, E> {
    pub(crate) path: &'a str,
    pub(crate) error: E,
}

impl<E> fmt::Display for At<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path)
    }
}

impl<E: Error + 'static> Error for At<'_, E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.error)
    }
}

/// Its own source.
#[derive(Debug)]
pub(crate) struct Circular;

impl fmt::Display for Circular {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("circular")
    }
}

impl Error for Circular {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self)
    }
}

/// One of two that are each other's source.
#[derive(Debug)]
pub(crate) enum Mutual {
    One,
    Other,
}

impl fmt::Display for Mutual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Error for Mutual {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::One => Some(&Self::Other),
            Self::Other => Some(&Self::One),
        }
    }
}
