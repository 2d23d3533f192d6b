//! Paths as they are written in an attribute, and the functions that they lead to. Where a `use`, a
//! local item, an override or a generic parameter may make it another, nothing is found of it,
//! rather than something else: the first call tells.

use super::place::{Kind, Place};

/// The path from the crate on, if it can be no other: of `written` in the attribute of a function
/// in this place. Names of types and traits are known by their capitals.
pub(super) fn path(written: &str, place: &Place) -> Option<String> {
    if written.contains(|sign: char| !sign.is_alphanumeric() && sign != '_' && sign != ':') {
        return None;
    }
    let (around, _) = written.rsplit_once("::").unwrap_or_default();
    if written.starts_with("::") || around.contains(char::is_uppercase) {
        return None;
    }
    let module = place.module();
    if let Some(path) = written.strip_prefix("crate::") {
        let root = module.split("::").next().unwrap_or(module);
        return Some(format!("{root}::{path}"));
    }
    let is_relative = written.starts_with("self::") || written.starts_with("super::");
    let mut path = written.strip_prefix("self::").unwrap_or(written);
    let mut scope = module;
    while let Some(rest) = path.strip_prefix("super::") {
        scope = scope.rsplit_once("::").map_or(scope, |(around, _)| around);
        path = rest;
    }
    // What is in a function or a type may be named by what is imported there.
    let leads_on =
        if is_relative { place.is_in_its_module() } else { place.kind() == Some(Kind::Item) };
    leads_on.then(|| format!("{scope}::{path}"))
}

#[cfg(test)]
mod tests {
    use super::path;
    use crate::registry::instead::place::Place;

    #[track_caller]
    fn assert_paths(function: &str, module: &str, cases: &[(&str, Option<&str>)]) {
        for (written, expected) in cases {
            let place = Place::at(function, module);
            assert_eq!(path(written, &place).as_deref(), *expected, "{written}");
        }
    }

    #[test]
    fn of_a_function() {
        assert_paths(
            "shop::pay::charge",
            "shop::pay",
            &[
                ("queue", Some("shop::pay::queue")),
                ("b::charge", Some("shop::pay::b::charge")),
                ("self::queue", Some("shop::pay::queue")),
                ("super::queue", Some("shop::queue")),
                ("super::super::queue", Some("shop::queue")),
                (concat!("crate", "::b::charge"), Some("shop::b::charge")),
                ("::b::charge", None),
                ("Gateway::charge", None),
                ("<Gateway as Pay>::charge", None),
                ("self.queue", None),
            ],
        );
    }

    #[test]
    fn in_a_function_or_a_type_a_name_may_be_imported() {
        let cases = [("queue", None), ("b::queue", None), ("self::queue", Some("shop::queue"))];
        for function in ["shop::outer::charge", "shop::Gateway::charge"] {
            assert_paths(function, "shop", &cases);
            assert_paths(function, "shop", &[("Self::queue", None)]);
        }
    }
}
