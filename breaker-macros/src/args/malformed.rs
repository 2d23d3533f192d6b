//! Arguments whose form is wrong, as `threshold: 5`, and what to write instead.

use proc_macro2::Span;

use super::arms;
use super::key::Key;
use super::table::Measure;
use crate::literals::duration;
use crate::literals::duration::range::Range;
use crate::literals::share::{percent::Percent, spread::Spread};
use crate::literals::trials::Trials;
use crate::literals::window::Window;

/// Why there is no value.
pub(crate) struct Malformed {
    pub(crate) span: Span,
    pub(super) form: Form,
}

pub(super) enum Form {
    /// `threshold`, `threshold =`.
    NoValue,
    /// `threshold: 5`, `threshold(5)`, `threshold 5`; the value as text, if it is short enough to
    /// repeat.
    NotEquals(Option<String>),
    /// `threshold = ]`.
    NotAValue,
    /// `threshold = 50%`; the number as text.
    BarePercent(String),
    /// `window = 10 seconds`; the words, and where the second one stands.
    BareText(String, Span),
    /// `failure(r) if r.is_bad()`; how to write it.
    GuardOutside(String),
    /// `threshold = 5 10`.
    Garbage(String),
    /// `failure`, `failure()`.
    NoArms,
    /// `failure = Err(_)`.
    NotInParentheses,
    /// `skip = true`.
    NotAlone,
    /// `failure(5 +)`; the cause.
    NotArms(String),
}

impl Malformed {
    /// Where it stands.
    pub(crate) fn place(&self, key: Key) -> Span {
        match &self.form {
            Form::BareText(text, second) if meant_by(key, text).is_none() => *second,
            _ => self.span,
        }
    }

    pub(crate) fn explain(&self, key: Key) -> String {
        let (name, example) = (key.name(), key.example());
        match &self.form {
            Form::NoValue => format!("missing value: write `{name} = {example}`"),
            Form::NotEquals(value) => {
                let value = value.as_deref().unwrap_or(example);
                format!("expected `=`: write `{name} = {value}`")
            }
            Form::NotAValue => format!("not a value: write one as in `{name} = {example}`"),
            Form::BarePercent(number) => bare_percent(key, number),
            Form::BareText(text, _) => bare_text(key, text),
            Form::GuardOutside(fix) => format!("a guard stands in the parentheses: write `{fix}`"),
            Form::NoArms if key == Key::Ignore => format!(
                "missing arms: write them as in {}; a method is left out of an `impl` block by \
                 `#[circuit_breaker(skip)]`",
                arms::shown(key),
            ),
            Form::NoArms => format!("missing arms: write them as in {}", arms::shown(key)),
            Form::NotInParentheses if key == Key::Open => format!(
                "`open` takes arms, as in {}: how long the circuit stays open is `open_for`",
                arms::shown(key),
            ),
            Form::NotInParentheses => {
                format!("arms stand in parentheses: write them as in {}", arms::shown(key))
            }
            Form::NotAlone => {
                format!("`{name}` stands alone: write `#[circuit_breaker({name})]`")
            }
            Form::NotArms(cause) => cause.clone(),
            Form::Garbage(found) => format!("unexpected `{found}` after the value of `{name}`"),
        }
    }
}

/// What is said of words behind a number.
fn bare_text(key: Key, text: &str) -> String {
    meant_by(key, text).unwrap_or_else(|| {
        let second = text.split(' ').nth(1).unwrap_or_default();
        format!("unexpected `{second}` after the value of `{}`", key.name())
    })
}

/// What to write, if they make sense with quotes or are near to what does.
fn meant_by(key: Key, text: &str) -> Option<String> {
    let name = key.name();
    let openings = Range::of(text).filter(|_| key == Key::OpenFor);
    if let Some(fix) = openings.and_then(|range| range.fix_for_openings()) {
        return Some(fix);
    }
    let wrong = match key.measure() {
        Some(Measure::CountOrShare) => Percent::parse(text).err(),
        Some(Measure::Spread) => Spread::parse(text).err(),
        Some(Measure::Trials) => Trials::read(text)?.err(),
        Some(Measure::Window) => Window::parse(text).err(),
        _ if key.takes_time() => duration::parse(text).err(),
        _ => return None,
    };
    let Some(wrong) = wrong else {
        return Some(format!("missing quotes: write `{name} = \"{text}\"`"));
    };
    if wrong.starts_with("a number of failures") {
        let number = text.split(' ').next().unwrap_or_default();
        return Some(format!("a number of failures stands alone: write `{name} = {number}`"));
    }
    Some(wrong).filter(|wrong| wrong.contains("write \""))
}

/// A share is not what every key takes, and not every number is a share.
fn bare_percent(key: Key, number: &str) -> String {
    let (name, share) = (key.name(), format!("{number}%"));
    let wrong = match key.measure() {
        Some(Measure::CountOrShare) => Percent::parse(&share).err(),
        Some(Measure::Spread) => Spread::parse(&share).err(),
        _ => Some(format!("not a value: write one as in `{name} = {}`", key.example())),
    };
    wrong.unwrap_or_else(|| format!("a percentage stands in quotes: write `{name} = \"{share}\"`"))
}
