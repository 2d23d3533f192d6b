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

fn elsewhere_tries(world: &mut World) {
    world.elsewhere(|subject, terms| Request::Lease {
        subject,
        terms,
        opened_ago: secs(1),
        by: Text::default(),
        why: Why::default(),
    });
}

fn elsewhere_fails(world: &mut World) {
    world.elsewhere(|subject, terms| Request::Failed {
        subject,
        terms,
        by: Text::default(),
        why: Why::default(),
    });
}

#[test]
fn trials_that_hang_one_after_the_other_hold_nobody_for_longer_than_a_round() {
    let mut world = outage();
    world.first_trial(secs(12)).unwrap();
    let began = world.now;
    while world.trying().len() < 5 {
        world.run(ms(50));
        for number in 0..5 {
            if !world.trying().contains(&number) {
                world.call(number);
            }
        }
        assert!(world.now - began < ms(14_500), "{:?}", world.trying());
    }
}

#[test]
fn a_wait_for_longer_than_ten_open_times_ends_in_a_trial() {
    let mut world = World::of(1);
    world.elsewhere(|subject, _| Request::Trip {
        subject,
        terms: Terms { open_for: secs(10_000), max_open_for: None, jitter: 1000, openings: 0 },
        first: true,
        by: Text::default(),
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
