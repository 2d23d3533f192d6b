//! Levels, names and fields of the events, to the letter: they are part of the interface.
//!
//! Generations begin at 2 here: the first one is that of the clock which a test holds.

use core::time::Duration;

use breaker_runtime::testing::isolate;
use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Overrides, Policy, Setting, register, registry,
};
use tests::{TestCircuit, panic_quietly};
use tracing::Level;

use crate::Heard;

const QUICK: Policy = Policy::new().threshold(2).open_for(Duration::from_millis(1500));

#[test]
fn an_outage() {
    let circuit = TestCircuit::new(QUICK);
    let heard = Heard::during(|| {
        circuit.fail().trip();
        circuit.after(Duration::from_micros(500_100)).rejected();
        circuit.after_open_time().fail();
        circuit.after_open_time().succeed();
    });
    assert_eq!(
        heard.lines(),
        [
            "WARN circuit_breaker.opened: circuit opened circuit_breaker.name=tested \
             circuit_breaker.state=open \
             circuit_breaker.from=closed circuit_breaker.generation=2 \
             circuit_breaker.dry_run=false \
             circuit_breaker.outage_ms=0 circuit_breaker.reason=failures \
             circuit_breaker.failures=2 circuit_breaker.rule=2 failures in 10s \
             circuit_breaker.errors=2 circuit_breaker.last_failure=error \
             circuit_breaker.open_for_ms=1500",
            "DEBUG circuit_breaker.rejected: call rejected circuit_breaker.name=tested \
             circuit_breaker.state=open \
             circuit_breaker.dry_run=false circuit_breaker.retry_after_ms=1000",
            "INFO circuit_breaker.half_opened: circuit half-open circuit_breaker.name=tested \
             circuit_breaker.state=half_open circuit_breaker.from=open \
             circuit_breaker.generation=3 \
             circuit_breaker.dry_run=false circuit_breaker.outage_ms=2001 \
             circuit_breaker.rejected=1",
            "INFO circuit_breaker.opened: circuit opened circuit_breaker.name=tested \
             circuit_breaker.state=open \
             circuit_breaker.from=half_open circuit_breaker.generation=4 \
             circuit_breaker.dry_run=false \
             circuit_breaker.outage_ms=2001 circuit_breaker.reason=trial_call \
             circuit_breaker.last_failure=error \
             circuit_breaker.open_for_ms=1500",
            "INFO circuit_breaker.half_opened: circuit half-open circuit_breaker.name=tested \
             circuit_breaker.state=half_open circuit_breaker.from=open \
             circuit_breaker.generation=5 \
             circuit_breaker.dry_run=false circuit_breaker.outage_ms=3501",
            "WARN circuit_breaker.closed: circuit closed circuit_breaker.name=tested \
             circuit_breaker.state=closed \
             circuit_breaker.from=half_open circuit_breaker.generation=6 \
             circuit_breaker.dry_run=false \
             circuit_breaker.outage_ms=3501",
        ]
    );
}

#[test]
fn an_opening_says_the_error_where_that_is_remembered() {
    let circuit = TestCircuit::new(Policy::new().threshold(1).last_error(true));
    let heard = Heard::during(|| {
        circuit.try_acquire().unwrap().failure_because("connection refused");
    });
    let [line] = &heard.lines()[..] else { panic!("{:?}", heard.lines()) };
    assert!(line.contains(
        "circuit_breaker.last_failure=error circuit_breaker.last_error=connection refused \
         circuit_breaker.open_for_ms=30000"
    ));
}

#[test]
fn a_share_says_of_how_many_calls() {
    let circuit = TestCircuit::new(Policy::new().threshold_percent(50.0).min_calls(4));
    let heard = Heard::during(|| {
        circuit.succeed_times(2).fail_times(2);
    });
    let [line] = &heard.lines()[..] else { panic!("{:?}", heard.lines()) };
    assert!(line.contains(
        "circuit_breaker.reason=failures circuit_breaker.failures=2 circuit_breaker.calls=4 \
         circuit_breaker.rule=50% of at least 4 calls in 10s circuit_breaker.errors=2 \
         circuit_breaker.last_failure=error circuit_breaker.open_for_ms=30000"
    ));
}

#[test]
fn failures_are_told_by_kind() {
    let circuit = TestCircuit::new(Policy::new().threshold(3).slow_call(Duration::from_secs(1)));
    let heard = Heard::during(|| {
        panic_quietly(circuit.admitted());
        for _ in 0..2 {
            let slow = circuit.admitted();
            circuit.after(Duration::from_secs(2));
            slow.success();
        }
    });
    let [line] = &heard.lines()[..] else { panic!("{:?}", heard.lines()) };
    assert!(line.contains(
        "circuit_breaker.rule=3 failures in 10s circuit_breaker.slow_calls=2 \
         circuit_breaker.panics=1 circuit_breaker.last_failure=slow_call"
    ));
}

