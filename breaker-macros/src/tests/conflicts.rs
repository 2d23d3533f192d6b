//! What is said about arguments that contradict each other, or have no effect; and where two of
//! them just go together.

use super::arguments::assert_mistakes;

#[test]
fn what_just_goes_together() {
    for arguments in [
        "threshold = \"50%\", window = \"10 calls\", min_calls = 10",
        "threshold = 10, window = \"10 calls\"",
        "window = \"5 calls\"",
        "policy = HTTP, open_for = \"30s\", max_open_for = \"30s\"",
        "max_open_for = \"31s\"",
        "timeout = \"3s\", slow_call = \"2999ms\"",
    ] {
        assert_mistakes(arguments, &[]);
    }
}

#[test]
fn a_rule_that_could_never_open() {
    for (arguments, at, message) in [
        (
            "threshold = \"50%\", min_calls = 11, window = \"10 calls\"",
            "11",
            "the circuit could never open: the window holds 10 calls; write `min_calls = 10` or \
             less",
        ),
        (
            "threshold = 11, window = \"10 calls\"",
            "11",
            "the circuit could never open: the window holds 10 calls; write `threshold = 10` or \
             less",
        ),
        (
            "window = \"4 calls\"",
            "\"4 calls\"",
            "the circuit could never open: `threshold` is 5 unless given; add `threshold = 4` or \
             less",
        ),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn what_has_no_effect() {
    let of_a_count = "`min_calls` has no effect with a number of failures: remove it, or write \
                      `threshold = \"50%\"`";
    assert_mistakes("min_calls = 7", &[("min_calls", of_a_count)]);
    assert_mistakes("threshold = 5, min_calls = 7", &[("min_calls", of_a_count)]);
    assert_mistakes(
        "consecutive = 3, threshold = 5, window = \"10s\", min_calls = 7",
        &[
            ("threshold", "`threshold` has no effect with `consecutive`: remove one of them"),
            ("window", "`window` has no effect with `consecutive`: remove one of them"),
            ("min_calls", "`min_calls` has no effect with `consecutive`: remove one of them"),
        ],
    );
}

#[test]
fn open_for_longer_than_the_longest() {
    assert_mistakes(
        "open_for = \"1m\", max_open_for = \"59s\"",
        &[(
            "\"59s\"",
            "`max_open_for` is shorter than `open_for`, which is 1m: write a longer `max_open_for`",
        )],
    );
    assert_mistakes(
        "max_open_for = \"29s\"",
        &[(
            "\"29s\"",
            "`max_open_for` is shorter than `open_for`, which is 30s unless given: write a longer \
             `max_open_for`",
        )],
    );
}

/// A base may say what is not said here, and a value that can't be read may have been anything.
#[test]
fn nothing_follows_from_what_is_not_known() {
    for arguments in [
        "policy = HTTP, window = \"4 calls\"",
        "policy = HTTP, min_calls = 7",
        "policy = HTTP, max_open_for = \"1s\"",
        "threshold = MAX, window = \"4 calls\"",
        "threshold = \"50%\", min_calls = MIN, window = \"4 calls\"",
        "threshold = \"50%\", min_calls = 50, window = LAST",
    ] {
        assert_mistakes(arguments, &[]);
    }
    let missing_unit = "missing unit: write \"1s\" for one second";
    assert_mistakes("open_for = 1, max_open_for = \"1ms\"", &[("1", missing_unit)]);
    let missing_sign =
        "missing `%`: write \"50%\" for a share of calls, or `50` for a number of failures";
    assert_mistakes("threshold = \"50\", min_calls = 10", &[("\"50\"", missing_sign)]);
}

#[test]
fn openings_that_could_not_grow() {
    let message = "`max_open_for` is the same as `open_for`, so it has no effect: write a longer \
                   time, or remove `max_open_for`";
    for arguments in ["max_open_for = \"30s\"", "open_for = \"1m\", max_open_for = \"60s\""] {
        let (_, value) = arguments.rsplit_once("= ").unwrap_or_default();
        assert_mistakes(arguments, &[(value, message)]);
    }
}
