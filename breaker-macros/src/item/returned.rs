//! What a function's return type says of its failures.

use syn::{ReturnType, Signature, Type};

use super::types::{is_primitive, ungrouped};

/// Types of the prelude that know no failure, beside those of the language.
const INFALLIBLE: [&str; 4] = ["Self", "Option", "String", "Vec"];

/// Whether no value of the type is a failure unless arms say so, as of a constructor or a getter. A
/// type of another name may be a `Result`.
pub(crate) fn never_fails(sig: &Signature) -> bool {
    match &sig.output {
        ReturnType::Default => true,
        ReturnType::Type(_, ty) => is_infallible(ty),
    }
}

fn is_infallible(ty: &Type) -> bool {
    match ungrouped(ty) {
        Type::Reference(_) | Type::Tuple(_) | Type::Slice(_) | Type::Array(_) | Type::Ptr(_) => {
            true
        }
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            is_primitive(&last.ident) || INFALLIBLE.iter().any(|name| last.ident == name)
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::never_fails;

    #[test]
    fn what_may_be_a_result_may_fail() -> syn::Result<()> {
        for (returned, never) in [
            ("", true),
            ("-> ()", true),
            ("-> Self", true),
            ("-> &str", true),
            ("-> Option<u8>", true),
            ("-> Result<Self, Error>", false),
            ("-> io::Result<()>", false),
            ("-> Answer", false),
            ("-> Self::Answer", false),
            ("-> impl Judged", false),
        ] {
            let sig = syn::parse_str(&format!("fn call() {returned}"))?;
            assert_eq!(never_fails(&sig), never, "{returned}");
        }
        Ok(())
    }
}
