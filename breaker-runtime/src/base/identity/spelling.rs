//! From the compiler's name of a function to that of its circuit.
//!
//! The name has what tells implementations apart: concrete arguments of types, and references. It
//! leaves out lifetimes and the parameters of the implementation itself. Names have no `[`, `]`
//! and `*`, which overrides have a meaning for.

use super::path::{outer, start};

/// The path of the function around a marker item, from the marker's own type name:
/// `shop::Gateway<_>::charge::__here` and
/// `shop::web::<impl shop::Gateway>::charge::{{closure}}::__here` are both
/// `shop::Gateway::charge`.
pub(crate) fn tidy(raw: &str) -> String {
    let path = raw.strip_suffix("::__here").unwrap_or(raw);
    // What is known of a function beside its circuit has its own.
    let path = path.strip_suffix("::__SITE").unwrap_or(path).replace("::{{closure}}", "");
    let Some((around, inner, behind)) = qualified(&path) else { return spelled(&path) };
    let behind = spelled(behind);
    if let Some(inner) = inner.strip_prefix("impl ") {
        return match split(inner, " for ")[..] {
            [implemented, implementor] => {
                let is_here = crate_of(implementor) == crate_of(around);
                let module = (!is_here).then_some(around);
                format!("{}{behind}", of_trait(module, implementor, implemented))
            }
            _ => format!("{}{behind}", spelled(inner)),
        };
    }
    match split(inner, " as ")[..] {
        [implementor, implemented] => {
            // The implementation is in the module of its type or of its trait.
            let module = outer(implemented).filter(|_| is_of_std(implementor));
            format!("{}{behind}", of_trait(module, implementor, implemented))
        }
        _ => format!("<{}>{behind}", spelled(inner)),
    }
}

/// A type that is not of this crate stands in the module that implements the trait for it.
fn of_trait(module: Option<&str>, implementor: &str, implemented: &str) -> String {
    let (implementor, implemented) = (spelled(implementor), spelled(implemented));
    match module {
        Some(module) => format!("{module}::<{implementor} as {implemented}>"),
        None => format!("<{implementor} as {implemented}>"),
    }
}

/// `shop::`, `impl Pay for Gateway` and `::charge` of `shop::<impl Pay for Gateway>::charge`.
fn qualified(path: &str) -> Option<(&str, &str, &str)> {
    let (around, rest) = match path.strip_prefix('<') {
        Some(_) => ("", path),
        None => path.find("::<").map(|at| (&path[..at], &path[at + 2..]))?,
    };
    let (inner, behind) = bracketed(rest)?;
    Some((around, inner, behind))
}

fn crate_of(path: &str) -> Option<&str> {
    start(path).split("::").next()
}

/// No path, or one that begins in the standard library.
fn is_of_std(implementor: &str) -> bool {
    let Some((first, _)) = start(implementor).split_once("::") else { return true };
    ["alloc", "core", "std"].contains(&first) || !is_word(first)
}

/// Types and paths as names have them.
fn spelled(text: &str) -> String {
    let (mut name, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(character) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("'_") {
            rest = behind.trim_start();
            continue;
        }
        match (character, bracketed(rest)) {
            ('<', Some((inner, behind))) => {
                name += &arguments(&split(inner, ","));
                rest = behind;
            }
            ('[', Some((inner, behind))) => {
                let parts = split(inner, ";");
                name += if parts.len() == 1 { "slice" } else { "array" };
                name += &arguments(&parts);
                rest = behind;
            }
            ('(', Some((inner, behind))) => {
                let parts: Vec<_> = split(inner, ",").into_iter().map(argument).collect();
                name = name + "(" + &parts.join(", ") + ")";
                rest = behind;
            }
            _ => {
                match character {
                    '*' => name += "ptr ",
                    '[' | ']' => name.push('|'),
                    _ => name.push(character),
                }
                rest = &rest[character.len_utf8()..];
            }
        }
    }
    name
}

/// `<shop::Row, _>`; nothing if there are parameters alone.
fn arguments(parts: &[&str]) -> String {
    let arguments = parts.iter().copied().map(argument).filter(|argument| !argument.is_empty());
    let arguments: Vec<_> = arguments.collect();
    if arguments.iter().all(|argument| argument == "_") {
        return String::new();
    }
    format!("<{}>", arguments.join(", "))
}

fn argument(part: &str) -> String {
    let name = spelled(part.trim());
    if is_parameter(&name) { "_".to_owned() } else { name }
}

/// The compiler writes a type's parameter as `_`, and that of a constant as a name.
fn is_parameter(name: &str) -> bool {
    const WORDS: [&str; 21] = [
        "bool", "char", "str", "true", "false", "u8", "u16", "u32", "u64", "u128", "usize", "i8",
        "i16", "i32", "i64", "i128", "isize", "f16", "f32", "f64", "f128",
    ];
    is_word(name) && !WORDS.contains(&name)
}

fn is_word(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name.chars().all(|character| character.is_alphanumeric() || character == '_')
}

/// What is between the bracket at the beginning and its end, and what follows that.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    if !text.starts_with(['<', '[', '(']) {
        return None;
    }
    let (end, _) = outside(text).nth(1)?;
    Some((&text[1..end], &text[end + 1..]))
}

