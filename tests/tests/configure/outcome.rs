//! What a configuration says that it has done.

use core::time::Duration;
use std::collections::HashSet;

use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Overrides, Policy, Setting, Snapshot, State, Window,
    registry,
};

use crate::Steered;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn says_what_changed_and_nothing_else() {
    let circuit = Steered::new("told", Policy::new().max_open_for(90 * SECOND));
    let overrides = Overrides::new()
        .circuit("told", Setting::ThresholdPercent(12.5))
        .circuit("told", Setting::MaxOpenFor(None))
        .circuit("told", Setting::RampUp(Some(SECOND)))
        .circuit("told", Setting::HalfOpenCalls(1));
    let configured = registry().configure(&overrides).expect("it makes sense");
    let changes = configured.changes();
    assert_eq!(changes.len(), 1, "{configured}");
    assert_eq!((changes[0].circuit, changes[0].state), ("told", State::Closed));
    assert_eq!(changes[0].to, circuit.policy());
    let settings: Vec<_> = changes[0].settings().iter().map(ToString::to_string).collect();
    let expected = [
        "threshold 5 -> 12.5%",
        "min_calls off -> 20",
        "max_open_for 1m 30s -> off",
        "ramp_up off -> 1s",
    ];
    assert_eq!(settings, expected);
    let again = registry().configure(&overrides).expect("it makes sense");
    assert_eq!(again.to_string(), "no circuit changed");
}

#[test]
fn a_shorter_open_time_is_for_the_next_opening_and_that_is_said() {
    let policy = Policy::new().threshold(1).open_for(600 * SECOND);
    let circuit = Steered::new("under way still", policy);
    circuit.fail_times(1);
    circuit.clock.advance(2 * SECOND);
    let overrides = Overrides::new().circuit("under way still", Setting::OpenFor(10 * SECOND));
    let configured = registry().configure(&overrides).expect("it makes sense");
    assert_eq!(configured.changes()[0].still_open_for, Some(598 * SECOND));
    assert_eq!(
        configured.to_string(),
        "1 circuit changed:\n  `under way still`: open_for 10m -> 10s; \
         from the next opening on: the one under way goes on for 598s"
    );
    // What does not speak of openings needs no such word.
    circuit.set(Setting::HalfOpenCalls(2));
    let overrides = overrides.circuit("under way still", Setting::HalfOpenCalls(3));
    let configured = registry().configure(&overrides).expect("it makes sense");
    let line = configured.changes()[0].to_string();
    assert!(line.starts_with("`under way still`: open_for 10m -> 10s, half_open_calls 2 -> 3"));
}

#[test]
fn what_fits_is_applied_and_what_does_not_is_told() {
    let circuit = Steered::new("partly", Policy::new().max_open_for(90 * SECOND));
    let overrides = Overrides::new()
        .circuit("nobody", Setting::Threshold(2))
        .circuit("partly", Setting::Threshold(2))
        .circuit("partly", Setting::HalfOpenCalls(0))
        .circuit("partly", Setting::OpenFor(99 * SECOND));
    let configured = registry().configure_what_fits(&overrides);
    assert_eq!(circuit.policy(), Policy::new().max_open_for(90 * SECOND).threshold(2));
    let left_out: Vec<_> = configured.left_out().iter().map(ToString::to_string).collect();
    assert_eq!(
        left_out,
        [
            "`nobody.threshold`: no circuit is called `nobody`",
            "`partly.half_open_calls`: `half_open_calls` must be at least 1",
            "`partly.open_for`: circuit `partly`: `max_open_for` is shorter than `open_for`: \
             write a longer `max_open_for` or a shorter `open_for` (`open_for` is 1m 39s, \
             `max_open_for` is 1m 30s)",
        ]
    );
    assert_eq!(configured.changes().len(), 1);
    registry().configure(&overrides).expect_err("the strict form stays strict");
}

