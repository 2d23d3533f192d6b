//! What a caller meets who was overtaken: what it saw of the circuit, without the lock, is no
//! longer so.

use core::time::Duration;

use super::*;
use crate::machine::admission::Admitted;
use crate::machine::trials::call::{RecoveryCall, Trial, TrialCall};

const POLICY: Policy = Policy::new().threshold(1).open_for(Duration::from_nanos(100));

fn at(policy: &Policy, nanos: u64) -> Context<'_> {
    Context { policy, now: Time::from_nanos(nanos), slot: Slot::NONE }
}

/// A trial call, or one within.
fn trial(machine: &mut Machine, now: Context<'_>, around: &[RecoveryCall]) -> TrialCall {
    match machine.admit(now, around, false) {
        Some(Admitted::Trial(call)) => call,
        other => unreachable!("no trial call: {other:?}"),
    }
}

#[test]
fn who_saw_the_end_of_an_open_time_is_kept_out_by_the_reopening_since() {
    let mut machine = Machine::new(&POLICY);
    machine.open_for(at(&POLICY, 0), POLICY.settings().open_for);
    let trial = trial(&mut machine, at(&POLICY, 100), &[]);
    assert!(machine.record_trial(
        at(&POLICY, 150),
        trial,
        Report::Failure(FailureKind::Error),
        None
    ));
    assert_eq!(machine.admit(at(&POLICY, 249), &[], false), None);
    assert!(machine.admit(at(&POLICY, 250), &[], false).is_some());
}

/// Fifty rounds, each with a trial call and a failure within it, and the next one within that; then
/// the trial calls report, from the innermost on.
#[test]
fn a_round_that_is_over_is_remembered_until_its_last_call_has_reported_and_no_longer() {
    let failure = Report::Failure(FailureKind::Error);
    let mut machine = Machine::new(&POLICY);
    machine.open_for(at(&POLICY, 0), POLICY.settings().open_for);
    let mut trials = Vec::new();
    for now in (1..=50).map(|round| at(&POLICY, 100 * round)) {
        let outer = trial(&mut machine, now, &[]);
        let within = trial(&mut machine, now, &[RecoveryCall::Trial(outer)]);
        assert!(machine.record_trial(now, within, failure, None));
        trials.push(outer);
    }
    for (number, trial) in trials.iter().rev().enumerate() {
        let past = machine.rare.as_ref().map(|rare| rare.past_rounds.is_empty());
        assert_eq!(past, Some(false), "{number}");
        let report = if number % 2 == 0 { Report::Success } else { Report::Abandoned };
        assert!(!machine.record_trial(at(&POLICY, 5_000), *trial, report, None), "{number}");
    }
    assert!(machine.rare.is_some_and(|rare| rare.past_rounds.is_empty()));
}

#[test]
fn successes_of_a_share_are_counted_without_the_lock_until_its_sub_window_ends() {
    let policy = Policy::new().threshold_percent(50.0).window(Duration::from_nanos(1600));
    let mut machine = Machine::new(&policy);
    assert_eq!(machine.stale_at(&policy), Time::from_nanos(100));
    machine.advance(at(&policy, 250));
    assert_eq!(machine.stale_at(&policy), Time::from_nanos(300));
}

#[test]
fn a_permit_of_the_past_is_of_no_later_generation() {
    for exponent in 0..34 {
        let mut machine = Machine::new(&POLICY);
        let issued = Generation::of(machine.generation());
        assert!(issued.is(machine.generation()));
        machine.generation += 1 << exponent;
        assert!(!issued.is(machine.generation()), "2^{exponent} later");
    }
}

#[test]
fn a_round_of_trial_calls_that_runs_out_of_numbers_goes_on_as_another_generation() {
    let mut machine = Machine::new(&POLICY);
    machine.open_for(at(&POLICY, 0), POLICY.settings().open_for);
    let silent = trial(&mut machine, at(&POLICY, 100), &[]);
    let generation = machine.generation();
    let Phase::HalfOpen(trials) = &mut machine.phase else { unreachable!("a trial call") };
    trials.skip_to(Trial::NUMBERS - 1);
    // Each loses its place in turn.
    let late = trial(&mut machine, at(&POLICY, 200), &[]);
    assert_eq!((machine.generation(), late.trial.0), (generation, Trial::NUMBERS - 1));
    let next = trial(&mut machine, at(&POLICY, 300), &[]);
    assert_eq!((machine.generation(), next.trial.0), (generation + 1, 0));
    assert!(![silent, late].iter().any(|old| old.generation.is(machine.generation())));
    assert!(machine.record_trial(at(&POLICY, 301), next, Report::Success, None));
    assert_eq!(machine.state(&POLICY), State::Closed);
}
