//! What is written among the arguments and is none that can be used: each fault with what to write.

mod nameless;

use proc_macro2::Ident;

use crate::args::Args;
use crate::args::fault::Fault;
use crate::args::key::Key;
use crate::diagnostics::Errors;
use crate::validate::unknown_argument;

pub(super) fn report(faults: Vec<Fault>, args: &Args, errors: &mut Errors) {
    for fault in faults {
        match fault {
            Fault::Separator(place, message) => errors.at(place, message),
            Fault::Nameless(place, value) => errors.at(place, nameless::advice(value.as_ref())),
            Fault::Name(written, lookup) => {
                unknown_argument::report(&written, lookup, args, errors);
            }
            Fault::Twice(ident, key) => twice(&ident, key, errors),
            Fault::Malformed(key, form) => errors.at(form.place(key), form.explain(key)),
        }
    }
}

fn twice(ident: &Ident, key: Key, errors: &mut Errors) {
    let name = key.name();
    let fix = if key.takes_arms() {
        "put all arms into one, separated by `,`"
    } else {
        "remove one of them"
    };
    errors.at(ident.span(), format!("`{name}` is given twice: {fix}"));
}
