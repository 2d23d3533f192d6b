//! Arms of a block and of its methods that can't mean what they say.
//!
//! A call that counts as a success in one method may fail in another: only where all methods have
//! the same arms do these alone decide whether the circuit can open.

use super::method::Method;
use crate::args::Args;
use crate::args::key::Key;
use crate::config::Config;
use crate::diagnostics::Errors;
use crate::validate::function::arms::inert;
use crate::validate::without_failures;

pub(super) fn check(args: &Args, config: &Config, methods: &[&Method], errors: &mut Errors) {
    let is_alike = !methods.iter().any(|method| decides(method));
    if is_alike {
        without_failures(args, errors);
    }
    for method in methods.iter().filter(|method| !method.has_alias) {
        let mut found = Errors::default();
        match &config.arms {
            Some(arms) if is_alike => {
                inert::check(&method.function, arms, config, &mut found);
            }
            _ => check_method(method, &mut found),
        }
        errors.absorb(found);
    }
}

/// Whether it may say for itself what counts.
fn decides(Method { own, has_alias, .. }: &Method) -> bool {
    let others = [Key::Judge, Key::Timeout];
    *has_alias || own.mentions_any(&Key::OF_ARMS) || own.mentions_any(&others)
}

/// Of one method, beside others.
pub(super) fn check_method(Method { function, own, config, .. }: &Method, errors: &mut Errors) {
    let Some(arms) = &config.arms else { return };
    // Those of the block may mean something to another method.
    inert::check_in_block(function, arms, |key| own.mentions(key), errors);
}
