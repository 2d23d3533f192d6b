//! From what was written to what is meant: every check that needs no function to look at.

mod conflicts;
mod fallback;
mod identity;
mod number;
mod policy;

pub(crate) use self::identity::runtime_path;

use crate::args::Args;
use crate::config::Config;
use crate::diagnostics::Errors;

/// Usable only if there were no errors, then or before.
pub(crate) fn validate(args: &Args, errors: &mut Errors) -> Config {
    let policy = policy::policy(args, errors);
    conflicts::check(args, &policy, errors);
    Config {
        policy,
        fallback: fallback::fallback(args, errors),
        name: identity::name(args, errors),
        runtime: identity::runtime(args, errors),
    }
}
