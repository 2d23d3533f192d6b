//! A fix that a message says word for word has to be one.

use proc_macro2::TokenStream;

use crate::diagnostics::Errors;
use crate::tokens::told;
use crate::validate::{read, validate};

/// What may be said about a fix alone: that something else is needed as well.
const NEEDS_MORE: &[&str] = &["has no effect", "could never open", "`open_for` is not given"];

/// Each argument in `message` that is to be written in place of another is right.
pub(super) fn work(message: &str) {
    // Of the sign: the value is not looked at before that is right.
    if message.starts_with("expected `=`") {
        return;
    }
    for fix in proposed(message) {
        let Ok(tokens) = fix.parse::<TokenStream>() else {
            panic!("the fix `{fix}` is not even tokens: {message}");
        };
        let mut errors = Errors::default();
        let args = read(tokens, &mut errors);
        drop(validate(&args, &mut errors));
        for error in told(errors.to_compile_errors()).into_iter().map(|error| error.message) {
            let needs_more = NEEDS_MORE.iter().any(|more| error.contains(more));
            assert!(needs_more, "the fix `{fix}` is wrong again: {error}\n{message}");
        }
    }
}

/// What stands between backticks behind `write` and has a sign in it.
fn proposed(message: &str) -> impl Iterator<Item = &str> {
    let fixes = message.split("write ").skip(1).filter_map(|fix| {
        let fix = fix
            .trim_start_matches("them as in ")
            .trim_start_matches("one as in ")
            .trim_start_matches("it as in ");
        fix.strip_prefix('`')?.split('`').next()
    });
    // Half a text is one with a backtick of its own.
    fixes.filter(|fix| fix.contains(" = ") && fix.matches('"').count() % 2 == 0)
}
