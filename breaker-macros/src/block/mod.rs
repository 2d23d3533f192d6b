//! The attribute on an `impl` block: one circuit for all its methods.
//!
//! ```text
//! const _: () = {
//!     <circuit>
//!     impl Gateway { <methods with this circuit> }
//! };
//! ```
//!
//! The constant keeps the `static` away from the names of the module: beside an `impl` there is no
//! other such place.

pub(crate) mod alias;
mod member;
mod name;
mod variants;

use std::mem::take;

use proc_macro2::{Span, TokenStream};
use quote::quote;

use self::alias::Note;
use self::member::{GUARDED, Member};
use crate::args::Args;
use crate::config::Circuit;
use crate::diagnostics::Errors;
use crate::expand::{circuit, editor};
use crate::item::Function;
use crate::item::block::{self, Block};
use crate::validate::block::inherited::Inherited;
use crate::validate::block::own::without_settings;
use crate::validate::block::{check, check_alone};
use crate::validate::{runtime_path, validate};

/// Parses, validates and expands the block and each of its methods.
pub(crate) fn expand(
    args: &Args,
    written: &TokenStream,
    mut block: Block,
    mut errors: Errors,
) -> TokenStream {
    let mut config = validate(args, &mut errors);
    let runtime = runtime_path(args);
    if let Circuit::Own(own) = &mut config.circuit {
        own.name.get_or_insert_with(|| name::of(&block, &config.runtime));
    }
    let reference = circuit::reference(&config);
    let members = take(&mut block.members);
    let waits = members.iter().any(block::Member::waits);
    let members: Vec<_> = members
        .into_iter()
        .flat_map(|member| match member {
            block::Member::Function(function) => variants::of(function)
                .into_iter()
                .map(|function| Member::new(function, args, waits, &reference, &mut errors))
                .collect(),
            block::Member::Other(tokens) => vec![Member::Other(tokens)],
        })
        .collect();
    let methods: Vec<_> = members.iter().filter_map(Member::method).collect();
    check(args, &config, &block, &methods, &mut errors);
    if errors.is_empty() {
        let expand = |member: Member| member.expand_in_block(written, &runtime);
        let members: Vec<_> = members.into_iter().map(expand).collect();
        let block = block.with_members(&members);
        let circuit = circuit::declare(&config);
        let explanation = editor::explanation(args, &runtime);
        return quote!(const _: () = { #circuit #explanation #block };);
    }
    let members: Vec<_> = members.into_iter().map(|member| member.plain(&runtime)).collect();
    let block = block.with_members(&members);
    let completion = editor::completion(args, &runtime);
    let errors = errors.to_compile_errors();
    quote!(#block #completion #errors)
}

/// Expands a note that nobody has read: the attributes above it were not ours.
pub(crate) fn come_true(note: Note, item: TokenStream) -> TokenStream {
    match (note, syn::parse2::<Function>(item.clone())) {
        (note @ Note::ToBeGuarded(_), Ok(function)) => {
            expand_method(note, Args::default(), function, Errors::default())
        }
        _ => item,
    }
}

/// Expands a method whose attribute has another name, by the note of the block.
pub(crate) fn expand_method(
    note: Note,
    mut own: Args,
    function: Function,
    mut errors: Errors,
) -> TokenStream {
    let written = match note {
        Note::ToBeGuarded(block) => block,
        Note::Guarded => {
            if own.typed_keys().is_empty() && errors.is_empty() {
                errors.at(Span::call_site(), GUARDED);
            }
            without_settings(&mut own, &mut errors);
            drop(validate(&own, &mut errors));
            let (body, errors) = (&function.body, errors.to_compile_errors());
            return function.with_body(function.block(quote!(#errors #body)));
        }
    };
    let (block, _) = Args::parse(written);
    let reference = circuit::reference(&validate(&block, &mut Errors::default()));
    let runtime = runtime_path(&block);
    let block = Inherited { args: &block, is_whole: true };
    let member = Member::with(Box::new(function), own, block, &reference, &mut errors);
    if let Some(method) = member.method() {
        check_alone(method, &mut errors);
    }
    if errors.is_empty() {
        return member.expand(&runtime);
    }
    let (method, errors) = (member.plain(&runtime), errors.to_compile_errors());
    quote!(#method #errors)
}
