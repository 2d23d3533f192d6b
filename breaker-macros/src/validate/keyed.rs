//! `key` and `max_keys`: one circuit for each value of an expression over the arguments.

use syn::{Error, Expr, Lit, Path, Result};

use super::policy;
use crate::args::key::Key;
use crate::args::value::Value;
use crate::args::{Arg, Args};
use crate::config::Keys;
use crate::diagnostics::Errors;

/// The expression.
pub(crate) fn key(args: &Args, errors: &mut Errors) -> Option<Box<Expr>> {
    let arg = args.get(Key::Per)?;
    expression(arg).map_err(|error| errors.push(error)).ok()
}

/// How many circuits; nothing if there is no key.
pub(crate) fn keys(args: &Args, errors: &mut Errors) -> Option<Keys> {
    let max = policy::max_keys(args, errors);
    if args.mentions(Key::Per) {
        return Some(Keys { max });
    }
    if let Some(arg) = args.get(Key::MaxKeys) {
        let message =
            "`max_keys` has no effect without a key: add one as in `key = host`, or remove it";
        errors.at(arg.ident.span(), message);
    }
    None
}

fn expression(arg: &Arg) -> Result<Box<Expr>> {
    let message = match Value::of(&arg.value) {
        Value::Literal(Lit::Str(text)) if text.parse::<Path>().is_ok() => {
            format!("an expression stands without quotes: write `key = {}`", text.value())
        }
        Value::Literal(_) | Value::Negative => {
            "the same for every call: write an expression over the arguments, as in `key = host`"
                .to_owned()
        }
        Value::Other if matches!(arg.value, Expr::Closure(_)) => {
            "an expression over the arguments, not a closure: write it as in `key = host`"
                .to_owned()
        }
        Value::Other | Value::Constant(_) => return Ok(Box::new(arg.value.clone())),
    };
    Err(Error::new_spanned(&arg.value, message))
}
