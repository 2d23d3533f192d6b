//! What stands among the arguments and is none of them. `validate` says what was meant.

use proc_macro2::{Ident, Span};
use syn::Expr;

use super::key::Key;
use super::lookup::Lookup;
use super::malformed::Malformed;
use super::written::Written;

pub(crate) enum Fault {
    /// Something other than one `,` between two arguments, and what to do about it.
    Separator(Span, String),
    /// A value without the name of its argument, if it can be read.
    Nameless(Span, Option<Expr>),
    /// A key that has another name, or is no key.
    Name(Box<Written>, Lookup),
    /// A key that was given before.
    Twice(Ident, Key),
    /// A key without a value that can be used.
    Malformed(Key, Malformed),
}
