//! What a caller meets who was overtaken: what it saw of the circuit, without the lock, is no longer so.

use core::time::Duration;

use super::*;

const POLICY: Policy = Policy::new().threshold(1).open_for(Duration::from_nanos(100));

fn at(policy: &Policy, nanos: u64) -> Context<'_> {
    Context { policy, now: Time::from_nanos(nanos), slot: Slot::NONE }
}

#[test]
fn who_saw_the_end_of_an_open_time_is_kept_out_by_the_reopening_since() {
    let mut machine = Machine::new(&POLICY);
    machine.open_for(at(&POLICY, 0), POLICY.open_time());
    let trial = machine.admit(at(&POLICY, 100), &[]).expect("the open time has passed");
    assert!(machine.settle_trial(at(&POLICY, 150), trial, Report::Failure(FailureKind::Error)));
    assert_eq!(machine.admit(at(&POLICY, 249), &[]), None);
    assert!(machine.admit(at(&POLICY, 250), &[]).is_some());
}

#[test]
fn successes_of_a_share_are_counted_without_the_lock_until_its_sub_window_ends() {
    let policy = Policy::new().threshold_percent(50.0).window(Duration::from_nanos(1600));
    let mut machine = Machine::new(&policy);
    assert_eq!(machine.stale_at(), Time::from_nanos(100));
    machine.advance(at(&policy, 250));
    assert_eq!(machine.stale_at(), Time::from_nanos(300));
}