#[test]
fn each_mistake_is_told_and_the_kill_switch_works_beside_all_of_them() {
    let policy = Policy::new().threshold(3).window_calls(10).max_open_for(90 * SECOND);
    let circuit = Steered::new("switched off", policy);
    let overrides = Overrides::new()
        .circuit("switched off", Setting::Enabled(false))
        .circuit("switched off", Setting::OpenFor(99 * SECOND))
        .circuit("switched off", Setting::Threshold(20));
    let told = [
        "`switched off.threshold`: circuit `switched off`: `threshold` is more failures than \
         `window` has calls, so the circuit could never open: write a smaller `threshold` or a \
         larger `window` (`threshold` is 20, `window` is 10 calls)",
        "`switched off.open_for`: circuit `switched off`: `max_open_for` is shorter than \
         `open_for`: write a longer `max_open_for` or a shorter `open_for` (`open_for` is 1m \
         39s, `max_open_for` is 1m 30s)",
    ];
    let strict = registry().configure(&overrides).unwrap_err().to_string();
    let configured = registry().configure_what_fits(&overrides);
    assert_eq!(circuit.policy(), policy.enabled(false), "{configured}");
    let mut left_out: Vec<_> = configured.left_out().iter().map(ToString::to_string).collect();
    left_out.sort_by_key(|line| line.contains("open_for"));
    assert_eq!(left_out, told);
    assert!(told.iter().all(|line| strict.contains(line)), "{strict}");
}

#[test]
fn what_is_said_of_all_is_left_out_where_it_does_not_fit_alone() {
    let circuit = Steered::new("short windows", Policy::new().window_calls(10));
    let overrides = Overrides::new()
        .all(Setting::DryRun(true))
        .all(Setting::HalfOpenCalls(2))
        .all(Setting::Threshold(20));
    let configured = registry().configure_what_fits(&overrides);
    assert_eq!(circuit.policy(), Policy::new().window_calls(10).dry_run(true).half_open_calls(2));
    let lines = configured.left_out().iter().map(ToString::to_string);
    assert_eq!(lines.filter(|line| line.contains("short windows")).count(), 1, "{configured}");
}

#[test]
fn of_two_that_contradict_each_other_the_less_particular_is_left_out() {
    let windows = Steered::new("particular windows", Policy::new().threshold_percent(50.0));
    let times = CircuitBreaker::new("particular times", Policy::new());
    let times: &CircuitBreaker = Box::leak(Box::new(times));
    registry().register(times);
    let overrides = Overrides::new()
        .all(Setting::MinCalls(50))
        .all(Setting::MaxOpenFor(Some(60 * SECOND)))
        .circuit("particular windows", Setting::Window(Window::calls(20)))
        .circuit("particular times", Setting::OpenFor(300 * SECOND));
    let configured = registry().configure_what_fits(&overrides);
    let policy = Policy::new().threshold_percent(50.0).window_calls(20);
    assert_eq!(windows.policy(), policy.max_open_for(60 * SECOND), "{configured}");
    assert_eq!(times.policy(), Policy::new().open_for(300 * SECOND), "{configured}");
}

#[test]
fn mistakes_of_a_function_and_of_its_keys_are_told_at_once() {
    let policy = Policy::new().threshold(3).window_calls(10);
    let keyed = KeyedCircuitBreaker::new("short_key_windows", policy, 8);
    let keyed: &KeyedCircuitBreaker = Box::leak(Box::new(keyed));
    registry().register_keyed(keyed);
    let overrides = Overrides::new()
        .circuit("short_key_windows", Setting::Threshold(11))
        .circuit("short_key_windows[a]", Setting::Threshold(20))
        .circuit("short_key_windows[b]", Setting::Threshold(30));
    let error = registry().configure(&overrides).unwrap_err();
    assert_eq!(error.errors().len(), 3, "{error}");
    assert_eq!(registry().configure_what_fits(&overrides).left_out().len(), 3);
}

#[test]
fn two_rules_of_one_name_are_both_left_out() {
    let circuit = Steered::new("undecided", Policy::new());
    let overrides = Overrides::new()
        .circuit("undecided", Setting::Consecutive(3))
        .circuit("undecided", Setting::OpenFor(SECOND))
        .circuit("undecided", Setting::Threshold(3));
    let configured = registry().configure_what_fits(&overrides);
    let left_out: Vec<_> = configured.left_out().iter().map(ToString::to_string).collect();
    let expected = "`undecided.threshold`, `undecided.consecutive`: circuit `undecided`: \
                    `consecutive` counts failures in a row, without a window: remove \
                    `consecutive`, or remove `threshold`, `window` and `min_calls`";
    assert_eq!(left_out, [expected]);
    assert_eq!(circuit.policy(), Policy::new().open_for(SECOND));
}

