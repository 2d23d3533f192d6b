//! Functions that are asynchronous without being `async`: `-> impl Future<Output = R>`, `-> BoxFuture<'_, R>`, and what
//! `#[async_trait]` makes of an `async fn`.

use syn::punctuated::Punctuated;
use syn::{GenericArgument, PathArguments, PathSegment, ReturnType, Token, Type, TypeParamBound};

/// What a future-returning function returns.
pub(crate) struct Future<'a> {
    /// The `R` of `Output = R`.
    pub(crate) output: &'a Type,
    /// Behind `Pin<Box<..>>`.
    pub(crate) boxed: bool,
}

impl<'a> Future<'a> {
    /// Recognised by its spelling, for lack of types.
    pub(crate) fn returned_by(output: &'a ReturnType) -> Option<Self> {
        match output {
            ReturnType::Type(_, ty) => Self::of(ty),
            ReturnType::Default => None,
        }
    }

    fn of(ty: &'a Type) -> Option<Self> {
        match ty {
            Type::Group(inner) => Self::of(&inner.elem),
            Type::Paren(inner) => Self::of(&inner.elem),
            Type::ImplTrait(future) => Self::bound(&future.bounds),
            Type::Path(path) => Self::boxed(path.path.segments.last()?),
            _ => None,
        }
    }

    fn bound(bounds: &'a Punctuated<TypeParamBound, Token![+]>) -> Option<Self> {
        let output = bounds.iter().find_map(output_of_future)?;
        Some(Self { output, boxed: false })
    }

    fn boxed(last: &'a PathSegment) -> Option<Self> {
        let argument = type_argument(last)?;
        let output = match last.ident.to_string().as_str() {
            "BoxFuture" | "LocalBoxFuture" => argument,
            "Pin" => output_of_box(argument)?,
            _ => return None,
        };
        Some(Self { output, boxed: true })
    }
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
