//! Numbers with the wrong type, unit or quotes, and what to write instead.

use syn::{Lit, LitFloat};

use crate::args::key::Key;
use crate::literals::count;
use crate::literals::share::millionths::too_exact;
use crate::literals::share::percent::{Percent, failures_or_share};

/// The suffixes that a whole number may have; its value decides, not its type.
const INTEGERS: [&str; 13] =
    ["", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize"];

/// Of a percent, millionths.
const SCALE: f64 = 10_000.0;

/// Of the runtime: circuits that one function may have.
const MOST_KEYS: u32 = 1 << 20;

pub(crate) fn count(key: Key, literal: &Lit) -> Result<u32, String> {
    let name = key.name();
    match literal {
        Lit::Int(number) if INTEGERS.contains(&number.suffix()) => {
            in_range(name, number.base10_digits())
        }
        Lit::Int(number) => Err(written(name, "not a number", number.base10_digits())),
        Lit::Float(number) => Err(match whole_part(number) {
            Some(whole) => written(name, "not a whole number", &whole),
            None => format!("not a whole number: write one as in `{name} = {}`", key.example()),
        }),
        Lit::Str(text) => Err(in_quotes(key, text.value().trim())),
        _ => Err(format!("not a number: write one as in `{name} = {}`", key.example())),
    }
}

/// What to write for a number in quotes.
fn in_quotes(key: Key, text: &str) -> String {
    let (name, example) = (key.name(), key.example());
    match count::meant(text) {
        Some(digits) if digits == text => written(name, "a number stands without quotes", text),
        Some(digits) => written(name, "not a number", &digits),
        None if text.ends_with('%') => {
            format!("`{name}` is a number of calls: write one as in `{name} = {example}`")
        }
        None => format!("not a number: write one as in `{name} = {example}`"),
    }
}

/// What is wrong with the form, unless the number is wrong in any form.
fn written(name: &str, cause: &str, digits: &str) -> String {
    let fix = |_| format!("{cause}: write `{name} = {digits}`");
    in_range(name, digits).map_or_else(|wrong| wrong, fix)
}

fn in_range(name: &str, digits: &str) -> Result<u32, String> {
    let most = if name == Key::MaxKeys.name() { MOST_KEYS } else { u32::MAX };
    match digits.parse() {
        _ if digits.starts_with('-') => Err(format!("`{name}` must be at least 1")),
        Ok(0) => Err(format!("`{name}` must be at least 1")),
        Ok(value) if value <= most => Ok(value),
        _ => Err(format!("`{name}` must be at most {most}")),
    }
}

/// `threshold = 0.5` means a share, and so may `50.0`.
pub(crate) fn share_for(number: &LitFloat) -> String {
    let name = Key::Threshold.name();
    match whole_part(number).filter(|whole| whole != "1") {
        Some(whole) if Percent::parse(&format!("{whole}%")).is_ok() => failures_or_share(&whole),
        Some(whole) if whole != "0" => written(name, "not a whole number", &whole),
        _ => share_in_quotes(Key::Threshold, number),
    }
}

/// What to write for `jitter = 20` or `jitter = 0.2`.
pub(crate) fn spread_for(key: Key, literal: &Lit) -> String {
    match literal {
        Lit::Int(number) if number.base10_parse::<u8>().is_ok_and(|percent| percent <= 100) => {
            let (name, percent) = (key.name(), number.base10_digits());
            format!("a share is written in quotes: write `{name} = \"{percent}%\"`")
        }
        Lit::Int(_) => format!("`{}` must be at most 100%", key.name()),
        Lit::Float(number) => share_in_quotes(key, number),
        _ => format!("not a share: write one as in `{} = {}`", key.name(), key.example()),
    }
}

fn share_in_quotes(key: Key, number: &LitFloat) -> String {
    let Ok(value) = number.base10_parse::<f64>() else {
        return format!("write a share in quotes, such as {}", key.example());
    };
    let units = SCALE * if value <= 1.0 { value * 100.0 } else { value };
    // 0.07 * 100.0 is a little more than 7.
    let is_exact = (units - units.round()).abs() < 1e-6;
    let percent = units.round() / SCALE;
    if percent > 100.0 {
        return "a share must be at most 100%".to_owned();
    }
    if !is_exact {
        return too_exact();
    }
    if percent == 0.0 && key != Key::Jitter {
        return "a share must be above 0%".to_owned();
    }
    format!("a share is written in quotes: write `{} = \"{percent}%\"`", key.name())
}

/// What to write for a literal that should have been a text with a unit, which `parse` reads.
pub(crate) fn with_unit<T>(
    key: Key,
    literal: &Lit,
    parse: fn(&str) -> Result<T, String>,
) -> String {
    let (digits, suffix) = match literal {
        Lit::Int(number) => (number.base10_digits(), number.suffix()),
        Lit::Float(number) => (number.base10_digits(), number.suffix()),
        _ => return without_text(key),
    };
    if INTEGERS.contains(&suffix) && matches!(literal, Lit::Int(_)) {
        return parse(digits).err().unwrap_or_default();
    }
    let is_alone = matches!(suffix, "" | "f32" | "f64");
    let fix = if is_alone { digits.to_owned() } else { format!("{digits}{suffix}") };
    match parse(&fix) {
        Err(wrong) => wrong,
        Ok(_) => format!("missing quotes: write `{} = \"{fix}\"`", key.name()),
    }
}

fn without_text(key: Key) -> String {
    format!("not a text with a unit: write one as in `{} = {}`", key.name(), key.example())
}

/// The digits of `2.0` and of `2e3`; nothing if it is between two numbers, or too large to be
/// meant.
fn whole_part(number: &LitFloat) -> Option<String> {
    let value = number.base10_parse::<f64>().ok()?;
    (value.fract() == 0.0 && value < 1e15).then(|| format!("{value:.0}"))
}
