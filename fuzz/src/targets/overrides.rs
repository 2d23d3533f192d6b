//! Overrides: what is accepted makes sense for every circuit, what is not says where it was said,
//! and the way it was said is no matter.

mod circuits;
mod read;

use std::collections::BTreeMap;

use breaker_runtime::{ConfigureError, Overrides, Policy, Problem, registry};

use self::circuits::circuits;
use self::read::{Read, read};
use super::literals;
use crate::Target;
use crate::mutate::Vocabulary;

/// Inputs are lines `NAME=value`, as in a `.env` file, or a table in JSON.
pub const TARGET: Target = Target {
    name: "overrides",
    check,
    vocabulary: &Vocabulary { phrases: PHRASES, texts: literals::TEXTS },
};

fn check(text: &str) -> bool {
    let Some(Read { overrides, sources }) = read(text) else {
        return false;
    };
    drop(configured(&Overrides::new()));
    let before = policies();
    match configured(&overrides) {
        Ok(()) => {
            for (name, policy) in policies() {
                assert_eq!(policy.check(), Ok(()), "{name}: {policy}");
            }
        }
        Err(error) => {
            assert_eq!(before, policies(), "something was changed");
            explains(&error, &sources);
        }
    }
    same_by_variables_and_by_tables(text);
    true
}

fn configured(overrides: &Overrides) -> Result<(), ConfigureError> {
    registry().configure(overrides).map(drop)
}

fn policies() -> BTreeMap<&'static str, Policy> {
    circuits().iter().map(|circuit| (circuit.name(), circuit.policy())).collect()
}

/// Every error names what was said, and says something.
fn explains(error: &ConfigureError, sources: &[String]) {
    assert!(!error.errors().is_empty());
    let text = error.to_string();
    for error in error.errors() {
        let known = sources.contains(&error.source);
        // Those that don't go together are listed.
        let all_known =
            || error.source.split("`, `").all(|one| sources.iter().any(|source| source == one));
        assert!(known || all_known(), "`{}` was never said: {sources:?}", error.source);
        assert!(!error.problem.to_string().is_empty() && text.contains(&error.to_string()));
    }
}

/// A variable for all circuits and a table with the same field are one thing. What is no field is
/// told of in both, each in the words of its form: a circuit's name wants a table in the one, and a
/// field behind it in the other.
fn same_by_variables_and_by_tables(text: &str) {
    for (name, value) in text.lines().filter_map(|line| line.split_once('=')) {
        let Some(field) = name.strip_prefix(read::PREFIX).filter(|field| !field.contains("__"))
        else {
            continue;
        };
        let table = serde_json::json!({ field.to_lowercase(): value }).to_string();
        let Ok(table) = serde_json::from_str::<Overrides>(&table) else {
            panic!("{table} is a table");
        };
        let of_variable =
            configured(&Overrides::from_variables([(name, value)])).map(|()| policies());
        let of_table = configured(&table).map(|()| policies());
        match (of_variable, of_table) {
            (Ok(one), Ok(other)) => assert_eq!(one, other, "{name}={value}"),
            (Err(one), Err(other)) if is_in_words_of_its_form(&one, &other, field) => {}
            (Err(one), Err(other)) => {
                let problems = |error: &ConfigureError| {
                    error.errors().iter().map(|error| error.problem.to_string()).collect::<Vec<_>>()
                };
                assert_eq!(problems(&one), problems(&other), "{name}={value}");
            }
            (one, other) => panic!("{name}={value}: {one:?} {other:?}"),
        }
    }
}

/// Whether both errors are about the name, and one of them says how it is written there.
fn is_in_words_of_its_form(one: &ConfigureError, other: &ConfigureError, name: &str) -> bool {
    let is_unknown = |problem: &Problem| matches!(problem, Problem::UnknownField { .. });
    let is_of_form = |problem: &Problem| match problem {
        Problem::Value { value, .. } => value.to_lowercase() == name.to_lowercase(),
        _ => false,
    };
    let problems = || one.errors().iter().chain(other.errors()).map(|error| &error.problem);
    problems().all(|problem| is_unknown(problem) || is_of_form(problem))
        && problems().any(is_of_form)
}

