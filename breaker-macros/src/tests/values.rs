//! What is said about values that are of the wrong kind, and where one ends.

use super::arguments::assert_mistakes;

#[test]
fn accepts() {
    for arguments in [
        "fallback = F",
        // One letter, of two bytes.
        "fallback = İ",
        "fallback = __",
        "fallback = Self::DEFAULT::make",
        "key = a?",
        "threshold = 50 % 7",
        "failure(| A | B)",
        "dry_run = !true",
        "threshold = *&MAX",
    ] {
        assert_mistakes(arguments, &[]);
    }
}

#[test]
fn instead_of_a_number_or_a_flag() {
    for (arguments, at, message) in [
        ("half_open_calls = \"two\"", "\"two\"", "not a number: write `half_open_calls = 2`"),
        (
            "half_open_calls = \"50%\"",
            "\"50%\"",
            "`half_open_calls` is a number of calls: write one as in `half_open_calls = 1`",
        ),
        // Nobody means it.
        (
            "half_open_calls = 1e15",
            "1e15",
            "not a whole number: write one as in `half_open_calls = 1`",
        ),
        ("dry_run = \"yes\"", "\"yes\"", "neither `true` nor `false`: write `dry_run = true`"),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn instead_of_a_path() {
    for (arguments, at, message) in [
        (
            "breaker = &make()",
            "&make()",
            "`breaker` takes the path of a `static`: make one, and write it as in `breaker = DB`",
        ),
        ("crate = \"rt\"", "\"rt\"", "a path stands without quotes: write `crate = ::rt`"),
        ("crate = \"::rt\"", "\"::rt\"", "a path stands without quotes: write `crate = ::rt`"),
        (
            "crate = \"crate::rt\"",
            "\"crate::rt\"",
            "a path stands without quotes: write `crate = crate::rt`",
        ),
        (
            "crate = \"a text\"",
            "\"a text\"",
            "a path stands without quotes: write `crate = ::breaker_runtime`",
        ),
        (
            "crate = <S as T>::rt",
            "<S as T>::rt",
            "not a path: write one as in `crate = ::breaker_runtime`",
        ),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn instead_of_a_fallback() {
    for (arguments, at, message) in [
        (
            "fallback = \"cached\"",
            "\"cached\"",
            "a path stands without quotes: write `fallback = cached`",
        ),
        (
            "fallback = \"DEFAULT\"",
            "\"DEFAULT\"",
            "a value stands without quotes: write `fallback = |_| DEFAULT`",
        ),
        (
            "fallback = \"a text\"",
            "\"a text\"",
            "a text is a value, not a function: write `fallback = |_| \"a text\"`",
        ),
        (
            "fallback = Self::DEFAULT",
            "Self::DEFAULT",
            "`Self::DEFAULT` is a value, not a function: write `fallback = |_| Self::DEFAULT`",
        ),
        (
            "fallback = f, fallback_on = \"error\"",
            "\"error\"",
            "neither `open`, `timeout` nor `failure`: write `fallback_on = failure`",
        ),
        (
            "fallback = f, failure(|_r| true)",
            "|",
            "an arm is a pattern: write the closure as `failure(returned if ..)`",
        ),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn instead_of_a_name() {
    let constant = "a name can't be a constant: write it out, as in `name = \"payments\"`";
    let no_text = "not a text in quotes: write one as in `name = \"payments\"`";
    for (value, message) in [
        ("\" \"", "empty name: write one such as \"payments\", or remove `name`"),
        ("NAME", constant),
        ("names::PAYMENTS", constant),
        ("payments", "a name is written in quotes: write `name = \"payments\"`"),
        (
            "\"shop-{id}\"",
            "a name is not interpolated: for a circuit for each value write `key = id`",
        ),
        (
            "\"shop {}\"",
            "a name is not interpolated: for a circuit for each value write `key = host`",
        ),
        ("\"shop::*\"", "a name can't have a `*`, which stands for a group of circuits: remove it"),
        ("\"shop[1]\"", "a name can't have a `[` or `]`, which stand around a key: remove them"),
        ("\" db\"", "a name can't begin or end with a blank: write `name = \"db\"`"),
        ("\"a\\nb\"", "a name can't have control characters, such as line breaks: remove them"),
        ("a::b", no_text),
        ("5", no_text),
    ] {
        assert_mistakes(&format!("name = {value}"), &[(value, message)]);
    }
}

/// The value behind it is understood all the same.
#[test]
fn another_sign_than_one_equals() {
    for sign in [":", ":=", "=>", "=="] {
        for value in ["7", "(7)"] {
            let message = "expected `=`: write `threshold = 7`";
            assert_mistakes(&format!("threshold {sign} {value}"), &[(&sign[..1], message)]);
        }
    }
    assert_mistakes("threshold: x", &[(":", "expected `=`: write `threshold = 5`")]);
}

#[test]
fn more_than_a_value() {
    for (argument, at) in [
        ("threshold = 5 {1}", "{"),
        ("threshold = 5 #[x]", "#"),
        ("threshold = 5 \"a\"", "\"a\""),
        ("failure(Ok(_)) [5]", "["),
        ("failure(Ok(_)) (5)", "("),
    ] {
        let key = argument.split([' ', '(']).next().unwrap_or_default();
        let message = format!("unexpected `{at}` after the value of `{key}`");
        assert_mistakes(argument, &[(at, &message)]);
    }
}

#[test]
fn a_name_that_is_like_none() {
    let all = "unknown argument `zzz`: the arguments are `threshold`, `window`, `min_calls`, \
               `consecutive`, `open_for`, \
               `max_open_for`, `jitter`, `half_open_calls`, `probe`, `ramp_up`, `slow_call`, \
               `timeout`, `fallback`, `fallback_on`, \
               `failure`, `success`, `ignore`, `open`, `judge`, `policy`, `breaker`, `key`, \
               `max_keys`, `dry_run`, `last_error`, `name`, `crate`";
    assert_mistakes("zzz = 5", &[("zzz", all)]);
}

#[test]
fn a_key_that_names_no_argument() {
    let same = "this key is the same for every call: write an expression over the arguments, as \
                in `key = host`";
    for value in ["5 + 5", "\"a\".to_owned()", "&\"a\"", "hosts::MAIN", "crate::HOST"] {
        assert_mistakes(&format!("key = {value}"), &[(value, same)]);
    }
    for value in ["N", "SHARDS", "Self::NAME", "T::NAME", "current()", "a + 5", "m::HOST.with(f)"] {
        assert_mistakes(&format!("key = {value}"), &[]);
    }
}

#[test]
fn conditions_that_are_no_guards() {
    for (arms, fix) in [
        ("r.is_err()", "r if r.is_err()"),
        ("!r.is_ok()", "r if !r.is_ok()"),
        ("x > 500", "x if x > 500"),
        ("is_bad(r)", "r if is_bad(r)"),
        ("crate::is_bad(&r)", "r if crate::is_bad(&r)"),
        ("matches!(r, Err(_))", "r if matches!(r, Err(_))"),
        ("Err(e) && e.is_bad()", "Err(e) if e.is_bad()"),
        ("Err(e) where e.is_bad()", "Err(e) if e.is_bad()"),
        ("Err(e), e.is_bad()", "Err(e) if e.is_bad()"),
    ] {
        let message = format!("a condition is a guard: write `failure({fix})`");
        let found = super::arguments::mistakes(&format!("failure({arms})"));
        let found: Vec<_> = found.into_iter().map(|(_, message)| message).collect();
        assert_eq!(found, [message], "{arms}");
    }
    let found = super::arguments::mistakes("failure(Err(A) || Err(B))");
    let one = "alternatives have one `|`: write `failure(Err(A) | Err(B))`";
    assert_eq!(found.first().map(|(_, message)| &**message), Some(one));
}

#[test]
fn patterns_that_look_like_conditions() {
    for arms in [
        "Err(E::A) | Err(E::B)",
        "500..=599",
        "500..",
        "-1",
        "Some(E { a, .. })",
        "m!(r)",
        "&Err(E::A)",
        "Err(e) if e.a() && e.b(), Ok(r) if r.c()",
        "[1, ..]",
        "(1, _)",
        "\"a\" | \"b\"",
        "A::B",
        "E::A(r)",
    ] {
        assert_mistakes(&format!("failure({arms})"), &[]);
    }
}

/// The value that was typed, as it is written here; what is out of range is told so.
#[test]
fn names_of_others_keep_the_value() {
    for (arguments, told) in [
        ("slidingWindowSize = \"10s\"", "did you mean `window`?"),
        ("slidingWindowSize = 10", "write `window = \"10 calls\"`"),
        ("slidingWindowSize = 0", "did you mean `window`? a window must hold at least one call"),
        ("failureRateThreshold = 30", "write `threshold = \"30%\"`"),
        ("failureRateThreshold = 120", "did you mean `threshold`? a share must be at most 100%"),
        ("failureRateThreshold = 0", "did you mean `threshold`? a share must be above 0%"),
        ("failure_ratio = 1", "write `threshold = \"100%\"`"),
        ("success_rate = 95", "write `threshold = \"5%\"`"),
        (
            "success_rate = 100",
            "did you mean `threshold`? it is the share of failures, and must be above 0%",
        ),
        (
            "success_rate = \"99.99999%\"",
            "did you mean `threshold`? a share is written as in `threshold = \"50%\"`",
        ),
        ("reset_timeout = 30", "write `open_for = \"30s\"` for 30 seconds"),
        ("reset_timeout = \"30s\"", "did you mean `open_for`?"),
        ("reset_timeout_ms = 5000", "write `open_for = \"5000ms\"`"),
        ("resetTimeout = 30000", "write `open_for = \"30000ms\"` for 30 seconds, or \"30000s\""),
        ("waitDurationInOpenState = \"30 seconds\"", "write `open_for = \"30s\"`"),
        ("break_duration = Duration::from_secs(10)", "did you mean `open_for`?"),
        (
            "minimum_number_of_calls = \"10\"",
            "write `min_calls = 10`; it goes with a share, as in `threshold = \"50%\"`",
        ),
        ("failure_threshold = 0", "did you mean `threshold`? `threshold` must be at least 1"),
        ("jitter_factor = 0.5", "write `jitter = \"50%\"`"),
        (
            "backoff = 2",
            "did you mean `max_open_for`? it is the longest time: \
             write one as in `max_open_for = \"5m\"`",
        ),
        (
            "should_handle = is_bad",
            "write `failure(..), success(Err(_))`: every other `Err` is a failure too",
        ),
        (
            "failures(Err(_))",
            "write `failure(..), success(Err(_))`: every other `Err` is a failure too",
        ),
        (
            "duration = \"5s\"",
            "a circuit has two times: write `window = \"10s\"`, in which failures count, or \
             `open_for = \"30s\"`, in which calls are rejected",
        ),
        ("tresh = 5", "did you mean `threshold`?"),
        ("errors = 5", "did you mean `threshold`?"),
        ("probe_interval = \"5s\"", "did you mean `open_for`?"),
        ("initial_delay = \"5s\"", "did you mean `open_for`?"),
        (
            "multiplier = 2.0",
            "did you mean `max_open_for`? it is the longest time: write one as in `max_open_for = \
             \"5m\"`",
        ),
        ("count_panics = true", "panics count as failures in any case: remove it"),
    ] {
        let key = arguments.split([' ', '(']).next().unwrap_or_default();
        let message = format!("unknown argument `{key}`: {told}");
        assert_mistakes(arguments, &[(key, &*message)]);
    }
}

#[test]
fn names_of_others_with_their_values() {
    for (arguments, fix) in [
        ("success_rate = \"80%\"", "threshold = \"20%\""),
        ("success_rate = 0.9", "threshold = \"10%\""),
        ("failure_policy = consecutive_failures(3)", "consecutive = 3"),
        ("fallbackMethod = \"cached\"", "fallback = cached"),
        ("handler = \"Self::cached\"", "fallback = Self::cached"),
        ("circuit = \"DB\"", "breaker = DB"),
        ("key_fn = \"host\"", "key = host"),
        ("configuration = \"HTTP\"", "policy = HTTP"),
        ("on_timeout = cached", "fallback_on = timeout"),
    ] {
        let found = super::arguments::mistakes(arguments);
        let message = found.first().map(|(_, message)| &**message).unwrap_or_default();
        assert!(message.ends_with(&format!(": write `{fix}`")), "{arguments}: {message}");
    }
    let one = "one word, which includes rejected calls: write `fallback_on = timeout`";
    assert_mistakes(
        "fallback = f, timeout = \"1s\", fallback_on = open | timeout",
        &[("open | timeout", one)],
    );
}

#[test]
fn a_range_is_no_time() {
    let doubling = "a range, where one time should be: to double it with each reopening write \
                    `open_for = \"5s\", max_open_for = \"30s\"`";
    let one = "a range, where one time should be: write \"5s\" or \"30s\"";
    for value in ["\"5s..30s\"", "\"5s-30s\"", "\"5s to 30s\"", "5s..30s", "5s-30s"] {
        assert_mistakes(&format!("open_for = {value}"), &[(value, doubling)]);
        assert_mistakes(&format!("window = {value}"), &[(value, one)]);
        let beside = format!("open_for = {value}, max_open_for = \"1m\"");
        assert_mistakes(&beside, &[(value, one)]);
    }
    assert_mistakes("open_for = 5s to 30s", &[("5s", doubling)]);
    let spread = "a range, where one time should be: write `open_for = \"30s\", jitter = \"10%\"`";
    assert_mistakes("open_for = \"30s \u{b1} 10%\"", &[("\"30s \u{b1} 10%\"", spread)]);
}

#[test]
fn a_large_number_may_be_one_of_milliseconds() {
    for (arguments, at, fix) in [
        ("timeout = 250", "250", "\"250s\" for 250 seconds, or \"250ms\""),
        ("timeout = \"250\"", "\"250\"", "\"250s\" for 250 seconds, or \"250ms\""),
        ("open_for = 30_000", "30_000", "\"30000ms\" for 30 seconds, or \"30000s\""),
        ("open_for = 2500.0", "2500.0", "\"2500ms\" for 2500 milliseconds, or \"2500s\""),
        ("window = 100", "100", "\"100s\" for 100 seconds, \"100ms\" or \"100 calls\""),
        ("window = \"100\"", "\"100\"", "\"100s\" for 100 seconds, \"100ms\" or \"100 calls\""),
    ] {
        let message = format!("missing unit: write {fix}");
        assert_mistakes(arguments, &[(at, &*message)]);
    }
}

#[test]
fn what_is_turned_off_is_not_given() {
    let dry_run = "a circuit opens: for one that only reports write `dry_run = true`";
    for key in ["slow_call", "max_open_for", "ramp_up", "jitter"] {
        let message = format!("there is none without `{key}`: remove it");
        for value in ["off", "\"off\"", "false", "None", "never"] {
            assert_mistakes(&format!("{key} = {value}"), &[(value, &*message)]);
        }
    }
    for (arguments, at, message) in [
        ("jitter = off, policy = HTTP", "off", "write `jitter = \"0%\"`"),
        (
            "slow_call = off, policy = HTTP",
            "off",
            "only a `policy` without `slow_call` turns it off: name one, and remove `slow_call`",
        ),
        ("consecutive = off", "off", "there is none without `consecutive`: remove it"),
        ("breaker = off", "off", "there is none without `breaker`: remove it"),
        ("threshold = off", "off", dry_run),
        ("open_for = never", "never", dry_run),
        (
            "window = off",
            "off",
            "without a window there are failures in a row: write `consecutive = 5`",
        ),
        ("half_open_calls = off", "off", "the least is 1: write `half_open_calls = 1`"),
        ("min_calls = off, threshold = \"50%\"", "off", "the least is 1: write `min_calls = 1`"),
        (
            "max_keys = unlimited, key = host",
            "unlimited",
            "keys are bounded: the most is `max_keys = 1048576`",
        ),
        (
            "max_keys = off",
            "max_keys",
            "`max_keys` has no effect without a key: add one as in `key = host`, or remove it",
        ),
        (
            "fallback_on = off",
            "off",
            "rejected calls are answered in any case: remove `fallback_on`",
        ),
        ("dry_run = off", "off", "neither `true` nor `false`: write `dry_run = false`"),
        ("dry_run = \"on\"", "\"on\"", "neither `true` nor `false`: write `dry_run = true`"),
        ("dry_run = 0", "0", "neither `true` nor `false`: write `dry_run = false`"),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn a_name_of_others_for_what_needs_a_share_says_so() {
    let told = "unknown argument `volume_threshold`: did you mean `min_calls`?";
    let with_share = format!("{told} It goes with a share, as in `threshold = \"50%\"`");
    for arguments in ["volume_threshold = 20", "threshold = 5, volume_threshold = 20"] {
        assert_mistakes(arguments, &[("volume_threshold", &with_share)]);
    }
    for others in ["threshold = \"50%\"", "threshold = HALF", "policy = HTTP"] {
        let arguments = format!("{others}, volume_threshold = 20");
        assert_mistakes(&arguments, &[("volume_threshold", told)]);
    }
}
