//! Attributes of the language, as opposed to macros, which read the function that they stand on.

use syn::{Attribute, Meta, Path};

use super::lints::conditional;

const NAMES: &[&str] = &[
    "allow",
    "automatically_derived",
    "cfg",
    "cfg_attr",
    "cold",
    "coverage",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "export_name",
    "forbid",
    "ignore",
    "inline",
    "link_section",
    "must_use",
    "no_mangle",
    "should_panic",
    "target_feature",
    "track_caller",
    "unsafe",
    "warn",
];

/// Whole families.
const TOOLS: &[&str] = &["clippy", "diagnostic", "miri", "rust_analyzer", "rustfmt"];

/// Whether it may be a macro, of whatever name.
pub(crate) fn may_be_macro(attr: &Attribute) -> bool {
    may_be(&attr.meta)
}

fn may_be(meta: &Meta) -> bool {
    match conditional(meta) {
        Some((_, metas)) => metas.iter().any(may_be),
        None => !is_builtin(meta.path()),
    }
}

pub(crate) fn is_builtin(path: &Path) -> bool {
    match path.get_ident() {
        Some(name) => NAMES.iter().any(|known| name == known),
        None => {
            path.segments.first().is_some_and(|first| TOOLS.iter().any(|tool| first.ident == tool))
        }
    }
}
