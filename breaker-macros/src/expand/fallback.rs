//! What answers a rejected call, written into the place where it is needed: so `.await`, `?` and the arguments work in it.

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{ExprClosure, Pat, Path, ReturnType};

use super::circuit::local;
use crate::config::{Config, FallbackKind};
use crate::item::body::{has_keyword, mentions};
use crate::item::params::{Binding, Param, Params};

/// The arm of a rejection.
pub(crate) struct Answer {
    /// What it binds the `CircuitOpen` to.
    pub(crate) pattern: TokenStream,
    pub(crate) value: TokenStream,
    /// Whether it may leave the function by itself.
    pub(crate) may_diverge: bool,
}

/// Whether a call of the fallback has to be awaited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Called {
    Plainly,
    Awaited,
}

pub(crate) fn answer(config: &Config, params: &Params, called: Called) -> Option<Answer> {
    let fallback = config.fallback.as_ref()?;
    Some(match &fallback.kind {
        FallbackKind::Path(path) => Answer {
            pattern: quote!(_),
            value: call(path, params, called, fallback.equals),
            may_diverge: false,
        },
        FallbackKind::Closure(closure) => inlined(closure, params, &config.runtime),
        FallbackKind::Expression(value) => Answer {
            pattern: quote!(_),
            value: with_bindings(params, value.to_token_stream()),
            may_diverge: may_diverge(&value.to_token_stream()),
        },
    })
}

/// The parentheses and the `.await` stand at the `=`: an error about the call then covers `= path`, and the path stays
/// the only thing that an editor finds at its place.
fn call(path: &TokenStream, params: &Params, called: Called, equals: Span) -> TokenStream {
    let mut arguments = Group::new(Delimiter::Parenthesis, params.as_arguments());
    arguments.set_span(equals);
    let awaited = match called {
        Called::Plainly => TokenStream::new(),
        Called::Awaited => quote_spanned!(equals=> .await),
    };
    quote!(#path #arguments #awaited)
}

/// The body of the closure with its parameter as a variable.
fn inlined(closure: &ExprClosure, params: &Params, runtime: &Path) -> Answer {
    let (open, body) = (local("__open"), &closure.body);
    let ty = quote!(#runtime::__private::CircuitOpen);
    let binding = match closure.inputs.first() {
        Some(Pat::Type(typed)) => {
            let (pattern, ty) = (&typed.pat, &typed.ty);
            quote!(let #pattern: #ty = #open;)
        }
        pattern => quote!(let #pattern: #ty = #open;),
    };
    let body = match &closure.output {
        ReturnType::Type(_, ty) => {
            let answer = local("__answer");
            quote!(let #answer: #ty = #body; #answer)
        }
        ReturnType::Default => quote!(#body),
    };
    let bindings = bindings(params, &body);
    Answer {
        pattern: quote!(#open),
        value: quote!({ #bindings #binding #body }),
        may_diverge: may_diverge(&body),
    }
}

fn with_bindings(params: &Params, value: TokenStream) -> TokenStream {
    let bindings = bindings(params, &value);
    if bindings.is_empty() {
        return value;
    }
    quote!({ #bindings #value })
}

/// The names that the body would bind, as far as `value` uses them.
fn bindings(params: &Params, value: &TokenStream) -> TokenStream {
    let used = params.typed.iter().filter(|param| binds_a_name_in(param, value));
    used.map(|param| {
        let rebinding = param.rebinding();
        // A pattern binds all of its names, and `mut` may be for the body only.
        quote!(#[allow(unused_variables, unused_mut)] #rebinding)
    })
    .collect()
}

fn binds_a_name_in(param: &Param, value: &TokenStream) -> bool {
    match &param.binding {
        Binding::Mut(_) => mentions(value, &param.name.to_string()),
        Binding::Pattern(pattern) => words(pattern.to_token_stream()).any(|word| mentions(value, &word)),
        Binding::Name | Binding::Nothing => false,
    }
}

/// By a `return`, a `loop` or a macro such as `panic!`.
fn may_diverge(value: &TokenStream) -> bool {
    let text = value.to_string();
    ["return", "loop"].iter().any(|word| has_keyword(value, word)) || text.contains('!')
}

fn words(tokens: TokenStream) -> Box<dyn Iterator<Item = String>> {
    use proc_macro2::TokenTree;
    Box::new(tokens.into_iter().flat_map(|token| match token {
        TokenTree::Ident(word) => Box::new(std::iter::once(word.to_string())),
        TokenTree::Group(group) => words(group.stream()),
        _ => Box::new(std::iter::empty()) as Box<dyn Iterator<Item = String>>,
    }))
}
