//! Names as variables of the environment have them.

pub(in crate::policy::overrides) const PREFIX: &str = "CIRCUIT_BREAKER__";

/// A circuit's name as variables have it.
pub(in crate::policy::overrides) fn in_capitals(name: &str) -> String {
    let plain = |character: char| match character {
        character if character.is_ascii_alphanumeric() => character.to_ascii_uppercase(),
        _ => '_',
    };
    name.chars().map(plain).collect()
}

/// `SHOP__*`, and `SHOP___`, which it is where variables can't have a `*` in their names.
pub(in crate::policy::overrides) fn group_in_capitals(capitals: &str) -> Option<&str> {
    let prefix = capitals.strip_suffix('*');
    prefix.or_else(|| capitals.strip_suffix('_').filter(|prefix| prefix.ends_with("__")))
}
