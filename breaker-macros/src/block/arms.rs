//! Arms of a block and of its methods that can't mean what they say.
//!
//! What a method lets pass may still be a failure of another: only where all have the same arms do
//! these decide alone whether the circuit can open.

use super::{About, Guarded};
use crate::args::Args;
use crate::args::key::Key;
use crate::config::Config;
use crate::diagnostics::Errors;
use crate::item::Function;
use crate::validate::function::arms::inert;
use crate::validate::without_failures;

const OF_ARMS: [Key; 3] = [Key::Ignore, Key::Failure, Key::Success];

pub(super) fn check(args: &Args, config: &Config, members: &[Guarded], errors: &mut Errors) {
    let methods = || members.iter().filter_map(Guarded::method);
    let decides = |about: &About| {
        about.has_alias || about.own.mentions_any(&OF_ARMS) || about.own.mentions(Key::Timeout)
    };
    let is_alike = !methods().any(|(_, about)| decides(about));
    if is_alike {
        without_failures(args, errors);
    }
    for (function, about) in methods().filter(|(_, about)| !about.has_alias) {
        let mut found = Errors::default();
        match &config.arms {
            Some(arms) if is_alike => inert::check(&function.sig, arms, config, &mut found),
            _ => of_method(function, about, &mut found),
        }
        errors.absorb(found);
    }
}

/// Of one method, beside others.
pub(super) fn of_method(function: &Function, about: &About, errors: &mut Errors) {
    let Some(arms) = &about.config.arms else { return };
    // Those of the block may mean something to another method.
    inert::check_in_block(&function.sig, arms, |key| about.own.mentions(key), errors);
}
