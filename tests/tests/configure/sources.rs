//! Where the value of each setting comes from.

use core::time::Duration;

use breaker_runtime::testing::isolate;
use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Overrides, Policy, Setting, Source, circuit_breaker,
    register, registry,
};

const SECOND: Duration = Duration::from_secs(1);

/// What is not a default.
#[track_caller]
fn sources(circuit: &str) -> Vec<String> {
    let policy = registry().find(circuit).expect("it is listed").policy();
    let said = policy.sources().into_iter().filter(|said| said.source != Source::Defaults);
    said.map(|said| said.to_string()).collect()
}

const BASE: Policy = Policy::new()
    .threshold_percent(50.0)
    .min_calls(9)
    .open_for(Duration::from_secs(30))
    .ramp_up(Duration::from_secs(7));

#[circuit_breaker(name = "sources: plain")]
fn plain() -> std::io::Result<()> {
    Ok(())
}

#[circuit_breaker(name = "sources: attribute", threshold = 5, jitter = "0%", dry_run = true)]
fn by_attribute() -> std::io::Result<()> {
    Ok(())
}

#[circuit_breaker(name = "sources: base", policy = BASE, open_for = "5s")]
fn with_base() -> std::io::Result<()> {
    Ok(())
}

#[circuit_breaker(name = "sources: replaced", policy = BASE, consecutive = 3)]
fn with_a_replaced_rule() -> std::io::Result<()> {
    Ok(())
}

#[circuit_breaker(name = "sources: keyed", key = host, threshold = 2)]
fn keyed(host: &str) -> std::io::Result<()> {
    let _ = host;
    Ok(())
}

struct Block;

#[circuit_breaker(name = "sources: block", policy = BASE, slow_call = "2s")]
impl Block {
    fn get() -> std::io::Result<()> {
        Ok(())
    }
}

static BY_HAND: CircuitBreaker =
    CircuitBreaker::new("sources: by hand", Policy::new().threshold(5));
register!(BY_HAND);

#[test]
fn defaults_arguments_and_constants() {
    let _test = isolate();
    assert!(plain().is_ok() && by_attribute().is_ok() && with_base().is_ok());
    assert!(with_a_replaced_rule().is_ok() && keyed("example.org").is_ok() && Block::get().is_ok());
    assert_eq!(sources("sources: plain"), <[&str; 0]>::default());
    assert_eq!(
        sources("sources: attribute"),
        ["threshold 5 (attribute)", "jitter 0% (attribute)", "dry_run true (attribute)"]
    );
    assert_eq!(
        sources("sources: base"),
        [
            "threshold 50% (constant)",
            "min_calls 9 (constant)",
            "open_for 5s (attribute)",
            "ramp_up 7s (constant)",
        ]
    );
    assert_eq!(
        sources("sources: replaced"),
        ["consecutive 3 (attribute)", "open_for 30s (constant)", "ramp_up 7s (constant)"]
    );
    assert_eq!(sources("sources: keyed"), ["threshold 2 (attribute)"]);
    assert_eq!(sources("sources: keyed[example.org]"), ["threshold 2 (attribute)"]);
    assert_eq!(
        sources("sources: block"),
        [
            "threshold 50% (constant)",
            "min_calls 9 (constant)",
            "open_for 30s (constant)",
            "ramp_up 7s (constant)",
            "slow_call 2s (attribute)",
        ]
    );
    assert_eq!(sources("sources: by hand"), ["threshold 5 (constant)"]);
    let all = BY_HAND.policy().sources();
    let defaults = all.iter().filter(|said| said.source == Source::Defaults);
    assert_eq!(
        defaults.map(|said| said.name).collect::<Vec<_>>(),
        ["window", "open_for", "jitter", "half_open_calls", "dry_run", "last_error", "enabled"]
    );
}

#[test]
fn overrides_until_they_are_taken_back() {
    let _test = isolate();
    let overrides = Overrides::new()
        .circuit("sources: base", Setting::OpenFor(9 * SECOND))
        .circuit("sources: base", Setting::RampUp(None))
        .circuit("sources: attribute", Setting::Threshold(5))
        .circuit("sources: keyed", Setting::OpenFor(9 * SECOND))
        .circuit("sources: keyed[down.example]", Setting::OpenFor(99 * SECOND));
    registry().configure(&overrides).expect("they fit");
    let base = [
        "threshold 50% (constant)",
        "min_calls 9 (constant)",
        "open_for 9s (override)",
        "ramp_up off (override)",
    ];
    assert_eq!(sources("sources: base"), base);
    let of_one_value = sources("sources: attribute");
    assert_eq!(of_one_value[..2], ["threshold 5 (override)", "jitter 0% (attribute)"]);
    assert!(keyed("up.example").is_ok() && keyed("down.example").is_ok());
    let of_keys = |open_for: &str| {
        ["threshold 2 (attribute)".to_owned(), format!("open_for {open_for} (override)")]
    };
    assert_eq!(sources("sources: keyed"), of_keys("9s"));
    assert_eq!(sources("sources: keyed[up.example]"), of_keys("9s"));
    assert_eq!(sources("sources: keyed[down.example]"), of_keys("1m 39s"));
    registry().configure(&Overrides::new()).expect("nothing is wrong with nothing");
    assert_eq!(sources("sources: attribute")[0], "threshold 5 (attribute)");
    assert_eq!(sources("sources: base")[2..], ["open_for 5s (attribute)", "ramp_up 7s (constant)"]);
    assert_eq!(sources("sources: keyed[down.example]"), ["threshold 2 (attribute)"]);
}

#[test]
fn policies_of_the_same_values_are_the_same() {
    let given = Policy::new().open_for(30 * SECOND).half_open_calls(1);
    assert_eq!(given, Policy::new());
    let keyed = KeyedCircuitBreaker::new("same", given, 4);
    assert_eq!(keyed.policy(), Policy::new());
    assert_ne!(keyed.policy().sources(), Policy::new().sources());
}
