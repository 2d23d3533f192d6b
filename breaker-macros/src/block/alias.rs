//! Our attribute under another name, on a method of a block: `use breaker_runtime::circuit_breaker
//! as guarded`. The block can't recognise it; it recognises itself once it is expanded. So the
//! block leaves a note on the method, below the other attribute: an attribute of ours, with what
//! the block has to say. The renamed attribute reads the note. If there was none, the note is
//! expanded like any other attribute, and does what it says.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{Attribute, Meta, Path, parse_quote};

use crate::args::Args;
use crate::item::Function;
use crate::item::builtin::{is_builtin, may_be_macro};

/// What a block says to an attribute that is expanded later.
pub(crate) enum Note {
    /// The method has the block's circuit already.
    Guarded,
    /// It is to have that circuit; the arguments of the block.
    ToBeGuarded(TokenStream),
}

const WORD: &str = "__in_block";

impl Note {
    /// Arguments that are a note.
    pub(crate) fn in_arguments(arguments: &TokenStream) -> Option<Self> {
        let mut tokens = arguments.clone().into_iter();
        match (tokens.next(), tokens.next()) {
            (Some(TokenTree::Ident(word)), None) if word == WORD => Some(Self::Guarded),
            (Some(TokenTree::Ident(word)), Some(TokenTree::Group(block)))
                if word == WORD && block.delimiter() == Delimiter::Brace =>
            {
                Some(Self::ToBeGuarded(block.stream()))
            }
            _ => None,
        }
    }

    /// Takes the note off a function.
    pub(crate) fn taken_from(function: &mut Function) -> Option<Self> {
        let note = |attr: &Attribute| Self::in_arguments(&attr.meta.require_list().ok()?.tokens);
        let index = function.attrs.iter().position(|attr| note(attr).is_some())?;
        note(&function.attrs.remove(index))
    }

    fn into_attribute(self, runtime: &Path) -> Attribute {
        let word = Ident::new(WORD, Span::call_site());
        let arguments = match self {
            Self::Guarded => TokenStream::new(),
            Self::ToBeGuarded(arguments) => quote!({ #arguments }),
        };
        parse_quote!(#[#runtime::__private::circuit_breaker(#word #arguments)])
    }
}

/// Leaves the method to the attribute that may be ours, with the note below it.
pub(super) fn defer(function: &mut Function, block: &TokenStream, runtime: &Path) {
    let may_be = |attr: &Attribute| may_be_alias(&attr.meta);
    if let Some(index) = function.attrs.iter().position(may_be) {
        let note = Note::ToBeGuarded(block.clone()).into_attribute(runtime);
        function.attrs.insert(index + 1, note);
    }
}

/// Tells an attribute without arguments, which may be ours, that there is nothing left to do.
pub(super) fn note_guarded(function: &mut Function, runtime: &Path) {
    if function.attrs.iter().any(may_be_macro) {
        function.attrs.push(Note::Guarded.into_attribute(runtime));
    }
}

pub(super) fn is_on(function: &Function) -> bool {
    function.attrs.iter().any(|attr| may_be_alias(&attr.meta))
}

/// Whether its arguments could be those of a method in a block. Another crate's attribute may have
/// the same: then the circuit is around what that attribute makes of the method.
pub(super) fn may_be_alias(meta: &Meta) -> bool {
    let Ok(list) = meta.require_list() else { return false };
    if is_builtin(&list.path) {
        return false;
    }
    let (args, faults) = Args::parse(list.tokens.clone());
    faults.is_empty() && args.are_of_a_method()
}
