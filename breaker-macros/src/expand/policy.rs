//! The `const Policy` of a circuit.

use std::time::Duration;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Path};

use crate::config::{Policy, Threshold, Value};
use crate::literal::window::Window;

/// A constant expression.
pub(crate) fn build(runtime: &Path, policy: &Policy) -> TokenStream {
    let mut builder = Builder::new(runtime);
    match &policy.threshold {
        Some(Threshold::Count(count)) => builder.count("threshold", Some(count)),
        Some(Threshold::Share(share)) => {
            builder.call("threshold_percent", Literal::f64_suffixed(share.as_f64()));
        }
        None => {}
    }
    builder.window(policy.window.as_ref());
    builder.count("min_calls", policy.min_calls.as_ref());
    builder.count("consecutive", policy.consecutive.as_ref());
    builder.duration("open_for", policy.open_for.as_ref());
    builder.count("half_open_calls", policy.half_open_calls.as_ref());
    builder.finish()
}

/// Collects calls of the runtime's own builder.
///
/// A constant of the user is bound to one of ours, where it is checked: once, so that a mistake in it is reported once,
/// and where the user wrote it.
struct Builder<'a> {
    runtime: &'a Path,
    constants: TokenStream,
    calls: TokenStream,
    last_constant: Option<Span>,
}

impl<'a> Builder<'a> {
    fn new(runtime: &'a Path) -> Self {
        let (constants, calls) = (TokenStream::new(), TokenStream::new());
        Self { runtime, constants, calls, last_constant: None }
    }

    fn count(&mut self, key: &str, value: Option<&Value<u32>>) {
        match value {
            Some(Value::Literal(count)) => self.call(key, Literal::u32_suffixed(*count)),
            Some(Value::Constant(count)) => {
                let mistake = self.mistake(key);
                let checked = self.checked(count, "Count", &quote!(at_least_one(#mistake)));
                let constant = self.bind(key, &quote!(u32), count, &checked);
                self.call(key, constant);
            }
            None => {}
        }
    }

    fn duration(&mut self, key: &str, value: Option<&Value<Duration>>) {
        match value {
            Some(Value::Literal(duration)) => self.call(key, self.duration_literal(*duration)),
            Some(Value::Constant(duration)) => {
                let mistake = self.mistake(key);
                let checked = self.checked(duration, "Span", &quote!(not_zero(#mistake)));
                let constant = self.bind(key, &self.private("Duration"), duration, &checked);
                self.call(key, constant);
            }
            None => {}
        }
    }

    fn window(&mut self, value: Option<&Value<Window>>) {
        match value {
            Some(Value::Literal(Window::Time(length))) => {
                self.call("window", self.duration_literal(*length));
            }
            Some(Value::Literal(Window::Calls(calls))) => {
                self.call("window_calls", Literal::u32_suffixed(*calls));
            }
            Some(Value::Constant(window)) => {
                let checked = self.checked(window, "Window", &quote!(not_empty()));
                let constant = self.bind("window", &self.private("Window"), window, &checked);
                self.call("over", constant);
            }
            None => {}
        }
    }

    fn call(&mut self, method: &str, argument: impl ToTokens) {
        let method = Ident::new(method, Span::call_site());
        self.calls.extend(quote!(.#method(#argument)));
    }

    fn private(&self, name: &str) -> TokenStream {
        let (runtime, name) = (self.runtime, Ident::new(name, Span::call_site()));
        quote!(#runtime::__private::#name)
    }

    /// What the runtime says of zero.
    fn mistake(&self, key: &str) -> TokenStream {
        let runtime = self.runtime;
        let camel_case = key.split('_').map(capitalized).collect::<String>();
        let variant = format_ident!("Zero{camel_case}");
        quote!(#runtime::PolicyError::#variant)
    }

    fn duration_literal(&self, duration: Duration) -> TokenStream {
        let ty = self.private("Duration");
        let seconds = Literal::u64_suffixed(duration.as_secs());
        let nanos = Literal::u32_suffixed(duration.subsec_nanos());
        quote!(#ty::new(#seconds, #nanos))
    }

    /// `arg::Count(VALUE).at_least_one("threshold")`, all of it where the value stands.
    fn checked(&self, value: &Expr, wrapper: &str, check: &TokenStream) -> TokenStream {
        let wrapper = Ident::new(wrapper, value.span());
        let (runtime, check) = (self.runtime, respanned(check.clone(), value.span()));
        quote_spanned!(value.span()=> #runtime::__private::arg::#wrapper(#value).#check)
    }

    fn bind(&mut self, key: &str, ty: &TokenStream, value: &Expr, checked: &TokenStream) -> Ident {
        let name = format_ident!("__{}", key.to_uppercase());
        self.constants.extend(quote!(const #name: #ty = #checked;));
        self.last_constant = Some(value.span());
        name
    }

    fn finish(self) -> TokenStream {
        let Self { runtime, constants, calls, last_constant } = self;
        let policy = quote!(#runtime::__private::Policy::new() #calls);
        match last_constant {
            // What fits together is known to the compiler only.
            Some(span) => {
                let consistent = quote_spanned!(span=> #runtime::__private::arg::consistent);
                quote!({ #constants #consistent(#policy) })
            }
            None => policy,
        }
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            token.set_span(span);
            token
        })
        .collect()
}
