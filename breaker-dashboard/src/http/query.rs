//! What stands behind the question mark.

use http::StatusCode;
use http::request::Parts;

use super::headers::Refusal;
use crate::fields::Fields;
use crate::words::and;

/// The value of a field, decoded.
pub(crate) fn text(parts: &Parts, field: &str) -> Option<String> {
    parts.uri.query()?.split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name) == field).then(|| decoded(value))
    })
}

/// What is written in the place of a field by who does not know its name.
const MEANT: [(&str, &str); 17] = [
    ("cursor", "since"),
    ("cursor", "after"),
    ("page", "after"),
    ("filter", "find"),
    ("search", "find"),
    ("q", "find"),
    ("circuit", "name"),
    ("function", "name"),
    ("host", "key"),
    ("tenant", "key"),
    ("key", "find"),
    ("begin", "from"),
    ("start", "from"),
    ("since", "from"),
    ("end", "to"),
    ("until", "to"),
    ("last_event_id", "since"),
];

/// Every field is one of these, and there once.
pub(crate) fn check(parts: &Parts, fields: &[&str]) -> Result<(), Refusal> {
    let pairs = parts.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let names: Vec<_> =
        pairs.map(|pair| decoded(pair.split('=').next().unwrap_or_default())).collect();
    let known = Fields { names: fields, meant: &MEANT };
    let checked =
        known.check(&names, |_, meant| format!("no field here: {}", instead(meant, fields)));
    checked.map_err(|mistakes| Refusal::new(StatusCode::BAD_REQUEST, mistakes))
}

fn instead(meant: Option<&str>, fields: &[&str]) -> String {
    match meant {
        Some(field) => format!("did you mean `{field}`?"),
        None if fields.is_empty() => "this address takes none".to_owned(),
        None => {
            let fields: Vec<_> = fields.iter().map(|field| format!("`{field}`")).collect();
            format!("this address takes {}", and(&fields))
        }
    }
}

/// A number that may be missing.
pub(crate) fn number(parts: &Parts, field: &str) -> Result<Option<u64>, Refusal> {
    let Some(text) = text(parts, field) else { return Ok(None) };
    let wrong = || match field {
        "from" | "to" | "shown" => format!(
            "`{field}` is a tick, a whole number of seconds since recording began: \
             `api/v1/timeline` has the `first` and the `last`"
        ),
        _ => format!("`{field}` has to be a number, 0 or more"),
    };
    text.parse().map(Some).map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, wrong()))
}

/// Percent signs with two digits behind them, and plus signs, for what they stand for.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, others @ ..] = rest {
        let digit = |at: usize| others.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                rest = &others[2..];
                continue;
            }
            (b'+', ..) => bytes.push(b' '),
            _ => bytes.push(*first),
        }
        rest = others;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_decoded_and_nothing_else_is_made_of_broken_ones() {
        for (text, said) in [
            ("a%20b+c", "a b c"),
            ("%", "%"),
            ("%4", "%4"),
            ("%zz%C3%A9", "%zzé"),
            ("%ff", "\u{fffd}"),
        ] {
            assert_eq!(decoded(text), said);
        }
    }
}
