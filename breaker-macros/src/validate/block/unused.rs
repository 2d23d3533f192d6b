//! Arguments of a block that no method uses.

use super::method::Method;
use crate::args::Args;
use crate::args::key::Key;
use crate::diagnostics::Errors;
use crate::item::block::Block;
use crate::validate::fallback::{self, Effect};
use crate::validate::timeout;

pub(super) fn check(args: &Args, block: &Block, methods: &[&Method], errors: &mut Errors) {
    let configs = || methods.iter().map(|method| &method.config);
    if methods.is_empty() {
        let message = "no method to protect: remove the attribute";
        return errors.at(block.keyword, message);
    }
    timeout::off_without_effect(args, errors);
    let timeout = args.get(Key::Timeout).filter(|timeout| !timeout::is_off(timeout));
    if let Some(timeout) = timeout.filter(|_| configs().all(|config| config.timeout.is_none())) {
        let message = "`timeout` needs an asynchronous method, and no method takes it: remove it";
        errors.at(timeout.ident.span(), message);
    }
    let has_fallback =
        args.mentions(Key::Fallback) || configs().any(|config| config.fallback.is_some());
    let has_timeout =
        args.mentions(Key::Timeout) || configs().any(|config| config.timeout.is_some());
    fallback::without_effect(args, Effect { has_fallback, has_timeout }, errors);
}
