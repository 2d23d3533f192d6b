//! Return types whose error must not be looked at (rule S20): asking whether it is an `Error` would
//! be an error of its own.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{GenericArgument, Generics, PathArguments, Type, TypeParamBound, WherePredicate};

use crate::item::tokens::any_word;
use crate::item::types::ungrouped;

pub(super) fn is_hidden(ty: &Type, generics: &Generics) -> bool {
    match spelled(ty) {
        Spelled::Nothing => true,
        Spelled::Error(error) => is_unknown(error) || is_for_some_lifetimes(error, generics),
        Spelled::Other => false,
    }
}

/// Whether the type is known when the body is: all of it, or its error.
pub(super) fn is_inferred(ty: &Type) -> bool {
    match spelled(ty) {
        Spelled::Nothing => true,
        Spelled::Error(error) => any_word(&error.to_token_stream(), &|word| word == "impl"),
        Spelled::Other => false,
    }
}

/// What the spelling of a type says of its error.
enum Spelled<'a> {
    /// `impl Trait`.
    Nothing,
    /// The last of its arguments.
    Error(&'a GenericArgument),
    /// `io::Result<T>`, or no `Result`.
    Other,
}

fn spelled(ty: &Type) -> Spelled<'_> {
    match ungrouped(ty) {
        Type::ImplTrait(_) => Spelled::Nothing,
        Type::Path(path) => match path.path.segments.last().map(|last| (last, &last.arguments)) {
            Some((last, PathArguments::AngleBracketed(arguments)))
                if last.ident != "Result" || arguments.args.len() != 1 =>
            {
                arguments.args.last().map_or(Spelled::Other, Spelled::Error)
            }
            _ => Spelled::Other,
        },
        _ => Spelled::Other,
    }
}

/// `impl Trait`, which is known when the body is. Not `impl Error`, which says enough.
fn is_unknown(error: &GenericArgument) -> bool {
    match error {
        GenericArgument::Type(Type::ImplTrait(opaque)) => !opaque.bounds.iter().any(is_error),
        other => any_word(&other.to_token_stream(), &|word| word == "impl"),
    }
}

/// `Wrap<E>` of an `E: Error` that may borrow. Derived implementations of `Error` want an
/// `E: Error + 'static`, and method look-up does not see the difference.
fn is_for_some_lifetimes(error: &GenericArgument, generics: &Generics) -> bool {
    let tokens = error.to_token_stream();
    let is_nested = tokens.clone().into_iter().nth(1).is_some();
    let mentions = |name: &Ident| any_word(&tokens, &|word| name == word);
    is_nested
        && generics.type_params().any(|param| {
            let bounds = || bounds(&param.ident, generics);
            mentions(&param.ident) && bounds().any(is_error) && !bounds().any(is_static)
        })
}

/// Those in the list of parameters, and those behind `where`.
fn bounds<'g>(name: &'g Ident, generics: &'g Generics) -> impl Iterator<Item = &'g TypeParamBound> {
    let own = generics.type_params().filter(move |param| param.ident == *name);
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let clauses = clauses.filter_map(move |predicate| match predicate {
        WherePredicate::Type(clause) => {
            let is_it = *name == clause.bounded_ty.to_token_stream().to_string();
            is_it.then_some(&clause.bounds)
        }
        _ => None,
    });
    own.map(|param| &param.bounds).chain(clauses).flatten()
}

fn is_error(bound: &TypeParamBound) -> bool {
    let TypeParamBound::Trait(bound) = bound else { return false };
    bound.path.segments.last().is_some_and(|last| last.ident == "Error")
}

fn is_static(bound: &TypeParamBound) -> bool {
    matches!(bound, TypeParamBound::Lifetime(lifetime) if lifetime.ident == "static")
}
