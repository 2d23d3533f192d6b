//! From what was written to what is meant, and whether that fits what it stands on: `function`
//! looks at a function, `block` at an `impl` block and its methods, `faults` at what is no usable
//! argument, `unknown_argument` at names that none has ("did you mean .."), and `arguments` with
//! the rest at the arguments alone.

mod arguments;
mod arms;
pub(crate) mod block;
mod circuit;
mod conflicts;
pub(crate) mod fallback;
mod faults;
pub(crate) mod function;
mod identity;
mod judge;
mod keyed;
mod number;
mod off;
mod policy;
mod probe;
pub(crate) mod timeout;
mod unknown_argument;

pub(crate) use self::arguments::{validate, without_effect};
pub(crate) use self::arms::without_failures;
pub(crate) use self::identity::runtime_path;

use proc_macro2::TokenStream;

use crate::args::Args;
use crate::diagnostics::Errors;

/// The arguments in `tokens`, each as far as it can be read.
pub(crate) fn read(tokens: TokenStream, errors: &mut Errors) -> Args {
    let (args, faults) = Args::parse(tokens);
    faults::report(faults, &args, errors);
    args
}