/// The parts between separators that no brackets are around.
fn split<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let (mut parts, mut begin) = (Vec::new(), 0);
    for (at, _) in outside(text) {
        if at >= begin && text[at..].starts_with(separator) {
            parts.push(&text[begin..at]);
            begin = at + separator.len();
        }
    }
    parts.push(&text[begin..]);
    parts
}

/// The characters that no brackets are around, and the outermost brackets themselves.
fn outside(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let (mut depth, mut last) = (0_u32, ' ');
    text.char_indices().filter(move |(_, character)| {
        let before = depth;
        match character {
            '<' | '[' | '(' => depth += 1,
            // The arrow of a function pointer closes nothing.
            '>' if last == '-' => {}
            '>' | ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        last = *character;
        before.min(depth) == 0
    })
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[track_caller]
    fn assert_tidied(cases: &[(&str, &str)]) {
        for (raw, tidied) in cases {
            assert_eq!(tidy(&format!("{raw}::__here")), *tidied, "{raw}");
        }
    }

    #[test]
    fn paths_are_as_their_users_would_write_them() {
        assert_tidied(&[
            ("shop::pay::charge", "shop::pay::charge"),
            ("shop::pay::charge::{{closure}}", "shop::pay::charge"),
            ("shop::Pay::charge", "shop::Pay::charge"),
            ("shop::web::<impl shop::pay::Gateway>::charge", "shop::pay::Gateway::charge"),
            ("<shop::Gateway as shop::Pay>::charge", "<shop::Gateway as shop::Pay>::charge"),
            ("<shop::Gateway as tower::Service>::call", "<shop::Gateway as tower::Service>::call"),
            (
                "shop::web::<impl shop::Pay for shop::Gateway>::charge::{{closure}}",
                "<shop::Gateway as shop::Pay>::charge",
            ),
        ]);
    }

    #[test]
    fn what_tells_implementations_apart_is_in_the_name() {
        assert_tidied(&[
            ("shop::Pool<shop::Row>::get", "shop::Pool<shop::Row>::get"),
            ("shop::<impl shop::Pool<u8>>::get", "shop::Pool<u8>::get"),
            ("<shop::A as shop::Pay<shop::Eur>>::pay", "<shop::A as shop::Pay<shop::Eur>>::pay"),
            ("<&shop::A as shop::Pay>::pay", "<&shop::A as shop::Pay>::pay"),
            (
                "shop::web::<impl shop::Pay for &mut shop::A>::pay",
                "<&mut shop::A as shop::Pay>::pay",
            ),
            ("shop::Buffer<4>::fill", "shop::Buffer<4>::fill"),
            ("shop::Map<shop::Row, _>::get", "shop::Map<shop::Row, _>::get"),
            ("shop::Map<(u8, _), fn() -> u8>::get", "shop::Map<(u8, _), fn() -> u8>::get"),
        ]);
    }

    #[test]
    fn lifetimes_and_parameters_of_the_implementation_are_not() {
        assert_tidied(&[
            ("shop::Gateway<_>::charge", "shop::Gateway::charge"),
            ("shop::Gateway<'_, _, N>::charge::inner", "shop::Gateway::charge::inner"),
            ("shop::Pool<alloc::vec::Vec<_>>::get", "shop::Pool<alloc::vec::Vec>::get"),
            ("shop::<impl shop::Map<_, N>>::get::{{closure}}", "shop::Map::get"),
            ("<shop::A<'_, _> as shop::Pay<&'_ u8>>::pay", "<shop::A as shop::Pay<&u8>>::pay"),
        ]);
    }

    #[test]
    fn types_of_others_stand_in_the_module_that_implements_the_trait() {
        assert_tidied(&[
            (
                "<alloc::sync::Arc<shop::A> as shop::P>::p",
                "shop::<alloc::sync::Arc<shop::A> as shop::P>::p",
            ),
            ("shop::<impl tower::S for http::Client>::p", "shop::<http::Client as tower::S>::p"),
            ("<_ as shop::P>::p", "shop::<_ as shop::P>::p"),
            ("<&_ as shop::P>::p", "shop::<&_ as shop::P>::p"),
            ("<(shop::A, u8) as shop::P>::p", "shop::<(shop::A, u8) as shop::P>::p"),
            ("<fn(shop::A) -> u8 as shop::P>::p", "shop::<fn(shop::A) -> u8 as shop::P>::p"),
            ("<dyn shop::P>::p", "<dyn shop::P>::p"),
        ]);
    }

    #[test]
    fn no_name_has_what_overrides_have_a_meaning_for() {
        assert_tidied(&[
            ("<[shop::A] as shop::P>::p", "shop::<slice<shop::A> as shop::P>::p"),
            ("<[u8; 4] as shop::P>::p", "shop::<array<u8, 4> as shop::P>::p"),
            ("<[u8; N] as shop::P>::p", "shop::<array<u8, _> as shop::P>::p"),
            ("<[_; N] as shop::P>::p", "shop::<array as shop::P>::p"),
            ("<*const u8 as shop::P>::p", "shop::<ptr const u8 as shop::P>::p"),
        ]);
    }
}
