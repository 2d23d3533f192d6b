//! What a probe does, whatever it is written as.

use core::future::Future;
use core::pin::Pin;

use crate::call::outcome::Verdict;

/// A future that ends with what the probe says.
pub(crate) type Awaited<'k> = Pin<Box<dyn Future<Output = Verdict> + Send + 'k>>;

/// What a probe does; each with the key, which is empty where there is none.
pub(crate) enum Run {
    Sync(fn_of::Sync),
    Async(fn_of::Async),
    /// The same for the text of a key, which must be known.
    SyncOfKey(fn_of::Sync),
    AsyncOfKey(fn_of::Async),
}

pub(crate) mod fn_of {
    //! Functions of a key.

    use super::{Awaited, Verdict};

    pub(crate) type Sync = Box<dyn Fn(&str) -> Verdict + Send>;
    pub(crate) type Async = Box<dyn for<'k> Fn(&'k str) -> Awaited<'k> + Send + core::marker::Sync>;
}

impl Run {
    pub(super) const fn needs_key(&self) -> bool {
        matches!(self, Self::SyncOfKey(_) | Self::AsyncOfKey(_))
    }
}
