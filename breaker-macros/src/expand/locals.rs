//! What a function declares itself: there a path means that, and not what it means in the module.

use proc_macro2::{TokenStream, TokenTree};
use syn::{GenericParam, Signature};

use crate::item::params::{Binding, Params};
use crate::item::pattern::bound;
use crate::item::tokens::{names_of_items, words};

/// The names that the fallback meets before those of the module.
#[derive(Default)]
pub(crate) struct Locals {
    /// What may be called.
    values: Vec<String>,
    /// What paths may begin with.
    scopes: Vec<String>,
}

impl Locals {
    pub(crate) fn of(sig: &Signature, params: &Params) -> Self {
        let mut locals = Self::default();
        for param in &params.typed {
            locals.values.push(param.name.to_string());
            if let Binding::Pattern(pattern) = &param.binding {
                locals.values.extend(bound(pattern).iter().map(|bound| bound.name.to_string()));
            }
        }
        for param in &sig.generics.params {
            match param {
                GenericParam::Const(param) => locals.values.push(param.ident.to_string()),
                GenericParam::Type(param) => locals.scopes.push(param.ident.to_string()),
                GenericParam::Lifetime(_) => {}
            }
        }
        locals
    }

    /// The same behind these statements of the body.
    pub(crate) fn behind(mut self, statements: &TokenStream) -> Self {
        self.values.extend(names_of_items(statements));
        self.values.extend(names_of_variables(statements));
        self.scopes.extend(names_of_items(statements));
        self
    }

    /// Whether the path begins with one of these. Of a type, the calls tell which it is.
    pub(crate) fn hide(&self, path: &str) -> bool {
        let (first, rest) = path.split_once("::").unwrap_or((path, ""));
        let is_value = rest.is_empty() || rest.starts_with('<');
        let names = if is_value { &self.values } else { &self.scopes };
        let is_type = !is_value && first.starts_with(char::is_uppercase);
        !is_type && names.iter().any(|name| name == first)
    }
}

/// What `let` binds, and the words of its type as well.
fn names_of_variables(statements: &TokenStream) -> Vec<String> {
    let (mut names, mut is_pattern) = (Vec::new(), false);
    for token in statements.clone() {
        match &token {
            TokenTree::Ident(word) if word == "let" => is_pattern = true,
            TokenTree::Punct(sign) if matches!(sign.as_char(), '=' | ';') => is_pattern = false,
            _ if is_pattern => names.extend(words(&token.into())),
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::Locals;
    use crate::item::params::Params;

    #[test]
    fn a_path_that_begins_with_a_local_name_is_hidden() -> syn::Result<()> {
        let sig: syn::Signature = syn::parse2(quote! {
            fn charge<T, db, const N: usize>(queue: T, Order { retry, .. }: Order, mut last: u8)
        })?;
        let statements = quote!(let (one, mut two) = f(three); use a::{b, c as d}; fn inner() {});
        let locals = Locals::of(&sig, &Params::of(&sig)).behind(&statements);
        for path in [
            "queue",
            "retry",
            "last",
            "queue::<u8>",
            "N",
            "db::charge",
            "one",
            "two",
            "b",
            "d",
            "d::charge",
            "inner",
        ] {
            assert!(locals.hide(path), "{path}");
        }
        for path in [
            "three",
            "charge",
            "queue::charge",
            "self::queue",
            "T::charge",
            "::queue",
            "f",
            "<T as Queue>::queue",
        ] {
            assert!(!locals.hide(path), "{path}");
        }
        Ok(())
    }
}
