//! What is said about arguments, and where.

use proc_macro2::TokenStream;

use crate::diagnostics::Errors;
use crate::validate::{read, validate, without_effect};

/// The messages about `arguments`, each with the text that it stands at.
pub(super) fn mistakes(arguments: &str) -> Vec<(String, String)> {
    let tokens: TokenStream = arguments.parse().expect("lexes");
    let mut errors = Errors::default();
    let args = read(tokens, &mut errors);
    let _ = validate(&args, &mut errors);
    without_effect(&args, &mut errors);
    let at = |error: &syn::Error| error.span().source_text().unwrap_or_default();
    errors.iter().map(|error| (at(error), error.to_string())).collect()
}

#[track_caller]
pub(super) fn assert_mistakes(arguments: &str, expected: &[(&str, &str)]) {
    let found = mistakes(arguments);
    let found: Vec<_> = found.iter().map(|(at, message)| (&**at, &**message)).collect();
    assert_eq!(found, expected, "{arguments}");
}

#[test]
fn accepts() {
    for arguments in [
        "",
        "threshold = 5",
        "threshold = 5,",
        "threshold = 5usize",
        "threshold = (5)",
        "threshold = 1_000",
        "threshold = \"50%\", window = \"1m 30s\", min_calls = 10",
        "threshold = \"12.5%\", window = \"100 calls\", min_calls = 100",
        "threshold = 100, window = \"100 calls\"",
        "window = \"5 calls\"",
        "consecutive = 3, open_for = \"1s\", half_open_calls = 2",
        "half_open_calls = \"4 of 5\"",
        "half_open_calls = \"3 of 3\"",
        "half_open_calls = 8 / 2",
        "threshold = MAX, window = LAST, open_for = Duration::from_secs(5)",
        "threshold = \"50%\", min_calls = crate::MIN + 1",
        "threshold = self::MAX, window = self::policy::LAST, open_for = self::pause()",
        "fallback = cached",
        "fallback = cached, fallback_on = timeout, timeout = \"3s\"",
        "fallback = cached, fallback_on = timeout, timeout = LIMIT",
        "fallback = cached, fallback_on = open",
        "policy = HTTP, timeout = off",
        "fallback = Self::cached::<T, U>",
        "fallback = <Self as Cache<T>>::cached, name = \"x\"",
        "fallback = |_| Ok(1)",
        "fallback = |open: CircuitOpen| -> Result<u8, E> { Err(open.into()) }",
        "fallback = move |open| foo(open).await",
        "fallback = Ok(Vec::new())",
        "fallback = { 5 }",
        "name = \"payments\"",
        "policy = HTTP",
        "policy = policies::HTTP, min_calls = 10",
        "policy = Policy::new().consecutive(3), window = \"3 calls\"",
        "policy = HTTP, max_open_for = \"10s\", name = \"users\", dry_run = true",
        "key = host",
        "key = format_args!(\"{}:{}\", self.host, port), max_keys = 64, threshold = 3",
        "key = url.host_str().unwrap_or(\"\"), max_keys = MAX, policy = HTTP",
        "breaker = DB",
        "breaker = crate::circuits::DB, crate = ::my::rt",
        "breaker = DB, fallback = cached, fallback_on = failure, timeout = \"3s\", failure(None)",
        "crate = ::my::rt",
        "crate = crate::rt",
    ] {
        assert_mistakes(arguments, &[]);
    }
}

