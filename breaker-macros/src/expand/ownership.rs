//! Arguments must be dropped where the plain function drops them: after its locals, in reverse order of declaration, and
//! before the call is over for the circuit.
//!
//! A closure or an `async` block owns only what it mentions, and drops that in the order of the first mention, behind its
//! locals. So there are two ways to put things right at its beginning:
//!
//! * `let a = a;` makes the argument a local. That is free in a closure, but an `async` block keeps room for it twice;
//! * a mention of the arguments in reverse order is free in both, but to the compiler's lints they then count as used.

use proc_macro2::TokenStream;
use quote::quote;

use crate::item::body::mentions;
use crate::item::params::{Binding, Param, Params};

/// The statements for a closure.
pub(crate) fn of_closure(params: &Params, body: &TokenStream) -> TokenStream {
    let receiver = mention(&[], params, body);
    let locals = params.typed.iter().map(Param::local);
    quote!(#receiver #(#locals)*)
}

/// The statements for an `async` block. From the first argument on that has to be a local all are: locals are dropped
/// before what is only mentioned.
pub(crate) fn of_async_block(params: &Params, body: &TokenStream) -> TokenStream {
    let typed = &params.typed;
    let first_local = typed.iter().position(|param| must_be_local(param, body));
    let (mentioned, locals) = typed.split_at(first_local.unwrap_or(typed.len()));
    let mention = mention(mentioned, params, body);
    let references = mentioned.iter().filter(|param| param.is_reference).map(Param::local);
    let locals = locals.iter().map(Param::local);
    quote!(#mention #(#references)* #(#locals)*)
}

/// An argument with a destructor that a mention does not serve: it is to be bound anew, or it would count as used though
/// the body does not use it.
fn must_be_local(param: &Param, body: &TokenStream) -> bool {
    let name = param.name.to_string();
    !param.is_reference
        && match &param.binding {
            Binding::Name => {
                !param.is_forwarded && !name.starts_with('_') && !mentions(body, &name)
            }
            Binding::Nothing => false,
            Binding::Mut(_) | Binding::Pattern(_) => true,
        }
}

/// One statement that mentions everything with a destructor: the last argument first, an owned `self` last.
fn mention(params: &[Param], all: &Params, body: &TokenStream) -> TokenStream {
    let owned = params.iter().rev().filter(|param| !param.is_reference);
    let owned = owned.map(|Param { cfg, name, .. }| quote!(#(#cfg)* &#name));
    let receiver = all.owned_receiver().filter(|_| mentions(body, "self"));
    let receiver = receiver.map(|this| quote!(&#this));
    let mentioned: Vec<_> = owned.chain(receiver).collect();
    if mentioned.is_empty() {
        return TokenStream::new();
    }
    quote!(let _ = (#(#mentioned,)*);)
}
