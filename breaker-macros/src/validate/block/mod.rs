//! Looks at an `impl` block: arguments that mean nothing to its methods, and methods that don't fit
//! them.

mod arms;
mod fallbacks;
pub(crate) mod inherited;
mod key;
pub(crate) mod method;
pub(crate) mod own;
mod unused;

use self::method::Method;
use crate::args::Args;
use crate::config::Config;
use crate::diagnostics::Errors;
use crate::item::block::Block;

/// The arguments of a block beside its methods, and these beside each other.
pub(crate) fn check(
    args: &Args,
    config: &Config,
    block: &Block,
    methods: &[&Method],
    errors: &mut Errors,
) {
    unused::check(args, block, methods, errors);
    arms::check(args, config, methods, errors);
    fallbacks::check(block, methods, errors);
    key::check(args, methods, errors);
}

/// One method, where nothing is known of the others.
pub(crate) fn check_alone(method: &Method, errors: &mut Errors) {
    arms::check_method(method, errors);
}