#[test]
fn one_mistake_is_one_error_at_its_own_token() {
    for (arguments, at, message) in [
        ("threshold = 0", "0", "`threshold` must be at least 1"),
        ("min_calls = 0, threshold = \"5%\"", "0", "`min_calls` must be at least 1"),
        ("threshold = 4294967296", "4294967296", "`threshold` must be at most 4294967295"),
        ("threshold = 0.07", "0.07", "a share is written in quotes: write `threshold = \"7%\"`"),
        ("threshold = 12.5", "12.5", "a share is written in quotes: write `threshold = \"12.5%\"`"),
        ("half_open_calls = 2.0", "2.0", "not a whole number: write `half_open_calls = 2`"),
        ("consecutive = 3x", "3x", "not a number: write `consecutive = 3`"),
        (
            "half_open_calls = \"50%\"",
            "\"50%\"",
            "`half_open_calls` is a number of calls: write one as in `half_open_calls = 1`",
        ),
        ("window = 1", "1", "missing unit: write \"1s\" for one second, or \"1 call\""),
        ("window = 30", "30", "missing unit: write \"30s\" for 30 seconds, or \"30 calls\""),
        ("open_for = 7u64", "7u64", "missing unit: write \"7s\" for seven seconds"),
        ("open_for = 7.0", "7.0", "missing unit: write \"7s\""),
        ("open_for = 0.5", "0.5", "missing unit: write \"500ms\""),
        ("open_for = 0.5f32", "0.5f32", "missing unit: write \"500ms\""),
        ("open_for = 1.5s", "1.5s", "not a whole number: write \"1s 500ms\""),
        ("open_for = 1h30m", "1h30m", "missing quotes: write `open_for = \"1h30m\"`"),
        ("open_for = 1h30", "1h30", "missing unit: write \"1h 30m\""),
        ("open_for = 0x10", "0x10", "missing unit: write \"16s\" for 16 seconds"),
        (
            "slow_call = \"50%\"",
            "\"50%\"",
            "`50%` is a share, not a time: write a duration such as \"10s\"",
        ),
        ("open_for = -1", "-1", "`open_for` must be longer than zero"),
        ("open_for = |x| x", "|x| x", "not a constant: write a value as in `open_for = \"30s\"`"),
        ("threshold = -MAX, window = 10s", "10s", "missing quotes: write `window = \"10s\"`"),
        (
            "crate = super::rt",
            "super::rt",
            "`crate` must be an absolute path: write `crate::..::rt`",
        ),
        ("crate = 5", "5", "not a path: write one as in `crate = ::breaker_runtime`"),
        (
            "fallback = MAX_AGE",
            "MAX_AGE",
            "`MAX_AGE` is a value, not a function: write `fallback = |_| MAX_AGE`",
        ),
        (
            "threshold = self.limit",
            "self",
            "`threshold` can't depend on `self`: one circuit serves all types and instances; \
             write the value or name a constant outside of the type",
        ),
        (
            "window = self::last(Self::CALLS)",
            "Self",
            "`window` can't depend on `Self`: one circuit serves all types and instances; write \
             the value or name a constant outside of the type",
        ),
        ("threshold = window = \"10s\"", "=", "missing value: write `threshold = 5`"),
        ("threshold => 5", "=", "expected `=`: write `threshold = 5`"),
        ("open_for: PAUSE", ":", "expected `=`: write `open_for = \"30s\"`"),
        ("r#treshold = 5", "r#treshold", "unknown argument `treshold`: did you mean `threshold`?"),
        (
            "consecutive = 3, window = 5",
            "5",
            "missing unit: write \"5s\" for five seconds, or \"5 calls\"",
        ),
        (
            "threshold = 9, window = \"9calls\"",
            "\"9calls\"",
            "expected one space before `calls`: write \"9 calls\"",
        ),
    ] {
        let expected = [(at, message)];
        if arguments.starts_with("consecutive = 3, window") {
            let no_effect = "`window` has no effect with `consecutive`: remove one of them";
            assert_mistakes(arguments, &[(at, message), ("window", no_effect)]);
        } else {
            assert_mistakes(arguments, &expected);
        }
    }
}

#[test]
fn all_mistakes_are_reported() {
    assert_mistakes(
        "treshold: 5 window = \"10\", , min_calls, 7, half_open_calls = 0; fallback = || 1",
        &[
            ("window", "missing `,` before `window`"),
            (",", "unexpected `,`: remove it"),
            ("7", "a value needs the name of its argument: write `threshold = 7`"),
            (";", "arguments are separated by `,`: write it instead of `;`"),
            ("treshold", "unknown argument `treshold`: did you mean `threshold`?"),
            ("min_calls", "missing value: write `min_calls = 20`"),
            ("\"10\"", "missing unit: write \"10s\" for ten seconds, or \"10 calls\""),
            ("0", "`half_open_calls` must be at least 1"),
            (
                "|",
                "the closure gets the `CircuitOpen` and sees the arguments: write `|open|`, or \
                 `|_|` if it is not needed",
            ),
        ],
    );
}

