//! `judge = path`: a function that many functions share, instead of arms.

use syn::{Error, Expr, ExprPath, Lit, Path, Result};

use super::off;
use crate::args::key::Key;
use crate::args::value::ValueKind;
use crate::args::{Arg, Args};
use crate::diagnostics::{Errors, shown};

/// The function. What it takes and returns is for the compiler to find out.
pub(crate) fn judge(args: &Args, errors: &mut Errors) -> Option<Box<ExprPath>> {
    let arg = args.get(Key::Judge)?;
    beside_arms(arg, args, errors);
    path(arg).map_err(|error| errors.push(error)).ok().map(Box::new)
}

/// Reports arms: the function decides alone.
fn beside_arms(arg: &Arg, args: &Args, errors: &mut Errors) {
    let arms = Key::OF_ARMS.into_iter().filter(|&key| args.mentions(key));
    let arms: Vec<_> = arms.map(|key| format!("`{}(..)`", key.name())).collect();
    if !arms.is_empty() {
        let message = format!("`judge` decides alone: remove it, or {}", arms.join(" and "));
        errors.at(arg.ident.span(), message);
    }
}

fn path(arg: &Arg) -> Result<ExprPath> {
    let message = match ValueKind::of(&arg.value) {
        _ if off::says(arg, &off::WORDS) => "there is none without `judge`: remove it".to_owned(),
        ValueKind::Constant(Expr::Path(path)) => return Ok(path.clone()),
        ValueKind::Constant(Expr::Reference(reference)) if is_path(&reference.expr) => {
            format!("a function needs no `&`: write `judge = {}`", shown(&reference.expr))
        }
        ValueKind::Constant(Expr::Call(call)) if is_path(&call.func) => {
            let function = shown(&call.func);
            format!("`judge` takes the function, and calls it: write `judge = {function}`")
        }
        ValueKind::Literal(Lit::Str(text)) if text.parse::<Path>().is_ok() => {
            format!("a path stands without quotes: write `judge = {}`", text.value())
        }
        _ if matches!(arg.value, Expr::Closure(_)) => {
            "`judge` takes the path of a function: write one, or arms, as in `failure(r if ..)`"
                .to_owned()
        }
        _ => format!(
            "`judge` takes the path of a function: write it as in `judge = {}`",
            Key::Judge.example(),
        ),
    };
    Err(Error::new_spanned(&arg.value, message))
}

fn is_path(value: &Expr) -> bool {
    matches!(value, Expr::Path(_))
}
