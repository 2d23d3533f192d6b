//! A value that is none of its field: what it may be, and what was probably meant.

use breaker_runtime::{Overrides, registry};

const TIME: &str = "a time with its unit like `30s`";
const TIME_OR_OFF: &str = "a time with its unit like `30s`, or `off`";
const WINDOW: &str = "a time with its unit like `10s`, or `100 calls`";
const COUNT_OR_SHARE: &str = "a number of failures like `5`, or a share like `50%`";
const COUNT: &str = "a whole number like `5`";
const TRIALS: &str = "a number of trial calls like `3`, or `4 of 5`";
const SHARE: &str = "a share like `20%`";
const FLAG: &str = "`true` or `false`";

/// What is said of a variable for `field` with this value, behind the variable's name.
#[track_caller]
fn told(field: &str, value: &str) -> String {
    let variable = format!("CIRCUIT_BREAKER__{}", field.to_uppercase());
    let overrides = Overrides::from_variables([(&*variable, value)]);
    let error = registry().configure(&overrides).expect_err(value);
    assert_eq!(error.errors().len(), 1, "{error}");
    let error = error.errors()[0].to_string();
    error.strip_prefix(&format!("`{variable}`: ")).expect("by its name").to_owned()
}

#[test]
fn what_was_meant_is_proposed() {
    for (field, value, expected, fix) in [
        ("open_for", "10sec", TIME, "`10s`"),
        ("open_for", "10S", TIME, "`10s`"),
        ("open_for", "\"10s\"", TIME, "`10s`"),
        ("open_for", "1.5", TIME, "`1s 500ms`"),
        ("open_for", "1.5 min", TIME, "`1m 30s`"),
        ("open_for", "1h30", TIME, "`1h 30m`"),
        ("open_for", "PT1M30S", TIME, "`1m 30s`"),
        ("open_for", "1_000ms", TIME, "`1000ms`"),
        ("slow_call", "0", TIME_OR_OFF, "`off`"),
        ("ramp_up", "None", TIME_OR_OFF, "`off`"),
        ("max_open_for", "false", TIME_OR_OFF, "`off`"),
        ("window", "100 requests", WINDOW, "`100 calls`"),
        ("window", "10 minutes", WINDOW, "`10m`"),
        ("threshold", "5 failures", COUNT_OR_SHARE, "`5`"),
        ("threshold", "0.125", COUNT_OR_SHARE, "`12.5%`"),
        ("threshold", "50 percent", COUNT_OR_SHARE, "`50%`"),
        ("threshold", "5.0", COUNT_OR_SHARE, "`5%` or `5`"),
        ("threshold", "five", COUNT_OR_SHARE, "`5`"),
        ("threshold", "+5", COUNT_OR_SHARE, "`5`"),
        ("threshold", "'50'", COUNT_OR_SHARE, "`50`"),
        ("threshold", "10 failures", COUNT_OR_SHARE, "`10`"),
        ("threshold", "12,5%", COUNT_OR_SHARE, "`12.5%`"),
        ("open_for", ".5s", TIME, "`500ms`"),
        ("open_for", "30000", TIME, "`30000ms` or `30000s`"),
        ("min_calls", "20 calls", COUNT, "`20`"),
        ("min_calls", "+5", COUNT, "`5`"),
        ("half_open_calls", "3 calls", TRIALS, "`3`"),
        ("half_open_calls", "4/5", TRIALS, "`4 of 5`"),
        ("half_open_calls", "four out of five", TRIALS, "`4 of 5`"),
        ("jitter", "20", SHARE, "`20%`"),
        ("jitter", "off", SHARE, "`0%`"),
        ("dry_run", "yes", FLAG, "`true`"),
        ("dry_run", "True", FLAG, "`true`"),
        ("enabled", "0", FLAG, "`false`"),
    ] {
        assert_eq!(told(field, value), format!("`{value}` is not {expected}: write {fix}"));
    }
}

#[test]
fn where_nothing_can_be_proposed_the_reason_is_told() {
    for (field, value, expected, why) in [
        ("open_for", "0", TIME, "a time must be longer than zero"),
        ("open_for", "-5s", TIME, "a time must be longer than zero"),
        ("open_for", "5 in", TIME, "the units are `ns`, `us`, `ms`, `s`, `m`, `h` and `d`"),
        ("open_for", "99999999999999999999s", TIME, "the longest time is 2^64 seconds"),
        ("open_for", "1 0s", TIME, "missing unit"),
        ("open_for", "2^64 s", TIME, "unexpected `^`"),
        ("open_for", "1.0001ns", TIME, "not a whole number of nanoseconds"),
        ("open_for", "100 calls", TIME, "a number of calls is not a time"),
        ("open_for", "off", TIME, "a circuit opens: for one that only reports set `dry_run`"),
        ("half_open_calls", "off", TRIALS, "the least is 1"),
        ("threshold", "-5", COUNT_OR_SHARE, "a number must be at least 1"),
        ("window", "0 call", WINDOW, "a window must hold at least one call"),
        ("jitter", "-5%", SHARE, "it goes both ways: write it without `-`"),
        ("threshold", "12.34567%", COUNT_OR_SHARE, "a share has at most four decimals"),
        ("min_calls", "4294967296", COUNT, "a number must be at most 4294967295"),
        ("window", "4294967296 calls", WINDOW, "the longest window is `4294967295 calls`"),
    ] {
        assert_eq!(told(field, value), format!("`{value}` is not {expected}: {why}"));
    }
}

#[test]
fn where_there_is_nothing_to_add_the_form_stands_alone() {
    for (field, value, expected) in [
        ("threshold", "half", COUNT_OR_SHARE),
        ("threshold", "5 of 10", COUNT_OR_SHARE),
        ("min_calls", "many", COUNT),
        ("jitter", "full", SHARE),
        ("dry_run", "maybe", FLAG),
    ] {
        assert_eq!(told(field, value), format!("`{value}` is not {expected}"));
    }
    assert_eq!(told("open_for", " "), format!("the value is missing: write {TIME}"));
}

#[test]
fn a_value_that_makes_no_sense_is_named() {
    for (field, value, told_of) in [
        ("open_for", "0s", "`open_for` must be longer than zero, not `0s`"),
        ("threshold", "0", "`threshold` must be at least 1, not `0`"),
        ("threshold", "150%", "`threshold` must be above 0% and at most 100%, not `150%`"),
        ("jitter", "101%", "`jitter` must be from 0% to 100%, not `101%`"),
    ] {
        assert_eq!(told(field, value), told_of);
    }
}

#[test]
fn a_value_is_told_on_one_line_that_fits_a_log() {
    assert_eq!(told("open_for", "5\nS"), format!("`5\\nS` is not {TIME}: write `5s`"));
    let long = told("threshold", &"five ".repeat(1_000));
    assert!(long.len() < 200 && long.contains('\u{2026}'), "{long}");
}
