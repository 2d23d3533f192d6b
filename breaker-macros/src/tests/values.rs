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
        (
            "half_open_calls = \"two\"",
            "\"two\"",
            "not a number: write one as in `half_open_calls = 1`",
        ),
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
            "not the path of a `static`: make one, and write as in `breaker = DB`",
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
            "a text is not called: write `fallback = |_| \"a text\"`",
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
        ("\"shop::*\"", "`*`, `[` and `]` stand for groups and keys: write a name without them"),
        ("\"shop[1]\"", "`*`, `[` and `]` stand for groups and keys: write a name without them"),
        ("\"a\\nb\"", "a name has no control characters, such as line breaks: remove them"),
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
    let all = "unknown argument `zzz`: the arguments are `threshold`, `window`, `min_calls`, `consecutive`, `open_for`, \
               `max_open_for`, `jitter`, `half_open_calls`, `ramp_up`, `slow_call`, `timeout`, `fallback`, `fallback_on`, \
               `failure`, `success`, `ignore`, `name`, `dry_run`, `policy`, `breaker`, `key`, `max_keys`, `crate`";
    assert_mistakes("zzz = 5", &[("zzz", all)]);
}

#[test]
fn a_key_that_names_no_argument() {
    let same =
        "the same for every call: write an expression over the arguments, as in `key = host`";
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

#[test]
fn names_of_others_with_their_values() {
    for (arguments, fix) in [
        ("success_rate = \"80%\"", "threshold = \"20%\""),
        ("success_rate = 0.9", "threshold = \"10%\""),
        ("failure_policy = consecutive_failures(3)", "consecutive = 3"),
        ("on_timeout = cached", "fallback_on = timeout"),
        ("failures(Err(_))", "failure(..)"),
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
