//! The `const Policy` of a circuit.

use std::time::Duration;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Expr, Path};

use super::span::{Ends, call};
use crate::config::{Keys, Policy, Threshold, Value};
use crate::literal::percent::Spread;
use crate::literal::window::Window;

/// When `max_keys` is not given.
const DEFAULT_MAX_KEYS: u32 = 1024;

/// A constant expression.
pub(crate) fn build(runtime: &Path, policy: &Policy) -> TokenStream {
    let mut builder = Builder::new(runtime);
    let base = policy.base.as_deref().map(|base| builder.base(base));
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
    if base.is_some() {
        // What can contradict the base is behind.
        builder.calls.extend(quote!(.policy()));
    }
    builder.duration("open_for", policy.open_for.as_ref());
    builder.duration("max_open_for", policy.max_open_for.as_ref());
    builder.jitter(policy.jitter.as_ref());
    builder.count("half_open_calls", policy.half_open_calls.as_ref());
    builder.duration("ramp_up", policy.ramp_up.as_ref());
    builder.duration("slow_call", policy.slow_call.as_ref());
    builder.flag("dry_run", policy.dry_run.as_ref());
    builder.finish(base)
}

/// A constant expression.
pub(crate) fn max_keys(runtime: &Path, keys: &Keys) -> TokenStream {
    let mut builder = Builder::new(runtime);
    match &keys.max {
        None => Literal::u32_suffixed(DEFAULT_MAX_KEYS).into_token_stream(),
        Some(Value::Literal(max)) => Literal::u32_suffixed(*max).into_token_stream(),
        Some(Value::Constant(max)) => {
            let max = builder.bind_count("max_keys", max);
            let constants = builder.constants;
            quote!({ #constants #max })
        }
    }
}

/// Collects calls of the runtime's own builder.
///
/// A constant of the user is bound to one of ours, where it is checked: once, so that a mistake in it is reported once,
/// and where the user wrote it.
struct Builder<'a> {
    runtime: &'a Path,
    constants: TokenStream,
    calls: TokenStream,
    last_constant: Option<Ends>,
}

impl<'a> Builder<'a> {
    fn new(runtime: &'a Path) -> Self {
        let (constants, calls) = (TokenStream::new(), TokenStream::new());
        Self { runtime, constants, calls, last_constant: None }
    }

    /// Where the chain starts. Bound to a constant, so that another type is an error that names both. The name of the check stands there
    /// too: the compiler looks for it when the check fails.
    fn base(&mut self, base: &Expr) -> TokenStream {
        let (runtime, ends) = (self.runtime, Ends::of(base));
        let constant = self.bind("policy", &self.private("Policy"), base, &base.to_token_stream());
        let check = Ident::new("base", ends.first);
        call(quote!(#runtime::__private::arg::#check), quote!(#constant), ends)
    }

    fn count(&mut self, key: &str, value: Option<&Value<u32>>) {
        match value {
            Some(Value::Literal(count)) => self.call(key, Literal::u32_suffixed(*count)),
            Some(Value::Constant(count)) => {
                let constant = self.bind_count(key, count);
                self.call(key, constant);
            }
            None => {}
        }
    }

    fn bind_count(&mut self, key: &str, count: &Expr) -> Ident {
        let checked = self.checked(count, "Count", "at_least_one", self.if_zero(key));
        self.bind(key, &quote!(u32), count, &checked)
    }

    fn duration(&mut self, key: &str, value: Option<&Value<Duration>>) {
        match value {
            Some(Value::Literal(duration)) => {
                self.call(key, duration_literal(self.runtime, *duration));
            }
            Some(Value::Constant(duration)) => {
                let checked = self.checked(duration, "Span", "not_zero", self.if_zero(key));
                let constant = self.bind(key, &self.private("Duration"), duration, &checked);
                self.call(key, constant);
            }
            None => {}
        }
    }

    fn window(&mut self, value: Option<&Value<Window>>) {
        match value {
            Some(Value::Literal(Window::Time(length))) => {
                self.call("window", duration_literal(self.runtime, *length));
            }
            Some(Value::Literal(Window::Calls(calls))) => {
                self.call("window_calls", Literal::u32_suffixed(*calls));
            }
            Some(Value::Constant(window)) => {
                let checked = self.checked(window, "Window", "not_empty", TokenStream::new());
                let constant = self.bind("window", &self.private("Window"), window, &checked);
                self.call("over", constant);
            }
            None => {}
        }
    }

    fn jitter(&mut self, value: Option<&Value<Spread>>) {
        match value {
            Some(Value::Literal(spread)) => {
                self.call("jitter_percent", Literal::f64_suffixed(spread.as_f64()));
            }
            Some(Value::Constant(spread)) => {
                // Its range is checked with the whole policy.
                let constant = self.bind("jitter", &quote!(f64), spread, &spread.to_token_stream());
                self.call("jitter_percent", constant);
            }
            None => {}
        }
    }

    fn flag(&mut self, key: &str, value: Option<&Value<bool>>) {
        match value {
            Some(Value::Literal(flag)) => self.call(key, flag),
            Some(Value::Constant(flag)) => {
                let constant = self.bind(key, &quote!(bool), flag, &flag.to_token_stream());
                self.call(key, constant);
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
    fn if_zero(&self, key: &str) -> TokenStream {
        let runtime = self.runtime;
        let variant = match key {
            "max_open_for" => format_ident!("MaxOpenForBelowOpenFor"),
            _ => format_ident!("Zero{}", key.split('_').map(capitalized).collect::<String>()),
        };
        quote!(#runtime::PolicyError::#variant)
    }

    /// `arg::Count(VALUE).at_least_one(ZeroThreshold)`, where the value stands.
    fn checked(
        &self,
        value: &Expr,
        wrapper: &str,
        method: &str,
        argument: TokenStream,
    ) -> TokenStream {
        let (runtime, ends) = (self.runtime, Ends::of(value));
        let (wrapper, method) = (Ident::new(wrapper, ends.first), Ident::new(method, ends.first));
        let checked = call(quote!(#runtime::__private::arg::#wrapper), quote!(#value), ends);
        call(quote!(#checked.#method), argument, ends)
    }

    fn bind(&mut self, key: &str, ty: &TokenStream, value: &Expr, checked: &TokenStream) -> Ident {
        let ends = Ends::of(value);
        let name = format_ident!("__{}", key.to_uppercase(), span = ends.first);
        self.constants.extend(quote!(const #name: #ty = #checked;));
        self.last_constant = Some(ends);
        name
    }

    fn finish(self, base: Option<TokenStream>) -> TokenStream {
        let Self { runtime, constants, calls, last_constant } = self;
        let start = base.unwrap_or_else(|| quote!(#runtime::__private::Policy::new()));
        let policy = quote!(#start #calls);
        match last_constant {
            // What fits together is known to the compiler only.
            Some(ends) => {
                let consistent = quote!(#runtime::__private::arg::consistent);
                let checked = call(consistent, policy, ends);
                quote!({ #constants #checked })
            }
            None => policy,
        }
    }
}

pub(crate) fn duration_literal(runtime: &Path, duration: Duration) -> TokenStream {
    let seconds = Literal::u64_suffixed(duration.as_secs());
    let nanos = Literal::u32_suffixed(duration.subsec_nanos());
    quote!(#runtime::__private::Duration::new(#seconds, #nanos))
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
