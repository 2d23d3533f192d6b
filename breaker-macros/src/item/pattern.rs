//! The pattern of a parameter: the names that it binds, and whether anything of the argument is
//! left besides them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit_mut::{VisitMut, visit_field_pat_mut, visit_pat_ident_mut, visit_pat_mut};
use syn::{FieldPat, Pat, PatIdent, Token, Type};

use super::tokens::mentions;
use super::types::ungrouped;

/// A name that a pattern binds.
pub(crate) struct Bound {
    pub(crate) name: Ident,
    pub(crate) mutability: Option<Token![mut]>,
    /// `ref`, `ref mut`: the argument stays where it is.
    pub(crate) by_ref: bool,
    /// `Order { id }`: the name of the field as well.
    pub(crate) is_shorthand: bool,
}

/// What `pattern` binds, in the order of the text.
pub(crate) fn bound(pattern: &Pat) -> Vec<Bound> {
    Parts::of(pattern).bound
}

/// Whether the names are all that is left of an argument that was taken apart, so that they can be
/// passed on in its place.
pub(crate) fn takes_all(pattern: &Pat) -> bool {
    let parts = Parts::of(pattern);
    !parts.leaves_something && !parts.bound.iter().any(|bound| bound.by_ref)
}

/// Whether `body` uses all fields that are bound by their own name: the compiler says of one that
/// is not used how to leave it out, which it can say of the pattern only.
pub(crate) fn uses_all_fields(pattern: &Pat, body: &TokenStream) -> bool {
    let fields = bound(pattern).into_iter().filter(|bound| bound.is_shorthand);
    fields.map(|bound| bound.name.to_string()).all(|name| mentions(body, &name))
}

/// Whether it borrows mutably, so that what it takes apart has to be mutable.
pub(crate) fn borrows_mutably(pattern: &Pat) -> bool {
    bound(pattern).iter().any(|bound| bound.by_ref && bound.mutability.is_some())
}

/// Takes every `mut` of a plain name away.
pub(crate) fn make_immutable(pattern: &mut Pat) {
    struct Immutable;
    impl VisitMut for Immutable {
        fn visit_pat_ident_mut(&mut self, name: &mut PatIdent) {
            if name.by_ref.is_none() {
                name.mutability = None;
            }
            visit_pat_ident_mut(self, name);
        }
    }
    Immutable.visit_pat_mut(pattern);
}

/// A name for the whole argument, where one is needed: as near as possible to what the user wrote,
/// for documentation shows it.
pub(crate) fn name_of_whole(pattern: &Pat, ty: &Type, index: usize) -> Ident {
    let bound = bound(pattern);
    if let [Bound { name, .. }] = &*bound {
        return name.clone();
    }
    let span = Span::mixed_site().located_at(pattern.span());
    if bound.is_empty() {
        return match last_word(ty) {
            Some(word) => format_ident!("_{}", in_snake_case(&word), span = span),
            None => format_ident!("_arg{index}", span = span),
        };
    }
    let names: Vec<_> = bound.iter().map(|bound| bound.name.unraw().to_string()).collect();
    format_ident!("{}", names.join("_"), span = span)
}

fn last_word(ty: &Type) -> Option<String> {
    match ungrouped(ty) {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.unraw().to_string()),
        Type::Reference(reference) => last_word(&reference.elem),
        _ => None,
    }
}

fn in_snake_case(word: &str) -> String {
    let mut snake = String::with_capacity(word.len() + 4);
    let mut is_after_small = false;
    for letter in word.chars() {
        if letter.is_uppercase() && is_after_small {
            snake.push('_');
        }
        is_after_small = !letter.is_uppercase();
        snake.extend(letter.to_lowercase());
    }
    snake
}

#[derive(Default)]
struct Parts {
    bound: Vec<Bound>,
    /// `_`, `..`, or something that can't be seen through.
    leaves_something: bool,
}

impl Parts {
    fn of(pattern: &Pat) -> Self {
        let mut parts = Self::default();
        parts.visit_pat_mut(&mut pattern.clone());
        parts
    }

