//! What can be wrong with the form of an argument.

use proc_macro2::Span;

use super::arms;
use super::key::Key;
use crate::literal::percent::{Percent, Spread};

/// Why there is no value.
pub(crate) struct Mistake {
    pub(crate) span: Span,
    pub(super) form: Form,
}

pub(super) enum Form {
    /// `threshold`, `threshold =`.
    NoValue,
    /// `threshold: 5`, `threshold(5)`, `threshold 5`; the value as text, if it is short enough to repeat.
    NotEquals(Option<String>),
    /// `threshold = ]`.
    NotAValue,
    /// `threshold = 50%`; the number as text.
    BarePercent(String),
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

impl Mistake {
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
            Form::NoArms => format!("missing arms: write them as in {}", arms::shown(key)),
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

/// A share is not what every key takes, and not every number is a share.
fn bare_percent(key: Key, number: &str) -> String {
    let (name, share) = (key.name(), format!("{number}%"));
    let wrong = match key {
        Key::Threshold => Percent::parse(&share).err(),
        Key::Jitter => Spread::parse(&share).err(),
        _ => Some(format!("not a value: write one as in `{name} = {}`", key.example())),
    };
    wrong.unwrap_or_else(|| format!("a percentage stands in quotes: write `{name} = \"{share}\"`"))
}
