//! What others say brings a trial forward once, and then each open time counts to its end.

use core::time::Duration;

use super::world::World;
use super::{ms, secs};
use crate::wire::{MemberId, Phase};

/// A circuit is open for ten seconds, as its own policy has it.
const OPEN: u64 = 10;
/// So many of them pass.
const MANY: u64 = 12;

const ANYONE: Phase = Phase::Anyone;
const CLOSED: Phase = Phase::Closed { ago: Duration::ZERO };
const WAITING: Phase = Phase::Waiting { rest: Duration::ZERO };
const LEASED: Phase = Phase::Leased { holder: MemberId(77), rest: Duration::ZERO };

/// Calls come every 10 ms to a circuit whose callee is down, and somebody says such things in
/// turn each 5 ms: when calls were admitted.
fn trials(said: &[Phase]) -> Vec<Duration> {
    let mut world = World::of(1);
    world.open(0);
    let end = world.now + secs(OPEN * MANY);
    let mut said = said.iter().cycle();
    let mut trials = Vec::new();
    while world.now < end {
        for _ in 0..2 {
            if let Some(phase) = said.next() {
                world.lie(*phase);
            }
            world.run(ms(5));
        }
        if world.call(0) {
            trials.push(world.now);
            world.trial_ends(0, false);
        }
    }
    trials
}

#[test]
fn whatever_is_said_without_end_there_are_two_trials_in_an_open_time() {
    let all: [&[Phase]; 7] = [
        &[ANYONE],
        &[CLOSED],
        &[WAITING],
        &[LEASED],
        &[ANYONE, WAITING],
        &[LEASED, CLOSED, WAITING],
        &[ANYONE, CLOSED, WAITING, LEASED],
    ];
    for said in all {
        let trials = trials(said);
        let apart = |three: &[Duration]| three[2] - three[0] >= secs(OPEN);
        assert!(trials.windows(3).all(apart), "{said:?}: {trials:?}");
    }
}

#[test]
fn nothing_said_there_is_one() {
    let trials = trials(&[]);
    assert!(trials.windows(2).all(|two| two[1] - two[0] >= secs(OPEN)), "{trials:?}");
}

#[test]
fn what_was_said_falsely_holds_no_recovery_back_beyond_the_open_time() {
    for said in [ANYONE, CLOSED] {
        let mut world = World::of(1);
        world.open(0);
        world.run(ms(20));
        world.lie(said);
        world.run(ms(600));
        assert!(world.call(0), "{said:?}: it is believed once");
        world.trial_ends(0, false);
        let failed = world.now;
        world.run(ms(20));
        world.lie(said);
        world.run(secs(1));
        assert!(!world.call(0), "{said:?}: and not twice");
        world.first_trial(secs(OPEN)).unwrap();
        assert!(world.now - failed <= secs(OPEN) + ms(750), "{said:?}: {:?}", world.now - failed);
    }
}