#[test]
fn the_way_back() {
    let circuit = TestCircuit::new(QUICK.ramp_up(Duration::from_secs(4)));
    circuit.trip_and_wait();
    let heard = Heard::up_to(Level::INFO, || {
        circuit.succeed();
        circuit.after(Duration::from_secs(4)).succeed();
    });
    assert_eq!(heard.names(), ["half_opened", "ramp_up_started", "closed"]);
    assert_eq!(
        heard.lines()[1],
        "INFO circuit_breaker.ramp_up_started: circuit recovers circuit_breaker.name=tested \
         circuit_breaker.state=ramp_up circuit_breaker.from=half_open circuit_breaker.generation=4 \
         circuit_breaker.dry_run=false circuit_breaker.outage_ms=1500 \
         circuit_breaker.ramp_up_ms=4000"
    );
}

#[test]
fn steering_by_hand() {
    let circuit = TestCircuit::new(Policy::new());
    let heard = Heard::during(|| {
        circuit.force_open();
        circuit.rejected();
        circuit.force_closed();
        circuit.reset();
        circuit.open_for(Duration::from_nanos(1));
    });
    assert_eq!(
        heard.lines(),
        [
            "WARN circuit_breaker.forced_open: circuit forced open circuit_breaker.name=tested \
             circuit_breaker.state=forced_open circuit_breaker.from=closed \
             circuit_breaker.generation=2 \
             circuit_breaker.dry_run=false circuit_breaker.outage_ms=0",
            "DEBUG circuit_breaker.rejected: call rejected circuit_breaker.name=tested \
             circuit_breaker.state=forced_open circuit_breaker.dry_run=false",
            "WARN circuit_breaker.forced_closed: circuit forced closed circuit_breaker.name=tested \
             circuit_breaker.state=forced_closed circuit_breaker.from=forced_open \
             circuit_breaker.generation=3 \
             circuit_breaker.dry_run=false circuit_breaker.outage_ms=0 circuit_breaker.rejected=1",
            "INFO circuit_breaker.reset: circuit reset circuit_breaker.name=tested \
             circuit_breaker.state=closed \
             circuit_breaker.from=forced_closed circuit_breaker.generation=4 \
             circuit_breaker.dry_run=false",
            "WARN circuit_breaker.opened: circuit opened circuit_breaker.name=tested \
             circuit_breaker.state=open \
             circuit_breaker.from=closed circuit_breaker.generation=5 \
             circuit_breaker.dry_run=false \
             circuit_breaker.outage_ms=0 circuit_breaker.reason=told_to_wait \
             circuit_breaker.open_for_ms=1",
        ]
    );
}

#[test]
fn steps_from_outside() {
    let circuit = TestCircuit::new(Policy::new());
    let heard = Heard::during(|| {
        let fleet = circuit.from_outside("pod-7");
        fleet.suspect_for(Duration::from_secs(2));
        fleet.trust();
        fleet.suspect_for(Duration::from_secs(2));
        circuit.fail_times(2);
        fleet.hold_for(Duration::from_secs(40));
    });
    let suspected = "INFO circuit_breaker.suspected: circuit suspected \
                     circuit_breaker.name=tested circuit_breaker.state=closed \
                     circuit_breaker.from=closed circuit_breaker.generation=1 \
                     circuit_breaker.dry_run=false circuit_breaker.by=pod-7 \
                     circuit_breaker.suspected_ms=2000";
    assert_eq!(
        heard.lines(),
        [
            suspected,
            "INFO circuit_breaker.trusted: circuit suspected no more circuit_breaker.name=tested \
             circuit_breaker.state=closed circuit_breaker.from=closed circuit_breaker.generation=1 \
             circuit_breaker.dry_run=false circuit_breaker.by=pod-7",
            suspected,
            "WARN circuit_breaker.opened: circuit opened circuit_breaker.name=tested \
             circuit_breaker.state=open circuit_breaker.from=closed circuit_breaker.generation=2 \
             circuit_breaker.dry_run=false circuit_breaker.outage_ms=0 circuit_breaker.by=pod-7 \
             circuit_breaker.reason=suspected circuit_breaker.failures=2 \
             circuit_breaker.last_failure=error circuit_breaker.open_for_ms=30000",
            "INFO circuit_breaker.held: circuit stays open circuit_breaker.name=tested \
             circuit_breaker.state=open circuit_breaker.from=open circuit_breaker.generation=2 \
             circuit_breaker.dry_run=false circuit_breaker.outage_ms=0 circuit_breaker.by=pod-7 \
             circuit_breaker.held_ms=40000",
        ]
    );
}

/// Names of the events that a log of warnings shows.
fn warnings(during: impl FnOnce()) -> Vec<&'static str> {
    Heard::up_to(Level::WARN, during).names()
}

