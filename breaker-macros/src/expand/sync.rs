//! ```text
//! fn f(a: A) -> R {
//!     let __admitted = <gate>;
//!     return __admitted.run(move || -> R { <ownership> { body } });
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::fallback::{Called, mark_forwarded};
use super::gate::gated;
use super::key::Asked;
use super::ownership::{Ownership, may_stay};
use super::returned::Returned;
use super::{kept, key, run};
use crate::config::Config;
use crate::item::Function;
use crate::item::params::Params;

pub(crate) fn expand(mut function: Function, config: &Config) -> TokenStream {
    let may_stay = may_stay(&function.attrs, &function.body, config);
    let mut params = Params::normalize(&mut function.sig, &may_stay);
    mark_forwarded(config, &mut params);
    key::mark(config, &mut params);
    kept::mark(config, &mut params, &function.body);
    let returned = Returned::by(&function.sig);
    let ownership = Ownership::of_closure(&params, &function.body);
    let statements = function.block(&function.body);
    let body = if ownership.is_empty() {
        statements
    } else {
        // Two blocks: items that the body starts with are to stay first in theirs.
        function.in_braces(ownership.in_front_of(&statements))
    };
    let moved = run::moved(config, &function, quote!(move));
    let run = run::plainly(config, &returned, &quote!(#moved || -> #returned #body));
    let asked = Asked::by(config, Some(&params));
    let call = gated(config, &params, &returned, Called::Plainly, asked, &run);
    let judgeable = config.arms.as_ref().and_then(|_| returned.judgeable(&config.runtime));
    function.with_body(function.in_braces(quote!(#judgeable #call)))
}
