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
