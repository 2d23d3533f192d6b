//! What a circuit may be called.

use std::panic::catch_unwind;

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, PolicyError};

const WRONG: [(&str, PolicyError, &str); 8] = [
    ("", PolicyError::EmptyName, "a name must not be empty: write one such as \"payments\""),
    ("  ", PolicyError::EmptyName, "a name must not be empty: write one such as \"payments\""),
    (" db", PolicyError::BlankAroundName, "a name can't begin or end with a blank: remove it"),
    ("db\n", PolicyError::BlankAroundName, "a name can't begin or end with a blank: remove it"),
    (
        "shop::*",
        PolicyError::StarInName,
        "a name can't have a `*`, which stands for a group of circuits: remove it",
    ),
    (
        "fetch[host]",
        PolicyError::BracketInName,
        "a name can't have a `[` or `]`, which stand around a key: remove them",
    ),
    (
        "a\nb",
        PolicyError::ControlInName,
        "a name can't have control characters, such as line breaks: remove them",
    ),
    (
        "a\u{85}b",
        PolicyError::ControlInName,
        "a name can't have control characters, such as line breaks: remove them",
    ),
];

#[test]
fn a_name_that_stands_for_something_else_is_refused() {
    for (name, error, message) in WRONG {
        assert_eq!(CircuitBreaker::try_new(name, Policy::new()).unwrap_err(), error, "{name:?}");
        let keyed = KeyedCircuitBreaker::try_new(name, Policy::new(), 8);
        assert_eq!(keyed.unwrap_err(), error, "{name:?}");
        assert_eq!(error.to_string(), message);
        let made = catch_unwind(|| CircuitBreaker::new(name, Policy::new()));
        assert!(made.is_err(), "{name:?}");
        let made = catch_unwind(|| KeyedCircuitBreaker::new(name, Policy::new(), 8));
        assert!(made.is_err(), "{name:?}");
    }
}

#[test]
fn other_names_are_as_they_are() {
    for name in ["db", "shop::pay", "read users", "GET /users/{id}", "\u{e9}tat"] {
        assert_eq!(CircuitBreaker::new(name, Policy::new()).name(), name);
    }
}