/// Whoever follows a fix is not told that it is wrong as well.
#[test]
fn a_fix_is_right() {
    for (arguments, at, message) in [
        ("half_open_calls = 2e3", "2e3", "not a whole number: write `half_open_calls = 2000`"),
        (
            "half_open_calls = 0.5",
            "0.5",
            "not a whole number: write one as in `half_open_calls = 1`",
        ),
        ("half_open_calls = 0.0", "0.0", "`half_open_calls` must be at least 1"),
        ("half_open_calls = \"0\"", "\"0\"", "`half_open_calls` must be at least 1"),
        ("half_open_calls = 1e10", "1e10", "`half_open_calls` must be at most 4294967295"),
        ("consecutive = 0s", "0s", "`consecutive` must be at least 1"),
        ("threshold = 200.0", "200.0", "not a whole number: write `threshold = 200`"),
        (
            "threshold = 50.0",
            "50.0",
            "missing `%`: write \"50%\" for a share of calls, or `50` for a number of failures",
        ),
        ("threshold = 1.0", "1.0", "a share is written in quotes: write `threshold = \"100%\"`"),
        ("threshold = 0.0", "0.0", "a share must be above 0%"),
        ("threshold = 150%", "150", "a share must be at most 100%"),
        ("half_open_calls = 50%", "50", "not a value: write one as in `half_open_calls = 1`"),
        ("jitter = 0%", "0", "a percentage stands in quotes: write `jitter = \"0%\"`"),
        ("open_for = 0", "0", "a duration must be longer than zero"),
        ("open_for = 10sec", "10sec", "unknown unit `sec`: write \"10s\""),
        ("open_for = 1_000ms", "1_000ms", "missing quotes: write `open_for = \"1000ms\"`"),
        (
            "open_for = 18446744073709551616",
            "18446744073709551616",
            "too long: the longest duration is 2^64 seconds",
        ),
        (
            "\"10\"",
            "\"10\"",
            "a value needs the name of its argument: write one as in `window = \"10s\"`",
        ),
        (
            "\"10 calls\"",
            "\"10 calls\"",
            "a value needs the name of its argument: write `window = \"10 calls\"`",
        ),
        (
            "\"0%\"",
            "\"0%\"",
            "a value needs the name of its argument: write one as in `threshold = 5`",
        ),
        ("\"5%\"", "\"5%\"", "a value needs the name of its argument: write `threshold = \"5%\"`"),
        (
            "\"\"",
            "\"\"",
            "a value needs the name of its argument: write one as in `name = \"payments\"`",
        ),
        ("\"db\"", "\"db\"", "a value needs the name of its argument: write `name = \"db\"`"),
        (
            "10s",
            "10s",
            "a value needs the name of its argument: write one as in `window = \"10s\"`",
        ),
        ("0", "0", "a value needs the name of its argument: write one as in `threshold = 5`"),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn a_method_is_left_out_once() {
    assert_mistakes("skip, skip", &[("skip", "`skip` is given twice: remove one of them")]);
    assert_mistakes("r#skip", &[]);
}

#[test]
fn words_with_other_signs_between_them_are_one_key() {
    for (arguments, at, message) in [
        ("open-for = \"10s\"", "open-for", "unknown argument `open-for`: did you mean `open_for`?"),
        (
            "half open calls = 3",
            "half open calls",
            "unknown argument `half open calls`: did you mean `half_open_calls`?",
        ),
        (
            "reset-timeout: 5",
            "reset-timeout",
            "unknown argument `reset-timeout`: did you mean `open_for`?",
        ),
        ("fall-back = f", "fall-back", "unknown argument `fall-back`: did you mean `fallback`?"),
        (
            "max-retries = 5",
            "max-retries",
            "unknown argument `max-retries`: a circuit does not retry: put a retry around the \
             function, which gives up on `CircuitOpen`",
        ),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn what_only_lacks_quotes_is_understood() {
    for (arguments, at, message) in [
        ("window = 10 seconds", "10", "unknown unit `seconds`: write \"10s\""),
        ("window = 100 calls", "100", "missing quotes: write `window = \"100 calls\"`"),
        ("window = 10 s, threshold = 5", "10", "space before the unit: write \"10s\""),
        ("open_for = 1m 30s", "1m", "missing quotes: write `open_for = \"1m 30s\"`"),
        ("threshold = 50 percent", "50", "unknown unit `percent`: write \"50%\""),
        ("threshold = 5 failures", "5", "a number of failures stands alone: write `threshold = 5`"),
        ("jitter = 20 percent", "20", "unknown unit `percent`: write \"20%\""),
        ("half_open_calls = 4 of 5", "4", "missing quotes: write `half_open_calls = \"4 of 5\"`"),
        ("half_open_calls = 5 of 4", "5", "more successes than trial calls: write \"4 of 5\""),
        ("half_open_calls = 4 of", "of", "unexpected `of` after the value of `half_open_calls`"),
        (
            "half_open_calls = (4, 5)",
            "(4, 5)",
            "expected `of` between two numbers: write \"4 of 5\"",
        ),
        ("half_open_calls = 4 / 5", "4 / 5", "expected `of` between two numbers: write \"4 of 5\""),
        (
            "\"threshold = 5\"",
            "\"threshold = 5\"",
            "arguments stand without quotes: write `threshold = 5`",
        ),
        (
            "\"failure(None)\"",
            "\"failure(None)\"",
            "arguments stand without quotes: write `failure(None)`",
        ),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn what_is_wrong_in_quotes_is_not_proposed_without_them() {
    for text in [
        "half_open_calls = 0",
        "min_calls = 0,",
        "fallback = |",
        "fallback_on = failure",
        "threshold = 5, threshold = 6",
        "threshold = 5 // five",
        "window = 10s",
    ] {
        let quoted = format!("{text:?}");
        let message = "arguments stand without quotes, as in `threshold = 5`";
        assert_mistakes(&quoted, &[(&quoted, message)]);
    }
    let message = "a value needs the name of its argument: write one as in `name = \"payments\"`";
    assert_mistakes("\"{id}\"", &[("\"{id}\"", message)]);
}

#[test]
fn a_guard_stands_in_the_parentheses() {
    for (arguments, fix) in [
        ("failure(r) if r.is_bad()", "failure(r if r.is_bad())"),
        ("ignore(Err(e)) if e.kind() == GONE, threshold = 5", "ignore(Err(e) if e.kind() == GONE)"),
    ] {
        let message = format!("a guard stands in the parentheses: write `{fix}`");
        assert_mistakes(arguments, &[("if", &message)]);
    }
}

#[test]
fn a_wish_is_told_its_way() {
    for (arguments, at, message) in [
        ("default = 5", "default", "unknown argument `default`: write `fallback = |_| 5`"),
        (
            "percentage = 50",
            "percentage",
            "unknown argument `percentage`: write `threshold = \"50%\"`",
        ),
        (
            "failure_rate = 30",
            "failure_rate",
            "unknown argument `failure_rate`: write `threshold = \"30%\"`",
        ),
        (
            "failure_ratio = 0.125",
            "failure_ratio",
            "unknown argument `failure_ratio`: write `threshold = \"12.5%\"`",
        ),
        (
            "error_rate = \"40%\"",
            "error_rate",
            "unknown argument `error_rate`: write `threshold = \"40%\"`",
        ),
        (
            "sliding_window_size = 30",
            "sliding_window_size",
            "unknown argument `sliding_window_size`: write `window = \"30 calls\"`",
        ),
        (
            "on_open = f",
            "on_open",
            "unknown argument `on_open`: listen to transitions with `registry().subscribe(..)`",
        ),
        (
            "cacheTTL = 5",
            "cacheTTL",
            "unknown argument `cacheTTL`: a circuit keeps no results: let `fallback` answer with \
             those that the program keeps",
        ),
        (
            "readyToTrip = f",
            "readyToTrip",
            "unknown argument `readyToTrip`: the rule is written as arguments: `threshold = 5, \
             window = \"10s\"`, or `consecutive = 5`",
        ),
        (
            "enabled = false",
            "enabled",
            "unknown argument `enabled`: switch circuits off at run time with \
             `registry().configure(..)`; `dry_run = true` only reports",
        ),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}
