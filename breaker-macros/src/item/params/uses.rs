//! Who uses an argument.

use proc_macro2::Ident;

/// Of a parameter: who mentions it, or a name that it binds.
#[derive(Default)]
pub(crate) struct Uses {
    pub(crate) by_body: bool,
    pub(crate) by_fallback: bool,
    pub(crate) by_key: bool,
    /// Those that its pattern binds and the key mentions.
    pub(crate) names_in_key: Vec<Ident>,
}

impl Uses {
    /// It then counts as used, though the body may not use it.
    pub(crate) fn outside_of_body(&self) -> bool {
        self.by_fallback || self.by_key
    }

    pub(crate) fn anywhere(&self) -> bool {
        self.by_body || self.outside_of_body()
    }
}

/// What a fallback on failure needs of an argument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Nothing: the body becomes the owner.
    #[default]
    No,
    /// The body consumes it, so a clone.
    Cloned,
    /// The body does not use it, and is not to become its owner.
    Outside,
}
