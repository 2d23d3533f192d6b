//! How many failures in a row open a suspected circuit whose calls also fail by themselves.

use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, Overrides, Permit, Policy, Setting, State, registry};
use tests::TestCircuit;

use super::{OPEN_FOR, POLICY, circuit, of_each_rule, of_each_rule_that_succeed, pod};
use crate::{SECOND, WINDOW};

/// A share that no run here exceeds.
const SHARE: Policy = POLICY.threshold_percent(90.0).window(WINDOW).min_calls(5000);

/// Lets calls end of which every `nth` fails, so many a second, and a last one succeed.
fn calls(circuit: &TestCircuit, number: u32, per_second: u32, nth: u32) {
    calls_after(circuit, number, SECOND / per_second, nth);
}

fn calls_after(circuit: &TestCircuit, number: u32, pause: Duration, nth: u32) {
    for call in 1..=number {
        circuit.after(pause);
        if nth != 0 && call % nth == 0 {
            circuit.fail()
        } else {
            circuit.succeed()
        };
    }
    circuit.after(pause).succeed();
}

/// The number of failures in a row that open it under suspicion.
fn run_that_opens(circuit: &TestCircuit) -> u32 {
    pod(circuit).suspect_for(SECOND);
    let is_open = |_: &u32| {
        circuit.after(Duration::from_nanos(1)).is(State::Closed).fail();
        circuit.state() == State::Open
    };
    (1..99).find(is_open).expect("it opens")
}

/// A circuit that is followed from its start.
fn followed(policy: Policy) -> TestCircuit {
    let circuit = TestCircuit::new(policy);
    circuit.follow_runs();
    circuit
}

/// The guide's table. A run that comes once in ten thousand calls comes once a day to one circuit,
/// and six times a minute to another.
#[test]
fn the_more_calls_fail_by_themselves_and_the_more_there_are_the_longer_a_run_must_be() {
    let pauses = [10 * SECOND, SECOND, SECOND / 10, SECOND / 1000];
    let opens_if_every_nth_fails = [
        (0, [2, 2, 2, 2]),
        (100, [2, 3, 3, 4]),
        (20, [3, 4, 4, 6]),
        (10, [3, 4, 5, 7]),
        (3, [6, 8, 10, 15]),
    ];
    for (nth, opens) in opens_if_every_nth_fails {
        let of_each_pause = pauses.map(|pause| {
            let circuit = followed(SHARE);
            calls_after(&circuit, if pause < SECOND / 100 { 30_000 } else { 1000 }, pause, nth);
            run_that_opens(&circuit)
        });
        assert_eq!(of_each_pause, opens, "every {nth}th fails");
    }
}

/// What it costs to open for nothing.
#[test]
fn the_longer_it_would_be_open_the_longer_a_run_must_be() {
    for (open_for, opens) in [(1, 4), (30, 5), (600, 7)] {
        let circuit = followed(SHARE.open_for(open_for * SECOND));
        calls(&circuit, 1000, 10, 10);
        assert_eq!(run_that_opens(&circuit), opens, "open for {open_for} s");
    }
}

/// It would wait for the trial calls of those who are open for longer.
#[test]
fn a_suspicion_that_lasts_longer_than_its_open_time_counts_instead() {
    let suspicions: [(&[Duration], u32); 4] = [
        (&[SECOND], 3),
        (&[300 * SECOND], 5),
        (&[300 * SECOND, SECOND], 5),
        (&[SECOND, 300 * SECOND], 5),
    ];
    for (times, opens) in suspicions {
        let circuit = followed(SHARE.open_for(SECOND).max_open_for(1000 * SECOND));
        calls(&circuit, 1000, 10, 20);
        for time in times {
            pod(&circuit).suspect_for(*time);
        }
        let failures = (1..99).find(|_| circuit.fail().state() == State::Open);
        assert_eq!(failures, Some(opens), "{times:?}");
    }
}

#[test]
fn a_run_that_is_ordinary_opens_nothing_before_a_suspicion_either() {
    let circuit = followed(SHARE);
    calls(&circuit, 1000, 10, 10);
    circuit.fail_times(4);
    pod(&circuit).suspect_for(SECOND);
    circuit.is(State::Closed).fail().is(State::Open);
}