#[test]
fn a_log_of_warnings_shows_the_beginning_and_the_end_of_each_outage() {
    let circuit = TestCircuit::new(QUICK.ramp_up(Duration::from_secs(4)));
    let shown = warnings(|| {
        circuit.trip_and_wait().succeed();
        circuit.after(Duration::from_secs(4)).succeed();
    });
    assert_eq!(shown, ["opened", "closed"]);
    let shown = warnings(|| {
        circuit.trip_and_wait().fail(); // a reopening is a step between
        circuit.after_open_time().succeed();
        circuit.force_open(); // so is this, while it recovers
    });
    assert_eq!(shown, ["opened"], "one outage, however often it opens");
    for (end, shown) in [
        (CircuitBreaker::reset as fn(&CircuitBreaker), "reset"),
        (CircuitBreaker::force_closed, "forced_closed"),
    ] {
        circuit.reset();
        assert_eq!(warnings(|| circuit.force_open()), ["forced_open"]);
        assert_eq!(warnings(|| end(&circuit)), [shown]);
        assert_eq!(warnings(|| end(&circuit)), [""; 0], "no outage ends");
    }
}

#[test]
fn an_outage_that_ends_because_the_circuit_is_disabled_is_a_warning() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("switched", QUICK.threshold(1));
    register!(CIRCUIT);
    let _test = isolate();
    let set = |setting: Setting| {
        let overrides = Overrides::new().circuit("switched", setting);
        registry().configure(&overrides).expect("it exists");
    };
    CIRCUIT.try_acquire().expect("closed").failure();
    assert_eq!(warnings(|| set(Setting::Enabled(false))), ["reconfigured"]);
    assert_eq!(warnings(|| set(Setting::Enabled(true))), ["reconfigured"], "it is open again");
    assert_eq!(warnings(|| set(Setting::HalfOpenCalls(2))), [""; 0]);
}

#[test]
fn callers_that_give_up_are_a_warning() {
    let circuit = TestCircuit::new(Policy::new());
    let heard = Heard::up_to(Level::WARN, || {
        for _ in 0..30 {
            circuit.after(Duration::from_millis(100));
            drop(circuit.admitted());
        }
    });
    assert_eq!(
        heard.lines(),
        ["WARN circuit_breaker.abandoned: callers give up circuit_breaker.name=tested \
             circuit_breaker.state=closed circuit_breaker.from=closed circuit_breaker.generation=1 \
             circuit_breaker.dry_run=false circuit_breaker.abandoned=20 circuit_breaker.calls=20 \
             circuit_breaker.within_ms=1900"]
    );
}

#[test]
fn another_policy() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("reconfigured", Policy::new());
    register!(CIRCUIT);
    let _test = isolate();
    let heard = Heard::during(|| {
        let overrides = Overrides::new().circuit("reconfigured", Setting::Threshold(7));
        registry().configure(&overrides).expect("it exists");
    });
    assert_eq!(
        heard.lines(),
        ["INFO circuit_breaker.reconfigured: circuit reconfigured \
             circuit_breaker.name=reconfigured \
          circuit_breaker.state=closed circuit_breaker.from=closed circuit_breaker.generation=1 \
          circuit_breaker.dry_run=false circuit_breaker.changes=threshold 5 -> 7"]
    );
}

#[test]
fn a_dry_run_says_what_would_have_been() {
    let circuit = TestCircuit::new(QUICK.dry_run(true));
    let heard = Heard::during(|| {
        circuit.fail_times(2);
        circuit.admitted().success();
    });
    assert_eq!(
        heard.lines(),
        [
            "WARN circuit_breaker.opened: circuit would have opened circuit_breaker.name=tested \
             circuit_breaker.state=open circuit_breaker.from=closed circuit_breaker.generation=2 \
             circuit_breaker.dry_run=true circuit_breaker.outage_ms=0 \
             circuit_breaker.reason=failures circuit_breaker.failures=2 \
             circuit_breaker.rule=2 failures in 10s circuit_breaker.errors=2 \
             circuit_breaker.last_failure=error \
             circuit_breaker.open_for_ms=1500",
            "DEBUG circuit_breaker.rejected: call would have been rejected \
             circuit_breaker.name=tested \
             circuit_breaker.state=open circuit_breaker.dry_run=true",
        ]
    );
}

#[test]
fn whose_circuit_it_is() {
    let fetch = KeyedCircuitBreaker::new("fetch", QUICK.threshold(1), 8);
    let heard = Heard::during(|| {
        fetch.try_acquire("example.org").expect("closed").failure();
        fetch.try_acquire("example.org").expect_err("open");
    });
    let expected =
        "circuit_breaker.name=fetch circuit_breaker.key=example.org circuit_breaker.state=open";
    assert_eq!(heard.names(), ["opened", "rejected"]);
    assert!(heard.lines().iter().all(|line| line.contains(expected)), "{:?}", heard.lines());
}

#[test]
fn calls_that_pass_say_nothing() {
    let circuit = TestCircuit::new(Policy::new());
    let heard = Heard::up_to(Level::TRACE, || {
        circuit.succeed().fail().admitted().ignore();
        drop(circuit.admitted());
    });
    assert_eq!(heard.lines(), [""; 0]);
}

#[test]
fn rejections_are_told_at_debug_alone() {
    let circuit = TestCircuit::new(QUICK);
    circuit.trip();
    let reject = || (0..3).for_each(|_| _ = circuit.rejected());
    assert_eq!(Heard::up_to(Level::INFO, reject).lines(), [""; 0]);
    assert_eq!(Heard::up_to(Level::DEBUG, reject).names(), ["rejected"; 3]);
}
