//! From the two token streams of an attribute to one.

use proc_macro2::TokenStream;

use crate::args::Args;
use crate::block;
use crate::block::alias::Note;
use crate::diagnostics::Errors;
use crate::expand::{self, editor};
use crate::item::Function;
use crate::item::block::Block;
use crate::validate::function::target::Target;
use crate::validate::function::{self, other};
use crate::validate::{read, runtime_path, validate, without_effect};

/// Parses, validates and expands. Whatever is wrong, the item is still there afterwards.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    if let Some(note) = Note::in_arguments(&args) {
        return block::come_true(note, item);
    }
    let (written, mut errors) = (args.clone(), Errors::default());
    let args = read(args, &mut errors);
    if let Ok(mut function) = syn::parse2::<Function>(item.clone()) {
        return match Note::taken_from(&mut function) {
            Some(note) => block::expand_method(note, args, function, errors),
            None => expand_function(&args, function, errors),
        };
    }
    outside_of_blocks(&args, &mut errors);
    if let Some(block) = Block::of(&item) {
        return block::expand(&args, &written, block, errors);
    }
    validate(&args, &mut errors);
    other::expand(item, errors)
}

fn expand_function(args: &Args, mut function: Function, mut errors: Errors) -> TokenStream {
    outside_of_blocks(args, &mut errors);
    let config = validate(args, &mut errors);
    without_effect(args, &mut errors);
    function::check(&function, args, &config, Target::Function, &mut errors);
    let runtime = runtime_path(args);
    if errors.is_empty() {
        function.opening.extend(editor::explanation(args, &runtime));
        return expand::expand(function, &config);
    }
    // The item as it was, with the errors inside: there they are allowed wherever functions are.
    function.opening.extend(editor::completion(args, &runtime));
    function.opening.extend(errors.to_compile_errors());
    function.with_body(function.block(&function.body))
}

fn outside_of_blocks(args: &Args, errors: &mut Errors) {
    if let Some(skip) = args.skip() {
        let message = "`skip` leaves a method out of an `impl` block that has the attribute: \
                       remove the attribute here";
        errors.at(skip.span(), message);
    }
}
