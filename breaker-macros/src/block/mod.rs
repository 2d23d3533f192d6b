//! The attribute on an `impl` block: one circuit for all its methods.
//!
//! ```text
//! const _: () = {
//!     <circuit>
//!     impl Gateway { <methods with this circuit> }
//! };
//! ```
//!
//! A constant is the one place for a `static` beside an `impl` where no name of the module can meet it.

pub(crate) mod alias;
mod arms;
mod inherited;
mod name;
mod variants;

use std::collections::BTreeSet;
use std::mem::take;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Meta;
use syn::ext::IdentExt;

use self::alias::Note;
use self::inherited::Inherited;
use crate::args::Args;
use crate::args::key::Key;
use crate::config::{Circuit, Config, FallbackKind};
use crate::diagnostics::Errors;
use crate::expand::{self, circuit, editor};
use crate::item::block::{Block, Member, name_of};
use crate::item::body::mentions;
use crate::item::{Function, is_circuit_breaker};
use crate::validate::function::fallback::itself;
use crate::validate::function::shape::TWICE;
use crate::validate::function::{self, Place, key};
use crate::validate::{read, runtime_path, validate};

const GUARDED: &str = "the `impl` block guards this method already: remove the attribute here";

/// Parse, validate, expand, for the block and for each of its methods.
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
    let waits = members.iter().any(Member::waits);
    let members: Vec<_> = members
        .into_iter()
        .flat_map(|member| match member {
            Member::Function(function) => variants::of(function)
                .into_iter()
                .map(|function| Guarded::new(function, args, waits, &reference, &mut errors))
                .collect(),
            Member::Other(tokens) => vec![Guarded::Other(tokens)],
        })
        .collect();
    inherited::without_effect(args, &block, &members, &mut errors);
    arms::check(args, &config, &members, &mut errors);
    together(&block, &members, &mut errors);
    lacking(args, &members, &mut errors);
    if errors.is_empty() {
        let expand = |member: Guarded| member.expand_in_block(written, &runtime);
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

/// A note that nobody has read: the attributes in front of it were others.
pub(crate) fn come_true(note: Note, item: TokenStream) -> TokenStream {
    match (note, syn::parse2::<Function>(item.clone())) {
        (note @ Note::ToBeGuarded(_), Ok(function)) => {
            expand_method(note, Args::default(), function, Errors::default())
        }
        _ => item,
    }
}

/// A method whose own attribute the block did not know, but left a note for.
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
    let guarded = Guarded::with(Box::new(function), own, block, &reference, &mut errors);
    if let Some((function, about)) = guarded.method() {
        arms::of_method(function, about, &mut errors);
    }
    if errors.is_empty() {
        return guarded.expand(&runtime);
    }
    let (method, errors) = (guarded.plain(&runtime), errors.to_compile_errors());
    quote!(#method #errors)
}

/// A fallback that has the circuit of what it stands in for.
fn together(block: &Block, members: &[Guarded], errors: &mut Errors) {
    let implementor = name_of(&block.implementor);
    let fallbacks: Vec<_> = members.iter().filter_map(Guarded::path_of_fallback).collect();
    for Function { sig, .. } in members.iter().filter_map(Guarded::function) {
        let names = [format!("Self::{}", sig.ident), format!("{implementor}::{}", sig.ident)];
        let of_others =
            |(name, path): &(&Ident, String)| **name != sig.ident && names.contains(path);
        if fallbacks.iter().any(of_others) {
            let message = format!(
                "`{}` is a fallback, and would be rejected together with what it stands in for: \
                 leave it out of the block with `#[circuit_breaker(skip)]`",
                sig.ident,
            );
            errors.at(sig.ident.span(), message);
        } else if fallbacks.contains(&(&sig.ident, format!("{implementor}::{}", sig.ident))) {
            errors.at(sig.ident.span(), itself::ITS_OWN);
        }
    }
}

/// Methods without an argument that the key of the block is made of.
fn lacking(args: &Args, members: &[Guarded], errors: &mut Errors) {
    let Some(key) = args.get(Key::Per) else { return };
    let tokens = key.value.to_token_stream();
    // One under another name of ours may be left out.
    let is_guarded =
        |member: &&Guarded| !matches!(member, Guarded::Method(_, about) if about.has_alias);
    let functions: Vec<_> =
        members.iter().filter(is_guarded).filter_map(Guarded::function).collect();
    let names = |function: &&Function| key::names(&function.sig);
    let all: BTreeSet<_> = functions.iter().flat_map(names).collect();
    // Somebody's argument, for sure.
    let alone = key::base(&key.value).map(ToString::to_string).filter(|name| name != "self");
    let used: BTreeSet<_> =
        all.into_iter().filter(|name| mentions(&tokens, name)).chain(alone).collect();
    for function in functions {
        if function.sig.receiver().is_none() && key::mentions_self(&key.value) {
            let message = format!(
                "the function `{}` has no `self`, which this key is made of: leave it out of the \
                 block with `#[circuit_breaker(skip)]`",
                function.sig.ident,
            );
            errors.over(&key.value, message);
            continue;
        }
        let own = names(&function);
        let Some(missing) = used.iter().find(|name| !own.contains(*name)) else { continue };
        // A constant or a `static` is no argument.
        if !missing.contains(char::is_lowercase) {
            continue;
        }
        let message = format!(
            "the method `{method}` has no argument `{missing}`: give it one, or leave it out of \
             the block with `#[circuit_breaker(skip)]`",
            method = function.sig.ident,
        );
        errors.over(&key.value, message);
    }
}

/// A member, with what its circuit is told of it.
enum Guarded {
    Method(Box<Function>, Box<About>),
    /// Left out, or no function with a body.
    Other(TokenStream),
}

/// What the circuit is told of a method.
struct About {
    own: Args,
    config: Config,
    /// It has no attribute of our name, and one that may be ours under another.
    has_alias: bool,
}

impl Guarded {
    fn new(
        mut function: Box<Function>,
        block: &Args,
        waits: bool,
        reference: &TokenStream,
        errors: &mut Errors,
    ) -> Self {
        let is_named = function.attrs.iter().any(is_circuit_breaker);
        let own = own(&mut function, errors);
        let has_alias = !is_named && alias::is_on(&function);
        // What an alias says is not known yet.
        let block = Inherited { args: block, is_whole: waits && !has_alias };
        let mut guarded = Self::with(function, own, block, reference, errors);
        if let Self::Method(_, about) = &mut guarded {
            about.has_alias = has_alias;
        }
        guarded
    }

    fn with(
        function: Box<Function>,
        mut own: Args,
        block: Inherited<'_>,
        reference: &TokenStream,
        errors: &mut Errors,
    ) -> Self {
        if own.skip().is_some() {
            alone(&own, errors);
            return Self::Other(function.with_body(function.block(&function.body)));
        }
        without_settings(&mut own, errors);
        let all = own.clone().inheriting(block.args);
        let mut found = Errors::default();
        let mut config = validate(&all, &mut found);
        config.circuit = Circuit::OfBlock(reference.clone());
        block.tell(&mut config, &own, &function, &mut found);
        function::check(&function, &own, &config, Place::Block, &mut found);
        errors.absorb(found);
        Self::Method(function, Box::new(About { own, config, has_alias: false }))
    }

    fn function(&self) -> Option<&Function> {
        self.method().map(|(function, _)| function)
    }

    fn method(&self) -> Option<(&Function, &About)> {
        match self {
            Self::Method(function, about) => Some((function, about)),
            Self::Other(_) => None,
        }
    }

    /// With the name of the method that it stands in for.
    fn path_of_fallback(&self) -> Option<(&Ident, String)> {
        match &self.config()?.fallback.as_ref()?.kind {
            FallbackKind::Path(path) => {
                Some((&self.function()?.sig.ident, path.to_string().replace(' ', "")))
            }
            FallbackKind::Closure(_) | FallbackKind::Expression(_) => None,
        }
    }

    fn config(&self) -> Option<&Config> {
        match self {
            Self::Method(_, about) => Some(&about.config),
            Self::Other(_) => None,
        }
    }

    /// Attributes that may be ours, though not called so, are told of the block.
    fn expand_in_block(self, written: &TokenStream, runtime: &syn::Path) -> TokenStream {
        match self {
            Self::Method(mut function, about) if about.has_alias => {
                alias::defer(&mut function, written, runtime);
                Self::Method(function, about).plain(runtime)
            }
            Self::Method(mut function, about) => {
                alias::note_guarded(&mut function, runtime);
                Self::Method(function, about).expand(runtime)
            }
            other @ Self::Other(_) => other.expand(runtime),
        }
    }

    fn expand(self, runtime: &syn::Path) -> TokenStream {
        match self {
            Self::Method(mut function, about) => {
                function.opening.extend(editor::explanation(&about.own, runtime));
                expand::expand(*function, &about.config)
            }
            Self::Other(tokens) => tokens,
        }
    }

    /// As it was, but for the attribute, which has no block any more.
    fn plain(self, runtime: &syn::Path) -> TokenStream {
        match self {
            Self::Method(mut function, about) => {
                function.opening.extend(editor::completion(&about.own, runtime));
                function.with_body(function.block(&function.body))
            }
            Self::Other(tokens) => tokens,
        }
    }
}

/// Takes the method's own attribute.
fn own(function: &mut Function, errors: &mut Errors) -> Args {
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

fn alone(own: &Args, errors: &mut Errors) {
    let is_skip = |key: &&Ident| key.unraw() == Key::Skip.name();
    for key in own.typed_keys().iter().filter(|key| !is_skip(key)) {
        let message = format!("`{key}` has no effect with `skip`: remove one of them");
        errors.at(key.span(), message);
    }
}

fn without_settings(own: &mut Args, errors: &mut Errors) {
    for setting in own.given().filter(|arg| arg.key.is_of_the_circuit()) {
        let message = format!(
            "`{}` belongs to the circuit, which is that of the whole block: write it there, \
             or move the method to an `impl` block of its own",
            setting.key.name(),
        );
        errors.at(setting.ident.span(), message);
    }
    own.retain(|key| !key.is_of_the_circuit());
}
