//! Names that no argument has: "did you mean `open_for`?", or what to do instead.

mod did_you_mean;
mod translation;

use syn::Lit;

use crate::args::Args;
use crate::args::key::Key;
use crate::args::lookup::Lookup;
use crate::args::value::ValueKind;
use crate::args::written::Written;
use crate::diagnostics::Errors;

/// What is said of a name that no argument has, with the argument that was meant.
pub(super) fn report(written: &Written, lookup: Lookup, args: &Args, errors: &mut Errors) {
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
