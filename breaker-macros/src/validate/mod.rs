//! From what was written to what is meant: every check that needs no function to look at.

mod circuit;
mod conflicts;
mod fallback;
mod identity;
mod keyed;
mod number;
mod policy;

pub(crate) use self::identity::runtime_path;

use crate::args::Args;
use crate::args::key::Key;
use crate::config::{Arms, Config};
use crate::diagnostics::Errors;

/// Usable only if there were no errors, then or before.
pub(crate) fn validate(args: &Args, errors: &mut Errors) -> Config {
    let timeout = policy::timeout(args, errors);
    Config {
        circuit: circuit::circuit(args, timeout.as_ref(), errors),
        key: keyed::key(args, errors),
        timeout,
        fallback: fallback::fallback(args, errors),
        arms: arms(args),
        runtime: identity::runtime(args, errors),
    }
}

fn arms(args: &Args) -> Option<Arms> {
    let given = |key| args.arms(key).to_vec();
    let (ignore, failure, success) = (given(Key::Ignore), given(Key::Failure), given(Key::Success));
    let is_given = [&ignore, &failure, &success].iter().any(|arms| !arms.is_empty());
    is_given.then_some(Arms { ignore, failure, success })
}
