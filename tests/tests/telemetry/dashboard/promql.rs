//! What a query names, read from its text.

/// `metric{label="value", ..}`.
pub(super) struct Selector<'q> {
    pub(super) metric: &'q str,
    pub(super) matchers: Vec<Matcher<'q>>,
}

pub(super) struct Matcher<'q> {
    pub(super) label: &'q str,
    /// Values, or the alternatives of a pattern.
    pub(super) values: Vec<&'q str>,
}

const PREFIX: &str = "circuit_breaker_";

pub(super) fn selectors(query: &str) -> Vec<Selector<'_>> {
    let starts = query.match_indices(PREFIX).map(|(at, _)| &query[at..]);
    starts
        .map(|rest| {
            let end = rest.find(|c: char| !is_of_name(c)).unwrap_or(rest.len());
            let (metric, rest) = rest.split_at(end);
            let braces = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
            let matchers = braces.map(|(inside, _)| matchers(inside)).unwrap_or_default();
            Selector { metric, matchers }
        })
        .collect()
}

fn matchers(inside: &str) -> Vec<Matcher<'_>> {
    let each = inside.split(", ");
    each.map(|matcher| {
        let end = matcher.find(['=', '!']).expect("a matcher compares");
        let (label, value) = matcher.split_at(end);
        let value = value.trim_start_matches(['=', '!', '~']).trim_matches('"');
        Matcher { label, values: value.split('|').collect() }
    })
    .collect()
}

/// The labels that series are put together by, or matched by.
pub(super) fn groupings(query: &str) -> Vec<&str> {
    ["by", "without", "on", "ignoring", "group_left", "group_right"]
        .into_iter()
        .flat_map(|word| query.match_indices(word).map(move |(at, _)| (word, at)))
        .filter(|(_, at)| !query[..*at].ends_with(is_of_name))
        .filter_map(|(word, at)| query[at + word.len()..].trim_start().strip_prefix('('))
        .filter_map(|rest| rest.split_once(')'))
        .flat_map(|(labels, _)| labels.split(','))
        .map(str::trim)
        .filter(|label| !label.is_empty())
        .collect()
}

/// The variables: `$name` and `${name}`, without formats.
pub(super) fn variables(text: &str) -> Vec<&str> {
    let starts = text.match_indices('$').map(|(at, _)| text[at + 1..].trim_start_matches('{'));
    starts.map(|rest| rest.split(|c| !is_of_name(c)).next().unwrap_or_default()).collect()
}

/// The labels of a legend: `{{label}}`.
pub(super) fn placeholders(text: &str) -> Vec<&str> {
    text.split("{{")
        .skip(1)
        .filter_map(|rest| rest.split_once("}}"))
        .map(|(label, _)| label)
        .collect()
}

const fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
