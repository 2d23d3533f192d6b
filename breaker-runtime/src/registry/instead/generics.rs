//! The generic arguments in the paths of functions.

/// Whether `path` is that of `function`, whose path leaves out generic arguments.
pub(super) fn is_of(path: &str, function: &str) -> bool {
    let (mut path, mut function, mut last) = (path, function, ' ');
    loop {
        match (path.chars().next(), function.chars().next()) {
            (None, None) => return true,
            (Some('<'), sign) if sign != Some('<') => {
                path = path.get(end(&path[1..], &['>']) + 2..).unwrap_or("");
            }
            (Some(_), Some('_')) if !is_word(last) && !function[1..].starts_with(is_word) => {
                path = &path[end(path, &[',', '>', ')'])..];
                (function, last) = (&function[1..], '_');
            }
            (Some(one), Some(other)) if one == other => {
                let length = one.len_utf8();
                (path, function, last) = (&path[length..], &function[length..], one);
            }
            _ => return false,
        }
    }
}

/// Where the first of `signs` stands outside of brackets.
fn end(text: &str, signs: &[char]) -> usize {
    let (mut depth, mut last) = (0_u32, ' ');
    let at = text.char_indices().find(|&(_, character)| {
        let is_end = depth == 0 && signs.contains(&character) && last != '-';
        match character {
            '<' | '(' => depth += 1,
            '>' if last == '-' => {}
            '>' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        last = character;
        is_end
    });
    at.map_or(text.len(), |(at, _)| at)
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The path without generic arguments.
pub(super) fn plain(path: &str) -> String {
    let (mut plain, mut depth, mut last) = (String::with_capacity(path.len()), 0_u32, ' ');
    for character in path.chars() {
        let is_arguments = is_word(last);
        match character {
            '<' if depth > 0 || is_arguments => depth += 1,
            '>' if depth > 0 && last != '-' => depth -= 1,
            _ if depth > 0 => {}
            _ => plain.push(character),
        }
        last = character;
    }
    plain
}

/// The path without the generic arguments of the function itself, which has one circuit for all.
pub(super) fn without_own(path: &str) -> &str {
    if !path.ends_with('>') {
        return path;
    }
    let starts = path.match_indices('<').map(|(at, _)| at);
    let mut own = starts.filter(|at| {
        let is_argument = path[..*at].ends_with(is_word);
        is_argument && at + end(&path[at + 1..], &['>']) + 2 == path.len()
    });
    own.next().map_or(path, |at| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::{is_of, plain, without_own};

    #[test]
    fn arguments_of_the_function_are_at_the_end() {
        for (path, expected) in [
            ("shop::charge", "shop::charge"),
            ("shop::rates<u32, fn() -> Vec<u8>>", "shop::rates"),
            ("shop::Pool<u8>::get", "shop::Pool<u8>::get"),
            ("shop::Pool<u8>::get<Vec<u8>>", "shop::Pool<u8>::get"),
            ("<shop::Pool<u8> as shop::Pay>::pay<u8>", "<shop::Pool<u8> as shop::Pay>::pay"),
        ] {
            assert_eq!(without_own(path), expected, "{path}");
        }
    }

    #[test]
    fn plain_paths_have_no_generic_arguments() {
        for (path, expected) in [
            ("shop::charge", "shop::charge"),
            ("shop::rates<u32, fn() -> Vec<u8>>", "shop::rates"),
            ("shop::Pool<db::Row>::get", "shop::Pool::get"),
            ("<shop::Pool<db::Row> as shop::Pay<u8>>::pay", "<shop::Pool as shop::Pay>::pay"),
            ("shop::<Arc<shop::A> as shop::Pay>::pay", "shop::<Arc as shop::Pay>::pay"),
        ] {
            assert_eq!(plain(path), expected, "{path}");
        }
    }

    #[test]
    fn arguments_are_the_functions_or_any() {
        for (path, function, expected) in [
            ("shop::Pool<u8>::get", "shop::Pool::get", true),
            ("shop::Pool<u8>::get", "shop::Pool<u8>::get", true),
            ("shop::Pool<u8>::get", "shop::Pool<u16>::get", false),
            ("shop::Pool::get", "shop::Pool<u16>::get", false),
            ("shop::Map<u8, Vec<(u8, u16)>>::get", "shop::Map<u8, _>::get", true),
            ("shop::Map<u8, Vec<(u8, u16)>>::get", "shop::Map<u16, _>::get", false),
            ("shop::Map<fn(u8) -> u8, u8>::get", "shop::Map<_, u8>::get", true),
            ("shop::Pool<Vec<u8>>::get", "shop::Pool<Vec>::get", true),
            ("shop::rates<u8>", "shop::rates", true),
            ("shop::rates_of", "shop::rates", false),
            ("<shop::Pool<u8> as shop::Pay<u8>>::pay", "<shop::Pool as shop::Pay>::pay", true),
            ("<shop::Pool<u8> as shop::Pay>::pay", "<shop::Pool<u16> as shop::Pay>::pay", false),
        ] {
            assert_eq!(is_of(path, function), expected, "{path} of {function}");
        }
    }
}
