//! `key` and `max_keys`: one circuit for each value of an expression over the arguments.

use syn::{Error, Expr, Lit, Path, Result};

use super::policy;
use crate::args::key::Key;
use crate::args::value::ValueKind;
use crate::args::{Arg, Args};
use crate::config::Keys;
use crate::diagnostics::Errors;

const SAME: &str = "this key is the same for every call: \
                    write an expression over the arguments, as in `key = host`";

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
    let message = match ValueKind::of(&arg.value) {
        ValueKind::Literal(Lit::Str(text)) if text.parse::<Path>().is_ok() => {
            format!("an expression stands without quotes: write `key = {}`", text.value())
        }
        ValueKind::Literal(_) | ValueKind::Negative => SAME.to_owned(),
        ValueKind::Other if matches!(arg.value, Expr::Closure(_)) => {
            "`key` takes an expression over the arguments, not a closure: write it as in \
             `key = host`"
                .to_owned()
        }
        ValueKind::Other | ValueKind::Constant(_) if is_constant(&arg.value) => SAME.to_owned(),
        ValueKind::Other | ValueKind::Constant(_) => return Ok(Box::new(arg.value.clone())),
    };
    Err(Error::new_spanned(&arg.value, message))
}

/// `5 + 5`, `"a".to_owned()`, `hosts::MAIN`. A name alone may be a constant parameter, which
/// differs.
fn is_constant(value: &Expr) -> bool {
    match value {
        Expr::Lit(_) => true,
        Expr::Paren(inner) => is_constant(&inner.expr),
        Expr::Reference(inner) => is_constant(&inner.expr),
        Expr::Unary(inner) => is_constant(&inner.expr),
        Expr::Binary(both) => is_constant(&both.left) && is_constant(&both.right),
        Expr::MethodCall(call) => is_constant(&call.receiver) && call.args.is_empty(),
        Expr::Path(path) => path.qself.is_none() && is_constant_of_module(&path.path),
        _ => false,
    }
}

/// Only of a module: the constant of a type may be another one for each type.
fn is_constant_of_module(path: &Path) -> bool {
    let has_none = |letters: fn(char) -> bool, name: &str| !name.chars().any(letters);
    let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let Some((last, modules @ [_, ..])) = names.split_last() else { return false };
    let is_module = |name: &String| has_none(char::is_uppercase, name);
    has_none(char::is_lowercase, last) && modules.iter().all(is_module)
}