#[test]
fn what_fits_is_applied_to_circuits_that_are_listed_later_too() {
    let early = Steered::new("early", Policy::new());
    let overrides = Overrides::from_variables([
        ("CIRCUIT_BREAKER__OPEN_FOR", "5s"),
        ("CIRCUIT_BREAKER__THRESHOLD", "0"),
        ("CIRCUIT_BREAKER__NOBODY__OPEN_FOR", "7s"),
        ("CIRCUIT_BREAKER__LATE__MAX_OPEN_FOR", "1s"),
    ]);
    let five = Policy::new().open_for(Duration::from_secs(5));
    assert_eq!(registry().configure_what_fits(&overrides).left_out().len(), 3);
    let late: &CircuitBreaker = Box::leak(Box::new(CircuitBreaker::new("late", Policy::new())));
    registry().register(late);
    let keyed = KeyedCircuitBreaker::new("late_keys", Policy::new(), 8);
    let keyed: &KeyedCircuitBreaker = Box::leak(Box::new(keyed));
    registry().register_keyed(keyed);
    assert_eq!([early.policy(), late.policy(), keyed.policy()], [five; 3]);
}

#[test]
fn a_long_key_is_told_once_with_the_state_of_its_circuit() {
    let alone = Steered::new("alone", Policy::new());
    let keyed = KeyedCircuitBreaker::new("long_keys", Policy::new().threshold(1), 8);
    let keyed: &KeyedCircuitBreaker = Box::leak(Box::new(keyed));
    registry().register_keyed(keyed);
    let [there, as_well, absent] = ["a", "b", "c"].map(|end| "k".repeat(200) + end);
    keyed.try_acquire(&there).unwrap().failure();
    keyed.try_acquire(&as_well).unwrap().success();
    let overrides = [&there, &as_well, &absent].iter().fold(Overrides::new(), |overrides, key| {
        overrides.circuit(format!("long_keys[{key}]"), Setting::Threshold(2))
    });
    let configured = registry().configure(&overrides).expect("it makes sense");
    let is_open = |it: &Snapshot| it.name == "long_keys" && it.state == State::Open;
    let open = registry().snapshot().into_iter().find(is_open).unwrap().key;
    for change in configured.changes() {
        assert_eq!(
            change.state == State::Open,
            change.key.as_deref() == open.as_deref(),
            "{change:?}"
        );
    }
    let begins = "k".repeat(128) + "…";
    let shown: HashSet<_> = configured.changes().iter().map(|it| it.key.clone()).collect();
    assert_eq!(shown.len(), 3, "each is shown as another one");
    assert!(shown.iter().flatten().all(|key| key.starts_with(&begins)));
    drop(alone);
}

/// As snapshots are: by name, then by key.
#[test]
fn changes_are_sorted_by_name_and_key() {
    let first = Steered::new("in order b", Policy::new());
    for name in ["in order d", "in order a", "in order e"] {
        let circuit = CircuitBreaker::new(name, Policy::new().consecutive(4));
        registry().register(Box::leak(Box::new(circuit)));
    }
    let keyed = KeyedCircuitBreaker::new("in order c", Policy::new(), 8);
    let keyed: &KeyedCircuitBreaker = Box::leak(Box::new(keyed));
    registry().register_keyed(keyed);
    for key in ["z", "x", "y"] {
        keyed.try_acquire(key).unwrap().success();
    }
    let overrides = ["z", "x", "y"].iter().fold(Overrides::new(), |overrides, key| {
        overrides.circuit(format!("in order c[{key}]"), Setting::HalfOpenCalls(3))
    });
    let overrides = overrides.circuit("in order *", Setting::OpenFor(SECOND));
    let overrides = overrides.circuit("in order *", Setting::MinCalls(3));
    let configured = registry().configure(&overrides).expect("it makes sense");
    let of = |(name, key): (&'static str, Option<&str>)| (name, key.map(str::to_owned));
    let told: Vec<_> =
        configured.changes().iter().map(|change| (change.circuit, change.key.clone())).collect();
    let expected = [
        ("in order a", None),
        ("in order b", None),
        ("in order c", None),
        ("in order c", Some("x")),
        ("in order c", Some("y")),
        ("in order c", Some("z")),
        ("in order d", None),
        ("in order e", None),
    ];
    assert_eq!(told, expected.map(of));
    let idle: Vec<_> = configured.passed_by().iter().map(|idle| idle.circuit).collect();
    assert!(idle.is_sorted() && idle.len() == 5, "{idle:?}");
    let wrong = Overrides::new().circuit("in order *", Setting::MaxOpenFor(Some(SECOND)));
    let told = registry().configure(&wrong).expect_err("below the open time").to_string();
    let told: Vec<_> = told.lines().skip(1).collect();
    assert!(told.is_sorted() && told.len() == 5, "{told:?}");
    registry().configure(&Overrides::new()).expect("as they were made");
    drop(first);
}
