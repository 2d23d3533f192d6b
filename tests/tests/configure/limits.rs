//! `timeout` and `max_keys`, which no policy has.

use core::time::Duration;
use std::future::pending;
use std::io::{Error, ErrorKind};

use breaker_runtime::testing::isolate;
use breaker_runtime::{
    CircuitBreaker, ConfigureError, KeyedCircuitBreaker, Overrides, Policy, Setting,
    circuit_breaker, registry,
};
use tokio::time::{Instant, sleep};

use crate::Steered;

static SHARED: CircuitBreaker = CircuitBreaker::new("limits shared", Policy::new().threshold(40));

#[circuit_breaker(name = "limits::waits", timeout = "3s", threshold = 40)]
async fn waits() -> Result<(), Error> {
    pending().await
}

#[circuit_breaker(name = "limits::is_slow", timeout = "3s", slow_call = "1s", threshold = 40)]
async fn is_slow() -> Result<(), Error> {
    sleep(Duration::from_mins(1)).await;
    Ok(())
}

#[circuit_breaker(breaker = SHARED, timeout = "3s")]
async fn reads() -> Result<(), Error> {
    pending().await
}

#[circuit_breaker(breaker = SHARED, timeout = "5s")]
async fn writes() -> Result<(), Error> {
    pending().await
}

#[circuit_breaker(name = "limits::of_hosts", timeout = "3s", key = host, max_keys = 2)]
async fn of_hosts(host: &str) -> Result<(), Error> {
    let _ = host;
    pending().await
}

#[circuit_breaker(name = "limits::has_none")]
async fn has_none() -> Result<(), Error> {
    Ok(())
}

/// How long a call takes, on a clock that goes on whenever all wait.
fn takes(call: impl Future<Output = Result<(), Error>>) -> (Duration, Option<ErrorKind>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().start_paused(true).build().expect("a runtime");
    runtime.block_on(async {
        let start = Instant::now();
        let outcome = call.await;
        (start.elapsed(), outcome.err().map(|error| error.kind()))
    })
}

const fn timed_out_after(seconds: u64) -> (Duration, Option<ErrorKind>) {
    (Duration::from_secs(seconds), Some(ErrorKind::TimedOut))
}

const fn seconds(seconds: u64) -> Setting {
    Setting::Timeout(Some(Duration::from_secs(seconds)))
}

fn configure(name: &str, setting: Setting) -> Result<String, ConfigureError> {
    registry().configure(&Overrides::new().circuit(name, setting)).map(|done| done.to_string())
}

#[test]
fn a_timeout_is_replaced_and_comes_back() {
    let _alone = Steered::new("alone among timeouts", Policy::new());
    assert_eq!(takes(waits()), timed_out_after(3));
    assert_eq!(
        configure("limits::waits", seconds(1)).unwrap(),
        "1 circuit changed:\n  `limits::waits`: timeout 3s -> 1s"
    );
    assert_eq!(takes(waits()), timed_out_after(1));
    let longer = Overrides::new().circuit("limits::waits", seconds(7));
    registry().amend(&longer).unwrap();
    assert_eq!(takes(waits()), timed_out_after(7));
    let done = registry().withdraw(&longer).unwrap();
    assert_eq!(done.changes()[0].settings()[0].to_string(), "timeout 7s -> 1s");
    registry().configure(&Overrides::new()).unwrap();
    assert_eq!(takes(waits()), timed_out_after(3));
}

#[test]
fn off_lets_calls_take_any_time_and_variables_say_it_too() {
    let _alone = Steered::new("alone among timeouts", Policy::new());
    let variable = "CIRCUIT_BREAKER__LIMITS__IS_SLOW__TIMEOUT";
    let configure = |value| registry().configure(&Overrides::from_variables([(variable, value)]));
    assert_eq!(takes(is_slow()), timed_out_after(3));
    let changed = configure("off").unwrap().to_string();
    assert_eq!(changed, "1 circuit changed:\n  `limits::is_slow`: timeout 3s -> off");
    assert_eq!(takes(is_slow()), (Duration::from_mins(1), None));
    for (value, error) in [
        ("0s", "`CIRCUIT_BREAKER__LIMITS__IS_SLOW__TIMEOUT`: `timeout` must be longer than zero"),
        ("3", "`3` is not a time with its unit like `30s`, or `off`"),
        ("1s", "`slow_call` is not shorter than `timeout`, which ends slow calls first"),
    ] {
        let told = configure(value).unwrap_err().to_string();
        assert!(told.contains(error), "{told}");
    }
    assert_eq!(takes(is_slow()), (Duration::from_mins(1), None), "nothing was changed");
}

