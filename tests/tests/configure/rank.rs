//! A name beats all, later beats earlier, an override beats what the circuit was made with.

use core::time::Duration;

use breaker_runtime::{Overrides, Policy, Setting, Window, registry};

use crate::Steered;

const SECOND: Duration = Duration::from_secs(1);

#[track_caller]
fn becomes(made_with: Policy, overrides: &Overrides, expected: Policy) {
    let circuit = Steered::new("ranked", made_with);
    registry().configure(overrides).expect("it makes sense");
    assert_eq!(circuit.policy(), expected);
    assert_eq!(circuit.policy().check(), Ok(()));
}

#[test]
fn a_name_beats_all_in_any_order() {
    let overrides = Overrides::new()
        .circuit("ranked", Setting::Threshold(2))
        .all(Setting::Threshold(9))
        .all(Setting::OpenFor(SECOND));
    becomes(Policy::new(), &overrides, Policy::new().threshold(2).open_for(SECOND));
}

#[test]
fn later_beats_earlier() {
    let overrides = Overrides::new().all(Setting::Threshold(2)).all(Setting::Threshold(3));
    let merged = overrides.merge(Overrides::new().all(Setting::Threshold(4)));
    becomes(Policy::new(), &merged, Policy::new().threshold(4));
}

#[test]
fn every_field_can_be_overridden_and_taken_back() {
    let all = [
        Setting::ThresholdPercent(12.5),
        Setting::Window(Window::calls(50)),
        Setting::MinCalls(7),
        Setting::OpenFor(SECOND),
        Setting::MaxOpenFor(Some(9 * SECOND)),
        Setting::JitterPercent(20.0),
        Setting::HalfOpenCalls(3),
        Setting::RampUp(Some(4 * SECOND)),
        Setting::SlowCall(Some(2 * SECOND)),
        Setting::DryRun(true),
        Setting::Enabled(false),
    ];
    let overrides = all.into_iter().fold(Overrides::new(), Overrides::all);
    let whole = Policy::new()
        .threshold_percent(12.5)
        .window_calls(50)
        .min_calls(7)
        .open_for(SECOND)
        .max_open_for(9 * SECOND)
        .jitter_percent(20.0)
        .half_open_calls(3)
        .ramp_up(4 * SECOND)
        .slow_call(2 * SECOND)
        .dry_run(true)
        .enabled(false);
    becomes(Policy::new(), &overrides, whole);
    let off = [Setting::MaxOpenFor(None), Setting::RampUp(None), Setting::SlowCall(None)];
    let overrides = off.into_iter().fold(Overrides::new(), Overrides::all);
    let made_with = Policy::new().max_open_for(99 * SECOND).ramp_up(SECOND).slow_call(SECOND);
    becomes(made_with, &overrides, Policy::new());
}

#[test]
fn another_rule_by_name_takes_the_place_of_the_one_there_was() {
    let row = Overrides::new().circuit("ranked", Setting::Consecutive(3));
    becomes(Policy::new().threshold(2).window_calls(9), &row, Policy::new().consecutive(3));
    let count = Overrides::new().circuit("ranked", Setting::Threshold(3));
    becomes(Policy::new().consecutive(2), &count, Policy::new().threshold(3));
}

#[test]
fn another_rule_for_all_passes_by_and_is_told() {
    let in_a_row = Policy::new().consecutive(2);
    let window = Setting::Window(Window::calls(50));
    for setting in [Setting::Threshold(9), Setting::ThresholdPercent(9.0), window] {
        becomes(in_a_row, &Overrides::new().all(setting), in_a_row);
    }
    let count = Policy::new().threshold(2).window_calls(9);
    becomes(count, &Overrides::new().all(Setting::Consecutive(9)), count);

    let circuit = Steered::new("passed by", in_a_row);
    let overrides = Overrides::new().all(Setting::Threshold(9)).all(Setting::OpenFor(SECOND));
    let configured = registry().configure(&overrides).expect("it makes sense");
    let told: Vec<_> = configured.passed_by().iter().map(ToString::to_string).collect();
    let expected = "`threshold` has no effect on `passed by`, whose rule is 2 failures in a row";
    assert!(told.iter().any(|told| told == expected), "{told:?}");
    assert_eq!(circuit.policy(), in_a_row.open_for(SECOND));
}

/// What is said for all is then for the rule that the name asks for.
#[test]
fn a_rule_by_name_takes_what_fits_it_from_all() {
    let overrides = Overrides::new()
        .all(Setting::Window(Window::calls(50)))
        .all(Setting::MinCalls(7))
        .all(Setting::Consecutive(9));
    let by_name = |setting| overrides.clone().circuit("ranked", setting);
    let share = Policy::new().threshold_percent(50.0).window_calls(50).min_calls(7);
    becomes(Policy::new().consecutive(2), &by_name(Setting::ThresholdPercent(50.0)), share);
    becomes(Policy::new(), &by_name(Setting::Consecutive(3)), Policy::new().consecutive(3));
}

#[test]
fn least_calls_for_all_are_for_circuits_with_a_share() {
    let overrides = Overrides::new().all(Setting::MinCalls(7));
    becomes(Policy::new().threshold(2), &overrides, Policy::new().threshold(2));
    let share = Policy::new().threshold_percent(50.0);
    becomes(share, &overrides, share.min_calls(7));
}
