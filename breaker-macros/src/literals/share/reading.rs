//! A share from its text, or what to write instead.

use super::meant::{is_spelled_out, meant};
use super::millionths::in_units;
use crate::literals::text::{shown, split_number, wrapped};

/// Any share from `least` up to 100%.
pub(super) fn read(
    text: &str,
    least: u32,
    missing_sign: fn(&str) -> String,
    not_a_share: fn(&str) -> String,
) -> Result<u32, String> {
    let text = text.trim();
    let (number, unit) = split_number(text);
    if number.is_empty() || number.starts_with('.') || !is_unit(unit) {
        let parse = |inner: &str| read(inner, least, missing_sign, not_a_share);
        return Err(match meant(text) {
            Some(share) => parse(&share).map_or_else(|wrong| wrong, |_| instead(text, &share)),
            None => wrapped(text, parse).unwrap_or_else(|| not_a_share(text)),
        });
    }
    if unit.is_empty() {
        return Err(missing_sign(number));
    }
    // Checked before the form, so that no fix proposes a share that is wrong as well.
    let units = in_units(number, least)?;
    match unit {
        "%" => Ok(units),
        _ if unit.trim() == "%" => Err(format!("space before `%`: write \"{number}%\"")),
        _ => Err(format!("unknown unit `{}`: write \"{number}%\"", unit.trim())),
    }
}

/// What is said of a share in other words.
pub(super) fn instead(text: &str, share: &str) -> String {
    format!("`{}` is not how a share is written: write \"{share}\"", shown(text))
}

fn is_unit(unit: &str) -> bool {
    unit.trim() == "%" || unit.is_empty() || is_spelled_out(unit)
}
