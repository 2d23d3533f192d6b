//! Overrides from variables.

use core::time::Duration;
use std::env::{self, current_exe};
use std::process::Command;

use breaker_runtime::{KeyedCircuitBreaker, Overrides, Policy, Setting, registry};

use crate::Steered;

#[test]
fn names_are_in_capitals_with_underscores() {
    let circuit = Steered::new("shop::<Gateway as Pay>::charge-it", Policy::new());
    let overrides = Overrides::from_variables([
        ("CIRCUIT_BREAKER__OPEN_FOR", "5s"),
        ("CIRCUIT_BREAKER__THRESHOLD", "9"),
        ("CIRCUIT_BREAKER__SHOP___GATEWAY_AS_PAY___CHARGE_IT__THRESHOLD", "2"),
        ("CIRCUIT_BREAKER_THRESHOLD", "not ours"),
        ("PATH", "/bin"),
    ]);
    registry().configure(&overrides).expect("it makes sense");
    let expected = Policy::new().threshold(2).open_for(Duration::from_secs(5));
    assert_eq!(circuit.policy(), expected);
}

#[test]
fn a_variable_that_is_nearly_ours_is_told_of_and_changes_nothing() {
    let circuit = Steered::new("near::miss", Policy::new());
    let overrides = Overrides::from_variables([
        ("CIRCUIT_BREAKER_URL", "http://elsewhere"),
        ("CIRCUIT_BREAKER_THRESHOLD", "3"),
        ("circuitbreaker__near__miss__open_for", "1s"),
    ]);
    let expected = [
        "`CIRCUIT_BREAKER_THRESHOLD` is not how these variables begin: \
         write `CIRCUIT_BREAKER__`, with two `_`",
        "`circuitbreaker__near__miss__open_for` is not how these variables begin: \
         write `CIRCUIT_BREAKER__`, with two `_`",
    ];
    let strict = registry().configure(&overrides).expect("nobody's mistake for sure");
    let lenient = registry().configure_what_fits(&Overrides::new().merge(overrides));
    for configured in [strict, lenient] {
        let left_out: Vec<_> = configured.left_out().iter().map(ToString::to_string).collect();
        assert_eq!(left_out, expected);
        assert_eq!(configured.changes(), []);
    }
    assert_eq!(circuit.policy(), Policy::new());
}

#[test]
fn a_large_number_without_a_unit_may_be_one_of_milliseconds() {
    let overrides = Overrides::from_variables([
        ("CIRCUIT_BREAKER__OPEN_FOR", "1000"),
        ("CIRCUIT_BREAKER__RAMP_UP", "250"),
        ("CIRCUIT_BREAKER__WINDOW", "100"),
    ]);
    let error = registry().configure(&overrides).expect_err("three mistakes").to_string();
    for fix in [
        "`1000` is not a time with its unit like `30s`: write `1000ms` or `1000s`",
        "`250` is not a time with its unit like `30s`, or `off`: write `250s` or `250ms`",
        "`100` is not a time with its unit like `10s`, or `100 calls`: \
         write `100s` or `100ms` or `100 calls`",
    ] {
        assert!(error.contains(fix), "{error}");
    }
}

#[test]
fn a_space_too_many_or_too_few_is_told_of() {
    let overrides = Overrides::from_variables([
        ("CIRCUIT_BREAKER__OPEN_FOR", "10 s"),
        ("CIRCUIT_BREAKER__THRESHOLD", "50 %"),
        ("CIRCUIT_BREAKER__WINDOW", "100calls"),
        ("CIRCUIT_BREAKER__MIN_CALLS", "2 0"),
    ]);
    let error = registry().configure(&overrides).expect_err("four mistakes").to_string();
    for fix in [
        "`10 s` is not a time with its unit like `30s`: write `10s`\n",
        "`50 %` is not a number of failures like `5`, or a share like `50%`: write `50%`\n",
        "`100calls` is not a time with its unit like `10s`, or `100 calls`: write `100 calls`",
        "`2 0` is not a whole number like `5`\n",
    ] {
        assert!(error.contains(fix), "{error}");
    }
}

#[test]
fn no_variable_is_no_override() {
    assert!(Overrides::from_variables([("HOME", "/root")]).is_empty());
    assert!(!Overrides::from_variables([("CIRCUIT_BREAKER__DRY_RUN", "true")]).is_empty());
}

