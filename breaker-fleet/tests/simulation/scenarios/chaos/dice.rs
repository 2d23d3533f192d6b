//! What a random world is like.

use core::time::Duration;

use breaker_runtime::Policy;

use super::QUIET;
use crate::callee::Callee;
use crate::chance::Chance;
use crate::link::Weather;
use crate::process::Spec;
use crate::times::{Times, ms, s};
use crate::traffic::Traffic;

/// Policies of one fleet: all alike, or two of a rolling deploy.
pub(super) fn policies(chance: &mut Chance) -> Vec<Policy> {
    let number = if chance.happens(0.3) { 2 } else { 1 };
    (0..number).map(|_| policy(chance)).collect()
}

fn policy(chance: &mut Chance) -> Policy {
    let open_for = chance.pick(&[3.0, 10.0]);
    let (successes, calls) = chance.pick(&[(1, 1), (2, 2), (3, 3), (2, 3)]);
    let mut policy = Policy::new()
        .threshold(chance.pick(&[2, 5]))
        .open_for(s(open_for))
        .half_open_calls_of(successes, calls)
        .jitter_percent(chance.pick(&[0.0, 20.0]));
    if chance.happens(0.5) {
        policy = policy.max_open_for(s(open_for * 4.0));
    }
    if chance.happens(0.5) {
        policy = policy.ramp_up(s(3.0));
    }
    policy
}

/// A process with such a policy: how many circuits it has, in which zone it is, how busy it is.
pub(super) fn process(chance: &mut Chance, policy: Policy, circuits: usize, zones: usize) -> Spec {
    // Three trial calls come within seconds, or the goal is missed by the callers' luck.
    let per_second = chance.pick(&[2.0, 5.0, 20.0]);
    let circuit = |name: &&'static str| (*name, policy, Traffic::steady(per_second));
    let circuits = ["x", "y"][..circuits].iter().map(circuit).collect();
    let zone = ["", "zone a", "zone b"][chance.below(zones)];
    Spec { zone, shares_control: true, ..Spec::calling(circuits) }
}

pub(super) fn weather(chance: &mut Chance) -> Weather {
    let (least_delay, most_delay) =
        chance.pick(&[(Duration::from_micros(200), ms(1)), (ms(5), ms(50)), (ms(10), ms(300))]);
    Weather {
        least_delay,
        most_delay,
        lost: chance.pick(&[0.0, 0.1, 0.5]),
        doubled: chance.pick(&[0.0, 0.2]),
        is_shuffled: chance.happens(0.5),
        timers_late: chance.pick(&[ms(5), ms(50), ms(500)]),
    }
}

pub(super) fn callee(chance: &mut Chance) -> Callee {
    Callee {
        down: outages(chance),
        good_call_takes: chance.pick(&[ms(20), ms(20), ms(500)]),
        // Refused at once, answered by an error, hung.
        bad_call_takes: chance.pick(&[Duration::from_micros(50), ms(20), ms(2000)]),
        ..Callee::steady()
    }
}

fn outages(chance: &mut Chance) -> Times {
    let mut times = Times::never();
    let mut at = 5.0;
    while at < QUIET {
        let from = at + chance.share() * 8.0;
        let to = from + chance.share() * 10.0;
        if from < QUIET {
            times = times.and(s(from)..s(to.min(QUIET)));
        }
        at = to + 1.0;
    }
    times
}
