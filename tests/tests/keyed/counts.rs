//! Every call is counted once, on many threads that add and evict keys all the time.

use breaker_runtime::{KeyedCircuitBreaker, Policy, State};
use tests::crowd;

use crate::Keyed;

/// Successes, failures, ignored, abandoned, rejected.
fn of(keys: &KeyedCircuitBreaker) -> [u64; 5] {
    let calls = keys.calls();
    [calls.success, calls.failure, calls.ignored, calls.abandoned, calls.rejected]
}

/// Calls that end in every way, by a sequence of its own; how many ended how.
fn churn(keys: &KeyedCircuitBreaker, seed: u64, calls: u32, hosts: u64) -> [u64; 5] {
    let mut random = seed;
    let mut ended = [0; 5];
    for _ in 0..calls {
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let host = (random >> 33) % hosts;
        let Ok(permit) = keys.try_acquire(&host) else {
            ended[4] += 1;
            continue;
        };
        let end = (random >> 20) % 16;
        match end {
            0 => permit.failure(),
            1 => permit.ignore(),
            2 => drop(permit),
            _ => permit.success(),
        }
        ended[[1, 2, 3].get(usize::try_from(end).unwrap()).copied().unwrap_or(0)] += 1;
    }
    ended
}

fn add(mut sum: [u64; 5], more: [u64; 5]) -> [u64; 5] {
    sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
    sum
}

#[test]
fn counts_of_all_keys_add_up_under_heavy_churn() {
    for (max_keys, hosts) in [(1, 2), (2, 5), (16, 40), (64, 2_000)] {
        for threshold in [2, u32::MAX] {
            let policy = Policy::new().threshold(threshold).window_calls(u32::MAX);
            let keys = KeyedCircuitBreaker::new("churned", policy, max_keys);
            let ended = crowd(0..8, |seed| churn(&keys, seed, 4_000, hosts));
            let expected = ended.into_iter().fold([0; 5], add);
            assert_eq!(of(&keys), expected, "{hosts} keys on {max_keys} circuits");
            assert!(keys.len() <= max_keys as usize);
        }
    }
}

/// The same with permits that are held while their keys lose their circuits and get others, while
/// everything is reset and configured now and then.
fn churn_late(keys: &KeyedCircuitBreaker, seed: u64, calls: u32, hosts: u64) -> [u64; 5] {
    let mut random = seed;
    let (mut ended, mut held) = ([0; 5], Vec::new());
    for call in 0..calls {
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        match keys.try_acquire(&((random >> 33) % hosts)) {
            Ok(permit) => held.push(permit),
            Err(_) => ended[4] += 1,
        }
        match (random >> 50) % 400 {
            0 => keys.reset(),
            1 => keys.force_closed(),
            2 => keys.force_open(),
            _ => {}
        }
        let room = if call + 1 == calls { 0 } else { 24 };
        while held.len() > room {
            let index = usize::try_from(random >> 40).unwrap() % held.len();
            let permit = held.swap_remove(index);
            let end = usize::try_from(random >> 20).unwrap() % 8;
            match end {
                0 => permit.success(),
                1 => permit.ignore(),
                2 => drop(permit),
                _ => permit.failure(),
            }
            ended[[0, 2, 3].get(end).copied().unwrap_or(1)] += 1;
        }
    }
    ended
}

#[test]
fn ends_that_come_late_are_counted_once_among_all_keys() {
    for (max_keys, hosts) in [(1, 2), (2, 5), (16, 40)] {
        for threshold in [2, u32::MAX] {
            let policy = Policy::new().threshold(threshold).window_calls(u32::MAX);
            let keys = KeyedCircuitBreaker::new("late", policy, max_keys);
            let ended = crowd(0..8, |seed| churn_late(&keys, seed, 4_000, hosts));
            let expected = ended.into_iter().fold([0; 5], add);
            assert_eq!(of(&keys), expected, "{hosts} keys on {max_keys} circuits");
        }
    }
}

#[test]
fn no_key_is_lost_or_made_twice_while_others_come_and_go() {
    let keys = Keyed::new(64);
    // Eight keys stay, for they keep a failure; the others come and go.
    (0..8).for_each(|thread| _ = keys.fail(format_args!("stays {thread}")));
    crowd(0..8_u64, |thread| {
        for round in 0..2_000 {
            keys.succeed(format_args!("stays {thread}"));
            keys.succeed(format_args!("passes {thread} {round}"));
        }
    });
    for thread in 0..8 {
        let calls = keys.get(&format_args!("stays {thread}")).unwrap().snapshot().calls;
        assert_eq!((calls.success, calls.failure), (2_000, 1));
    }
    let mut all = keys.keys();
    all.dedup();
    assert_eq!((all.len(), keys.len()), (64, 64));
}

#[test]
fn one_keys_failures_on_many_threads_open_its_circuit_once_whatever_the_others_do() {
    for _ in 0..50 {
        let policy = Policy::new().threshold(9).window_calls(100);
        let keys = KeyedCircuitBreaker::new("churned", policy, 4);
        // From its first failure on the key stays; one that is under way when the key goes would
        // change nothing.
        keys.try_acquire("down").unwrap().failure();
        crowd(0..8, |thread| {
            for round in 0..20 {
                keys.try_acquire(&format_args!("{thread} {round}")).unwrap().success();
            }
            keys.try_acquire("down").unwrap().failure();
        });
        let down = keys.get("down").unwrap().snapshot();
        assert_eq!((down.state, down.opened, down.calls.failure), (State::Open, 1, 9));
    }
}
