//! An argument as it was written.

use proc_macro2::{Ident, TokenStream};
use syn::Expr;

use super::arms::arm::Arm;
use super::malformed::{Form, Malformed};
use crate::diagnostics::shown;

/// A key with what follows it. The mistake in a value is kept until the key is known: an unknown
/// key is the only mistake worth reporting.
pub(crate) struct Written {
    /// The key, as it should have been written.
    pub(crate) ident: Ident,
    /// The key as it was written: `open-for` as well.
    pub(crate) typed: TokenStream,
    pub(crate) value: Result<Given, Malformed>,
}

impl Written {
    /// `failures(Err(_))`: no number, but something in parentheses.
    pub(crate) fn has_arms(&self) -> bool {
        matches!(&self.value, Err(Malformed { form: Form::NotEquals(None), .. }))
    }

    /// The key as it was written, as text.
    pub(crate) fn typed_name(&self) -> String {
        let typed = shown(&self.typed);
        typed.strip_prefix("r#").map(str::to_owned).unwrap_or(typed)
    }

    /// Whether the key is in several words.
    pub(super) fn is_apart(&self) -> bool {
        self.typed_name().contains(['-', ' '])
    }
}

/// What was given for a key.
pub(crate) enum Given {
    Expression(Box<Expr>),
    Arms(Vec<Arm>),
    /// Of `skip`.
    Nothing,
}
