//! How many instructions a call may add: lines of `name limit`, and comments.

use std::collections::BTreeMap;

/// The limits by the names of their paths.
pub(crate) type Limits = BTreeMap<String, f64>;

/// What a file of limits says.
///
/// # Errors
///
/// The first line that says something else.
pub(crate) fn parse(text: &str) -> Result<Limits, String> {
    let said = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    text.lines().filter(said).map(limit).collect()
}

fn limit(line: &str) -> Result<(String, f64), String> {
    let (name, limit) = line.split_once(' ').unwrap_or((line, ""));
    match limit.trim().parse() {
        Ok(limit) => Ok((name.to_owned(), limit)),
        Err(_) => Err(format!("a limit is a name and a number, not `{line}`")),
    }
}

/// The limit for a path that adds this many instructions: a little above, for another C library's
/// clock or copying.
pub(crate) fn above(added: f64) -> f64 {
    (added + (added * 0.02).max(0.5)).floor()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_name_and_a_number() {
        let limits = parse("# paths\n\nrejection 129\nsuccess-count   19\n").unwrap();
        assert_eq!(limits["rejection"].to_bits(), 129_f64.to_bits());
        assert_eq!(limits.len(), 2);
    }

    #[test]
    fn another_line_is_told() {
        let told = parse("rejection 129\nsuccess-count nineteen\n").unwrap_err();
        assert!(told.contains("`success-count nineteen`"), "{told}");
    }

    #[test]
    fn one_more_instruction_of_twenty_is_above_the_limit() {
        assert!(above(19.0) < 20.0);
    }
}
