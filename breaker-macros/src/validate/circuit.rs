//! Which circuit a function has: its own, made of a policy, or one that the user brings.

use quote::ToTokens;
use syn::{Error, Expr, ExprPath, Lit, Path, Result};

use super::{conflicts, identity, keyed, off, policy, probe};
use crate::args::key::Key;
use crate::args::value::{ValueKind, mention_of_self};
use crate::args::{Arg, Args};
use crate::config::{Circuit, Own, Timeout};
use crate::diagnostics::Errors;

pub(crate) fn circuit(args: &Args, timeout: Option<&Timeout>, errors: &mut Errors) -> Circuit {
    if args.mentions(Key::Breaker) {
        without_settings(args, errors);
        let given = args.get(Key::Breaker).map(|arg| match off::instead(arg, args) {
            Some(fix) => Err(Error::new_spanned(&arg.value, fix)),
            None => shared(arg),
        });
        match given.transpose().map_err(|error| errors.push(error)) {
            Ok(Some(circuit)) => return Circuit::Shared(Box::new(circuit)),
            Ok(None) | Err(()) => return Circuit::Own(Box::default()),
        }
    }
    let policy = policy::policy(args, errors);
    conflicts::check(args, &policy, errors);
    conflicts::slow_call(args, &policy, timeout, errors);
    Circuit::Own(Box::new(Own {
        policy,
        keys: keyed::keys(args, errors),
        name: identity::name(args, errors).map(ToTokens::into_token_stream),
        probe: probe::probe(args, errors),
    }))
}

/// Reports arguments of the circuit beside `breaker`, whether their values are right or not.
fn without_settings(args: &Args, errors: &mut Errors) {
    let is_setting =
        |key: Key| key.is_of_the_circuit() && !matches!(key, Key::Breaker | Key::Per | Key::Crate);
    let place = args.get(Key::Breaker).and_then(|arg| shared(arg).ok());
    let place = place.map_or_else(|| "it".to_owned(), |path| format!("`{}`", text(&path)));
    for arg in args.given().filter(|arg| is_setting(arg.key)) {
        let message = format!(
            "`{}` belongs to the circuit, and `breaker` brings its own: remove it here, and set \
             it where {place} is made",
            arg.key.name(),
        );
        errors.at(arg.ident.span(), message);
    }
}

fn shared(arg: &Arg) -> Result<ExprPath> {
    let message = match ValueKind::of(&arg.value) {
        ValueKind::Constant(value) => match (mention_of_self(value), value) {
            (Some(_), _) => {
                "a `static` can't belong to a type: name one outside of it, as in `breaker = DB`"
                    .to_owned()
            }
            (None, Expr::Path(path)) => return Ok(path.clone()),
            (None, Expr::Reference(reference)) if matches!(*reference.expr, Expr::Path(_)) => {
                format!(
                    "`breaker` takes the circuit, not a reference to it: write `breaker = {}`",
                    text(&reference.expr)
                )
            }
            (None, _) => "`breaker` takes the path of a `static`: make one, and write it as in \
                 `breaker = DB`"
                .to_owned(),
        },
        ValueKind::Literal(Lit::Str(name)) if name.parse::<Path>().is_ok() => {
            format!("a path stands without quotes: write `breaker = {}`", name.value())
        }
        _ => "`breaker` takes the path of a `static`: write one as in `breaker = DB`".to_owned(),
    };
    Err(Error::new_spanned(&arg.value, message))
}

fn text(path: &impl ToTokens) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}
