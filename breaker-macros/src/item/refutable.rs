//! What can be said about a pattern without types.

use proc_macro2::Ident;
use syn::visit_mut::{VisitMut, visit_pat_mut};
use syn::{Pat, PatIdent, parse_quote_spanned};

/// Whether it matches everything that its type has.
pub(crate) fn is_irrefutable(pattern: &Pat) -> bool {
    match pattern {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Ident(name) => match &name.subpat {
            Some((_, inner)) => is_irrefutable(inner),
            None => is_variable(name),
        },
        Pat::Or(either) => either.cases.iter().any(is_irrefutable),
        Pat::Paren(inner) => is_irrefutable(&inner.pat),
        Pat::Reference(inner) => is_irrefutable(&inner.pat),
        Pat::Slice(list) => {
            matches!(list.elems.first(), Some(Pat::Rest(_))) && list.elems.len() == 1
        }
        Pat::Tuple(tuple) => tuple.elems.iter().all(is_irrefutable),
        Pat::Type(typed) => is_irrefutable(&typed.pat),
        _ => false,
    }
}

/// A new variable for sure: by its first letter, or by `ref` and `mut`. `Timeout` and `TIMEOUT` may
/// be constants.
pub(crate) fn is_variable(name: &PatIdent) -> bool {
    let starts_upper = name.ident.to_string().starts_with(char::is_uppercase);
    name.by_ref.is_some() || name.mutability.is_some() || !starts_upper
}

/// The names in `pattern` that look like those of constants, but are new variables if there is no
/// such constant.
pub(crate) fn perhaps_constants(pattern: &Pat) -> Vec<Ident> {
    let mut names = Vec::new();
    each_perhaps_constant(&mut pattern.clone(), &mut |name| names.push(as_name(name)));
    names.into_iter().flatten().collect()
}

/// `pattern` with `(Name | _)` for each `Name`: wrong if that is a new variable, which both would
/// have to bind.
pub(crate) fn of_constants_only(pattern: &Pat) -> Pat {
    let mut pattern = pattern.clone();
    each_perhaps_constant(&mut pattern, &mut |name| {
        if let Some(ident) = as_name(name) {
            *name = parse_quote_spanned!(ident.span()=> (#ident | _));
        }
    });
    pattern
}

fn as_name(pattern: &Pat) -> Option<Ident> {
    if let Pat::Ident(name) = pattern { Some(name.ident.clone()) } else { None }
}

fn each_perhaps_constant(pattern: &mut Pat, then: &mut dyn FnMut(&mut Pat)) {
    struct Each<'a>(&'a mut dyn FnMut(&mut Pat));

    impl VisitMut for Each<'_> {
        fn visit_pat_mut(&mut self, pattern: &mut Pat) {
            match pattern {
                // Known everywhere.
                Pat::Ident(name) if name.ident == "None" => {}
                Pat::Ident(name) if name.subpat.is_none() && !is_variable(name) => {
                    (self.0)(pattern);
                }
                _ => visit_pat_mut(self, pattern),
            }
        }
    }

    Each(then).visit_pat_mut(pattern);
}

/// What matches the same as `pattern`, one by one.
pub(crate) fn alternatives(pattern: &Pat) -> Vec<&Pat> {
    match pattern {
        Pat::Or(either) => either.cases.iter().flat_map(alternatives).collect(),
        Pat::Paren(inner) => alternatives(&inner.pat),
        one => vec![one],
    }
}
