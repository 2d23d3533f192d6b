//! Functions that are asynchronous without being `async`: `-> impl Future<Output = R>`,
//! `-> BoxFuture<'_, R>`, what `#[async_trait]` makes of an `async fn`, and whatever ends in a
//! boxed `async` block.

use syn::punctuated::Punctuated;
use syn::{
    GenericArgument, PathArguments, PathSegment, ReturnType, Token, Type, TypeParamBound, TypePath,
    parse_quote,
};

use super::Function;
use super::stream::Stream;
use super::tail::Tail;
use super::types::ungrouped;

/// What a future-returning function returns.
pub(crate) struct Future {
    /// The `R` of `Output = R`.
    pub(crate) output: Type,
    /// Behind `Pin<Box<..>>`.
    pub(crate) boxed: bool,
}

/// The type of what counts: a call's result, of a future its output, of a stream its items; nothing
/// for an omitted `()`.
pub(crate) fn returned_by(function: &Function) -> Option<Type> {
    if let Some(item) = item_of(function) {
        return Some(item);
    }
    output_of(function)
}

/// The type of a call's result, of a future its output.
pub(crate) fn output_of(function: &Function) -> Option<Type> {
    let ReturnType::Type(_, ty) = &function.sig.output else { return None };
    Some(Future::returned_by(function).map_or_else(|| (**ty).clone(), |future| future.output))
}

/// The type of a stream's items, if the function returns one, in a `Result` or alone.
pub(crate) fn item_of(function: &Function) -> Option<Type> {
    let in_result = || Stream::in_result(&output_of(function)?);
    let stream = Stream::alone(function).or_else(in_result)?;
    Some(stream.item)
}

impl Function {
    /// Whether it is asynchronous, `async` or not.
    pub(crate) fn waits(&self) -> bool {
        self.sig.asyncness.is_some() || Future::returned_by(self).is_some()
    }

    /// Whether it returns a future of unknown making.
    pub(crate) fn is_without_block(&self) -> bool {
        Future::returned_by(self).is_some() && Tail::of(&self.body).is_none()
    }
}

impl Future {
    /// Recognises it by its spelling, as there are no types, or by what the body ends in.
    pub(crate) fn returned_by(function: &Function) -> Option<Self> {
        match &function.sig.output {
            ReturnType::Type(_, ty) if function.sig.asyncness.is_none() => {
                Self::of(ty).or_else(|| Self::aliased(ty, function))
            }
            _ => None,
        }
    }

    fn of(ty: &Type) -> Option<Self> {
        match ungrouped(ty) {
            Type::ImplTrait(future) => Self::bound(&future.bounds),
            Type::Path(path) => Self::boxed(path.path.segments.last()?),
            _ => None,
        }
    }

    /// `Reply`, `Self::Future`: the one type that coerces from a boxed `async` block.
    fn aliased(ty: &Type, function: &Function) -> Option<Self> {
        let ty = ungrouped(ty);
        match ty {
            Type::Path(path) if may_be_alias(path) => {
                Tail::of(&function.body)?;
                let output = parse_quote!(<#ty as ::core::future::Future>::Output);
                Some(Self { output, boxed: true })
            }
            _ => None,
        }
    }

    fn bound(bounds: &Punctuated<TypeParamBound, Token![+]>) -> Option<Self> {
        let output = bounds.iter().find_map(output_of_future)?.clone();
        Some(Self { output, boxed: false })
    }

    fn boxed(last: &PathSegment) -> Option<Self> {
        let argument = type_argument(last)?;
        let output = match last.ident.to_string().as_str() {
            "BoxFuture" | "LocalBoxFuture" => argument,
            "Pin" => output_of_box(argument)?,
            _ => return None,
        };
        Some(Self { output: output.clone(), boxed: true })
    }
}

fn may_be_alias(TypePath { path, .. }: &TypePath) -> bool {
    let last = path.segments.last().map(|last| last.ident.to_string());
    !matches!(last.as_deref(), None | Some("Box" | "Option" | "Pin" | "Result" | "Vec"))
}

/// `Box<dyn Future<Output = R> + Send>`.
fn output_of_box(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == "Box")?;
    match type_argument(last)? {
        Type::TraitObject(object) => object.bounds.iter().find_map(output_of_future),
        Type::ImplTrait(opaque) => opaque.bounds.iter().find_map(output_of_future),
        _ => None,
    }
}

fn output_of_future(bound: &TypeParamBound) -> Option<&Type> {
    let TypeParamBound::Trait(bound) = bound else { return None };
    let last = bound.path.segments.last().filter(|segment| segment.ident == "Future")?;
    arguments(last).find_map(|argument| match argument {
        GenericArgument::AssocType(assoc) if assoc.ident == "Output" => Some(&assoc.ty),
        _ => None,
    })
}

fn type_argument(segment: &PathSegment) -> Option<&Type> {
    arguments(segment).find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

fn arguments(segment: &PathSegment) -> impl Iterator<Item = &GenericArgument> {
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(arguments.args.iter()),
        _ => None,
    }
    .into_iter()
    .flatten()
}
