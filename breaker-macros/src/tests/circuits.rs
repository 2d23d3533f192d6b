//! What is said about the circuit that is given: `policy` and `breaker`.

use super::arguments::assert_mistakes;

#[test]
fn a_policy_is_the_path_of_a_constant() {
    for (arguments, at, message) in [
        ("policy = \"HTTP\"", "\"HTTP\"", "a path stands without quotes: write `policy = HTTP`"),
        (
            "policy = \"5 failures\"",
            "\"5 failures\"",
            "not a `Policy`: write the path of a constant, as in `policy = HTTP`",
        ),
        ("policy = 5", "5", "not a `Policy`: write the path of a constant, as in `policy = HTTP`"),
        (
            "policy = Self::POLICY",
            "Self",
            "`policy` can't depend on `Self`: one circuit serves all types and instances; write \
             the value or name a constant outside of the type",
        ),
        ("policy", "policy", "missing value: write `policy = HTTP`"),
        ("config = HTTP", "config", "unknown argument `config`: did you mean `policy`?"),
        (
            "policy = HTTP, threshold = 5, min_calls = 7",
            "min_calls",
            "`min_calls` has no effect with a number of failures: remove it, or write `threshold \
             = \"50%\"`",
        ),
        (
            "policy = HTTP, consecutive = 5, window = \"10s\"",
            "window",
            "`window` has no effect with `consecutive`: remove one of them",
        ),
        (
            "policy = HTTP, open_for = \"10s\", max_open_for = \"5s\"",
            "\"5s\"",
            "`max_open_for` is shorter than `open_for`, which is 10s: write a longer \
             `max_open_for`",
        ),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn a_breaker_is_the_path_of_a_static() {
    for (arguments, at, message) in [
        ("breaker = \"DB\"", "\"DB\"", "a path stands without quotes: write `breaker = DB`"),
        (
            "breaker = \"the db\"",
            "\"the db\"",
            "`breaker` takes the path of a `static`: write one as in `breaker = DB`",
        ),
        (
            "breaker = &self::DB",
            "&self::DB",
            "`breaker` takes the circuit, not a reference to it: write `breaker = self::DB`",
        ),
        (
            "breaker = CircuitBreaker::new(\"db\", HTTP)",
            "CircuitBreaker::new(\"db\", HTTP)",
            "`breaker` takes the path of a `static`: make one, and write it as in `breaker = DB`",
        ),
        (
            "breaker = Self::DB",
            "Self::DB",
            "a `static` can't belong to a type: name one outside of it, as in `breaker = DB`",
        ),
        ("breaker", "breaker", "missing value: write `breaker = DB`"),
        ("circuit = DB", "circuit", "unknown argument `circuit`: did you mean `breaker`?"),
        ("shared = DB", "shared", "unknown argument `shared`: did you mean `breaker`?"),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn a_probe_is_the_path_of_a_function() {
    let path = "`probe` takes the path of a function: write one as in `probe = ping`";
    for (arguments, at, message) in [
        ("probe = \"ping\"", "\"ping\"", "a path stands without quotes: write `probe = ping`"),
        ("probe = \"ping it\"", "\"ping it\"", path),
        ("probe = 5", "5", path),
        (
            "probe = bank::ping()",
            "bank::ping()",
            "the circuit calls the probe when it is time to: write `probe = bank::ping`",
        ),
        (
            "probe = Self::ping",
            "Self::ping",
            "a probe can't belong to the type of the call: name a function outside of it, as in \
             `probe = ping`",
        ),
        ("probe = off", "off", "there is none without `probe`: remove it"),
        (
            "breaker = DB, probe = ping",
            "probe",
            "`probe` belongs to the circuit, and `breaker` brings its own: remove it here, and \
             set it where `DB` is made",
        ),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}

#[test]
fn a_breaker_brings_its_own_settings() {
    for setting in [
        "threshold = 5",
        "window = \"10s\"",
        "min_calls = 5",
        "consecutive = 5",
        "open_for = \"10s\"",
        "max_open_for = \"10s\"",
        "jitter = \"10%\"",
        "half_open_calls = 2",
        "ramp_up = \"10s\"",
        "slow_call = \"10s\"",
        "dry_run = true",
        "name = \"db\"",
        "policy = HTTP",
    ] {
        let key = setting.split(' ').next().unwrap_or_default();
        let message = format!(
            "`{key}` belongs to the circuit, and `breaker` brings its own: remove it here, and \
             set it where `db::DB` is made"
        );
        assert_mistakes(&format!("breaker = db::DB, {setting}"), &[(key, &message)]);
    }
}

#[test]
fn nothing_follows_from_a_breaker_that_is_wrong() {
    assert_mistakes(
        "min_calls = 0, breaker = 5",
        &[
            (
                "min_calls",
                "`min_calls` belongs to the circuit, and `breaker` brings its own: remove it \
                 here, and set it where it is made",
            ),
            ("5", "`breaker` takes the path of a `static`: write one as in `breaker = DB`"),
        ],
    );
}

#[test]
fn a_key_is_an_expression_over_the_arguments() {
    for (arguments, at, message) in [
        ("key = \"host\"", "\"host\"", "an expression stands without quotes: write `key = host`"),
        (
            "key = \"the host\"",
            "\"the host\"",
            "this key is the same for every call: write an expression over the arguments, as in \
             `key = host`",
        ),
        (
            "key = 5",
            "5",
            "this key is the same for every call: write an expression over the arguments, as in \
             `key = host`",
        ),
        (
            "key = |host| host",
            "|host| host",
            "`key` takes an expression over the arguments, not a closure: write it as in \
             `key = host`",
        ),
        ("key", "key", "missing value: write `key = host`"),
        ("host = host", "host", "unknown argument `host`: did you mean `key`?"),
        ("per = host", "per", "unknown argument `per`: did you mean `key`?"),
        (
            "max_keys = 5",
            "max_keys",
            "`max_keys` has no effect without a key: add one as in `key = host`, or remove it",
        ),
        ("key = host, max_keys = 0", "0", "`max_keys` must be at least 1"),
        ("key = host, max_keys = 1_048_577", "1_048_577", "`max_keys` must be at most 1048576"),
        ("key = host, max_keys = 1e9", "1e9", "`max_keys` must be at most 1048576"),
        (
            "key = host, max_keys = \"5\"",
            "\"5\"",
            "a number stands without quotes: write `max_keys = 5`",
        ),
        (
            "key = host, maxEntries = 5",
            "maxEntries",
            "unknown argument `maxEntries`: did you mean `max_keys`?",
        ),
        (
            "breaker = API, key = host, max_keys = 5",
            "max_keys",
            "`max_keys` belongs to the circuit, and `breaker` brings its own: remove it here, and \
             set it where `API` is made",
        ),
        (
            "breaker = DB, max_keys = 5",
            "max_keys",
            "`max_keys` belongs to the circuit, and `breaker` brings its own: remove it here, and \
             set it where `DB` is made",
        ),
    ] {
        assert_mistakes(arguments, &[(at, message)]);
    }
}
