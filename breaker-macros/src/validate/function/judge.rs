//! `judge` under the name of an argument, which hides the function in the body.

use crate::config::Config;
use crate::diagnostics::Errors;

pub(super) fn check(names: &[String], config: &Config, errors: &mut Errors) {
    let Some(judge) = &config.judge else { return };
    if let Some(name) = judge.path.get_ident().filter(|name| names.iter().any(|it| *name == it)) {
        let message = format!(
            "`{name}` is an argument here: write the path of the function, as in \
             `judge = self::{name}`"
        );
        errors.over(judge, message);
    }
}
