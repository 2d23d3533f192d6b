//! The members of a block that has the attribute.

use std::mem::take;

use proc_macro2::TokenStream;
use syn::{Meta, Path};

use super::alias;
use crate::args::Args;
use crate::diagnostics::Errors;
use crate::expand::{self, editor};
use crate::item::{Function, is_circuit_breaker};
use crate::validate::block::inherited::Inherited;
use crate::validate::block::method::Method;
use crate::validate::block::own;
use crate::validate::function::shape::TWICE;
use crate::validate::read;

pub(super) const GUARDED: &str =
    "the `impl` block guards this method already: remove the attribute here";

pub(super) enum Member {
    Guarded(Box<Method>),
    /// Left out, or no function with a body.
    Other(TokenStream),
}

impl Member {
    pub(super) fn new(
        mut function: Box<Function>,
        block: &Args,
        waits: bool,
        circuit: &TokenStream,
        errors: &mut Errors,
    ) -> Self {
        let is_named = function.attrs.iter().any(is_circuit_breaker);
        let own = own_args(&mut function, errors);
        let has_alias = !is_named && alias::is_on(&function);
        // Nobody knows yet what an attribute under another name says.
        let block = Inherited { args: block, is_whole: waits && !has_alias };
        let mut member = Self::with(function, own, block, circuit, errors);
        if let Self::Guarded(method) = &mut member {
            method.has_alias = has_alias;
        }
        member
    }

    /// A function whose own attribute has been taken.
    pub(super) fn with(
        function: Box<Function>,
        own: Args,
        block: Inherited<'_>,
        circuit: &TokenStream,
        errors: &mut Errors,
    ) -> Self {
        if own.skip().is_some() {
            own::beside_skip(&own, errors);
            return Self::Other(function.with_body(function.block(&function.body)));
        }
        Self::Guarded(Box::new(Method::new(function, own, block, circuit, errors)))
    }

    pub(super) fn method(&self) -> Option<&Method> {
        match self {
            Self::Guarded(method) => Some(method),
            Self::Other(_) => None,
        }
    }

    /// Leaves a note of the block for attributes that may be ours under another name.
    pub(super) fn expand_in_block(self, written: &TokenStream, runtime: &Path) -> TokenStream {
        match self {
            Self::Guarded(mut method) if method.has_alias => {
                alias::defer(&mut method.function, written, runtime);
                plain(*method, runtime)
            }
            Self::Guarded(mut method) => {
                alias::note_guarded(&mut method.function, runtime);
                expanded(*method, runtime)
            }
            Self::Other(tokens) => tokens,
        }
    }

    pub(super) fn expand(self, runtime: &Path) -> TokenStream {
        match self {
            Self::Guarded(method) => expanded(*method, runtime),
            Self::Other(tokens) => tokens,
        }
    }

    /// The member as it was, without the attribute, which has no block any more.
    pub(super) fn plain(self, runtime: &Path) -> TokenStream {
        match self {
            Self::Guarded(method) => plain(*method, runtime),
            Self::Other(tokens) => tokens,
        }
    }
}

fn expanded(Method { mut function, own, config, .. }: Method, runtime: &Path) -> TokenStream {
    function.opening.extend(editor::explanation(&own, runtime));
    expand::expand(*function, &config)
}

fn plain(Method { mut function, own, .. }: Method, runtime: &Path) -> TokenStream {
    function.opening.extend(editor::completion(&own, runtime));
    function.with_body(function.block(&function.body))
}

/// Takes the method's own attribute.
fn own_args(function: &mut Function, errors: &mut Errors) -> Args {
    let (own, others) = take(&mut function.attrs).into_iter().partition(is_circuit_breaker);
    function.attrs = others;
    let mut own = <Vec<_>>::into_iter(own);
    let Some(attribute) = own.next() else {
        return Args::default();
    };
    let others = own.map(|other| errors.over(other.path(), TWICE)).count();
    if others == 0 && is_empty(&attribute.meta) {
        errors.over(attribute.path(), GUARDED);
    }
    match attribute.meta {
        Meta::Path(_) => Args::default(),
        Meta::List(list) => read(list.tokens, errors),
        Meta::NameValue(meta) => {
            let message = "arguments stand in parentheses: write `#[circuit_breaker(..)]`";
            errors.at(meta.eq_token.span, message);
            Args::default()
        }
    }
}

/// `#[circuit_breaker]`, `#[circuit_breaker()]`.
fn is_empty(meta: &Meta) -> bool {
    match meta {
        Meta::Path(_) => true,
        Meta::List(list) => list.tokens.is_empty(),
        Meta::NameValue(_) => false,
    }
}
