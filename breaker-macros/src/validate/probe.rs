//! `probe`: the function that tries whether the callee is back.

use quote::ToTokens;
use syn::{Error, Expr, ExprPath, Lit, Result};

use super::off;
use crate::args::key::Key;
use crate::args::value::{ValueKind, mention_of_self};
use crate::args::{Arg, Args};
use crate::diagnostics::Errors;

/// The path.
pub(crate) fn probe(args: &Args, errors: &mut Errors) -> Option<ExprPath> {
    let arg = args.get(Key::Probe)?;
    let given = match off::instead(arg, args) {
        Some(fix) => Err(Error::new_spanned(&arg.value, fix)),
        None => path(arg),
    };
    given.map_err(|error| errors.push(error)).ok()
}

fn path(arg: &Arg) -> Result<ExprPath> {
    let message = match ValueKind::of(&arg.value) {
        ValueKind::Constant(value) if mention_of_self(value).is_some() => {
            "a probe can't belong to the type of the call: name a function outside of it, as in \
             `probe = ping`"
                .to_owned()
        }
        ValueKind::Constant(Expr::Path(path)) => return Ok(path.clone()),
        ValueKind::Constant(Expr::Call(call)) if matches!(*call.func, Expr::Path(_)) => {
            let path = text(&call.func);
            format!("the circuit calls the probe when it is time to: write `probe = {path}`")
        }
        ValueKind::Literal(Lit::Str(name)) if name.parse::<syn::Path>().is_ok() => {
            format!("a path stands without quotes: write `probe = {}`", name.value())
        }
        ValueKind::Other if matches!(arg.value, Expr::Closure(_)) => {
            "`probe` takes the path of a function, not a closure: make one, and write it as in \
             `probe = ping`"
                .to_owned()
        }
        _ => "`probe` takes the path of a function: write one as in `probe = ping`".to_owned(),
    };
    Err(Error::new_spanned(&arg.value, message))
}

fn text(path: &impl ToTokens) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}
