//! What a body binds of a parameter.

use syn::{Pat, Token};

/// What the body binds, as opposed to the signature.
pub(crate) enum Binding {
    /// The name in the signature.
    Name,
    /// The name in the signature, mutable.
    Mut(Token![mut]),
    /// The names in a pattern.
    Pattern(Box<Pat>),
    /// `_`: nothing.
    Nothing,
}
