//! Fallbacks that may come round to the circuit whose rejection they answer (rule S21).
//!
//! ```text
//! let __answering = match answering(__open, <site>, <way out>) { Ok(answering) => answering, Err(rejected) => return rejected };
//! let __entered = __answering.enter();                                    if the fallback does not wait
//! return <fallback>;
//! return __answering.during(async move { <fallback> }).await;             if it does
//! ```

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use super::circuit::local;
use super::fallback::{Answer, Called};
use super::returned::Returned;
use super::span::{Ends, located_at};
use crate::config::Config;
use crate::item::body::any_word;

/// What answers rejections and may call other functions with a circuit.
pub(crate) struct Cycle<'a> {
    config: &'a Config,
    returned: &'a Returned,
    called: Called,
    answer: &'a Answer,
}

impl<'a> Cycle<'a> {
    /// Nothing if the fallback calls nobody.
    pub(crate) fn of(
        config: &'a Config,
        returned: &'a Returned,
        called: Called,
        answer: &'a Answer,
    ) -> Option<Self> {
        may_call(&answer.value).then_some(Self { config, returned, called, answer })
    }

    /// An expression of what is known of the answer while it is sought; returns where the circle is
    /// closed.
    pub(crate) fn begin(&self, open: &Ident) -> TokenStream {
        let (runtime, returned) = (&self.config.runtime, self.returned);
        let (answering, rejected) = (local("__answering"), local("__rejected"));
        let way = returned.way_out(runtime);
        let site = quote! {{
            static __SITE: #runtime::__private::Site = #runtime::__private::Site::new();
            &__SITE
        }};
        quote! {
            match #runtime::__private::answering::<#returned, _>(#open, #site, #way) {
                #runtime::__private::Ok(#answering) => #answering,
                #runtime::__private::Err(#rejected) => return #rejected,
            }
        }
    }

    /// Returns the answer, while `answering` says whose rejection is answered.
    pub(crate) fn answered(&self, answering: &Ident) -> TokenStream {
        let (value, allow) = (&self.answer.value, self.answer.allowance());
        if let Some(future) = &self.answer.future {
            let answering = located_at(quote!(#answering), Ends::of(future).first);
            // Where the fallback is, for it may be no future.
            let place = Ends::of(future).first;
            let during = quote_spanned!(place=> #answering.during(#future).await);
            return quote!(return #during;);
        }
        if self.called == Called::Awaited && may_wait(value) {
            let expectation = self.returned.expectation(&self.config.runtime);
            return quote!(#allow return #answering.during(async move { #expectation #value }).await;);
        }
        let entered = local("__entered");
        quote!(let #entered = #answering.enter(); #allow return #value;)
    }

    /// The same where the answer is the value of a closure.
    pub(crate) fn value(&self, answering: &Ident) -> TokenStream {
        let (value, entered) = (&self.answer.value, local("__entered"));
        quote!(let #entered = #answering.enter(); #value)
    }
}

/// In a macro there may be an `.await` as well.
fn may_wait(value: &TokenStream) -> bool {
    any_word(value, &|word| word == "await") || value.to_string().contains('!')
}

/// Whether anything but constructors is called.
fn may_call(value: &TokenStream) -> bool {
    let mut before = None;
    value.clone().into_iter().any(|token| {
        let is_call = match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                before.as_ref().is_some_and(is_callee)
            }
            TokenTree::Punct(punct) if punct.as_char() == '!' => {
                punct.spacing() == Spacing::Alone && matches!(&before, Some(TokenTree::Ident(_)))
            }
            TokenTree::Ident(word) => word == "await",
            _ => false,
        };
        let is_inside = matches!(&token, TokenTree::Group(group) if may_call(&group.stream()));
        before = Some(token);
        is_call || is_inside
    })
}

/// Whether parentheses behind this token call something.
fn is_callee(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(word) => {
            let word = word.to_string();
            let is_keyword = ["if", "in", "let", "match", "return", "while"].contains(&&*word);
            !is_keyword && !word.starts_with(char::is_uppercase)
        }
        // `(f)(x)`, `list[0](x)`.
        TokenTree::Group(group) => group.delimiter() != Delimiter::Brace,
        // `f::<T>(x)`.
        TokenTree::Punct(punct) => punct.as_char() == '>',
        TokenTree::Literal(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use super::may_call;

    #[test]
    fn sees_calls_and_not_constructors() -> Result<(), proc_macro2::LexError> {
        for (value, expected) in [
            ("Ok(1)", false),
            ("Err(Busy { account, after: None })", false),
            ("Ok((1, [2, 3]))", false),
            ("if (a) { Ok(b) } else { Error::Other(c) }", false),
            ("match (a, b) { _ => None }", false),
            ("return (1)", false),
            ("f()", true),
            ("Ok(f(x))", true),
            ("Err(open.into())", true),
            ("Ok(Vec::new())", true),
            ("(f)(x)", true),
            ("f::<T>(x)", true),
            ("{ let a = f; Some(a(1)) }", true),
            ("vec![1]", true),
            ("Ok(future.await)", true),
            ("a != b", false),
        ] {
            let tokens: TokenStream = value.parse()?;
            assert_eq!(may_call(&tokens), expected, "{value}");
        }
        Ok(())
    }
}
