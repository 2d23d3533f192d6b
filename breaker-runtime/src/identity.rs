//! Who a circuit is: its name, and where it was written down.

use core::fmt;

use once_cell::race::OnceRef;

/// Where an annotated function is in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Location {
    /// The file, as the compiler was given it.
    pub file: &'static str,
    /// The line of the attribute, from 1.
    pub line: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// A circuit's name.
pub(crate) enum Name {
    Given(&'static str),
    /// The path of the annotated function. The compiler knows it, but not in constants.
    Path {
        raw: fn() -> &'static str,
        tidied: OnceRef<'static, &'static str>,
    },
}

impl Name {
    pub(crate) const fn of_path(raw: fn() -> &'static str) -> Self {
        Self::Path { raw, tidied: OnceRef::new() }
    }

    #[inline]
    pub(crate) fn get(&self) -> &'static str {
        match self {
            Self::Given(name) => name,
            Self::Path { raw, tidied } => {
                tidied.get().unwrap_or_else(|| tidied.get_or_init(|| leak(raw())))
            }
        }
    }
}

/// Once per annotated function (and once more for each thread that races for it), so that rejections can carry a plain `&'static str`.
#[cold]
fn leak(raw: &str) -> &'static &'static str {
    let name: &str = Box::leak(tidy(raw).into_boxed_str());
    Box::leak(Box::new(name))
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// The path of the function around a marker item, from the marker's own type name: `shop::<impl shop::Gateway<T>>::charge::__here` is
/// `shop::Gateway::charge`, and `<shop::A as shop::Pay>::charge::{{closure}}::__here` is `<shop::A as shop::Pay>::charge`.
fn tidy(raw: &str) -> String {
    let function = raw.strip_suffix("::__here").unwrap_or(raw).replace("::{{closure}}", "");
    match function.split_once("<impl ").and_then(|(_, rest)| split_at_closing(rest)) {
        Some((inside, after)) => without_generics(inside) + after,
        None => function,
    }
}

/// Splits before and after the `>` that closes a `<` before `text`.
fn split_at_closing(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_u32;
    for (at, character) in text.char_indices() {
        match character {
            '<' => depth += 1,
            // The arrow of a function pointer closes nothing.
            '>' if text[..at].ends_with('-') => {}
            '>' if depth == 0 => return Some((&text[..at], &text[at + 1..])),
            '>' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// `shop::Gateway<T>` as `shop::Gateway`; other types (`[T]`, `<A as B>`) as they are.
fn without_generics(path: &str) -> String {
    match path.split_once('<') {
        Some((plain, _)) if !plain.is_empty() && !path.contains(" for ") => plain.to_owned(),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn paths_are_as_their_users_would_write_them() {
        for (raw, tidied) in [
            ("shop::pay::charge::__here", "shop::pay::charge"),
            ("shop::pay::charge::{{closure}}::__here", "shop::pay::charge"),
            ("shop::<impl shop::pay::Gateway>::charge::__here", "shop::pay::Gateway::charge"),
            ("shop::<impl shop::Map<K, fn() -> V>>::get::{{closure}}::__here", "shop::Map::get"),
            (
                "<shop::A as shop::Pay>::charge::{{closure}}::__here",
                "<shop::A as shop::Pay>::charge",
            ),
            ("shop::Pay::charge::__here", "shop::Pay::charge"),
        ] {
            assert_eq!(tidy(raw), tidied, "{raw}");
        }
    }
}
