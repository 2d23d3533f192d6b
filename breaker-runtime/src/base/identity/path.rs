//! Reads the names of circuits that are paths.

/// What may stand in front of a path.
const SIGNS: [&str; 4] = ["<", "&", "mut ", "dyn "];

/// The path at the beginning of a name: `<&shop::Gateway as Pay>` begins with `shop::Gateway`.
pub(crate) fn start(name: &str) -> &str {
    let mut path = name;
    while let Some(rest) = SIGNS.iter().find_map(|sign| path.strip_prefix(sign)) {
        path = rest;
    }
    path
}

/// The path at the beginning of a name, without generics: `shop::Gateway` of `<&shop::Gateway as
/// Pay>::charge`, and `shop::Pool` of `shop::Pool<db::Row>::get`.
pub(crate) fn plain(name: &str) -> &str {
    let path = start(name);
    let path = path.split_once(" as ").map_or(path, |(implementor, _)| implementor);
    path.split_once('<').map_or(path, |(path, _)| path)
}

/// What is around the item at the beginning of a name: `shop` of `<shop::Gateway as Pay>::charge`.
pub(super) fn outer(name: &str) -> Option<&str> {
    Some(plain(name).rsplit_once("::")?.0)
}

#[cfg(test)]
mod tests {
    use super::{outer, start};

    #[test]
    fn signs_in_front_of_a_path_are_no_part_of_it() {
        for (name, path) in [
            ("shop::pay", "shop::pay"),
            ("<shop::Gateway as Pay>::charge", "shop::Gateway as Pay>::charge"),
            ("<&mut &shop::Gateway as Pay>", "shop::Gateway as Pay>"),
            ("mutual", "mutual"),
            ("shop::<&Gateway as Pay>", "shop::<&Gateway as Pay>"),
            ("<", ""),
        ] {
            assert_eq!(start(name), path, "{name}");
        }
    }

    #[test]
    fn the_path_around_an_item_ends_before_its_own_name() {
        for (name, around) in [
            ("shop::pay", Some("shop")),
            ("shop::Gateway::charge", Some("shop::Gateway")),
            ("<&shop::Gateway as web::Pay>::charge", Some("shop")),
            ("shop::Pool<db::Row>::get", Some("shop")),
            ("shop::<Arc<db::Row> as web::Pay>", Some("shop")),
            ("pay", None),
            ("", None),
        ] {
            assert_eq!(outer(name), around, "{name}");
        }
    }
}
