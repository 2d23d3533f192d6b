//! The arguments alone: what they mean, and which are wrong whatever they stand on.

use super::{arms, circuit, fallback, identity, judge, keyed, timeout};
use crate::args::Args;
use crate::config::Config;
use crate::diagnostics::Errors;

/// Usable only if there were no errors, then or before.
pub(crate) fn validate(args: &Args, errors: &mut Errors) -> Config {
    let timeout = timeout::timeout(args, errors);
    Config {
        circuit: circuit::circuit(args, timeout.as_ref(), errors),
        key: keyed::key(args, errors),
        timeout,
        fallback: fallback::fallback(args, errors),
        arms: arms::arms(args, errors),
        judge: judge::judge(args, errors),
        runtime: identity::runtime(args, errors),
    }
}

/// Arguments of one function that have no effect beside the others.
pub(crate) fn without_effect(args: &Args, errors: &mut Errors) {
    timeout::off_without_effect(args, errors);
    arms::without_failures(args, errors);
    fallback::without_effect(args, fallback::Effect::of(args), errors);
}
