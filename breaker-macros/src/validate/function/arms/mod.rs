//! Arms that can't mean what they say on this function.

mod errors_alone;
mod halves;
pub(crate) mod inert;
mod names;
pub(in crate::validate) mod result;

use syn::Signature;

use super::target::Target;
use crate::config::{Arms, Config};
use crate::diagnostics::Errors;
use crate::item::Function;
use crate::item::params::Params;

pub(super) fn check(function: &Function, config: &Config, target: Target, errors: &mut Errors) {
    let Some(arms) = &config.arms else { return };
    guards(&function.sig, arms, errors);
    names::check(function, arms, errors);
    // Arms of a block may be for other methods, and the other half may be that of other methods.
    if target == Target::Function {
        halves::check(function, arms, errors);
        inert::check(function, arms, config, errors);
    }
}

/// Reports arms that mention arguments: these belong to the body, which may have consumed them when
/// the arms are asked.
fn guards(sig: &Signature, arms: &Arms, errors: &mut Errors) {
    let params = Params::of(sig);
    let receiver = params.receiver.iter().map(|_| "self".to_owned());
    let names: Vec<_> =
        receiver.chain(params.typed.iter().map(|param| param.name.to_string())).collect();
    for arm in arms.all() {
        for name in &names {
            if let Some(span) = arm.use_of(name) {
                let message = format!(
                    "arms see the return value, not the argument `{name}`: write a value or a \
                     constant in its place"
                );
                errors.at(span, message);
            }
        }
    }
}
