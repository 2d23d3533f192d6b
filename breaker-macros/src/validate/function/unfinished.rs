//! What a function returns before the work is done, and can't be wrapped: a circuit would count
//! that it was made.

use syn::{
    GenericArgument, PathArguments, PathSegment, ReturnType, Signature, Type, TypeParamBound,
};

use crate::item::stream::Stream;
use crate::item::types::ungrouped;

const TASK: &str = "a `JoinHandle` is returned before its task has done anything: put the \
                    attribute \
                    on the function that the task runs";
const STREAM: &str = "a stream in this type is not known as one: write `impl Stream<Item = ..>`, \
                      `BoxStream<'_, ..>` or `Pin<Box<dyn Stream<Item = ..>>>`";
const LATER: &str = "the body would run before the stream that it returns is admitted: return the \
                     stream in a `Result`, or remove `async`";

/// The type, and what to do instead. Recognised by its spelling, for lack of types.
pub(super) fn returned_by(sig: &Signature) -> Option<(&Type, &'static str)> {
    match &sig.output {
        ReturnType::Type(_, ty) if Stream::of(ty).is_some() => {
            sig.asyncness.is_some().then_some((&**ty, LATER))
        }
        ReturnType::Type(_, ty) if sig.asyncness.is_none() => Some((ty, instead_of(ty)?)),
        _ => None,
    }
}

fn instead_of(ty: &Type) -> Option<&'static str> {
    match ungrouped(ty) {
        Type::ImplTrait(opaque) => opaque.bounds.iter().any(is_stream).then_some(STREAM),
        Type::TraitObject(object) => object.bounds.iter().any(is_stream).then_some(STREAM),
        Type::Path(path) => instead_of_named(path.path.segments.last()?),
        _ => None,
    }
}

fn instead_of_named(last: &PathSegment) -> Option<&'static str> {
    match last.ident.to_string().as_str() {
        "BoxStream" | "LocalBoxStream" => Some(STREAM),
        "JoinHandle" | "ScopedJoinHandle" => Some(TASK),
        "Box" | "Pin" => instead_of(argument(last)?),
        _ => None,
    }
}

fn argument(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

fn is_stream(bound: &TypeParamBound) -> bool {
    let TypeParamBound::Trait(bound) = bound else { return false };
    let last = bound.path.segments.last();
    last.is_some_and(|last| last.ident == "Stream" || last.ident == "TryStream")
}
