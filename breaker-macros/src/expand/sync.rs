//! ```text
//! fn f(a: A) -> R {
//!     <circuit>
//!     let __admitted = <gate>;
//!     return __admitted.run(move || -> R { <ownership> { body } });
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::circuit::{declare, local};
use super::fallback::{Called, answer, mark_forwarded};
use super::gate::gate;
use super::ownership::Ownership;
use super::returned::Returned;
use crate::config::Config;
use crate::item::Function;
use crate::item::params::Params;

pub(crate) fn expand(mut function: Function, config: &Config) -> TokenStream {
    let mut params = Params::normalize(&mut function.sig);
    mark_forwarded(config, &mut params);
    let returned = Returned::by(&function.sig);
    let circuit = declare(config);
    let gate = gate(&config.runtime, &returned, answer(config, &params, Called::Plainly));
    let ownership = Ownership::of_closure(&params, &function.body);
    let statements = function.block(&function.body);
    let body = if ownership.is_empty() {
        statements
    } else {
        // Two blocks: items that the body starts with are to stay first in theirs.
        function.in_braces(ownership.in_front_of(&statements))
    };
    let admitted = local("__admitted");
    let wrapped = function.in_braces(quote! {
        #circuit
        #gate
        return #admitted.run(move || -> #returned #body);
    });
    function.with_body(wrapped)
}
