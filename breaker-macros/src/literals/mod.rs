//! Values that are known when the attribute expands.
//!
//! The parsers see only text, nothing of tokens or keys, and answer a mistake with what to write
//! instead.

mod amount;
pub(crate) mod count;
pub(crate) mod duration;
pub(crate) mod share;
pub(crate) mod text;
pub(crate) mod trials;
pub(crate) mod window;

#[cfg(test)]
mod tests {
    use super::duration;
    use super::share::percent::Percent;
    use super::trials::Trials;
    use super::window::Window;

    /// The runtime reads the same texts from overrides, by a parser of its own.
    const CASES: &str = include_str!("../../../breaker-runtime/src/policy/literals/cases.txt");

    #[test]
    fn the_grammar_is_that_of_overrides() {
        let is_case = |line: &&str| !line.is_empty() && !line.starts_with('#');
        for line in CASES.lines().filter(is_case) {
            let (kind, case) = line.split_once(' ').unwrap();
            let (text, expected) = case.split_once('=').unwrap();
            let text = text.strip_suffix(' ').unwrap();
            let value = match kind {
                "duration" => duration::parse(text).map(|time| time.as_nanos().to_string()),
                "share" => Percent::parse(text).map(|share| share.millionths().to_string()),
                "trials" => match Trials::read(text) {
                    Some(Ok(read)) => Ok(format!("{} of {}", read.successes, read.calls)),
                    _ => Err(String::new()),
                },
                "window" => Window::parse(text).map(|window| format!("{window:?}")),
                other => panic!("no kind of literal: {other}"),
            };
            let expected = Some(expected.trim()).filter(|expected| !expected.is_empty());
            assert_eq!(value.ok().as_deref(), expected, "{line}");
        }
    }
}
