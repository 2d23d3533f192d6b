//! Overrides from the environment.

use std::env;

use super::Overrides;
use super::target::Target;

const PREFIX: &str = "CIRCUIT_BREAKER__";

impl Overrides {
    /// From the variables of the environment: `CIRCUIT_BREAKER__<FIELD>` for all circuits and
    /// `CIRCUIT_BREAKER__<NAME>__<FIELD>` for one.
    ///
    /// Names and fields are in capitals; what variables can't have in their names is `_`: the
    /// circuit
    /// `shop::pay` is `SHOP__PAY`, and the group `shop::*` is `SHOP___`, or `SHOP__*` where a `*`
    /// can be set. A key stands in brackets as it is, `FETCH[example.org]`, and `FETCH[*]` is all of
    /// them; no shell can set that, but an orchestrator can.
    ///
    /// Against a file it is one that was said later: `file.merge(Overrides::from_env())` lets the
    /// environment win among equally particular ones. So `CIRCUIT_BREAKER__OPEN_FOR`, which is for
    /// all, does not beat what the file says for one name.
    ///
    /// ```
    /// use breaker_runtime::{registry, Overrides};
    ///
    /// // CIRCUIT_BREAKER__DRY_RUN=true CIRCUIT_BREAKER__SHOP__PAY__OPEN_FOR=5s ./shop
    /// registry().configure(&Overrides::from_env())?;
    /// # Ok::<(), breaker_runtime::ConfigureError>(())
    /// ```
    #[must_use]
    pub fn from_env() -> Self {
        let text = |text: std::ffi::OsString| text.to_string_lossy().into_owned();
        Self::from_variables(env::vars_os().map(|(name, value)| (text(name), text(value))))
    }

    /// The same from other variables, such as those of a `.env` file. Those without the prefix are
    /// none of ours.
    #[must_use]
    pub fn from_variables<N, V>(variables: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: AsRef<str>,
        V: AsRef<str>,
    {
        let mut found: Vec<_> = variables
            .into_iter()
            .filter(|(name, _)| name.as_ref().starts_with(PREFIX))
            .map(|(name, value)| (name.as_ref().to_owned(), value.as_ref().to_owned()))
            .collect();
        // The environment has no order; errors and ties are to have one.
        found.sort();
        found.into_iter().fold(Self::new(), |overrides, (name, value)| {
            let (target, field) = split(&name[PREFIX.len()..]);
            overrides.with_text(name.clone(), target, &field, &value)
        })
    }
}

/// `SHOP__PAY__OPEN_FOR` is `open_for` of `SHOP__PAY`.
fn split(rest: &str) -> (Target, String) {
    match rest.rsplit_once("__") {
        Some((name, field)) => (Target::in_capitals(name), field.to_lowercase()),
        None => (Target::All, rest.to_lowercase()),
    }
}

/// A circuit's name as variables have it.
pub(super) fn in_capitals(name: &str) -> String {
    let plain = |character: char| match character {
        character if character.is_ascii_alphanumeric() => character.to_ascii_uppercase(),
        _ => '_',
    };
    name.chars().map(plain).collect()
}
