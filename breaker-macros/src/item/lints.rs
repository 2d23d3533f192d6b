//! Attributes of a parameter: which of them what the body binds in its place has to carry, and
//! which stay where they are.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token, parse_quote};

use super::params::binding::Binding;

/// What of `attr` switches the parameter off: `#[cfg(..)]`, also in a `cfg_attr`.
pub(crate) fn cfg_of(attr: &Attribute) -> Option<Attribute> {
    only(attr, &|meta| if meta.path().is_ident("cfg") { vec![meta.clone()] } else { Vec::new() })
}

/// The part of `attr` that holds for the name that the body binds.
///
/// If the name stands there alone, lints of all levels; otherwise the user's level belongs to the
/// name in the signature, and the body's name takes only lints about use.
pub(crate) fn of_binding(attr: &Attribute, binding: &Binding) -> Option<Attribute> {
    let is_alone = matches!(binding, Binding::Pattern(_));
    only(attr, &|meta| {
        let Some(level) = Level::of(meta) else { return Vec::new() };
        if is_alone {
            return vec![meta.clone()];
        }
        let silent = level.others.iter().filter(|_| level.is_silent());
        let silent = silent.map(|lint| parse_quote!(allow(#lint)));
        level.with(&level.about_use).into_iter().chain(silent).collect()
    })
}

/// What is said about use would never be found in the signature: nothing is left there but a name
/// that the body takes.
pub(crate) fn keep_in_signature(attr: &mut Attribute) -> bool {
    let kept = only(attr, &|meta| match Level::of(meta) {
        Some(level) => level.with(&level.others).into_iter().collect(),
        None => vec![meta.clone()],
    });
    kept.map(|kept| *attr = kept).is_some()
}

/// `attr` with what `choose` makes of it, within `cfg_attr` too; nothing if that is nothing.
fn only(attr: &Attribute, choose: &dyn Fn(&Meta) -> Vec<Meta>) -> Option<Attribute> {
    let mut metas = chosen(&attr.meta, choose);
    let meta = match metas.len() {
        0 => return None,
        1 => metas.remove(0),
        // Several attributes in one: `cfg_attr` is the only way.
        _ => parse_quote!(cfg_attr(all(), #(#metas),*)),
    };
    Some(Attribute { meta, ..attr.clone() })
}

fn chosen(meta: &Meta, choose: &dyn Fn(&Meta) -> Vec<Meta>) -> Vec<Meta> {
    let Some((condition, metas)) = conditional(meta) else { return choose(meta) };
    let metas: Vec<_> = metas.iter().flat_map(|meta| chosen(meta, choose)).collect();
    if metas.is_empty() { metas } else { vec![parse_quote!(cfg_attr(#condition, #(#metas),*))] }
}

/// The condition of a `cfg_attr`, and what it is about.
pub(crate) fn conditional(meta: &Meta) -> Option<(TokenStream, Vec<Meta>)> {
    let list = meta.require_list().ok().filter(|list| list.path.is_ident("cfg_attr"))?;
    let parser = |input: ParseStream<'_>| {
        let mut condition = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            condition.extend([input.parse::<TokenTree>()?]);
        }
        input.parse::<Token![,]>()?;
        let metas = Punctuated::<Meta, Token![,]>::parse_terminated(input)?;
        Ok((condition, metas.into_iter().collect()))
    };
    parser.parse2(list.tokens.clone()).ok()
}

/// Whether a lint is expected: it is there once, where the name is bound.
pub(crate) fn is_expectation(attr: &Attribute) -> bool {
    let expect =
        |meta: &Meta| if meta.path().is_ident("expect") { vec![meta.clone()] } else { vec![] };
    only(attr, &expect).is_some()
}

/// `allow(..)` and the other levels, with the lints apart.
struct Level {
    name: Path,
    /// `unused_variables` and the like.
    about_use: Vec<Meta>,
    others: Vec<Meta>,
    /// `reason = ".."`.
    reason: Vec<Meta>,
}

impl Level {
    fn of(meta: &Meta) -> Option<Self> {
        let levels = ["allow", "expect", "warn", "deny", "forbid"];
        let list = meta.require_list().ok()?;
        let name = levels.iter().any(|level| list.path.is_ident(level)).then_some(&list.path)?;
        let lints = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone());
        let lints = lints.ok()?.into_iter();
        let (reason, lints) = lints.partition(|lint| lint.path().is_ident("reason"));
        let lints = <Vec<Meta>>::into_iter(lints);
        let (about_use, others) = lints.partition(is_about_use);
        Some(Self { name: name.clone(), about_use, others, reason })
    }

    fn is_silent(&self) -> bool {
        self.name.is_ident("allow") || self.name.is_ident("expect")
    }

    /// The same level for some of its lints.
    fn with(&self, lints: &[Meta]) -> Option<Meta> {
        let (name, all) = (&self.name, lints.iter().chain(&self.reason));
        (!lints.is_empty()).then(|| parse_quote!(#name(#(#all),*)))
    }
}

fn is_about_use(lint: &Meta) -> bool {
    lint.path().segments.last().is_some_and(|last| last.ident.to_string().starts_with("unused"))
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;
    use syn::{Attribute, parse_quote};

    use super::{Binding, cfg_of, keep_in_signature, of_binding};

    fn text(attr: Option<Attribute>) -> String {
        attr.map(|attr| attr.meta.to_token_stream().to_string().replace(' ', ""))
            .unwrap_or_default()
    }

    fn kept(mut attr: Attribute) -> String {
        let is_kept = keep_in_signature(&mut attr);
        text(is_kept.then_some(attr))
    }

    #[test]
    fn levels_of_lints_go_where_the_lints_look() {
        let of = |attr: &Attribute| text(of_binding(attr, &Binding::Name));
        let attr: Attribute = parse_quote!(#[allow(unused_variables)]);
        assert_eq!((of(&attr), kept(attr)), ("allow(unused_variables)".into(), String::new()));
        let attr: Attribute = parse_quote!(#[expect(non_snake_case, reason = "x")]);
        assert_eq!(of(&attr), "allow(non_snake_case)");
        assert_eq!(kept(attr), "expect(non_snake_case,reason=\"x\")");
        let attr: Attribute = parse_quote!(#[expect(unused, clippy::foo)]);
        assert_eq!(of(&attr), "cfg_attr(all(),expect(unused),allow(clippy::foo))");
        assert_eq!(kept(attr), "expect(clippy::foo)");
        let attr: Attribute = parse_quote!(#[deny(non_snake_case)]);
        assert_eq!((of(&attr), kept(attr)), (String::new(), "deny(non_snake_case)".into()));
    }

    #[test]
    fn what_is_no_lint_stays_where_it_is() {
        let attr: Attribute = parse_quote!(#[cfg_attr(all(), builder(default), allow(unused))]);
        assert_eq!(text(of_binding(&attr, &Binding::Name)), "cfg_attr(all(),allow(unused))");
        assert_eq!(text(cfg_of(&attr)), "");
        assert_eq!(kept(attr), "cfg_attr(all(),builder(default))");
        let attr: Attribute = parse_quote!(#[cfg_attr(true, cfg(unix), doc = "x")]);
        assert_eq!(text(cfg_of(&attr)), "cfg_attr(true,cfg(unix))");
    }
}
