//! From the two token streams of an attribute to one.

use proc_macro2::TokenStream;

use crate::args::Args;
use crate::block;
use crate::diagnostics::Errors;
use crate::expand::{self, editor};
use crate::item::Function;
use crate::item::block::Block;
use crate::item::unsupported::{self, Place};
use crate::validate::{runtime_path, validate};

/// Parse, validate, expand. Whatever is wrong, the item is still there afterwards.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let args = Args::parse(args, &mut errors);
    outside_of_blocks(&args, &mut errors);
    if let Some(block) = Block::of(&item) {
        return block::expand(&args, block, errors);
    }
    let config = validate(&args, &mut errors);
    let Ok(mut function) = syn::parse2::<Function>(item.clone()) else {
        unsupported::not_a_function(item.clone(), &mut errors);
        return item.into_iter().chain(errors.to_compile_errors()).collect();
    };
    unsupported::check(&function, &config, Place::Function, &mut errors);
    let runtime = runtime_path(&args);
    if errors.is_empty() {
        function.opening.extend(editor::explanation(&args, &runtime));
        return expand::expand(function, &config);
    }
    // As it was, with the errors inside: there they are allowed wherever functions are.
    function.opening.extend(editor::completion(&args, &runtime));
    function.opening.extend(errors.to_compile_errors());
    function.with_body(function.block(&function.body))
}

fn outside_of_blocks(args: &Args, errors: &mut Errors) {
    if let Some(skip) = args.skip() {
        let message = "`skip` leaves a method out of an `impl` block that has the attribute: remove the attribute here";
        errors.at(skip.span(), message);
    }
}
