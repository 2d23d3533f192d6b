//! The arguments after validation: nothing here can be wrong any more, except what only the compiler can know.

use std::time::Duration;

use proc_macro2::{Span, TokenStream};
use syn::{Expr, ExprClosure, LitStr, Path};

use crate::literal::percent::Percent;
use crate::literal::window::Window;

pub(crate) struct Config {
    pub(crate) policy: Policy,
    pub(crate) fallback: Option<Fallback>,
    pub(crate) name: Option<LitStr>,
    /// The path of the runtime crate.
    pub(crate) runtime: Path,
}

/// What is not given keeps the default of the runtime.
#[derive(Default)]
pub(crate) struct Policy {
    pub(crate) threshold: Option<Threshold>,
    pub(crate) window: Option<Value<Window>>,
    pub(crate) min_calls: Option<Value<u32>>,
    pub(crate) consecutive: Option<Value<u32>>,
    pub(crate) open_for: Option<Value<Duration>>,
    pub(crate) half_open_calls: Option<Value<u32>>,
}

pub(crate) enum Threshold {
    Count(Value<u32>),
    Share(Percent),
}

/// Known now, or a constant that the compiler will know.
pub(crate) enum Value<T> {
    Literal(T),
    Constant(Box<Expr>),
}

impl<T: Copy> Value<T> {
    pub(crate) fn literal(&self) -> Option<T> {
        match self {
            Self::Literal(value) => Some(*value),
            Self::Constant(_) => None,
        }
    }
}

/// What answers when the call is rejected.
pub(crate) struct Fallback {
    /// The `=` in front of it: the tokens that a call needs besides the user's own stand there.
    pub(crate) equals: Span,
    pub(crate) kind: FallbackKind,
}

pub(crate) enum FallbackKind {
    /// Called with the arguments of the function.
    Path(TokenStream),
    /// Gets the `CircuitOpen`.
    Closure(Box<ExprClosure>),
    /// Evaluated in place.
    Expression(Box<Expr>),
}
