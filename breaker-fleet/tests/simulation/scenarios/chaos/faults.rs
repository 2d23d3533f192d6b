//! Random faults, each with its end.

use core::ops::Range;
use core::time::Duration;

use super::QUIET;
use crate::chance::Chance;
use crate::process::Spec;
use crate::times::{Times, ms, s};
use crate::world::{Fault, World};

/// A fault at a random time. Whoever is killed may start again.
pub(super) fn throw(world: &mut World, chance: &mut Chance, specs: &[Spec]) {
    let at = 5.0 + chance.share() * 50.0;
    let process = chance.below(specs.len());
    let share = chance.share();
    let lasts = |most: f64| s(at)..s((at + share * most).min(QUIET));
    match chance.below(15) {
        0 => world.at(s(at), Fault::Wipe),
        1 => world.at(s(at), Fault::Evict),
        2 => world.at(s(at), Fault::ClockSteps(3600)),
        3 => world.at(s(at), Fault::ClockSteps(-3600)),
        4 => world.during(lasts(8.0), Fault::EngineStops, Fault::EngineGoesOn),
        5 => world.during(lasts(8.0), Fault::EngineDies, Fault::EngineStarts),
        6 => world.during(s(at - 5.0)..s(at), Fault::Remember, Fault::Restore),
        7 => world.during(lasts(15.0), Fault::Pause(process), Fault::GoOn(process)),
        8 => kill(world, process, &specs[process], lasts(10.0)),
        9 => world.during(lasts(15.0), Fault::Cut(process), Fault::Mend(process)),
        10 => world.during(lasts(15.0), Fault::CutBack(process), Fault::Mend(process)),
        11 => world.during(lasts(5.0), Fault::LoseEvents(process), Fault::FindLoss(process)),
        12 => slow(world, lasts(8.0)),
        13 => {
            let force = Fault::ForceOpen(process, Some(s(share * 8.0)));
            world.during(lasts(8.0), force, Fault::Release(process));
        }
        _ => {
            world.paths.break_for_first(process, Times::never().and(lasts(30.0)));
        }
    }
}

fn kill(world: &mut World, process: usize, spec: &Spec, dead: Range<Duration>) {
    world.at(dead.start, Fault::Kill(process));
    if world.chance.happens(0.7) {
        world.start(&Spec { starts: dead.end, ..spec.clone() });
    }
}

/// Answers take up to two seconds.
fn slow(world: &mut World, time: Range<Duration>) {
    let (least, most) = (world.weather.least_delay, world.weather.most_delay);
    world.during(time, Fault::Delays(ms(100), ms(1000)), Fault::Delays(least, most));
}
