//! What is written and is no argument: told with the argument that was meant.

mod keyless;
mod translation;

use proc_macro2::Ident;
use syn::Lit;

use crate::args::Args;
use crate::args::fault::Fault;
use crate::args::key::{Key, Lookup};
use crate::args::value::ValueKind;
use crate::args::written::Written;
use crate::diagnostics::Errors;

pub(super) fn report(faults: Vec<Fault>, args: &Args, errors: &mut Errors) {
    for fault in faults {
        match fault {
            Fault::Separator(place, message) => errors.at(place, message),
            Fault::Keyless(place, value) => errors.at(place, keyless::advice(value.as_ref())),
            Fault::Name(written, lookup) => name(&written, lookup, args, errors),
            Fault::Twice(ident, key) => twice(&ident, key, errors),
            Fault::Form(key, mistake) => errors.at(mistake.place(key), mistake.explain(key)),
        }
    }
}

fn name(written: &Written, lookup: Lookup, args: &Args, errors: &mut Errors) {
    let typed = &written.typed_name();
    let mut message = match lookup {
        Lookup::Known(key) => translation::advice(typed, key, key.name(), written),
        Lookup::Meant(key, fix) => translation::advice(typed, key, fix, written),
        Lookup::Wish(answer) => format!("unknown argument `{typed}`: {answer}"),
        Lookup::Unknown => unknown_without_a_fix(typed),
    };
    if matches!(lookup, Lookup::Meant(Key::MinCalls, _)) && is_of_counts(args) {
        let start = if message.ends_with('?') { " It" } else { "; it" };
        message.push_str(start);
        message.push_str(" goes with a share, as in `threshold = \"50%\"`");
    }
    errors.over(&written.typed, message);
}

/// Whether `min_calls` would have no effect: the next thing that its user would be told.
fn is_of_counts(args: &Args) -> bool {
    match args.get(Key::Threshold) {
        Some(arg) => matches!(ValueKind::of(&arg.value), ValueKind::Literal(Lit::Int(_))),
        None => !args.mentions_any(&[Key::Threshold, Key::Policy]),
    }
}

fn unknown_without_a_fix(typed: &str) -> String {
    let known: Vec<_> = Key::supported_names().map(|name| format!("`{name}`")).collect();
    format!("unknown argument `{typed}`: the arguments are {}", known.join(", "))
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