const PHRASES: &[&str] = &[
    "\nCIRCUIT_BREAKER__THRESHOLD=5\n",
    "\nCIRCUIT_BREAKER__THRESHOLD=50%\n",
    "\nCIRCUIT_BREAKER__WINDOW=100 calls\n",
    "\nCIRCUIT_BREAKER__WINDOW=10s\n",
    "\nCIRCUIT_BREAKER__MIN_CALLS=20\n",
    "\nCIRCUIT_BREAKER__CONSECUTIVE=3\n",
    "\nCIRCUIT_BREAKER__OPEN_FOR=5s\n",
    "\nCIRCUIT_BREAKER__MAX_OPEN_FOR=1m\n",
    "\nCIRCUIT_BREAKER__JITTER=20%\n",
    "\nCIRCUIT_BREAKER__HALF_OPEN_CALLS=2\n",
    "\nCIRCUIT_BREAKER__RAMP_UP=off\n",
    "\nCIRCUIT_BREAKER__SLOW_CALL=2s\n",
    "\nCIRCUIT_BREAKER__DRY_RUN=true\n",
    "\nCIRCUIT_BREAKER__ENABLED=false\n",
    "\nCIRCUIT_BREAKER__SHOP__PAY__THRESHOLD=0\n",
    "\nCIRCUIT_BREAKER__SHARE__MIN_CALLS=7\n",
    "\nCIRCUIT_BREAKER__SHARE__WINDOW=3 calls\n",
    "\nCIRCUIT_BREAKER__ROW__WINDOW=3s\n",
    "\nCIRCUIT_BREAKER__CALLS__THRESHOLD=11\n",
    "\nCIRCUIT_BREAKER__GROWS__OPEN_FOR=2m\n",
    "\nCIRCUIT_BREAKER__GROWS__MAX_OPEN_FOR=1s\n",
    "CIRCUIT_BREAKER__",
    "__",
    "_",
    "=",
    "\n",
    "THRESHOLD",
    "WINDOW",
    "MIN_CALLS",
    "CONSECUTIVE",
    "OPEN_FOR",
    "MAX_OPEN_FOR",
    "JITTER",
    "HALF_OPEN_CALLS",
    "RAMP_UP",
    "SLOW_CALL",
    "DRY_RUN",
    "ENABLED",
    "SHOP__PAY",
    "GR__SSE",
    "ROW",
    "SHARE",
    "{\"threshold\": 5}",
    "\"threshold\": \"50%\",",
    "\"window\": \"100 calls\",",
    "\"window\": 10,",
    "\"min_calls\": 20,",
    "\"consecutive\": 3,",
    "\"open_for\": \"30s\",",
    "\"max_open_for\": \"off\",",
    "\"jitter\": 0.2,",
    "\"half_open_calls\": 1,",
    "\"ramp_up\": null,",
    "\"slow_call\": [1],",
    "\"dry_run\": true,",
    "\"enabled\": false,",
    "\"shop::pay\": {\"threshold\": 3},",
    "\"share\": {\"min_calls\": 2, \"window\": \"1 call\"},",
    "\"row\": {\"window\": \"1 call\"},",
    "\"größe\": {\"jitter\": \"5%\"},",
    "\"nobody\": {},",
    "\"\": {\"open_for\": \"1s\"},",
    "1e400",
    "1e3",
    "-0",
    "\"\\ud83d\\ude00\"",
    "\"\\n\"",
    "5",
    "50%",
    "nan%",
    "inf%",
    "-5%",
    "1e1%",
    "+5",
    "off",
    "1 year",
    "5M",
    "100000 years",
    "99999999999 calls",
    "0",
    "0s",
    "null",
    "true",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
];

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn what_is_no_field_is_told_in_the_words_of_its_form() {
        for variable in ["KEY::X=10s", "NOBODY=off", "ROW=true", "ROW=5", "ROW_OPEN_FOR=5s"] {
            assert!(check(&format!("CIRCUIT_BREAKER__{variable}")), "{variable}");
        }
    }
}
