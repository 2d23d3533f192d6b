//! What the arguments of a block mean to each of its methods.

use crate::args::Args;
use crate::args::key::Key;
use crate::config::Config;
use crate::diagnostics::Errors;
use crate::item::Function;
use crate::validate::fallback::Effect;
use crate::validate::{fallback, timeout};

#[derive(Clone, Copy)]
pub(crate) struct Inherited<'a> {
    pub(crate) args: &'a Args,
    /// Whether a method that blocks has to turn the block's `timeout` off. Not where no method
    /// could have one: that is one mistake, and told of where the `timeout` stands.
    pub(crate) is_whole: bool,
}

impl Inherited<'_> {
    /// Gives a method's `config` what it inherits from the block.
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
