//! The return type where a body has to name it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{VisitMut, visit_type_mut};
use syn::{Generics, Path, ReturnType, Signature, Token, Type, TypeInfer, parse_quote_spanned};

use super::error;
use crate::config::Config;
use crate::item::stream::Stream;
use crate::item::tokens::any_word;

/// Made of the user's own tokens, so that errors about the type point at them.
pub(crate) struct Returned {
    ty: Type,
    /// Its error, if it has one, can't be looked at.
    hides_error: bool,
    /// Whether it can be made from a rejection is known when the body is.
    hides_way_out: bool,
    /// What counts, if it is a stream in a `Result`.
    stream: Option<Box<Items>>,
}

/// The items of a stream in a `Result`.
pub(crate) struct Items {
    pub(crate) item: Returned,
    pub(crate) boxed: bool,
}

impl Returned {
    pub(crate) fn by(sig: &Signature) -> Self {
        match &sig.output {
            ReturnType::Type(_, ty) => Self::erased(ty, &sig.generics),
            ReturnType::Default => {
                // The name is the only token to point at.
                let ty = parse_quote_spanned!(sig.ident.span()=> ());
                Self { ty, hides_error: false, hides_way_out: false, stream: None }
            }
        }
    }

    /// `impl Trait` can't be named in a body: it is left to inference.
    pub(crate) fn erased(ty: &Type, generics: &Generics) -> Self {
        let stream = Stream::in_result(ty).map(|Stream { item, boxed }| {
            Box::new(Items { item: Self::erased(&item, generics), boxed })
        });
        let hides_error = error::is_hidden(ty, generics);
        let hides_way_out = error::is_inferred(ty);
        let mut ty = ty.clone();
        Erase.visit_type_mut(&mut ty);
        Self { ty, hides_error, hides_way_out, stream }
    }

    /// The items of the stream in it.
    pub(crate) fn items(&self) -> Option<&Items> {
        self.stream.as_deref()
    }

    /// How to see a rejection behind it (rule S20): the compiler decides, where it knows the
    /// error's type by then.
    pub(crate) fn look(&self, runtime: &Path) -> TokenStream {
        if self.hides_error {
            return quote!(#runtime::__private::Nowhere::<#self>::VALUE);
        }
        quote!(#runtime::__private::Behind::<#self>::VALUE.look_for_rejection())
    }

    /// Refuses arms over a type that the compiler knows to be a future.
    pub(crate) fn judgeable(&self, runtime: &Path) -> Option<TokenStream> {
        let is_known = !any_word(&self.ty.to_token_stream(), &|word| word == "_");
        let span = Span::mixed_site().located_at(self.ty.span());
        is_known.then(|| {
            quote_spanned! {span=> {
                #[allow(unused_imports)]
                use #runtime::__private::{OfFutures as _, OfValues as _};
                #runtime::__private::judgeable(
                    &(&#runtime::__private::Kind::<#self>::OF).finishes_before_return()
                );
            }}
        })
    }

    /// Where the user wrote it.
    pub(crate) fn span(&self) -> Span {
        self.ty.span()
    }

    /// How to return a rejection where there is a fallback, if that is possible (rule S21).
    pub(crate) fn way_out(&self, runtime: &Path) -> TokenStream {
        let kind = if self.hides_way_out { quote!(Inescapable) } else { quote!(Rejectable) };
        quote!(#runtime::__private::#kind::<#self>::VALUE.way_out())
    }

    /// How to return a time-out where there is a fallback, if that is possible and there is one to
    /// return (rule S21).
    pub(crate) fn way_out_of_time_out(&self, config: &Config) -> TokenStream {
        let runtime = &config.runtime;
        let is_known = config.timeout.is_some() && !self.hides_way_out;
        let kind = if is_known { quote!(Delayable) } else { quote!(Inescapable) };
        quote!(#runtime::__private::#kind::<#self>::VALUE.way_out())
    }

    /// Whether it may be a `Result`, for all that its spelling says.
    pub(crate) fn may_be_result(&self) -> bool {
        self.may_be("Result")
    }

    /// Whether it may be a future.
    pub(crate) fn may_be_future(&self) -> bool {
        self.may_be("Future")
    }

    fn may_be(&self, name: &str) -> bool {
        match &self.ty {
            Type::Path(path) => {
                let last = path.path.segments.last().map(|last| last.ident.to_string());
                last.is_none_or(|last| last == name || !KNOWN.contains(&&*last))
            }
            Type::Infer(_) | Type::Group(_) | Type::Paren(_) | Type::Macro(_) => true,
            _ => false,
        }
    }

    /// Tells the compiler what an `async` block returns before its first statement is checked: with
    /// less, trait objects are not coerced to and wrong types are reported far from their cause.
    /// Never runs.
    pub(crate) fn expectation(&self, runtime: &Path) -> TokenStream {
        let span = self.ty.span();
        let returned = Ident::new("__returned", Span::mixed_site().located_at(span));
        quote_spanned! {span=>
            if let #runtime::__private::Ok(#returned) = #runtime::__private::Err::<#self, ()>(()) {
                return #returned;
            }
        }
    }
}

impl ToTokens for Returned {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.ty.to_tokens(tokens);
    }
}

/// Types that are what they say.
const KNOWN: &[&str] = &["Option", "Result", "String", "Vec", "bool"];

struct Erase;

impl VisitMut for Erase {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::ImplTrait(opaque) = ty {
            let underscore_token = Token![_](opaque.impl_token.span);
            *ty = Type::Infer(TypeInfer { attrs: Vec::new(), underscore_token });
        } else {
            visit_type_mut(self, ty);
        }
    }
}
