//! What the arguments of a block mean to each of its methods.

use super::Method;
use crate::args::Args;
use crate::args::key::Key;
use crate::config::Config;
use crate::diagnostics::Errors;
use crate::item::Function;
use crate::item::block::Block;
use crate::validate::fallback::Effect;
use crate::validate::timeout::is_off;
use crate::validate::{fallback, timeout};

#[derive(Clone, Copy)]
pub(crate) struct Inherited<'a> {
    pub(crate) args: &'a Args,
    /// Whether a method that blocks has to turn the block's `timeout` off. Not where no method
    /// could have one: that is one mistake, and told of where the `timeout` stands.
    pub(crate) is_whole: bool,
}

impl Inherited<'_> {
    /// Tells a method's `config` what is not its own.
    pub(super) fn tell(
        self,
        config: &mut Config,
        own: &Args,
        function: &Function,
        errors: &mut Errors,
    ) {
        let name = function.sig.ident.span();
        if let Some(timeout) = &mut config.timeout {
            timeout.is_inherited = !own.mentions(Key::Timeout);
        }
        let is_to_say_so = self.is_whole || function.waits();
        config.timeout.take_if(|timeout| timeout.is_inherited && !is_to_say_so);
        if let Some(fallback) = &mut config.fallback {
            fallback.is_inherited = !own.mentions(Key::Fallback);
            if !own.mentions(Key::FallbackOn) {
                fallback.on = fallback.on.at(name);
            }
        }
        self.without_effect(own, errors);
    }

    /// The method's own arguments that have no effect beside the block's.
    fn without_effect(self, own: &Args, errors: &mut Errors) {
        if !self.args.mentions(Key::Timeout) {
            timeout::off_without_effect(own, errors);
        }
        let effect = Effect::of(&own.clone().inheriting(self.args));
        fallback::without_effect(own, effect, errors);
    }
}

/// What no method takes notice of.
pub(super) fn without_effect(args: &Args, block: &Block, methods: &[&Method], errors: &mut Errors) {
    let configs = || methods.iter().map(|method| &method.config);
    if methods.is_empty() {
        let message = "no method to protect: remove the attribute";
        return errors.at(block.keyword, message);
    }
    timeout::off_without_effect(args, errors);
    let timeout = args.get(Key::Timeout).filter(|timeout| !is_off(timeout));
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
