//! Who has waited long enough.

use super::world::{World, outage};
use super::{ms, secs};
use crate::wire::{Phase, Request, Terms, Text, Why};

#[test]
fn a_broken_path_does_not_hold_the_others_for_ever() {
    let mut world = World::of(1);
    world.open(0);
    world.run(ms(50));
    for round in 0..20 {
        let Phase::Waiting { rest } = world.outage("").unwrap().phase else { panic!() };
        world.run(rest - ms(90));
        world.call(0);
        elsewhere_tries(&mut world);
        world.run(ms(150));
        if world.call(0) {
            assert!((10..=15).contains(&round), "{round}");
            world.run(ms(100));
            assert!(world.call(0), "the lease is somebody else's, and it tries all the same");
            return;
        }
        elsewhere_fails(&mut world);
        world.run(ms(50));
    }
    panic!("never");
}

#[test]
fn whose_trial_goes_last_lets_the_others_go_first() {
    let mut world = World::of(2);
    world.open(0);
    world.open(1);
    let mut last = None;
    for _ in 0..30 {
        let holder = world.first_trial(secs(12));
        assert!(holder.is_some() && holder != last);
        world.run(ms(100));
        world.trial_ends(holder.unwrap(), false);
        last = holder;
    }
}

#[test]
fn whose_trial_failed_goes_last_however_it_hears_of_it() {
    let mut world = World::of(2);
    world.open(0);
    world.open(1);
    let mut last = None;
    for _ in 0..8 {
        let holder = world.first_trial(secs(12));
        assert!(holder.is_some() && holder != last);
        world.run(ms(100));
        // The answer comes, and the push does not.
        world.all[holder.unwrap()].deaf = true;
        world.trial_ends(holder.unwrap(), false);
        world.run(ms(50));
        world.all[holder.unwrap()].deaf = false;
        last = holder;
    }
}

#[test]
fn patience_also_ends_while_a_trial_hangs() {
    let mut world = World::of(1);
    world.open(0);
    world.first_trial(secs(12)).unwrap();
    while !matches!(world.outage("").unwrap().phase, Phase::Leased { rest, .. } if rest.is_zero()) {
        world.run(ms(50));
    }
    elsewhere_tries(&mut world);
    elsewhere_fails(&mut world);
    world.run(secs(10) - ms(90));
    for _ in 0..20 {
        elsewhere_tries(&mut world);
        world.run(ms(400));
        if world.call(0) {
            elsewhere_fails(&mut world);
            world.run(ms(300));
            assert!(world.call(0), "what others do is not for it");
            return;
        }
        elsewhere_fails(&mut world);
        world.run(secs(10) - ms(90));
        world.call(0);
    }
    panic!("never");
}

/// A lease without a call is no turn of its own: the turns of others before it count on.
#[test]
fn a_lease_without_a_call_does_not_begin_patience_anew() {
    let mut world = World::of(1);
    world.open(0);
    world.run(ms(50));
    for round in 0..16 {
        let Phase::Waiting { rest } = world.outage("").unwrap().phase else { panic!() };
        world.run(rest - ms(900));
        (0..12).for_each(|_| _ = world.call(0));
        if round == 7 {
            // It gets the lease, has no call, and gives it back.
            world.run(ms(2050));
            assert!(matches!(world.outage("").unwrap().phase, Phase::Waiting { .. }));
        } else {
            world.run(ms(810));
        }
        elsewhere_tries(&mut world);
        world.run(ms(250));
        if world.call(0) {
            assert!((10..=15).contains(&round), "{round}");
            return;
        }
        elsewhere_fails(&mut world);
        world.run(ms(50));
    }
    panic!("never");
}

/// For a circuit with few calls no lease comes in time.
#[test]
fn whose_calls_are_rare_tries_with_its_next_one_after_a_lease_without_any() {
    let mut world = World::of(1);
    world.open(0);
    world.run(secs(8));
    assert!(!world.call(0));
    world.run(ms(3300));
    let phase = world.outage("").unwrap().phase;
    assert!(matches!(phase, Phase::Waiting { rest } if rest.is_zero()), "{phase:?}");
    elsewhere_tries(&mut world);
    world.run(ms(100));
    elsewhere_fails(&mut world);
    world.run(secs(3));
    assert!(world.call(0), "what others do is not for it");
    world.trial_ends(0, false);
    world.run(ms(50));
    assert!(!world.call(0));
}

