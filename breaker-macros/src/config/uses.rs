//! Who uses the arguments of a call: its body, its fallback, its key.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;

use super::Config;
use crate::item::params::{Binding, Keep, Param, Params, Uses};
use crate::item::pattern::bound;
use crate::item::tokens::mentions;

impl Config {
    /// Notes in `params` who uses them, where `body` is the body.
    pub(crate) fn note_uses(&self, params: &mut Params, body: &TokenStream) {
        let users = Users {
            body,
            fallback: self.fallback.as_ref().map(|fallback| match fallback.code() {
                Some(code) => Code::Written(code),
                None => Code::AllArguments,
            }),
            key: self.key.as_ref().map(ToTokens::to_token_stream),
        };
        let keeps = self.fallback_on().made_calls().is_some();
        params.receiver_uses = users.uses(&|code| mentions(code, "self"));
        for param in &mut params.typed {
            param.uses = users.uses(&|code| param.is_used_in(code));
            param.uses.names_in_key = users.names_in_key(param);
            param.keep = if keeps { keep(param) } else { Keep::No };
        }
    }
}

struct Users<'a> {
    body: &'a TokenStream,
    fallback: Option<Code>,
    key: Option<TokenStream>,
}

/// A fallback's use of the arguments.
enum Code {
    Written(TokenStream),
    /// A function that is called with all arguments.
    AllArguments,
}

impl Users<'_> {
    fn uses(&self, is_used_in: &dyn Fn(&TokenStream) -> bool) -> Uses {
        Uses {
            by_body: is_used_in(self.body),
            by_fallback: self.fallback.as_ref().is_some_and(|fallback| match fallback {
                Code::Written(code) => is_used_in(code),
                Code::AllArguments => true,
            }),
            by_key: self.key.as_ref().is_some_and(is_used_in),
            names_in_key: Vec::new(),
        }
    }

    fn names_in_key(&self, param: &Param) -> Vec<Ident> {
        let (Some(key), Binding::Pattern(pattern)) = (&self.key, &param.binding) else {
            return Vec::new();
        };
        let names = bound(pattern).into_iter().map(|bound| bound.name);
        names.filter(|name| mentions(key, &name.to_string())).collect()
    }
}

/// What a fallback that answers calls which were made needs of an argument.
fn keep(param: &Param) -> Keep {
    // A pattern in the signature takes it apart in the body, whether that uses the parts or not.
    let is_consumed = matches!(param.binding, Binding::Pattern(_)) || param.uses.by_body;
    match (param.uses.by_fallback && !param.is_reference, is_consumed) {
        (false, _) => Keep::No,
        (true, true) => Keep::Cloned,
        (true, false) => Keep::Outside,
    }
}
