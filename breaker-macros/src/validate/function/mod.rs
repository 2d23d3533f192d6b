//! Looks at the function: arguments that don't fit it, and functions that can't be wrapped.

pub(crate) mod arms;
pub(crate) mod fallback;
mod judge;
pub(crate) mod key;
pub(crate) mod other;
mod settings;
pub(crate) mod shape;
pub(crate) mod target;
mod timeout;
mod unfinished;

use crate::args::Args;
use crate::config::Config;
use crate::diagnostics::Errors;
use crate::item::Function;
use crate::item::params::Params;
use target::Target;

/// `args` are those of the function itself, `config` has those of its block as well.
pub(crate) fn check(
    function: &Function,
    args: &Args,
    config: &Config,
    target: Target,
    errors: &mut Errors,
) {
    let sig = &function.sig;
    let typed = Params::of(sig).typed;
    let names: Vec<_> = typed.iter().map(|param| param.name.to_string()).collect();
    shape::check(function, target, errors);
    arms::check(function, config, target, errors);
    judge::check(&names, config, errors);
    timeout::check(function, config, errors);
    key::check(sig, args, errors);
    settings::check(args, &names, errors);
    fallback::check(function, &names, config, errors);
}
