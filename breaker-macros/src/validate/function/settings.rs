//! Settings that differ from call to call, though all calls have one circuit.

use quote::ToTokens;

use crate::args::key::Key;
use crate::args::value::ValueKind;
use crate::args::{Arg, Args};
use crate::diagnostics::Errors;
use crate::item::tokens::{mentions, place_of};

pub(super) fn check(args: &Args, names: &[String], errors: &mut Errors) {
    for arg in args.given().filter(|arg| is_fixed(arg.key)) {
        fixed(arg, names, errors);
    }
}

/// Whether its value is the same for all calls.
fn is_fixed(key: Key) -> bool {
    let is_elsewhere = matches!(key, Key::Per | Key::Crate | Key::Name);
    key == Key::Timeout || (key.is_of_the_circuit() && !is_elsewhere)
}

fn fixed(arg: &Arg, names: &[String], errors: &mut Errors) {
    let ValueKind::Constant(value) = ValueKind::of(&arg.value) else { return };
    let value = value.to_token_stream();
    let used = names.iter().find(|name| mentions(&value, name));
    if let Some((name, place)) = used.and_then(|name| Some((name, place_of(&value, name)?))) {
        let (setting, example) = (arg.key.name(), arg.key.example());
        let message = format!(
            "`{setting}` can't depend on the argument `{name}`: all calls have one circuit; \
             write a value or a constant, as in `{setting} = {example}`",
        );
        errors.at(place, message);
    }
}
