//! Overrides from the environment.

use std::env;

use super::near_miss;
use crate::policy::overrides::list::Overrides;
use crate::policy::overrides::names::variables::PREFIX;
use crate::policy::overrides::problem::Problem;
use crate::policy::overrides::target::Target;

impl Overrides {
    /// Reads the variables of the environment: `CIRCUIT_BREAKER__<FIELD>` for all circuits and
    /// `CIRCUIT_BREAKER__<NAME>__<FIELD>` for one.
    ///
    /// Names and fields are in capitals, and each character that is neither letter nor digit is
    /// `_`: the circuit `shop::pay` is `SHOP__PAY`, and the group `shop::*` is `SHOP___`, or
    /// `SHOP__*` where a `*` can be set. A key stands in brackets as it is, `FETCH[example.org]`,
    /// and `FETCH[*]` means all keys; no shell can set these, but an orchestrator can. The guide
    /// has a [table](crate::_guide::overrides#from-the-environment).
    ///
    /// A variable with one `_` after the prefix, `CIRCUIT_BREAKER_THRESHOLD`, is somebody else's
    /// and changes nothing; if it ends in a field,
    /// [`Configured::left_out`](crate::Configured::left_out) lists it.
    ///
    /// Merge the environment into the overrides of a file by `file.merge(Overrides::from_env())`:
    /// among equally particular ones the environment wins. So `CIRCUIT_BREAKER__OPEN_FOR`, which is
    /// for all, does not beat what the file says for one name.
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

    /// Reads other variables than the process's, such as those of a `.env` file, named as
    /// [`from_env`](Self::from_env) has them. Those without the prefix have no effect.
    #[must_use]
    pub fn from_variables<N, V>(variables: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: AsRef<str>,
        V: AsRef<str>,
    {
        let (mut found, mut near_misses) = (Vec::new(), Vec::new());
        for (name, value) in variables {
            let (name, value) = (name.as_ref(), value.as_ref());
            if is_ours(name) {
                found.push((name.to_owned(), value.to_owned()));
            } else if near_miss::is_one(name) {
                near_misses.push(name.to_owned());
            }
        }
        // Sorted, because the environment has no order: errors and ties are to have one.
        found.sort();
        near_misses.sort();
        let start = Self { entries: Vec::new(), near_misses };
        found.into_iter().fold(start, |overrides, (name, value)| {
            let Some(rest) = name.strip_prefix(PREFIX) else {
                let expected = if name.starts_with(char::is_lowercase) {
                    "how these variables begin: write `CIRCUIT_BREAKER__`, in capitals"
                } else {
                    "how these variables begin: write `CIRCUIT_BREAKER__`"
                };
                let problem = Problem::value(&name, expected);
                return overrides.with(name, Target::All, Err(problem));
            };
            let (target, field) = split(rest);
            overrides.with_text(name.clone(), target, &field, &value)
        })
    }
}

/// By its beginning, also where that is in lower case or in the plural.
fn is_ours(name: &str) -> bool {
    let upper = name.to_uppercase();
    ["CIRCUIT_BREAKER__", "CIRCUIT_BREAKERS__"].iter().any(|prefix| upper.starts_with(prefix))
}

/// `SHOP__PAY__OPEN_FOR` is `open_for` of `SHOP__PAY`.
fn split(rest: &str) -> (Target, String) {
    match rest.rsplit_once("__") {
        Some((name, field)) => (Target::in_capitals(name), field.to_lowercase()),
        None => (Target::All, rest.to_lowercase()),
    }
}
