//! What is said about the arguments beyond threshold, window and fallback.

use super::arguments::assert_mistakes;

#[test]
fn accepts() {
    for arguments in [
        "open_for = \"5s\", max_open_for = \"5m\", jitter = \"20%\"",
        "max_open_for = \"40s\", jitter = \"0%\"",
        "max_open_for = MAX, open_for = \"5m\", jitter = SPREAD, ramp_up = WARM, slow_call = \
         SLOW, dry_run = DRY",
        "timeout = \"3s\", slow_call = \"2s\"",
        "fallback = cached, fallback_on = failure",
        "fallback = |cause| retry(cause), fallback_on = open",
        "timeout = LIMIT, slow_call = \"2s\"",
        "failure(Ok(r) if r.status().is_server_error())",
        "failure(Ok(500..=599 | 429), Err(e) if e.is_timeout() && !e.is_mine(),), threshold = 5",
        "failure(Some(7..)), success(None | Some(0)), ignore(| Err(E::A { .. }) | Err(E::B), X)",
        "open_for = FIRST, max_open_for = \"1s\"",
        "ramp_up = \"10s\", slow_call = \"2s\", dry_run = true",
        "dry_run = cfg!(debug_assertions)",
    ] {
        assert_mistakes(arguments, &[]);
    }
}

