//! The `const Policy` of a circuit.

use std::time::Duration;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Expr, Path};

use super::constant;
use super::span::{Ends, call};
use crate::args::key::Key;
use crate::config::{Keys, Policy, Setting, Timeout, Value};
use crate::literals::share::spread::Spread;
use crate::literals::trials::Trials;
use crate::literals::window::Window;

/// A constant expression.
pub(crate) fn build(runtime: &Path, policy: &Policy, timeout: Option<&Timeout>) -> TokenStream {
    let mut builder = Builder::new(runtime);
    let base = policy.base.as_deref().map(|base| builder.base(base));
    for (key, value) in &policy.settings {
        builder.setting(key.name(), value);
    }
    builder.finish(base, timeout.and_then(|timeout| slow_within(runtime, policy, timeout)))
}

/// What checks that a call can be slow before `timeout` ends it, where only the compiler can know.
fn slow_within(runtime: &Path, policy: &Policy, timeout: &Timeout) -> Option<Within> {
    let place = match (policy.time(Key::SlowCall), &policy.base) {
        (Some(Value::Literal(_)), _) if timeout.limit.literal().is_some() => return None,
        (Some(Value::Constant(slow)), _) => Ends::of(slow),
        (Some(Value::Literal(_)), _) => Ends { first: timeout.key, last: timeout.key },
        (None, Some(base)) => Ends::of(base),
        (None, None) => return None,
    };
    Some(Within { place, limit: constant::limit(runtime, &timeout.limit) })
}

struct Within {
    place: Ends,
    limit: TokenStream,
}

/// A constant expression.
pub(crate) fn max_keys(runtime: &Path, keys: &Keys) -> TokenStream {
    let mut builder = Builder::new(runtime);
    match &keys.max {
        None => Key::MaxKeys.default().parse().unwrap_or_default(),
        Some(Value::Literal(max)) => Literal::u32_suffixed(*max).into_token_stream(),
        Some(Value::Constant(max)) => {
            let max = builder.bind_count("max_keys", max, "not_too_many");
            let constants = builder.constants;
            quote!({ #constants #max })
        }
    }
}

/// Collects calls of the runtime's own builder.
///
/// A constant of the user is bound to one of ours, where it is checked: once, so that a mistake in
/// it is reported once, and where the user wrote it.
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

    /// Where the chain starts. Bound to a constant, so that another type is an error that names
    /// both. The name of the check stands there too: the compiler looks for it when the check
    /// fails.
    fn base(&mut self, base: &Expr) -> TokenStream {
        let (runtime, ends) = (self.runtime, Ends::of(base));
        let constant = self.bind("policy", &self.private("Policy"), base, &base.to_token_stream());
        let check = Ident::new("base", ends.first);
        call(quote!(#runtime::__private::arg::#check), quote!(#constant), ends)
    }

    fn setting(&mut self, key: &str, value: &Setting) {
        match value {
            Setting::Count(value) => self.count(key, value),
            Setting::Trials(some) => self.trials(key, *some),
            Setting::Share(share) => self.share(key, share.millionths()),
            Setting::Spread(value) => self.spread(key, value),
            Setting::Time(value) => self.duration(key, value),
            Setting::Window(value) => self.window(key, value),
            Setting::Flag(value) => self.flag(key, value),
        }
    }

    fn count(&mut self, key: &str, value: &Value<u32>) {
        match value {
            Value::Literal(count) => self.call(key, Literal::u32_suffixed(*count)),
            Value::Constant(count) => {
                let constant = self.bind_count(key, count, "at_least_one");
                self.call(key, constant);
            }
        }
    }

    fn trials(&mut self, key: &str, Trials { successes, calls }: Trials) {
        let [successes, calls] = [successes, calls].map(Literal::u32_suffixed);
        self.call(&format!("{key}_of"), quote!(#successes, #calls));
    }

    fn bind_count(&mut self, key: &str, count: &Expr, check: &str) -> Ident {
        let checked = constant::checked(self.runtime, count, "number", check, &self.if_zero(key));
        self.bind(key, &quote!(u32), count, &checked)
    }

    fn duration(&mut self, key: &str, value: &Value<Duration>) {
        match value {
            Value::Literal(duration) => self.call(key, constant::duration(self.runtime, *duration)),
            Value::Constant(duration) => {
                let ty = self.private("Duration");
                let checked =
                    constant::typed(self.runtime, duration, &ty, "not_zero", &self.if_zero(key));
                let constant = self.bind(key, &ty, duration, &checked);
                self.call(key, constant);
            }
        }
    }

    fn window(&mut self, key: &str, value: &Value<Window>) {
        match value {
            Value::Literal(Window::Time(length)) => {
                self.call(key, constant::duration(self.runtime, *length));
            }
            Value::Literal(Window::Calls(calls)) => {
                self.call("window_calls", Literal::u32_suffixed(*calls));
            }
            Value::Constant(window) => {
                let checked = constant::checked(
                    self.runtime,
                    window,
                    "trailing",
                    "not_empty",
                    &TokenStream::new(),
                );
                let constant = self.bind(key, &self.private("Window"), window, &checked);
                self.call("over", constant);
            }
        }
    }

    /// As the integer that it is.
    fn share(&mut self, key: &str, millionths: u32) {
        self.call(&format!("{key}_millionths"), Literal::u32_suffixed(millionths));
    }

    fn spread(&mut self, key: &str, value: &Value<Spread>) {
        match value {
            Value::Literal(spread) => self.share(key, spread.millionths()),
            Value::Constant(spread) => {
                let ty = quote!(f64);
                let checked =
                    constant::typed(self.runtime, spread, &ty, "spread", &TokenStream::new());
                let constant = self.bind(key, &ty, spread, &checked);
                self.call(&format!("{key}_percent"), constant);
            }
        }
    }

    fn flag(&mut self, key: &str, value: &Value<bool>) {
        match value {
            Value::Literal(flag) => self.call(key, flag),
            Value::Constant(flag) => {
                let constant = self.bind(key, &quote!(bool), flag, &flag.to_token_stream());
                self.call(key, constant);
            }
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

    fn bind(&mut self, key: &str, ty: &TokenStream, value: &Expr, checked: &TokenStream) -> Ident {
        let ends = Ends::of(value);
        let name = format_ident!("__{}", key.to_uppercase(), span = ends.first);
        self.constants.extend(quote!(const #name: #ty = #checked;));
        self.last_constant = Some(ends);
        name
    }

    fn finish(self, base: Option<TokenStream>, within: Option<Within>) -> TokenStream {
        let Self { runtime, constants, calls, last_constant } = self;
        let start = base.unwrap_or_else(|| quote!(#runtime::__private::Policy::new()));
        let mut policy = quote!(#start #calls);
        if let Some(Within { place, limit }) = within {
            let check = Ident::new("slow_within", place.first);
            policy = call(quote!(#runtime::__private::arg::#check), quote!(#policy, #limit), place);
        }
        match last_constant {
            // Only the compiler knows whether they go together.
            Some(ends) => {
                let consistent = quote!(#runtime::__private::arg::consistent);
                let checked = call(consistent, policy, ends);
                quote!({ #constants #checked })
            }
            None => policy,
        }
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
