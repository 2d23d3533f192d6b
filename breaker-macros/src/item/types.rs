//! What can be said about a type by its spelling.

use proc_macro2::Ident;
use syn::Type;

const PRIMITIVES: [&str; 17] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16",
    "u32", "u64", "u128", "usize",
];

pub(crate) fn is_primitive(name: &Ident) -> bool {
    PRIMITIVES.iter().any(|known| name == known)
}

/// The type in parentheses, and in the invisible groups that `macro_rules!` put around their
/// fragments.
pub(crate) fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(inner) => ungrouped(&inner.elem),
        Type::Paren(inner) => ungrouped(&inner.elem),
        other => other,
    }
}