    fn add(&mut self, name: &PatIdent, is_shorthand: bool) {
        // Both sides of `A(x) | B(x)` bind the same.
        if !is_constant(name) && self.bound.iter().all(|known| known.name != name.ident) {
            self.bound.push(Bound {
                name: name.ident.clone(),
                mutability: name.mutability,
                by_ref: name.by_ref.is_some(),
                is_shorthand,
            });
        }
    }
}

/// `Unit` in `Wrapper(Unit)`, by the spelling.
fn is_constant(PatIdent { by_ref, mutability, ident, subpat, .. }: &PatIdent) -> bool {
    by_ref.is_none()
        && mutability.is_none()
        && subpat.is_none()
        && ident.unraw().to_string().starts_with(char::is_uppercase)
}

impl VisitMut for Parts {
    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        let leaves = |pattern: &Pat| {
            matches!(pattern, Pat::Wild(_) | Pat::Rest(_) | Pat::Macro(_) | Pat::Verbatim(_))
        };
        self.leaves_something |= leaves(pattern);
        visit_pat_mut(self, pattern);
    }

    fn visit_field_pat_mut(&mut self, field: &mut FieldPat) {
        match &*field.pat {
            Pat::Ident(name) if field.colon_token.is_none() => self.add(name, true),
            _ => visit_field_pat_mut(self, field),
        }
    }

    fn visit_pat_struct_mut(&mut self, pattern: &mut syn::PatStruct) {
        self.leaves_something |= pattern.rest.is_some();
        syn::visit_mut::visit_pat_struct_mut(self, pattern);
    }

    fn visit_pat_ident_mut(&mut self, name: &mut PatIdent) {
        self.add(name, false);
        let leaves = self.leaves_something;
        visit_pat_ident_mut(self, name);
        // `whole @ Pair(..)` takes all by itself.
        if name.by_ref.is_none() {
            self.leaves_something = leaves;
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;
    use syn::parse::Parser;
    use syn::{Pat, parse_quote};

    use super::{bound, name_of_whole, takes_all};

    fn pattern(text: &str) -> syn::Result<Pat> {
        Pat::parse_single.parse_str(text)
    }

    #[test]
    fn knows_what_leaves_nothing_behind() -> syn::Result<()> {
        for (text, expected) in [
            ("a", true),
            ("mut a", true),
            ("State(db)", true),
            ("(a, (b, mut c))", true),
            ("Order { id, lines: [first, second] }", true),
            ("&a", true),
            ("()", true),
            ("whole @ Pair(..)", true),
            ("_", false),
            ("(a, _)", false),
            ("[first, ..]", false),
            ("Order { id, .. }", false),
            ("ref a", false),
            ("(a, ref mut b)", false),
            ("ref whole @ Pair(..)", false),
            ("taken!(a)", false),
        ] {
            assert_eq!(takes_all(&pattern(text)?), expected, "{text}");
        }
        Ok(())
    }

    #[test]
    fn names_what_is_bound() -> syn::Result<()> {
        for (text, expected) in [
            ("(a, mut b)", "a b"),
            ("Order { id, lines: [first, ..], .. }", "id first"),
            ("whole @ Pair(part, _)", "whole part"),
            ("(Left(r#type) | Right(r#type))", "r#type"),
            ("(_, ..)", ""),
            ("Wrapper(Unit)", ""),
        ] {
            let text_of = |bound: &super::Bound| bound.name.to_string();
            let names: Vec<_> = bound(&pattern(text)?).iter().map(text_of).collect();
            assert_eq!(names.join(" "), expected, "{text}");
        }
        Ok(())
    }

    #[test]
    fn names_the_whole_after_its_parts_or_its_type() -> syn::Result<()> {
        for (text, ty, expected) in [
            ("State(db)", parse_quote!(State<Db>), "db"),
            ("(left, _)", parse_quote!((u8, u8)), "left"),
            ("(left, right)", parse_quote!((u8, u8)), "left_right"),
            ("(r#type, of)", parse_quote!((u8, u8)), "type_of"),
            ("_", parse_quote!(HttpGuard<'_>), "_http_guard"),
            ("_", parse_quote!(&mut io::URL), "_url"),
            ("_", parse_quote!((u8, u8)), "_arg2"),
        ] {
            let name = name_of_whole(&pattern(text)?, &ty, 2);
            assert_eq!(name.to_token_stream().to_string(), expected, "{text}");
        }
        Ok(())
    }
}