/// In a process of its own, for nothing else has an environment of its own.
#[test]
fn a_program_takes_them_from_its_environment() {
    const WITHIN: &str = "TEST_OF_THE_ENVIRONMENT";
    if env::var_os(WITHIN).is_none() {
        let mut program = Command::new(current_exe().expect("this test"));
        program.args(["--exact", "environment::a_program_takes_them_from_its_environment"]);
        // Whoever runs the tests may have variables of ours.
        let others = env::vars_os().map(|(name, _)| name);
        for name in others.filter(|name| name.to_string_lossy().starts_with("CIRCUIT_BREAKER")) {
            program.env_remove(name);
        }
        program.env(WITHIN, "1").env("CIRCUIT_BREAKER__THRESHOLD", "7");
        let output = program.output().expect("it starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        return;
    }
    let circuit = Steered::new("in this environment", Policy::new());
    registry().configure(&Overrides::from_env()).expect("it makes sense");
    assert_eq!(circuit.policy(), Policy::new().threshold(7));
}

#[test]
fn what_is_wrong_is_told_by_the_variable() {
    let _circuit = Steered::new("shop::pay", Policy::new());
    let overrides = Overrides::from_variables([
        ("CIRCUIT_BREAKER__SHOP__PAY__TRESHOLD", "2"),
        ("CIRCUIT_BREAKER__SHOP__PAI__THRESHOLD", "2"),
        ("CIRCUIT_BREAKER__OPEN_FOR", "10"),
        ("CIRCUIT_BREAKER__", ""),
    ]);
    let error = registry().configure(&overrides).expect_err("four mistakes");
    assert_eq!(
        error.to_string(),
        "overrides can't be applied, nothing was changed:\
        \n  `CIRCUIT_BREAKER__`: unknown field ``\
        \n  `CIRCUIT_BREAKER__OPEN_FOR`: `10` is not a time with its unit like `30s`: write `10s`\
        \n  `CIRCUIT_BREAKER__SHOP__PAI__THRESHOLD`: no circuit is called `SHOP__PAI`: did you \
        mean `SHOP__PAY`?\
        \n  `CIRCUIT_BREAKER__SHOP__PAY__TRESHOLD`: unknown field `treshold`: did you mean \
        `threshold`?"
    );
}

#[test]
fn all_keys_are_those_of_the_function_in_variables_as_in_code() {
    let alone = Steered::new("bystander", Policy::new());
    let keyed = KeyedCircuitBreaker::new("star::keys", Policy::new(), 8);
    let keyed: &KeyedCircuitBreaker = Box::leak(Box::new(keyed));
    registry().register_keyed(keyed);
    let two = Setting::Threshold(2);
    for overrides in [
        Overrides::new().circuit("star::keys[*]", two),
        Overrides::from_variables([("CIRCUIT_BREAKER__STAR__KEYS[*]__THRESHOLD", "2")]),
    ] {
        registry().configure(&overrides).expect("it makes sense");
        assert_eq!(keyed.policy(), Policy::new().threshold(2));
        registry().configure(&Overrides::new()).expect("it makes sense");
    }
    drop(alone);
}

#[test]
fn what_is_nearly_a_variable_is_told() {
    drop(Steered::new("mart::buy", Policy::new()));
    let _ship = Steered::new("mart::ship", Policy::new());
    for (variable, problem) in [
        (
            "CIRCUIT_BREAKER__MART__BUY",
            "`MART__BUY` is not a field, but a circuit: add one, as in `__OPEN_FOR`",
        ),
        (
            "CIRCUIT_BREAKER__MART::SELL",
            "`MART::SELL` is not a field: add one behind a circuit's name, as in `__OPEN_FOR`",
        ),
        (
            "CIRCUIT_BREAKER__MART__BUY_OPEN_FOR",
            "`buy_open_for` is not a field: two `_` stand before one, as in `__OPEN_FOR`",
        ),
        ("CIRCUIT_BREAKER__MART__OPEN_FOR", "no circuit is called `MART`: did you mean `MART___`?"),
        (
            "CIRCUIT_BREAKER__MART___OPEN_FOR",
            "no circuit is called `MART_`: did you mean `MART___`?",
        ),
        (
            "CIRCUIT_BREAKER__MART____OPEN_FOR",
            "no circuit is called `MART__`: did you mean `MART___`?",
        ),
        (
            "CIRCUIT_BREAKER__MART__BUY__DISABLED",
            "unknown field `disabled`: did you mean `enabled` with the opposite value, as in \
             `enabled = false`?",
        ),
        (
            "CIRCUIT_BREAKER__MART__BUY__FORCE_OPEN",
            "unknown field `force_open`: a state is forced in code, by `force_open_for` or \
             `force_closed_for`; `enabled = false` switches a circuit off",
        ),
        ("CIRCUIT_BREAKER__BUY__OPEN_FOR", "no circuit is called `BUY`: did you mean `MART__BUY`?"),
        (
            "CIRCUIT_BREAKER__ALL__OPEN_FOR",
            "no circuit is called `ALL`: remove it, settings for all circuits have no name in \
             front",
        ),
        (
            "CIRCUIT_BREAKER__FALLBACK",
            "`fallback` can't be overridden: set it in the code, in the attribute",
        ),
        (
            "CIRCUIT_BREAKER__RESET_TIMEOUT",
            "unknown field `reset_timeout`: did you mean `open_for`?",
        ),
        (
            "CIRCUIT_BREAKERS__OPEN_FOR",
            "`CIRCUIT_BREAKERS__OPEN_FOR` is not how these variables begin: \
             write `CIRCUIT_BREAKER__`",
        ),
        (
            "circuit_breaker__open_for",
            "`circuit_breaker__open_for` is not how these variables begin: \
             write `CIRCUIT_BREAKER__`, in capitals",
        ),
    ] {
        let overrides = Overrides::from_variables([(variable, "5s")]);
        let error = registry().configure(&overrides).expect_err(variable);
        let told: Vec<_> = error.errors().iter().map(|error| error.problem.to_string()).collect();
        assert_eq!(told, [problem], "{variable}");
    }
    let group = Overrides::from_variables([("CIRCUIT_BREAKER__MART_____OPEN_FOR", "5s")]);
    assert_eq!(registry().configure(&group).expect("a group").changes().len(), 2);
}