#[test]
fn functions_that_share_a_circuit_share_what_is_said_of_it() {
    let _alone = Steered::new("alone among timeouts", Policy::new());
    registry().register(&SHARED);
    assert_eq!((takes(reads()), takes(writes())), (timed_out_after(3), timed_out_after(5)));
    assert_eq!(
        configure("limits shared", seconds(1)).unwrap(),
        "1 circuit changed:\n  `limits shared`: timeout 3s -> 1s, timeout 5s -> 1s"
    );
    assert_eq!((takes(reads()), takes(writes())), (timed_out_after(1), timed_out_after(1)));
}

#[test]
fn who_has_none_gets_none() {
    let _alone = Steered::new("alone among timeouts", Policy::new());
    assert_eq!(takes(has_none()), (Duration::ZERO, None));
    let no_timeout = "there is no `timeout` to override: give the function one in the attribute, \
                      as in `timeout = \"3s\"`";
    let no_keys = "there are no keys: `max_keys` is of functions with a `key`";
    for (name, setting, error) in [
        ("limits::has_none", seconds(1), no_timeout),
        ("limits::has*", seconds(1), no_timeout),
        ("limits::has_none", Setting::MaxKeys(1), no_keys),
        (
            "limits::of_hosts[a]",
            seconds(1),
            "`timeout` is the same for all keys: say it of `limits::of_hosts`",
        ),
        ("limits::of_hosts", Setting::MaxKeys(0), "`max_keys` must be at least 1"),
        ("limits::of_hosts", Setting::MaxKeys(u32::MAX), "`max_keys` must be at most 1048576"),
    ] {
        let told = configure(name, setting).unwrap_err().to_string();
        assert!(told.contains(error), "{told}");
    }
    // For a group, and for all, it is said to those that have one.
    for name in ["limits::*", "*"] {
        configure(name, seconds(2)).unwrap();
        assert_eq!(takes(waits()), timed_out_after(2));
        assert_eq!(takes(of_hosts("a")), timed_out_after(2));
        assert_eq!(takes(has_none()), (Duration::ZERO, None));
    }
}

#[test]
fn what_is_in_force_is_shown_with_its_source() {
    let _alone = Steered::new("alone among timeouts", Policy::new());
    let shown = |name: &str| {
        let limits = registry().get(name).expect("listed").limits();
        limits.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    takes(of_hosts("a"));
    takes(has_none());
    registry().register(&SHARED);
    assert_eq!(shown("limits::of_hosts"), "timeout 3s (attribute), max_keys 2 (attribute)");
    assert_eq!(shown("limits::has_none"), "");
    assert_eq!(shown("limits shared"), "timeout 3s (attribute), timeout 5s (attribute)");
    configure("limits::*", Setting::Timeout(None)).unwrap();
    assert_eq!(shown("limits::of_hosts"), "timeout off (override), max_keys 2 (attribute)");
}

#[test]
fn a_test_of_its_own_keeps_its_timeouts_to_itself() {
    let _alone = Steered::new("alone among timeouts", Policy::new());
    takes(waits());
    {
        let _isolated = isolate();
        configure("limits::waits", seconds(1)).unwrap();
        assert_eq!(takes(waits()), timed_out_after(1));
    }
    assert_eq!(takes(waits()), timed_out_after(3));
}

#[test]
fn max_keys_is_any_number_before_the_first_call_and_not_a_larger_one_after_it() {
    let _alone = Steered::new("alone among timeouts", Policy::new());
    let keyed = KeyedCircuitBreaker::new("limits of keys", Policy::new(), 2);
    let keyed: &'static _ = Box::leak(Box::new(keyed));
    registry().register_keyed(keyed);
    let changed = |to| configure("limits of keys", Setting::MaxKeys(to)).unwrap();
    assert_eq!(changed(4), "1 circuit changed:\n  `limits of keys`: max_keys 2 -> 4");
    assert_eq!(keyed.max_keys(), 4);
    let used = |keys: core::ops::Range<u32>| {
        keys.for_each(|key| drop(keyed.try_acquire(&key)));
        keyed.len()
    };
    assert_eq!(used(0..3), 3);
    assert_eq!(
        changed(8),
        "1 circuit changed:\n  `limits of keys`: max_keys 4 -> 4 (of 8: there are calls already, \
         more come with a restart)"
    );
    assert!(changed(2).ends_with("max_keys 4 -> 2"));
    assert_eq!((used(3..9), keyed.max_keys()), (3, 2), "who has a circuit keeps it");
    registry().configure(&Overrides::new()).unwrap();
    assert_eq!(keyed.max_keys(), 2);
}
