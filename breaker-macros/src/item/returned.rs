//! What the type that a function returns says of its failures.

use syn::{ReturnType, Signature, Type};

/// Types of the language and of its prelude that know no failure.
const INFALLIBLE: [&str; 20] = [
    "Self", "Option", "String", "Vec", "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64",
    "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
];

/// Whether no value of it is a failure without arms that say so: a constructor's, a getter's. What
/// has another name may be a `Result`.
pub(crate) fn never_fails(sig: &Signature) -> bool {
    match &sig.output {
        ReturnType::Default => true,
        ReturnType::Type(_, ty) => is_infallible(ty),
    }
}

fn is_infallible(ty: &Type) -> bool {
    match ty {
        Type::Group(inner) => is_infallible(&inner.elem),
        Type::Paren(inner) => is_infallible(&inner.elem),
        Type::Reference(_) | Type::Tuple(_) | Type::Slice(_) | Type::Array(_) | Type::Ptr(_) => {
            true
        }
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| INFALLIBLE.iter().any(|name| last.ident == name)),
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
