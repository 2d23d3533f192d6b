//! Turns of which nothing comes, and who goes last.

use core::time::Duration;

use super::world::World;
use super::{ms, secs};
use crate::wire::{Phase, Request, Text, Why};

/// Somebody tries, and is never heard of again.
fn vanishes(world: &mut World) {
    world.elsewhere(|subject, terms| Request::Lease {
        subject,
        terms,
        opened_ago: secs(1),
        by: Text::default(),
        opened_by: Text::default(),
        why: Why::default(),
    });
}

/// Nobody has the lease.
fn is_over(world: &mut World) -> bool {
    let phase = world.outage("").map(|outage| outage.phase);
    !matches!(phase, Some(Phase::Leased { rest, .. }) if !rest.is_zero())
}

/// How long after it opened the circuit is free, which is open for ten seconds and called each
/// 10 ms, while this happens as often from a moment before its deadline on.
fn free_after(happens: impl Fn(&mut World)) -> Duration {
    let mut world = World::of(1);
    world.open(0);
    let opened = world.now;
    while !world.call(0) {
        if world.now >= opened + ms(9900) {
            happens(&mut world);
        }
        world.run(ms(10));
        assert!(world.now - opened < secs(90));
    }
    world.now - opened
}

#[test]
fn two_turns_that_vanish_are_waited_for_and_no_more() {
    let free = free_after(|world| {
        if is_over(world) {
            vanishes(world);
        }
    });
    // Two leases of three seconds, and up to an eighth of the open time.
    assert!(free > secs(15) && free < ms(17_600), "{free:?}");
}

#[test]
fn an_engine_that_forgets_each_turn_holds_nobody() {
    let free = free_after(|world| {
        world.engine.wipe();
        vanishes(world);
    });
    assert!(free > secs(10) && free < ms(17_600), "{free:?}");
}

/// Its process is slow, so that it sees each of its deadlines a moment late.
fn run_slowly(world: &mut World) {
    world.all[0].stopped = true;
    world.run(ms(9));
    world.go_on(0);
    world.run(ms(1));
}

/// Once patience has ended it asks nobody, and what it is shown once more is no renewal.
#[test]
fn a_slow_process_waits_no_longer() {
    let mut world = World::of(1);
    world.open(0);
    let opened = world.now;
    while !world.call(0) {
        if world.now >= opened + ms(9900) && (world.now - opened).as_millis() % 2500 < 10 {
            world.engine.wipe();
            vanishes(&mut world);
        }
        run_slowly(&mut world);
        assert!(world.now - opened < ms(30_300), "{:?}", world.now - opened);
    }
}

#[test]
fn a_round_that_begins_after_a_turn_that_vanished_is_no_failed_trial() {
    let free = free_after(|world| match world.outage("").map(|outage| outage.phase) {
        Some(Phase::Leased { rest, .. }) if rest.is_zero() => world.write_round(secs(10_000)),
        Some(Phase::Waiting { rest }) if rest < secs(1) => vanishes(world),
        _ => {}
    });
    // Two open times after its own, less an eighth.
    assert!(free > secs(28) && free < ms(30_300), "{free:?}");
}

/// All that are open have a call each 20 ms, and their trials succeed.
fn recover(world: &mut World) {
    while let Some(number) = world.first_trial(secs(2)) {
        world.run(ms(20));
        world.trial_ends(number, true);
    }
}

#[test]
fn whose_trials_fail_alone_goes_last_in_later_outages_too() {
    let mut world = World::of(3);
    world.open(0);
    for works in [false, true] {
        assert_eq!(world.first_trial(secs(12)), Some(0));
        world.run(ms(100));
        world.trial_ends(0, works);
    }
    for _ in 0..5 {
        world.run(secs(30));
        (0..3).for_each(|number| world.open(number));
        let first = world.first_trial(secs(12));
        assert!(matches!(first, Some(1 | 2)), "{first:?}");
        world.run(ms(20));
        world.trial_ends(first.unwrap(), true);
        recover(&mut world);
    }
}