fn elsewhere_tries(world: &mut World) {
    world.elsewhere(|subject, terms| Request::Lease {
        subject,
        terms,
        opened_ago: secs(1),
        by: Text::default(),
        opened_by: Text::default(),
        why: Why::default(),
    });
}

fn elsewhere_fails(world: &mut World) {
    world.elsewhere(|subject, terms| Request::Failed {
        subject,
        terms,
        by: Text::default(),
        opened_by: Text::default(),
        why: Why::default(),
    });
}

/// Two of three never reach the callee, and have calls all the time; the third has few.
#[test]
fn who_has_tried_in_vain_lets_all_the_others_go_first() {
    let mut world = World::of(3);
    (0..3).for_each(|number| world.open(number));
    for _ in 0..4 {
        world.run(secs(5));
        world.call(2);
        world.run(ms(4850));
        let turns_of_others = (0..30).find_map(|_| {
            world.run(ms(10));
            (0..2).find(|number| world.call(*number))
        });
        let Some(number) = turns_of_others else { return };
        world.trial_ends(number, false);
        world.run(ms(10));
    }
    panic!("the third had no turn");
}

/// A lease ends after twice the open time: so long others wait for a trial, and no longer.
#[test]
fn of_trials_that_hang_one_begins_in_two_open_times() {
    let mut world = outage();
    world.first_trial(secs(12)).unwrap();
    let mut hang = 1;
    while hang < 5 {
        let began = world.now;
        while hanging(&mut world) == hang {
            world.run(ms(50));
            for number in 0..5 {
                if !hangs(&mut world, number) {
                    world.call(number);
                }
            }
            assert!(world.now - began < ms(20_500), "{hang}");
        }
        assert!(world.now - began > ms(19_500), "{hang}: {:?}", world.now - began);
        hang += 1;
    }
}

fn hangs(world: &mut World, number: usize) -> bool {
    world.fake(number).half_open.is_some_and(|trials| trials.in_flight > 0)
}

fn hanging(world: &mut World) -> usize {
    (0..5).filter(|number| hangs(world, *number)).count()
}

/// Somebody who may write to the engine begins one round after the other.
#[test]
fn rounds_that_begin_without_end_are_waited_for_with_patience() {
    for (open, most) in [(secs(1), secs(25)), (secs(10), secs(25)), (secs(10_000), secs(110))] {
        let mut world = World::of(1);
        world.open(0);
        let opened = world.now;
        while !world.call(0) {
            world.write_round(open);
            world.run(ms(900));
            assert!(world.now - opened < most, "{open:?}");
        }
    }
}

#[test]
fn a_lease_that_is_renewed_without_end_is_waited_for_as_long_as_one_of_its_own() {
    let mut world = World::of(1);
    world.open(0);
    let opened = world.now;
    world.run(ms(9950));
    elsewhere_tries(&mut world);
    while !world.call(0) {
        world.run(ms(100));
        world.elsewhere(|subject, _| Request::Renew { subject });
        assert!(world.now - opened < secs(36), "{:?}", world.now - opened);
    }
    assert!(world.now - opened > secs(30), "{:?}", world.now - opened);
}

#[test]
fn a_wait_for_longer_than_ten_open_times_ends_in_a_trial() {
    let mut world = World::of(1);
    world.elsewhere(|subject, _| Request::Trip {
        subject,
        terms: Terms { open_for: secs(10_000), max_open_for: None, jitter: 1000, openings: 0 },
        first: true,
        by: Text::default(),
        opened_by: Text::default(),
        why: Why::default(),
    });
    world.open(0);
    for _ in 0..3 {
        let opened = world.now;
        world.first_trial(secs(200)).unwrap();
        let waited = world.now - opened;
        assert!(waited >= ms(99_600) && waited < ms(100_400), "{waited:?}");
        world.run(ms(300));
        assert!(world.call(0), "it tries for itself");
        world.trial_ends(0, false);
    }
}
