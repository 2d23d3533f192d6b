//! What people order last holds for all, whatever happens to members and to the engine meanwhile.

use core::time::Duration;

use breaker_runtime::State;

use super::{open_for, processes};
use crate::chance::Chance;
use crate::process::{Process, Spec};
use crate::report::{measure, seeds};
use crate::soundness::sound;
use crate::times::{ms, s};
use crate::world::{Fault, Fleet, World};

/// When the last fault is over.
const QUIET: f64 = 80.0;
/// So long after the last fault all do as was ordered: a list, what one tells anew, and the doubt
/// of an engine that comes and goes.
const SOON: f64 = 30.0;
/// Of orders that are given closer to each other either may be taken for the later one.
const APART: f64 = 6.0;

fn spec() -> Spec {
    Spec { shares_control: true, ..Spec::new(open_for(10.0), 1.0) }
}

/// A fault at a random time, with its end.
fn throw(world: &mut World, chance: &mut Chance, number: usize) {
    let at = 35.0 + chance.share() * 45.0;
    let time = s(at)..s((at + chance.share() * 30.0).min(QUIET));
    let process = chance.below(number);
    match chance.below(12) {
        0 | 1 => world.at(s(at), Fault::Wipe),
        2 => world.at(s(at), Fault::Evict),
        3 => world.during(s(at - chance.share() * 30.0)..s(at), Fault::Remember, Fault::Restore),
        4 | 5 => world.during(time, Fault::EngineDies, Fault::EngineStarts),
        6 => world.at(s(at), Fault::ClockSteps(chance.pick(&[-3600, 3600]))),
        _ => world.during(time, Fault::Cut(process), Fault::Mend(process)),
    }
}

/// Somebody orders something for all: the state that is expected from then on. Whoever resets what
/// is not forced where they are says nothing to the others.
fn order(world: &mut World, chance: &mut Chance, number: usize) -> Option<State> {
    let process = chance.below(number);
    let forces = chance.happens(0.6);
    let is_forced = world.processes[process].circuits[0].breaker.state() == State::ForcedOpen;
    let lasts = s(600.0) + chance.between(Duration::ZERO, s(300.0));
    let fault =
        if forces { Fault::ForceOpen(process, Some(lasts)) } else { Fault::Release(process) };
    world.at(world.now, fault);
    match (forces, is_forced) {
        (true, _) => Some(State::ForcedOpen),
        (false, true) => Some(State::Closed),
        (false, false) => None,
    }
}

fn history(seed: u64) -> World {
    let mut chance = Chance::seeded(seed.wrapping_mul(6007) + 5);
    let number = chance.pick(&[2, 3, 4]);
    let mut world = processes(seed, Fleet::Joined, number, &spec());
    for _ in 0..chance.below(12) {
        throw(&mut world, &mut chance, number);
    }
    let late = chance.happens(0.5).then(|| s(20.0 + chance.share() * 60.0));
    late.map(|starts| world.start(&Spec { starts, ..spec() }));
    let (mut expected, mut at) = (State::Closed, 6.0);
    while at < QUIET {
        world.run(s(at));
        expected = order(&mut world, &mut chance, number).unwrap_or(expected);
        world.run(world.now + ms(1));
        at += APART + chance.share() * 30.0;
    }
    world.run(s(QUIET + SOON));
    let states: Vec<_> =
        world.processes.iter().map(|process| process.circuits[0].breaker.state()).collect();
    let do_all = states.iter().all(|state| *state == expected);
    world.require(do_all, |_| format!("ordered {expected}: {states:?}"));
    world
}

#[test]
fn what_was_ordered_last_holds_for_all() {
    measure("calls refused while ordered about, random faults", seeds(60), |seed| {
        sound(seed, history).figures.refused_share(|_| true)
    });
}

/// All are forced, and the engine is wiped each second.
#[test]
fn who_starts_between_wipes_is_forced_too() {
    measure("s until a late process is forced, wiped each second", seeds(3), |seed| {
        let world = sound(seed, |seed| {
            let mut world = processes(seed, Fleet::Joined, 10, &spec());
            world.at(s(5.0), Fault::ForceOpen(0, Some(s(600.0))));
            for second in 10..40 {
                world.at(s(f64::from(second)), Fault::Wipe);
            }
            let late = world.start(&Spec { starts: s(20.3), ..spec() });
            let is_forced = |world: &World| {
                world.processes[late].circuits[0].breaker.state() == State::ForcedOpen
            };
            world.run(s(20.3));
            let is_soon = world.run_until(s(5.0), is_forced);
            world.require(is_soon, |_| "not forced".to_owned());
            world
        });
        world.now.as_secs_f64() - 20.3
    });
}

/// So long an order may be under way: what was given closer to another may seem to be earlier.
const UNDER_WAY: f64 = 1.5;

/// Two people force the circuit open within five seconds, for as long as tells their orders apart,
/// while the engine forgets and members are cut off.
fn two_at_once(seed: u64) -> World {
    let mut chance = Chance::seeded(seed.wrapping_mul(6011) + 17);
    let number = chance.pick(&[2, 3, 4]);
    let mut world = processes(seed, Fleet::Joined, number, &spec());
    let first = chance.below(number);
    let second = (first + 1 + chance.below(number - 1)) % number;
    let (at, apart) = (20.0, chance.share() * 5.0);
    let times = [s(600.0), s(900.0)];
    world.at(s(at), Fault::ForceOpen(first, Some(times[0])));
    world.at(s(at + apart), Fault::ForceOpen(second, Some(times[1])));
    for _ in 0..=chance.below(5) {
        let from = at - 3.0 + chance.share() * 12.0;
        let time = s(from)..s(from + chance.share() * 10.0);
        let process = chance.below(number);
        match chance.below(5) {
            0 => world.at(s(from), Fault::Wipe),
            1 => world.during(s(from - 3.0)..s(from), Fault::Remember, Fault::Restore),
            2 => world.during(time, Fault::EngineDies, Fault::EngineStarts),
            _ => world.during(time, Fault::Cut(process), Fault::Mend(process)),
        }
    }
    world.run(s(at + 20.0 + SOON));
    let is_second: Vec<_> = world.processes.iter().map(|it| lasts_until(it) > s(750.0)).collect();
    let agree = is_second.iter().all(|is| *is == is_second[0]);
    world.require(agree, |_| format!("{apart:.1} s apart: {is_second:?}"));
    let is_told = is_second[0] || apart < UNDER_WAY;
    world.require(is_told, |_| format!("{apart:.1} s apart, the earlier holds"));
    world
}

/// Until when the process's circuit is forced.
fn lasts_until(process: &Process) -> Duration {
    let forced = process.circuits[0].breaker.snapshot().forced;
    process.elapsed() + forced.and_then(|forced| forced.rest).unwrap_or_default()
}

#[test]
fn of_two_orders_of_about_one_time_the_later_one_holds_for_all() {
    measure("calls refused, ordered twice within 5 s, random faults", seeds(60), |seed| {
        sound(seed, two_at_once).figures.refused_share(|_| true)
    });
}
