//! `slow_call = off`: arguments that are switched off by leaving them out.

use syn::{Expr, Lit};

use crate::args::key::Key;
use crate::args::table::Measure;
use crate::args::value::ValueKind;
use crate::args::{Arg, Args};
use crate::literals::text::unwrapped;

/// The words that people write for none.
pub(super) const WORDS: [&str; 9] =
    ["off", "none", "None", "never", "disabled", "disable", "no", "null", "unlimited"];

/// What to write instead, if `arg` is turned off and can't be.
pub(super) fn instead(arg: &Arg, args: &Args) -> Option<String> {
    let name = arg.key.name();
    let is_off = says(arg, &WORDS) || (arg.key != Key::DryRun && is_false(arg));
    if !is_off {
        return None;
    }
    let fix = match arg.key {
        Key::Jitter if args.mentions(Key::Policy) => "write `jitter = \"0%\"`".to_owned(),
        key if is_optional(key) && args.mentions(Key::Policy) => {
            format!("only a `policy` without `{name}` turns it off: name one, and remove `{name}`")
        }
        key if is_optional(key) => format!("there is none without `{name}`: remove it"),
        Key::Jitter | Key::Consecutive | Key::Policy | Key::Breaker | Key::Probe => {
            format!("there is none without `{name}`: remove it")
        }
        Key::Threshold | Key::OpenFor => {
            "a circuit opens: for one that only reports write `dry_run = true`".to_owned()
        }
        Key::Window => {
            "without a window there are failures in a row: write `consecutive = 5`".to_owned()
        }
        // Without these both have no effect, which is enough to say.
        Key::MinCalls if !has_share(args) => return None,
        Key::MaxKeys if !args.mentions(Key::Per) => return None,
        Key::MinCalls | Key::HalfOpenCalls => format!("the least is 1: write `{name} = 1`"),
        Key::MaxKeys => "keys are bounded: the most is `max_keys = 1048576`".to_owned(),
        _ => return None,
    };
    Some(fix)
}

fn has_share(args: &Args) -> bool {
    let is_text = |arg: &Arg| matches!(ValueKind::of(&arg.value), ValueKind::Literal(Lit::Str(_)));
    args.mentions(Key::Policy) || args.get(Key::Threshold).is_some_and(is_text)
}

/// Whether its value is one of these words; in quotes in upper case as well, which without may
/// be a constant's.
pub(super) fn says(arg: &Arg, words: &[&str]) -> bool {
    match ValueKind::of(&arg.value) {
        ValueKind::Literal(Lit::Str(text)) => {
            let text = text.value();
            let said = unwrapped(&text).map_or(text.trim(), |(_, inner)| inner);
            words.iter().any(|word| word.eq_ignore_ascii_case(said))
        }
        _ => is_word(arg, words),
    }
}

/// Whether its value is one of these words.
pub(super) fn is_word(arg: &Arg, words: &[&str]) -> bool {
    match ValueKind::of(&arg.value) {
        ValueKind::Constant(Expr::Path(path)) => words.iter().any(|word| path.path.is_ident(word)),
        _ => false,
    }
}

/// A time of which there is none unless it is given.
fn is_optional(key: Key) -> bool {
    key.measure() == Some(Measure::Time) && key.default().is_empty()
}

fn is_false(arg: &Arg) -> bool {
    matches!(ValueKind::of(&arg.value), ValueKind::Literal(Lit::Bool(flag)) if !flag.value)
}
