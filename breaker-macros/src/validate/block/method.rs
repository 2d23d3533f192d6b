//! A method in a block, with what its circuit needs to know of it.

use proc_macro2::TokenStream;

use super::inherited::Inherited;
use super::own::without_settings;
use crate::args::Args;
use crate::config::{Circuit, Config};
use crate::diagnostics::Errors;
use crate::item::Function;
use crate::validate::function;
use crate::validate::function::target::Target;
use crate::validate::validate;

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
        without_settings(&mut own, errors);
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
