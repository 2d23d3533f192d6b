//! Functions that return streams (rule S16), by the spelling of their types: `impl Stream`,
//! `BoxStream`, `Pin<Box<dyn Stream>>`, alone or in a `Result`.

use syn::punctuated::Punctuated;
use syn::{
    GenericArgument, PathArguments, PathSegment, ReturnType, Token, Type, TypeParamBound,
    parse_quote,
};

use super::Function;
use super::types::ungrouped;

/// What a type that is a stream says.
pub(crate) struct Stream {
    /// What it yields; `_` where that is not spelled.
    pub(crate) item: Type,
    /// Behind `Pin<Box<..>>`.
    pub(crate) boxed: bool,
}

impl Stream {
    /// The stream that is all a function returns.
    pub(crate) fn alone(function: &Function) -> Option<Self> {
        match &function.sig.output {
            ReturnType::Type(_, ty) if function.sig.asyncness.is_none() => Self::of(ty),
            _ => None,
        }
    }

    /// The stream in a `Result`.
    pub(crate) fn in_result(ty: &Type) -> Option<Self> {
        let Type::Path(path) = ungrouped(ty) else { return None };
        let last = path.path.segments.last()?;
        if !last.ident.to_string().ends_with("Result") {
            return None;
        }
        Self::of(type_argument(last)?)
    }

    /// The type itself.
    pub(crate) fn of(ty: &Type) -> Option<Self> {
        match ungrouped(ty) {
            Type::ImplTrait(opaque) => Self::bound(&opaque.bounds, false),
            Type::Path(path) => Self::boxed(path.path.segments.last()?),
            _ => None,
        }
    }

    fn boxed(last: &PathSegment) -> Option<Self> {
        let argument = type_argument(last)?;
        match last.ident.to_string().as_str() {
            "BoxStream" | "LocalBoxStream" => Some(Self { item: argument.clone(), boxed: true }),
            "Pin" => Self::in_box(argument),
            _ => None,
        }
    }

    /// `Box<dyn Stream<Item = R> + Send>`.
    fn in_box(ty: &Type) -> Option<Self> {
        let Type::Path(path) = ungrouped(ty) else { return None };
        let last = path.path.segments.last().filter(|segment| segment.ident == "Box")?;
        match ungrouped(type_argument(last)?) {
            Type::TraitObject(object) => Self::bound(&object.bounds, true),
            _ => None,
        }
    }

    fn bound(bounds: &Punctuated<TypeParamBound, Token![+]>, boxed: bool) -> Option<Self> {
        bounds.iter().find_map(|bound| {
            let TypeParamBound::Trait(bound) = bound else { return None };
            let last = bound.path.segments.last().filter(|last| last.ident == "Stream")?;
            let item = arguments(last).find_map(|argument| match argument {
                GenericArgument::AssocType(assoc) if assoc.ident == "Item" => {
                    Some(assoc.ty.clone())
                }
                _ => None,
            });
            Some(Self { item: item.unwrap_or_else(|| parse_quote!(_)), boxed })
        })
    }
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

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use crate::item::future::item_of;

    #[test]
    fn streams_are_known_by_their_spelling() -> syn::Result<()> {
        for (function, item) in [
            ("fn f() -> impl Stream<Item = Token> + Send {}", Some("Token")),
            ("fn f() -> impl futures::Stream<Item = u8> {}", Some("u8")),
            ("fn f() -> impl Stream {}", Some("_")),
            ("fn f() -> BoxStream<'_, Token> {}", Some("Token")),
            ("fn f() -> Pin<Box<dyn Stream<Item = Token> + Send + '_>> {}", Some("Token")),
            ("fn f() -> Result<impl Stream<Item = Token>, E> {}", Some("Token")),
            ("async fn f() -> io::Result<LocalBoxStream<'static, Token>> {}", Some("Token")),
            ("fn f() -> BoxFuture<'_, Result<BoxStream<'_, Token>, E>> {}", Some("Token")),
            ("fn f() -> Vec<Token> {}", None),
            ("fn f() -> Result<Token, E> {}", None),
            ("fn f() -> Option<BoxStream<'_, Token>> {}", None),
            ("async fn f() -> impl Stream<Item = Token> {}", None),
            ("fn f() -> Pin<Box<dyn Future<Output = Token>>> {}", None),
            ("fn f() {}", None),
        ] {
            let found = item_of(&syn::parse_str(function)?);
            let found = found.map(|item| item.to_token_stream().to_string());
            assert_eq!(found.as_deref(), item, "{function}");
        }
        Ok(())
    }
}
