//! What looks at an `impl` block: arguments that mean nothing to its methods, and methods that
//! don't fit them.

mod arms;
mod fallbacks;
pub(crate) mod inherited;
mod key;
pub(crate) mod own;

use proc_macro2::TokenStream;

use self::inherited::Inherited;
use super::function::{self, Target};
use super::validate;
use crate::args::Args;
use crate::config::{Circuit, Config};
use crate::diagnostics::Errors;
use crate::item::Function;
use crate::item::block::Block;

/// A method that has the circuit of its block.
pub(crate) struct Method {
    pub(crate) function: Box<Function>,
    /// Its own arguments.
    pub(crate) own: Args,
    /// What they mean beside those of the block.
    pub(crate) config: Config,
    /// It has no attribute of our name, and one that may be ours under another.
    pub(crate) has_alias: bool,
}

impl Method {
    /// `circuit` refers to that of the block.
    pub(crate) fn new(
        function: Box<Function>,
        mut own: Args,
        block: Inherited<'_>,
        circuit: &TokenStream,
        errors: &mut Errors,
    ) -> Self {
        own::without_settings(&mut own, errors);
        let all = own.clone().inheriting(block.args);
        let mut found = Errors::default();
        let mut config = validate(&all, &mut found);
        config.circuit = Circuit::OfBlock(circuit.clone());
        block.tell(&mut config, &own, &function, &mut found);
        function::check(&function, &own, &config, Target::Block, &mut found);
        errors.absorb(found);
        Self { function, own, config, has_alias: false }
    }
}

/// The arguments of a block beside its methods, and these beside each other.
pub(crate) fn check(
    args: &Args,
    config: &Config,
    block: &Block,
    methods: &[&Method],
    errors: &mut Errors,
) {
    inherited::without_effect(args, block, methods, errors);
    arms::check(args, config, methods, errors);
    fallbacks::check(block, methods, errors);
    key::check(args, methods, errors);
}

/// One method beside others, of which nothing is known.
pub(crate) fn check_alone(method: &Method, errors: &mut Errors) {
    arms::check_method(method, errors);
}
