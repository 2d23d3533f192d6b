//! What a circuit may be called: the attribute refuses the same.

use super::{Policy, PolicyError};

/// Stops a constant's evaluation if `name` can be no circuit's.
#[track_caller]
pub(crate) const fn checked(name: &'static str) -> &'static str {
    match check(name) {
        Ok(()) => name,
        Err(error) => error.fail(),
    }
}

/// The first mistake in `name`. In overrides `*` stands for a group and brackets stand around a
/// key; lists of circuits have a line for each, and one `name` is one label.
pub(crate) const fn check(name: &str) -> Result<(), PolicyError> {
    let bytes = name.as_bytes();
    let trimmed = bytes.trim_ascii();
    let mut rest = trimmed;
    while let [byte, behind @ ..] = rest {
        match byte {
            b'*' => return Err(PolicyError::StarInName),
            b'[' | b']' => return Err(PolicyError::BracketInName),
            0..=0x1f | 0x7f => return Err(PolicyError::ControlInName),
            // U+0080 to U+009F.
            0xc2 if matches!(behind, [0x80..=0x9f, ..]) => return Err(PolicyError::ControlInName),
            _ => rest = behind,
        }
    }
    match (trimmed.len(), bytes.len()) {
        (0, _) => Err(PolicyError::EmptyName),
        (inner, all) if inner < all => Err(PolicyError::BlankAroundName),
        _ => Ok(()),
    }
}

/// The first mistake in what a circuit is made of.
pub(crate) const fn check_with(name: &str, policy: &Policy) -> Result<(), PolicyError> {
    match policy.check() {
        Ok(()) => check(name),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::{PolicyError, check};

    #[test]
    fn a_name_stands_for_one_circuit_on_one_line() {
        for (name, expected) in [
            ("db", Ok(())),
            ("shop::pay", Ok(())),
            ("read users", Ok(())),
            ("GET /users/{id}", Ok(())),
            ("\u{e9}tat", Ok(())),
            ("\u{1F980}", Ok(())),
            ("", Err(PolicyError::EmptyName)),
            (" \n", Err(PolicyError::EmptyName)),
            (" db", Err(PolicyError::BlankAroundName)),
            ("db\n", Err(PolicyError::BlankAroundName)),
            ("shop::*", Err(PolicyError::StarInName)),
            ("fetch[host]", Err(PolicyError::BracketInName)),
            ("fetch]", Err(PolicyError::BracketInName)),
            ("a\nb", Err(PolicyError::ControlInName)),
            ("a\tb", Err(PolicyError::ControlInName)),
            ("a\u{7f}", Err(PolicyError::ControlInName)),
            ("a\u{85}b", Err(PolicyError::ControlInName)),
        ] {
            assert_eq!(check(name), expected, "{name:?}");
        }
    }
}
