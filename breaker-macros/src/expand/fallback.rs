//! What answers a rejected call, written into the place where it is needed: so `.await`, `?` and
//! the arguments work in it.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprClosure, Pat, ReturnType};

use super::callee::name_in;
use super::circuit::local;
use super::diverging::may_diverge;
use super::returned::Returned;
use super::scope::{in_front_of, last, whole};
use super::span::{Ends, call, with_uncounted_names};
use crate::config::{Config, FallbackKind, FallbackOn};
use crate::item::params::locals::{allow_underscore, starts_with_underscore};
use crate::item::params::{Binding, Param, Params};

/// The arm of a rejection.
pub(crate) struct Answer {
    /// What it binds the `CircuitOpen` or the `Cause` to.
    pub(crate) pattern: TokenStream,
    pub(crate) value: TokenStream,
    /// The future whose value it is, if that is all.
    pub(crate) future: Option<TokenStream>,
    /// Whether it may leave the function by itself.
    pub(crate) may_diverge: bool,
}

/// Whether a call of the fallback has to be awaited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Called {
    Plainly,
    Awaited,
}

impl Answer {
    /// Silences the compiler where the fallback returns by itself: the `return` in front of it is
    /// unreachable then.
    pub(crate) fn allowance(&self) -> Option<TokenStream> {
        self.may_diverge
            .then(|| quote!(#[allow(unreachable_code, clippy::diverging_sub_expression)]))
    }
}

pub(crate) fn answer(
    config: &Config,
    params: &Params,
    returned: &Returned,
    called: Called,
) -> Option<Answer> {
    let fallback = config.fallback.as_ref()?;
    Some(match &fallback.kind {
        FallbackKind::Path(path) => by_call(path, params, called),
        FallbackKind::Closure(closure) => {
            let (ty, cause) = given(config, fallback.on, returned);
            inlined(closure, params, &ty, &cause)
        }
        FallbackKind::Expression(value) => Answer {
            pattern: quote!(_),
            value: with_bindings(params, value),
            future: None,
            may_diverge: may_diverge(value),
        },
    })
}

fn by_call(path: &TokenStream, params: &Params, called: Called) -> Answer {
    let name = name_in(path);
    let call = forwarded(path, name, params);
    let (value, future) = match called {
        Called::Plainly => (call, None),
        Called::Awaited => {
            let awaited = quote_spanned!(name=> .await);
            (quote!(#call #awaited), Some(call))
        }
    };
    Answer { pattern: quote!(_), value, future, may_diverge: false }
}

/// What a closure gets: its type, and how it is made of a `CircuitOpen` where that is not it.
fn given(config: &Config, on: FallbackOn, returned: &Returned) -> (TokenStream, TokenStream) {
    let runtime = &config.runtime;
    let ty = match on {
        FallbackOn::Open => quote!(CircuitOpen),
        FallbackOn::Timeout(_) => quote!(Cause<#runtime::__private::Infallible>),
        FallbackOn::Failure(_) => quote!(Cause<#returned>),
    };
    let cause = match (on, config.fallback_on()) {
        // The closure of a block gets the same type in each of its methods.
        (FallbackOn::Timeout(_), FallbackOn::Open) => quote!(#runtime::__private::Cause::Open),
        _ => TokenStream::new(),
    };
    (quote!(#runtime::__private::#ty), cause)
}

/// The call of a fallback that is a path. Errors in the call, or in what it returns, point at the
/// function's name.
///
/// The function and its arguments go through variables of ours at that place. So the compiler
/// proposes neither to write arguments after the path, nor to edit the signature as if it were the
/// call.
fn forwarded(path: &TokenStream, name: Span, params: &Params) -> TokenStream {
    let (variables, arguments) = params.forwarded(name);
    let callee = Ident::new("__fallback", name);
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
    arguments.set_span(name);

    // At the user's own tokens, so that a mistake in the function's bounds is reported once.
    let ends = Ends::of(path);
    let met = call(quote_spanned!(ends.first=> __SITE.met_by), path.clone(), ends);
    let statements = quote!(let #callee = #met; #variables #callee #arguments);
    let mut call = Group::new(Delimiter::Brace, statements);
    call.set_span(name);
    call.into_token_stream()
}

/// The body of the closure with its parameter as a variable.
fn inlined(
    closure: &ExprClosure,
    params: &Params,
    ty: &TokenStream,
    cause: &TokenStream,
) -> Answer {
    // At the parameter, so that an error about its type is there as well.
    let at_parameter = closure.inputs.first().map_or_else(Span::mixed_site, Spanned::span);
    let open = Ident::new("__open", Span::mixed_site().located_at(at_parameter));
    let (pattern, ty) = match closure.inputs.first() {
        Some(Pat::Type(typed)) => (Some(&*typed.pat), typed.ty.to_token_stream()),
        pattern => (pattern, ty.clone()),
    };
    let allow = allow_underscore(pattern.is_some_and(is_named_with_underscore));
    let value = if cause.is_empty() { quote!(#open) } else { quote!(#cause(#open)) };
    let pattern = pattern.map(with_uncounted_names);
    let binding = quote!(#allow let #pattern: #ty = #value;);
    let body = &closure.body;
    let body = match &closure.output {
        ReturnType::Type(_, ty) => {
            let answer = local("__answer");
            quote!({ let #answer: #ty = #body; #answer })
        }
        ReturnType::Default => whole(body),
    };
    let locals = bindings(params).into_iter().chain(binding).collect();
    Answer {
        pattern: quote!(#open),
        value: in_front_of(&locals, &body),
        future: None,
        may_diverge: may_diverge(&closure.body),
    }
}

/// `_open`, which would be no finding in a closure.
fn is_named_with_underscore(pattern: &Pat) -> bool {
    matches!(pattern, Pat::Ident(name) if starts_with_underscore(&name.ident))
}

fn with_bindings(params: &Params, value: &Expr) -> TokenStream {
    let value = whole(value);
    let bindings = bindings(params);
    if !bindings.is_empty() {
        return in_front_of(&bindings, &value);
    }
    // `return ()` would be reported.
    if value.to_string() == "()" { last(&value) } else { value }
}

/// The names that the body would bind, as far as the fallback uses them.
fn bindings(params: &Params) -> TokenStream {
    let is_bound = |param: &&Param| matches!(param.binding, Binding::Mut(_) | Binding::Pattern(_));
    let used = params.typed.iter().filter(is_bound).filter(|param| param.uses.by_fallback);
    used.map(|param| {
        let rebinding = param.rebinding();
        // A pattern binds all of its names, and `mut` may be for the body only.
        quote!(#[allow(unused_variables, unused_mut)] #rebinding)
    })
    .collect()
}
