//! The arms behind a key, with nothing behind their parentheses.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::token::{Brace, Bracket, Paren};

use super::lookahead::{at_end, next_token, skip_argument, skip_wrong_sign};
use crate::args::arms;
use crate::args::arms::arm::Arm;
use crate::args::key::Key;
use crate::args::malformed::{Form, Malformed};
use crate::args::written::Given;
use crate::diagnostics::shown;

/// The arms in parentheses behind `ident`, with nothing behind them.
pub(super) fn arms_after(
    key: Key,
    ident: &Ident,
    input: ParseStream<'_>,
) -> Result<Given, Malformed> {
    if input.peek(Token![=]) {
        let mistake = Malformed { span: input.span(), form: Form::NotInParentheses };
        skip_wrong_sign(input);
        skip_argument(input);
        return Err(mistake);
    }
    if input.peek(Bracket) || input.peek(Brace) {
        let mistake = Malformed { span: input.span(), form: Form::NotInParentheses };
        skip_argument(input);
        return Err(mistake);
    }
    if !input.peek(Paren) {
        skip_argument(input);
        return Err(Malformed { span: ident.span(), form: Form::NoArms });
    }
    let group = input.parse::<Group>();
    let group_before = group.as_ref().map(Group::stream).unwrap_or_default();
    let (span, form) = match group.and_then(|group| arms_in(key, &group)) {
        Ok(_) if input.peek(Token![if]) => (input.span(), guard_outside(key, &group_before, input)),
        Ok(_) if !at_end(input) && !input.peek(Ident::peek_any) => {
            (input.span(), Form::Garbage(next_token(input)))
        }
        Ok(arms) if arms.is_empty() => (ident.span(), Form::NoArms),
        Ok(arms) => return Ok(Given::Arms(arms)),
        Err(error) => (error.span(), Form::NotArms(error.to_string())),
    };
    skip_argument(input);
    Err(Malformed { span, form })
}

/// `failure(r) if r.is_bad()`.
fn guard_outside(key: Key, pattern: &TokenStream, input: ParseStream<'_>) -> Form {
    let ahead = input.fork();
    let mut guard = TokenStream::new();
    while !at_end(&ahead) {
        let Ok(token) = ahead.parse::<TokenTree>() else { break };
        guard.extend([token]);
    }
    Form::GuardOutside(format!("{}({} {})", key.name(), shown(pattern), shown(&guard)))
}

fn arms_in(key: Key, group: &Group) -> syn::Result<Vec<Arm>> {
    arms::parse(key, group.stream())
}
