//! From what was written to what is meant: every check that needs no function to look at.

mod arms;
mod circuit;
mod conflicts;
mod fallback;
mod identity;
mod keyed;
mod number;
mod policy;

pub(crate) use self::identity::runtime_path;

use crate::args::Args;
use crate::config::Config;
use crate::diagnostics::Errors;

/// Usable only if there were no errors, then or before.
pub(crate) fn validate(args: &Args, errors: &mut Errors) -> Config {
    let timeout = policy::timeout(args, errors);
    Config {
        circuit: circuit::circuit(args, timeout.as_ref(), errors),
        key: keyed::key(args, errors),
        timeout,
        fallback: fallback::fallback(args, errors),
        arms: arms::arms(args, errors),
        runtime: identity::runtime(args, errors),
    }
}
