//! Arguments that a method of a block can't have for itself.

use proc_macro2::Ident;
use syn::ext::IdentExt;

use crate::args::Args;
use crate::args::key::Key;
use crate::diagnostics::Errors;

/// What stands beside `skip`.
pub(crate) fn beside_skip(own: &Args, errors: &mut Errors) {
    let is_skip = |key: &&Ident| key.unraw() == Key::Skip.name();
    for key in own.typed_keys().iter().filter(|key| !is_skip(key)) {
        let message = format!("`{key}` has no effect with `skip`: remove one of them");
        errors.at(key.span(), message);
    }
}

/// Takes off what belongs to the circuit.
pub(crate) fn without_settings(own: &mut Args, errors: &mut Errors) {
    for setting in own.given().filter(|arg| arg.key.is_of_the_circuit()) {
        let message = format!(
            "`{}` belongs to the circuit, which is that of the whole block: write it there, \
             or move the method to an `impl` block of its own",
            setting.key.name(),
        );
        errors.at(setting.ident.span(), message);
    }
    own.retain(|key| !key.is_of_the_circuit());
}
