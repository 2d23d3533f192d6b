//! What stands behind the question mark.

use http::StatusCode;
use http::request::Parts;

use super::headers::Refusal;

/// The value of a field, decoded.
pub(crate) fn text(parts: &Parts, field: &str) -> Option<String> {
    parts.uri.query()?.split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name) == field).then(|| decoded(value))
    })
}

/// A number that may be missing.
pub(crate) fn number(parts: &Parts, field: &str) -> Result<Option<u64>, Refusal> {
    let Some(text) = text(parts, field) else { return Ok(None) };
    let wrong = || format!("`{field}` has to be a number, 0 or more");
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
