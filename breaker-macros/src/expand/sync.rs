//! ```text
//! fn f(a: A) -> R {
//!     let __admitted = <admission>;
//!     return __admitted.run(move || -> R { <ownership> { body } });
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::admission::admitted;
use super::circuit;
use super::fallback::Called;
use super::key::Asked;
use super::locals::Locals;
use super::ownership::{Ownership, take_params};
use super::returned::Returned;
use super::run;
use crate::config::Config;
use crate::item::Function;

pub(crate) fn expand(mut function: Function, config: &Config) -> TokenStream {
    let params = take_params(&mut function, config);
    let returned = Returned::by(&function.sig);
    let ownership = Ownership::of_closure(&params);
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
    let call = admitted(config, &params, &returned, Called::Plainly, asked, &run);
    let items = circuit::items(config, &Locals::of(&function.sig, &params));
    let judgeable = config.judges().then(|| returned.judgeable(&config.runtime)).flatten();
    function.with_body(function.in_braces(quote!(#items #judgeable #call)))
}
