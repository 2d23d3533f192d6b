//! What can't be applied changes nothing, and says all that is wrong.

use core::time::Duration;

use breaker_runtime::{Overrides, Policy, PolicyError, Problem, Setting, Window, registry};

use crate::Steered;

const SECOND: Duration = Duration::from_secs(1);

#[track_caller]
fn errors(overrides: &Overrides) -> Vec<String> {
    let error = registry().configure(overrides).expect_err("something is wrong");
    error.errors().iter().map(ToString::to_string).collect()
}

#[test]
fn one_mistake_keeps_everything_else_from_being_applied() {
    let circuit = Steered::new("untouched", Policy::new());
    circuit.set(Setting::Threshold(2));
    let overrides =
        Overrides::new().all(Setting::OpenFor(SECOND)).circuit("nobody", Setting::DryRun(true));
    registry().configure(&overrides).expect_err("nobody is called so");
    assert_eq!(circuit.policy(), Policy::new().threshold(2), "the earlier overrides stand");
}

#[test]
fn values_that_make_no_sense_are_told_once_whoever_they_are_for() {
    let _circuit = Steered::new("values", Policy::new());
    let overrides = Overrides::new()
        .all(Setting::OpenFor(Duration::ZERO))
        .circuit("values", Setting::JitterPercent(101.0));
    assert_eq!(
        errors(&overrides),
        [
            "`open_for` must be longer than zero",
            "`values.jitter`: `jitter` must be from 0% to 100%",
        ]
    );
}

#[test]
fn settings_that_do_not_go_together_are_told_by_circuit() {
    let _circuit = Steered::new("together", Policy::new().max_open_for(90 * SECOND));
    let overrides = Overrides::new().circuit("together", Setting::OpenFor(99 * SECOND));
    let error = registry().configure(&overrides).expect_err("longer than the longest");
    assert_eq!(error.errors().len(), 1);
    let problem = &error.errors()[0].problem;
    let expected = PolicyError::MaxOpenForBelowOpenFor;
    assert_eq!(*problem, Problem::Policy { circuit: Some("together"), error: expected });
    assert_eq!(error.errors()[0].source, "together.open_for");
}

#[test]
fn two_rules_of_one_rank_contradict_each_other() {
    let _circuit = Steered::new("two rules", Policy::new());
    let overrides = Overrides::new()
        .circuit("two rules", Setting::Consecutive(3))
        .circuit("two rules", Setting::Threshold(3));
    let errors = errors(&overrides);
    assert_eq!(errors.len(), 1);
    assert!(
        errors[0].starts_with(
            "`two rules.threshold`, `two rules.consecutive`: circuit `two rules`: `consecutive`"
        ),
        "{errors:?}"
    );
}

#[test]
fn settings_that_do_not_go_together_are_named_and_no_others() {
    let _circuit = Steered::new("six of it", Policy::new());
    let all = Overrides::new()
        .circuit("six of it", Setting::Threshold(3))
        .circuit("six of it", Setting::OpenFor(99 * SECOND))
        .circuit("six of it", Setting::MaxOpenFor(Some(9 * SECOND)))
        .circuit("six of it", Setting::HalfOpenCalls(2))
        .circuit("six of it", Setting::RampUp(None))
        .circuit("six of it", Setting::DryRun(true));
    assert_eq!(
        errors(&all),
        ["`six of it.open_for`, `six of it.max_open_for`: circuit `six of it`: \
             `max_open_for` is shorter than `open_for`: write a longer `max_open_for` or a shorter \
             `open_for` (`open_for` is 1m 39s, `max_open_for` is 9s)"]
    );
    let two_rules = all
        .circuit("six of it", Setting::MaxOpenFor(None))
        .circuit("six of it", Setting::Window(Window::time(SECOND)))
        .circuit("six of it", Setting::Consecutive(3));
    let told = errors(&two_rules);
    let named = "`six of it.threshold`, `six of it.window`, `six of it.consecutive`: circuit";
    assert!(told.len() == 1 && told[0].starts_with(named), "{told:?}");
}
