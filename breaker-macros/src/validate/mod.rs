//! From what was written to what is meant, and whether that fits what it stands on: `function`
//! looks at a function, `block` at an `impl` block and its methods, `faults` at what is no
//! argument, and the rest at the arguments alone.

mod arms;
pub(crate) mod block;
mod circuit;
mod conflicts;
pub(crate) mod fallback;
mod faults;
pub(crate) mod function;
mod identity;
mod keyed;
mod number;
mod off;
mod policy;
pub(crate) mod timeout;

pub(crate) use self::arms::without_failures;
pub(crate) use self::identity::runtime_path;

use proc_macro2::TokenStream;

use crate::args::Args;
use crate::config::Config;
use crate::diagnostics::Errors;

/// The arguments in `tokens`, each as far as it can be read.
pub(crate) fn read(tokens: TokenStream, errors: &mut Errors) -> Args {
    let (args, faults) = Args::parse(tokens);
    faults::report(faults, &args, errors);
    args
}

/// Usable only if there were no errors, then or before.
pub(crate) fn validate(args: &Args, errors: &mut Errors) -> Config {
    let timeout = timeout::timeout(args, errors);
    Config {
        circuit: circuit::circuit(args, timeout.as_ref(), errors),
        key: keyed::key(args, errors),
        timeout,
        fallback: fallback::fallback(args, errors),
        arms: arms::arms(args, errors),
        runtime: identity::runtime(args, errors),
    }
}

/// Arguments of one function that have no effect beside the others.
pub(crate) fn without_effect(args: &Args, errors: &mut Errors) {
    timeout::off_without_effect(args, errors);
    without_failures(args, errors);
    fallback::without_effect(args, fallback::Effect::of(args), errors);
}
