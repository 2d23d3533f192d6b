//! Overrides from files.

use core::time::Duration;

use breaker_runtime::{CircuitBreaker, Overrides, Policy, registry};
use serde::Deserialize;
use serde::de::value::{BytesDeserializer, Error, MapDeserializer};

use crate::Steered;

#[test]
fn a_toml_table_is_a_configuration() {
    let circuit = Steered::new("from toml", Policy::new());
    let overrides: Overrides = toml::from_str(
        r#"
        open_for = "5s"
        dry_run = true

        ["from toml"]
        threshold = "12.5%"
        window = "100 calls"
        half_open_calls = 3
        dry_run = false
        "#,
    )
    .expect("a table");
    registry().configure(&overrides).expect("it makes sense");
    let expected = Policy::new()
        .threshold_percent(12.5)
        .window_calls(100)
        .half_open_calls(3)
        .open_for(Duration::from_secs(5));
    assert_eq!(circuit.policy(), expected);
}

#[test]
fn a_json_object_is_one() {
    let circuit = Steered::new("from json", Policy::new());
    let overrides: Overrides =
        serde_json::from_str(r#"{"threshold": 3, "from json": {"ramp_up": "1m 30s"}}"#)
            .expect("an object");
    registry().configure(&overrides).expect("it makes sense");
    assert_eq!(circuit.policy(), Policy::new().threshold(3).ramp_up(Duration::from_secs(90)));
}

#[test]
fn what_is_wrong_is_told_all_at_once_by_its_key() {
    let circuit = Steered::new("wrong json", Policy::new());
    let overrides: Overrides = serde_json::from_str(
        r#"{"treshold": 3, "window": 10, "jitter": [1, 2], "enabled": null,
            "wrong json": {"threshold": 2, "open_fro": "1s", "window": {"calls": 3}}}"#,
    )
    .expect("an object");
    let error = registry().configure(&overrides).expect_err("six mistakes");
    let errors: Vec<_> = error.errors().iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        [
            "unknown field `treshold`: did you mean `threshold`?",
            "`window`: `10` is not a time with its unit like `10s`, or `100 calls`: \
             write `10s` or `10 calls`",
            "`jitter`: `[..]` is not a share like `20%`",
            "`enabled`: the value is missing: write `true` or `false`",
            "`wrong json.open_fro`: unknown field `open_fro`: did you mean `open_for`?",
            "`wrong json.window`: `{..}` is not a value: a circuit's name is one key, \
             `[\"shop::charge\"]` in TOML",
        ]
    );
    assert_eq!(circuit.policy(), Policy::new(), "nothing is half applied");
}

/// `1.0` is a share to the attribute, and no single failure.
#[test]
fn a_number_keeps_its_point() {
    for (value, told) in [
        ("1.0", "write `100%`"),
        ("5.0", "write `5%` or `5`"),
        ("0.5", "write `50%`"),
        ("1e3", "write `1000`"),
    ] {
        let overrides: Overrides = toml::from_str(&format!("threshold = {value}")).expect(value);
        let error = registry().configure(&overrides).expect_err(value).to_string();
        assert!(error.ends_with(told), "{error}");
    }
}

#[test]
fn what_is_no_table_is_no_configuration() {
    let error = serde_json::from_str::<Overrides>("[1]").expect_err("a list");
    assert!(error.to_string().contains("a table of settings"), "{error}");
}

#[test]
fn what_no_setting_can_be_is_refused_by_the_format() {
    let bytes = BytesDeserializer::<Error>::new(b"5");
    let table = MapDeserializer::new([("threshold", bytes)].into_iter());
    let error = Overrides::deserialize(table).expect_err("no format of ours has bytes");
    assert_eq!(
        error.to_string(),
        "invalid type: byte array, expected a setting or a table of settings"
    );
}

#[test]
fn what_is_nearly_a_table_is_told() {
    let _circuit = Steered::new("depot::send", Policy::new());
    let boxes = CircuitBreaker::new("boxes", Policy::new());
    registry().register(Box::leak(Box::new(boxes)));
    for (text, told) in [
        (
            r#"{"depot::send": false}"#,
            "`depot::send` is not a field, but a circuit: give it a table of settings, \
             such as one with `enabled = false`",
        ),
        (
            r#"{"depot::sent": "5s"}"#,
            "`depot::sent` is not a field: give a circuit a table of settings, \
             such as one with `enabled = false`",
        ),
        (
            r#"{"crates": false}"#,
            "`crates` is not a field: give a circuit a table of settings, \
             such as one with `enabled = false`",
        ),
        (
            r#"{"send": {"threshold": 3}}"#,
            "`send.threshold`: no circuit is called `send`: did you mean `depot::send`?",
        ),
        (
            r#"{"default": {"threshold": 3}}"#,
            "`default.threshold`: no circuit is called `default`: \
             remove it, settings for all circuits have no name in front",
        ),
        (
            r#"{"": {"threshold": 3}}"#,
            "`.threshold`: no circuit is called ``: \
             remove it, settings for all circuits have no name in front",
        ),
        (
            r#"{"depot::send": {"fallback": "x"}}"#,
            "`depot::send.fallback`: `fallback` can't be overridden: set it in the code, in the \
             attribute",
        ),
        (
            r#"{"depot::send": {"threshold": 3}, "Boxes": "x"}"#,
            "`Boxes`: `boxes` is not a field, but a circuit: give it a table of settings, \
             such as one with `enabled = false`",
        ),
        (
            r#"{"boxes": [1]}"#,
            "`boxes` is not a field, but a circuit: give it a table of settings, \
             such as one with `enabled = false`",
        ),
        (
            r#"{"boxes": null}"#,
            "`boxes` is not a field, but a circuit: give it a table of settings, \
             such as one with `enabled = false`",
        ),
        (
            r#"{"boxes": 3}"#,
            "`boxes` is not a field, but a circuit: give it a table of settings, \
             such as one with `enabled = false`",
        ),
        (r#"{"dry_rum": true}"#, "unknown field `dry_rum`: did you mean `dry_run`?"),
        (
            r#"{"open_for": "1M"}"#,
            "`open_for`: `1M` is not a time with its unit like `30s`: write `1m`",
        ),
        (
            r#"{"open_for": {"at_first": "5s"}}"#,
            "`open_for.at_first`: no circuit is called `open_for`: \
             the setting takes a time with its unit like `30s`",
        ),
    ] {
        let overrides: Overrides = serde_json::from_str(text).expect("an object");
        let error = registry().configure(&overrides).expect_err(text);
        let errors: Vec<_> = error.errors().iter().map(ToString::to_string).collect();
        assert_eq!(errors, [told], "{text}");
    }
}
