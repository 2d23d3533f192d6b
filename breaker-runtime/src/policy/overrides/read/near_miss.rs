//! Variables that are nearly ours: `CIRCUIT_BREAKER_THRESHOLD`, with one `_`.
//!
//! They may be somebody else's, so nothing fails for them; whoever reads what became of a
//! configuration sees them.

use crate::policy::overrides::error::OverrideError;
use crate::policy::overrides::list::Overrides;
use crate::policy::overrides::problem::Problem;
use crate::policy::table::Field;

/// Whether a variable that is none of ours begins nearly as ours do, and ends in a field.
pub(super) fn is_one(variable: &str) -> bool {
    let upper = variable.to_uppercase().replace(['-', '.'], "_");
    let Some(rest) = behind_prefix(&upper) else { return false };
    let is_field = |field: &str| {
        let before = rest.strip_suffix(&*field.to_uppercase());
        before.is_some_and(|before| before.is_empty() || before.ends_with('_'))
    };
    Field::ALL.iter().map(|field| field.as_str()).any(is_field)
}

/// What stands behind what some write for the prefix, in one word or in two, with letters that are
/// missing or too many. Behind something else, only two `_` tell that ours was meant.
fn behind_prefix(upper: &str) -> Option<&str> {
    if let Some((_, rest)) = upper.split_once("_CIRCUIT_BREAKER__") {
        return Some(rest);
    }
    let (first, rest) = upper.split_once('_')?;
    if is_nearly(first, "CIRCUITBREAKER") {
        return Some(rest.trim_start_matches('_'));
    }
    let (second, rest) = rest.trim_start_matches('_').split_once('_')?;
    let is_meant = is_nearly(first, "CIRCUIT") && is_nearly(second, "BREAKER");
    is_meant.then(|| rest.trim_start_matches('_'))
}

fn is_nearly(word: &str, meant: &str) -> bool {
    strsim::damerau_levenshtein(word, meant) <= 1
}

impl Overrides {
    /// Each as what was left out.
    pub(in crate::policy::overrides) fn left_out_as_near_misses(
        &self,
    ) -> impl Iterator<Item = OverrideError> {
        self.near_misses.iter().map(|variable| {
            let expected = "how these variables begin: write `CIRCUIT_BREAKER__`, with two `_`";
            OverrideError::new(variable.clone(), Problem::value(variable, expected))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::is_one;

    #[test]
    fn what_ends_in_a_field_is_near() {
        for variable in [
            "CIRCUIT_BREAKER_THRESHOLD",
            "circuit_breaker_open_for",
            "CIRCUITBREAKER__THRESHOLD",
            "CIRCUITBREAKER_MAX_OPEN_FOR",
            "CIRCUIT_BREAKER_SHOP_PAY_OPEN_FOR",
            "CIRCUIT_BREAKERS_WINDOW",
            "CIRCUIT__BREAKER__OPEN_FOR",
            "CIRCUIT_BRAKER__OPEN_FOR",
            "CIRCUT_BREAKER__SHOP__OPEN_FOR",
            "CIRCUIT-BREAKER__OPEN_FOR",
            "CIRCUIT_BREAKER.OPEN_FOR",
            "APP_CIRCUIT_BREAKER__OPEN_FOR",
        ] {
            assert!(is_one(variable), "{variable}");
        }
        for variable in [
            "CIRCUIT_BREAKER",
            "CIRCUIT_BREAKER_URL",
            "CIRCUIT_BREAKER_",
            "CIRCUIT_BREAKER_MYTHRESHOLD",
            "THRESHOLD",
            "CIRCUS_BREAKER__THRESHOLD_X",
            "SHORT_CIRCUIT__THRESHOLD",
            "MY_CIRCUIT_BREAKER_THRESHOLD",
        ] {
            assert!(!is_one(variable), "{variable}");
        }
    }
}