/// Who allows a share of calls to fail expects that some do: two calls say nothing about which.
#[test]
fn before_anything_is_known_of_its_calls_a_share_needs_five_and_any_other_rule_two() {
    let opens = of_each_rule().map(|circuit| run_that_opens(&circuit));
    assert_eq!(opens, [2, 2, 5, 5, 2]);
}

#[test]
fn rules_without_a_share_know_ordinary_errors_too() {
    let opens = of_each_rule_that_succeed().map(|circuit| {
        for _ in 0..20 {
            circuit.fail();
            (0..10).for_each(|_| _ = circuit.after(SECOND).succeed());
        }
        run_that_opens(&circuit)
    });
    assert_eq!(opens, [3; 5]);
}

#[test]
fn its_own_rule_needs_no_more_than_ever() {
    let circuit = followed(POLICY.window_calls(10));
    calls(&circuit, 1000, 10, 4);
    assert!(run_that_opens(&circuit) <= 5);
}

#[test]
fn errors_of_long_ago_are_forgotten() {
    let circuit = followed(POLICY.threshold(100));
    calls(&circuit, 100, 10, 3);
    calls(&circuit, 1000, 10, 0);
    assert_eq!(run_that_opens(&circuit), 2);
}

/// An hour in which nobody counts its calls is no hour in which hardly anybody called.
#[test]
fn the_time_in_which_its_calls_are_not_counted_says_nothing_of_how_many_there_are() {
    static OFTEN: CircuitBreaker = CircuitBreaker::new("often called", SHARE);
    let _alone = crate::configures_alone();
    let (clock, hour) = (ManualClock::new(), 3600 * SECOND);
    OFTEN.set_clock(clock.clone());
    registry().register(&OFTEN);
    let calls = |number: u32| {
        for call in 1..=number {
            clock.advance(SECOND / 10);
            let permit = OFTEN.try_acquire().expect("it is closed");
            if call % 10 == 0 { permit.failure() } else { permit.success() }
        }
    };
    let run_that_opens_after = |pause: &dyn Fn()| {
        OFTEN.reset();
        OFTEN.follow_runs();
        calls(1009);
        pause();
        calls(29);
        OFTEN.from_outside("pod-7").suspect_for(SECOND);
        (1..99).find(|_| {
            OFTEN.try_acquire().into_iter().for_each(Permit::failure);
            OFTEN.state() == State::Open
        })
    };
    let switch = |enabled: bool| {
        let said = Overrides::new().circuit(OFTEN.name(), Setting::Enabled(enabled));
        registry().configure(&said).expect("nothing is wrong with it");
    };
    let switched_off = || {
        switch(false);
        clock.advance(hour);
        switch(true);
    };
    let forced = || {
        OFTEN.force_closed_for(hour, "");
        clock.advance(hour);
    };
    let pauses: [&dyn Fn(); 3] = [&|| {}, &switched_off, &forced];
    assert_eq!(pauses.map(run_that_opens_after), [Some(5); 3]);
}

#[test]
fn errors_are_ordinary_after_an_outage_as_before() {
    let circuit = followed(SHARE);
    calls(&circuit, 1000, 10, 10);
    pod(&circuit).suspect_for(SECOND);
    circuit.fail_times(5).is(State::Open).after_open_time().succeed_times(3).is(State::Closed);
    assert_eq!(run_that_opens(&circuit), 5);
}

#[test]
fn a_reset_forgets_them() {
    let circuit = circuit();
    circuit.follow_runs();
    calls(&circuit, 100, 1, 10);
    circuit.reset();
    assert_eq!(run_that_opens(&circuit), 2);
}

/// Where nearly all calls fail no run is a sign of anything, and the circuit's own rule decides.
#[test]
fn where_nearly_all_calls_fail_no_run_says_more() {
    let circuit = followed(SHARE);
    for _ in 0..20 {
        circuit.after(SECOND).fail_times(99).succeed();
    }
    pod(&circuit).suspect_for(OPEN_FOR);
    circuit.fail_times(500).is(State::Closed);
}
