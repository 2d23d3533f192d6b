//! What a function shows of its keys.

use std::sync::Arc;
use std::time::Duration;

use breaker_runtime::State;
use parking_lot::Mutex;

use crate::document::{self, Effect, WorstKey};
use crate::record::Record;
use crate::record::keys::Keys;
use crate::record::reading::{Reading, Who};
use crate::record::tests::reading;
use crate::view::{line, timeline};

/// A function whose keys are in these states for so many seconds, and a circuit that has been down
/// for ten.
fn record(in_state: [u32; 7], down: u32, keys: &[(&str, State, u64)]) -> Record {
    let mut record = Record::new();
    let in_outage = |who, state, since| {
        let outage = matches!(state, State::Open | State::HalfOpen);
        let outage_for = outage.then(|| Duration::from_secs(since));
        Reading { outage_for, ..reading(who, state, since, 0) }
    };
    let waiting = in_state[2].saturating_sub(down.saturating_sub(in_state[1]));
    let all = Keys { in_state, down, waiting, ..Keys::default() };
    let whole =
        Reading { keys: Some(Box::new(all)), ..reading(Who::Circuit(1), State::Closed, 90, 0) };
    let mut readings = vec![whole, in_outage(Who::Circuit(2), State::Open, 10)];
    let key = |(key, state, since): &(&str, State, u64)| {
        in_outage(Who::Key(1, Arc::from(*key)), *state, *since)
    };
    readings.extend(keys.iter().map(key));
    record.take(100, 100_000, &readings, |_| None);
    record
}

/// Ids of the list, and the function's worst key.
fn shown(record: &Record) -> (Vec<u32>, Option<WorstKey>) {
    let ids = line::live(record).iter().map(|line| line.about.id).collect();
    (ids, told(record).worst)
}

/// What is told of the function's keys.
fn told(record: &Record) -> document::Keys {
    let lines = line::live(record);
    let whole = lines.iter().find(|line| line.about.id == 0).expect("the function");
    whole.keys().expect("its keys")
}

#[test]
fn a_function_shows_its_worst_key_and_stands_before_the_first_of_its_keys() {
    let (open, half_open) = (State::Open, State::HalfOpen);
    for (in_state, down, keys, order, effect, circuit) in [
        // Down for longer than the other circuit, and then not.
        (
            [3, 2, 0, 0, 0, 0, 0],
            2,
            &[("a", open, 5), ("b", open, 20)][..],
            &[0, 3, 1, 2][..],
            Effect::Open,
            3,
        ),
        ([4, 1, 0, 0, 0, 0, 0], 1, &[("a", open, 5)], &[1, 0, 2], Effect::Open, 2),
        // One that waits for a call is half-open, as one that is tried is.
        (
            [1, 0, 1, 1, 0, 0, 0],
            0,
            &[("a", State::RampUp, 3), ("b", half_open, 60)],
            &[1, 0, 3, 2],
            Effect::HalfOpen,
            3,
        ),
        // Orders are on top, wherever that is said; that calls are rejected is worse.
        (
            [1, 1, 0, 0, 0, 1, 0],
            1,
            &[("a", open, 5), ("b", State::ForcedClosed, 1)],
            &[0, 3, 1, 2],
            Effect::Open,
            2,
        ),
        (
            [1, 0, 0, 0, 1, 1, 0],
            0,
            &[("a", State::ForcedOpen, 1), ("b", State::ForcedClosed, 1)],
            &[0, 2, 3, 1],
            Effect::ForcedOpen,
            2,
        ),
    ] {
        let worst = Some(WorstKey { effect, circuit: Some(circuit) });
        assert_eq!(shown(&record(in_state, down, keys)), (order.to_vec(), worst), "{in_state:?}");
    }
}

#[test]
fn a_function_whose_keys_are_closed_shows_none_and_one_whose_keys_are_not_listed_what_they_do() {
    assert_eq!(shown(&record([5, 0, 0, 0, 0, 0, 0], 0, &[])), (vec![1, 0], None));
    let (_, worst) = shown(&record([5, 0, 0, 0, 0, 0, 2], 0, &[]));
    assert_eq!(worst, Some(WorstKey { effect: Effect::DryRun, circuit: None }));
}

#[test]
fn of_half_open_keys_those_that_wait_for_a_call_are_not_told_to_be_down() {
    let keys = told(&record([1, 1, 3, 0, 0, 0, 0], 2, &[]));
    assert_eq!((keys.count, keys.in_state.half_open, keys.down), (5, 3, 2));
}

#[test]
fn the_timeline_of_a_function_is_that_of_its_worst_key() {
    let record = Mutex::new(record([4, 1, 0, 0, 0, 0, 0], 1, &[("a", State::Open, 5)]));
    let rows = timeline::timeline(&record).rows;
    let whole = rows.iter().find(|row| row.id == 0).expect("the function");
    assert_eq!(whole.runs, [(100, Effect::Open)]);
}
