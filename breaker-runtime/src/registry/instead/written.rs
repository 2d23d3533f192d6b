//! Paths as they are written in an attribute, and the functions that they can lead to. What a `use`
//! has imported is not known here: nothing is found of it, rather than something else.

/// Paths from the crate on, the first that there is being the one: of `written` in the attribute of
/// `function`, which is in `module`.
pub(super) fn candidates(written: &str, function: &str, module: &str) -> Vec<String> {
    let mut path = written;
    if let Some(method) = path.strip_prefix("Self::") {
        return methods(method, function);
    }
    let root = module.split("::").next().unwrap_or(module);
    if let Some(path) = path.strip_prefix("crate::") {
        return vec![format!("{root}::{path}")];
    }
    if let Some(path) = path.strip_prefix("::") {
        return vec![path.to_owned()];
    }
    let mut scope = module;
    let is_relative = path.starts_with("self::") || path.starts_with("super::");
    path = path.strip_prefix("self::").unwrap_or(path);
    while let Some(rest) = path.strip_prefix("super::") {
        scope = scope.rsplit_once("::").map_or(scope, |(around, _)| around);
        path = rest;
    }
    if is_relative {
        return vec![format!("{scope}::{path}")];
    }
    let mut paths: Vec<_> =
        scopes(function, module).map(|scope| format!("{scope}::{path}")).collect();
    if path.contains("::") {
        // Of another crate.
        paths.push(path.to_owned());
    }
    paths
}

/// Of the type's own before those of the same trait, as the compiler has it.
fn methods(method: &str, function: &str) -> Vec<String> {
    let Some((around, _)) = function.rsplit_once("::") else { return Vec::new() };
    let of_type = around.strip_prefix('<').and_then(|inner| inner.split_once(" as "));
    let of_type = of_type.map(|(implementor, _)| format!("{implementor}::{method}"));
    of_type.into_iter().chain([format!("{around}::{method}")]).collect()
}

/// The blocks of functions around it, the innermost first, and its module. What is in a type has to
/// be named with it.
fn scopes<'a>(function: &'a str, module: &'a str) -> impl Iterator<Item = &'a str> {
    let is_around = move |scope: &&str| {
        let inner = scope.strip_prefix(module).and_then(|inner| inner.strip_prefix("::"));
        inner.is_some_and(|inner| !inner.contains(|sign: char| sign.is_uppercase() || sign == '<'))
    };
    let around = |path: &&'a str| path.rsplit_once("::").map(|(around, _)| around);
    core::iter::successors(around(&function), around).filter(is_around).chain([module])
}

#[cfg(test)]
mod tests {
    use super::candidates;

    #[track_caller]
    fn assert_candidates(function: &str, module: &str, cases: &[(&str, &[&str])]) {
        for (written, paths) in cases {
            assert_eq!(candidates(written, function, module), *paths, "{written}");
        }
    }

    #[test]
    fn of_a_function() {
        assert_candidates(
            "shop::pay::charge",
            "shop::pay",
            &[
                ("queue", &["shop::pay::queue"]),
                ("b::charge", &["shop::pay::b::charge", "b::charge"]),
                ("Gateway::charge", &["shop::pay::Gateway::charge", "Gateway::charge"]),
                ("self::queue", &["shop::pay::queue"]),
                ("super::queue", &["shop::queue"]),
                ("super::super::queue", &["shop::queue"]),
                (concat!("crate", "::b::charge"), &["shop::b::charge"]),
                ("::b::charge", &["b::charge"]),
            ],
        );
    }

    #[test]
    fn of_a_function_in_functions() {
        let queue: &[&str] = &["shop::outer::inner::queue", "shop::outer::queue", "shop::queue"];
        assert_candidates("shop::outer::inner::charge", "shop", &[("queue", queue)]);
    }

    #[test]
    fn of_methods() {
        let of_module: (&str, &[&str]) = ("queue", &["shop::queue"]);
        let own: &[&str] = &["shop::Gateway::queue"];
        assert_candidates("shop::Gateway::charge", "shop", &[of_module, ("Self::queue", own)]);
        let both: &[&str] = &["shop::Gateway::queue", "<shop::Gateway as shop::Pay>::queue"];
        assert_candidates(
            "<shop::Gateway as shop::Pay>::charge",
            "shop",
            &[of_module, ("Self::queue", both)],
        );
    }
}