#[test]
fn when_the_fallback_answers_and_the_body_is_dropped() {
    for (arguments, at, message) in [
        (
            "fallback_on = failure",
            "fallback_on",
            "`fallback_on` has no effect without a fallback: add one as in `fallback = cached`",
        ),
        (
            "fallback = f, fallback_on = \"failure\"",
            "\"failure\"",
            "`failure` stands without quotes: write `fallback_on = failure`",
        ),
        (
            "fallback = f, fallback_on = error",
            "error",
            "neither `open`, `timeout` nor `failure`: write `fallback_on = failure`",
        ),
        (
            "fallback = f, fallback_on",
            "fallback_on",
            "missing value: write `fallback_on = failure`",
        ),
        (
            "fallback = f, fallback_on = timeout",
            "fallback_on",
            "`fallback_on = timeout` has no effect without a `timeout`: \
             add one as in `timeout = \"3s\"`, or remove it",
        ),
        (
            "policy = HTTP, fallback = f, fallback_on = timeout, timeout = off",
            "fallback_on",
            "`fallback_on = timeout` has no effect without a `timeout`: \
             add one as in `timeout = \"3s\"`, or remove it",
        ),
        (
            "fallback = f, fallback_on = \"timeout\", timeout = \"3s\"",
            "\"timeout\"",
            "`timeout` stands without quotes: write `fallback_on = timeout`",
        ),
        (
            "fallback = f, fallback_on = timeout, timeout = 3",
            "3",
            "missing unit: write \"3s\" for three seconds",
        ),
        (
            "timeout = off",
            "timeout",
            "`timeout = off` has no effect: without it there is none; \
             on a method, it takes off the `timeout` of the `impl` block",
        ),
        ("timeout = \"off\"", "\"off\"", "`off` stands without quotes: write `timeout = off`"),
        ("timeout = None", "None", "not a time: write `timeout = off`"),
        ("timeout = false", "false", "not a time: write `timeout = off`"),
        ("timeout = 3", "3", "missing unit: write \"3s\" for three seconds"),
        (
            "timeout = \"3\", slow_call = \"5s\"",
            "\"3\"",
            "missing unit: write \"3s\" for three seconds",
        ),
        (
            "timeout = \"3s\", slow_call = \"3s\"",
            "\"3s\"",
            "no call is ever slow: `timeout` ends it after 3s; write less than \"3s\", or remove \
             `slow_call`",
        ),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn arms_that_are_no_patterns() {
    for (arguments, at, message) in [
        (
            "failure[Err(_)]",
            "[",
            "arms stand in parentheses: write them as in `failure(Ok(r) if r.is_bad())`",
        ),
        ("failure(A; B)", ";", "arms are separated by `,`: write it instead of `;`"),
        (
            "failure(Err)",
            "Err",
            "`Err` stands with what is in it: every `Err` is a failure already, so remove it",
        ),
        (
            "failure(Ok)",
            "Ok",
            "`Ok` stands with what is in it: write `failure(Ok(r) if r.is_bad())`",
        ),
        (
            "ignore(Err)",
            "Err",
            "`Err` stands with what is in it: write `ignore(Err(_))`, or which, as in \
             `ignore(Err(Error::Cancelled))`",
        ),
        (
            "failure(is_err)",
            "is_err",
            "`is_err` matches everything: every `Err` is a failure already, so remove it",
        ),
        (
            "failure(is_none)",
            "is_none",
            "`is_none` matches everything: write `failure(r if r.is_none())`",
        ),
        (
            "failure(Result::is_err)",
            "Result::is_err",
            "`Result::is_err` is no pattern: every `Err` is a failure already, so remove it",
        ),
        (
            "failure(Reply::is_bad)",
            "Reply::is_bad",
            "`Reply::is_bad` is no pattern: write `failure(r if Reply::is_bad(r))`",
        ),
        (
            "recordExceptions(Err(Io(_)))",
            "recordExceptions",
            "unknown argument `recordExceptions`: write `failure(..), success(Err(_))`: every \
             other `Err` is a failure too",
        ),
        (
            "failure(Err(e), if e.is_bad())",
            ",",
            "a condition is a guard: write `failure(Err(e) if e.is_bad())`",
        ),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn arms() {
    for (arguments, at, message) in [
        ("failure", "failure", "missing arms: write them as in `failure(Ok(r) if r.is_bad())`"),
        (
            "ignore()",
            "ignore",
            "missing arms: write them as in `ignore(Err(Error::Cancelled))`; a method is left out \
             of an `impl` block by `#[circuit_breaker(skip)]`",
        ),
        (
            "success = Err(_), threshold = 5",
            "=",
            "arms stand in parentheses: write them as in `success(Err(Error::NotFound))`",
        ),
        (
            "failure { Err(_) }",
            "{",
            "arms stand in parentheses: write them as in `failure(Ok(r) if r.is_bad())`",
        ),
        ("failure(A B)", "B", "missing `,` before `B`"),
        ("failure(A => true)", "=", "an arm has no right side: remove `=> ..`"),
        ("failure(A if)", "if", "missing condition after `if`"),
        ("failure(A if, B)", "if", "missing condition after `if`"),
        ("failure(A if ;)", ";", "not a condition"),
        ("failure(5 + 5)", "+", "missing `,` before `+`"),
        ("failure(A, , B)", ",", "not a pattern: write arms as in `failure(Ok(r) if r.is_bad())`"),
        (
            "failure(|r: &R| r.bad())",
            "|",
            "an arm is a pattern: write the closure as `failure(returned if ..)`",
        ),
        (
            "ignore(move |r| r.bad())",
            "move",
            "an arm is a pattern: write the closure as `ignore(returned if ..)`",
        ),
        ("failure(A) + 1", "+", "unexpected `+` after the value of `failure`"),
        ("failure(A) ignore(B)", "ignore", "missing `,` before `ignore`"),
        (
            "failure(A), failure(B)",
            "failure",
            "`failure` is given twice: put all arms into one, separated by `,`",
        ),
        (
            "ignoreExceptions(A)",
            "ignoreExceptions",
            "unknown argument `ignoreExceptions`: did you mean `ignore`?",
        ),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn how_it_recovers() {
    for (arguments, at, message) in [
        (
            "max_open_for = \"10s\"",
            "\"10s\"",
            "`max_open_for` is shorter than `open_for`, which is 30s unless given: write a longer \
             `max_open_for`",
        ),
        (
            "open_for = \"1m 30s\", max_open_for = \"1m\"",
            "\"1m\"",
            "`max_open_for` is shorter than `open_for`, which is 1m 30s: write a longer \
             `max_open_for`",
        ),
        (
            "open_for = 60, max_open_for = \"10s\"",
            "60",
            "missing unit: write \"60s\" for 60 seconds",
        ),
        ("jitter = 20", "20", "a share is written in quotes: write `jitter = \"20%\"`"),
        ("jitter = 0", "0", "a share is written in quotes: write `jitter = \"0%\"`"),
        ("jitter = 0.2", "0.2", "a share is written in quotes: write `jitter = \"20%\"`"),
        ("jitter = 0.0", "0.0", "a share is written in quotes: write `jitter = \"0%\"`"),
        ("jitter = 200", "200", "`jitter` must be at most 100%"),
        ("jitter = 200.0", "200.0", "a share must be at most 100%"),
        ("jitter = \"150%\"", "\"150%\"", "a share must be at most 100%"),
        ("jitter = -5", "-5", "`jitter` goes both ways: write it without `-`"),
        ("jitter = true", "true", "not a share: write one as in `jitter = \"20%\"`"),
        ("ramp_up = 10", "10", "missing unit: write \"10s\" for ten seconds"),
        ("slow_call = \"0s\"", "\"0s\"", "a duration must be longer than zero"),
        ("dry_run", "dry_run", "missing value: write `dry_run = true`"),
        (
            "dry_run = \"false\"",
            "\"false\"",
            "`false` stands without quotes: write `dry_run = false`",
        ),
        ("dry_run = 1", "1", "neither `true` nor `false`: write `dry_run = true`"),
        ("dryrun = true", "dryrun", "unknown argument `dryrun`: did you mean `dry_run`?"),
        (
            "slowCallDurationThreshold = 2000",
            "slowCallDurationThreshold",
            "unknown argument `slowCallDurationThreshold`: write `slow_call = \"2000ms\"` for two \
             seconds, or \"2000s\"",
        ),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn arms_that_match_everything() {
    let like = "write what it is to match, as in `failure(Ok(r) if r.is_bad())`";
    let wild = format!("`_` matches everything: {like}");
    for (arguments, at, message) in [
        ("failure(_)", "_", &*wild),
        ("failure(Ok(5), _)", "_", &wild),
        ("failure(Ok(5) | _)", "Ok(5) | _", &format!("`Ok(5) | _` matches everything: {like}")),
        ("failure(_ if true)", "_", &wild),
        ("failure((_))", "(_)", &format!("`(_)` matches everything: {like}")),
        ("failure(&_)", "&_", &format!("`&_` matches everything: {like}")),
        ("failure((_, _))", "(_, _)", &format!("`(_, _)` matches everything: {like}")),
        ("failure(x @ _)", "x @ _", &format!("`x @ _` matches everything: {like}")),
        (
            "failure(is_bad)",
            "is_bad",
            "`is_bad` matches everything: write `failure(r if is_bad(r))`",
        ),
        (
            "success(is_good)",
            "is_good",
            "`is_good` matches everything: write `success(r if is_good(r))`",
        ),
        ("ignore(r)", "r", "`r` matches everything: write a guard, as in `ignore(r if ..)`"),
        ("ignore(_r)", "_r", "`_r` matches everything: write a guard, as in `ignore(_r if ..)`"),
        (
            "failure(ref result)",
            "ref result",
            "`ref result` matches everything: write a guard, as in `failure(result if ..)`",
        ),
        (
            "failure(Err(_), Ok(_))",
            "Ok(_)",
            "`Err(_)` and `Ok(_)` match everything: write what `failure` is to match, \
             as in `failure(Ok(r) if r.is_bad())`",
        ),
        (
            "failure(None | Some(_))",
            "Some(_)",
            "`None` and `Some(_)` match everything: write what `failure` is to match, \
             as in `failure(Ok(r) if r.is_bad())`",
        ),
        (
            "ignore(Err(_))",
            "Err(_)",
            "`Err(_)` matches every error, so that only a panic could open the circuit: \
             write those to leave out, as in `ignore(Err(Error::Cancelled))`",
        ),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn arms_that_leave_something() {
    for arguments in [
        "success(_)",
        "failure(Err(e) if e.is_bad()), success(_)",
        "ignore(Err(_)), failure(Ok(r) if r.is_bad())",
        "success(Err(_))",
        "success(Err(_)), slow_call = \"2s\"",
        "failure(r if r.is_bad())",
        "failure(Err(_))",
        "ignore(TIMED_OUT, Gone, None)",
        "failure(Ok(r) if r.a, Err(_))",
        "failure(Some(1), None)",
        "failure((_, 5))",
        "failure([])",
    ] {
        assert_mistakes(arguments, &[]);
    }
}
