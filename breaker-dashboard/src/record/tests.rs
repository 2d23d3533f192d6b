//! What is remembered of a tick after those before it.

use std::cell::Cell;
use std::slice;
use std::sync::Arc;
use std::time::Duration;

use breaker_runtime::{Policy, State};

use super::Record;
use super::began::Began;
use super::counts::Counts;
use super::facts::{About, Force};
use super::reading::{Reading, Who};
use super::standing::Standing;

mod bound;
mod lives;
mod within;

/// The age of circuits whose clock stands still.
const OLD: Duration = Duration::from_hours(240);

pub(crate) fn reading(who: Who, state: State, since: u64, calls: u64) -> Reading {
    Reading {
        who,
        name: "fetch",
        location: None,
        state,
        in_state_for: Duration::from_secs(since),
        outage_for: None,
        age: OLD,
        retry_after: None,
        held: false,
        policy: Policy::new(),
        calls: Counts([calls, calls / 7, 0, 0, calls / 3, 0]),
        window: (calls % 5, calls % 5),
        opened: 0,
        last_failure: None,
        rejected_within: 0,
        within: None,
        forced: None,
        suspected: None,
        shared: None,
        instead: Vec::new(),
        keys: None,
    }
}

fn because(why: &str) -> Began {
    Began { why: Some(why.to_owned()), order: None }
}

#[test]
fn the_calls_that_opened_a_key_in_its_first_second_are_in_its_series() {
    let mut record = Record::new();
    let whole = reading(Who::Circuit(1), State::Closed, 0, 0);
    record.take(4, 4010, slice::from_ref(&whole), |_| None);
    let key = |key: &str, age: u64| {
        let who = Who::Key(1, Arc::from(key));
        Reading { age: Duration::from_millis(age), ..reading(who, State::Open, 0, 21) }
    };
    record.take(5, 5020, &[whole, key("new", 900), key("old", 90_000)], |_| None);
    let last = |key: &str| {
        let id = record.id_of(&Who::Key(1, Arc::from(key))).unwrap();
        record.track(id).unwrap().last
    };
    assert_eq!(last("new"), Counts([21, 3, 0, 0, 7, 0]));
    assert_eq!(last("old"), Counts::default(), "of nobody knows when");
}

#[test]
fn a_moment_that_was_read_late_is_the_one_that_it_was() {
    let mut record = Record::new();
    let mut since = Vec::new();
    for (tick, late) in [(1, 0), (2, 400), (3, 0), (4, 700)] {
        let mut down = reading(Who::Circuit(1), State::Open, 0, 0);
        down.in_state_for = Duration::from_millis(tick * 1000 + 100);
        down.outage_for = Some(down.in_state_for);
        record.take(tick, i64::try_from(tick * 1000 + late).unwrap(), &[down], |_| None);
        let facts = record.track(0).unwrap().present().unwrap();
        since.push((facts.since, facts.outage_since));
    }
    assert_eq!(since, [(-100, Some(-100)); 4]);
}

/// Asked when the order came, not at each tick.
#[test]
fn an_order_that_has_ended_is_no_outage_until_a_trial_call_fails() {
    let (mut record, asked) = (Record::new(), Cell::new(0));
    let mut take = |tick: u64, state, opened| {
        let mut ordered = reading(Who::Circuit(1), state, 0, 0);
        (ordered.outage_for, ordered.opened) = (Some(Duration::from_secs(tick)), opened);
        let began = |_: &About| {
            asked.set(asked.get() + 1);
            let (until, who, why) = (None, Some("anna".into()), None);
            let order = Force { until, who, why };
            Some(Began { why: None, order: Some(order).filter(|_| opened == 0) })
        };
        record.take(tick, i64::try_from(tick * 1000).unwrap(), &[ordered], began);
        let facts = record.track(0).unwrap().present().unwrap();
        let standing = facts.standing(i64::try_from(tick * 1000).unwrap());
        (standing, facts.outage_began(), asked.get())
    };
    assert_eq!(take(1, State::ForcedOpen, 0), (Standing::Up, Some(0), 1));
    assert_eq!(take(2, State::HalfOpen, 0), (Standing::Waits, None, 1));
    assert_eq!(take(3, State::ForcedOpen, 0), (Standing::Up, Some(0), 2), "by somebody else");
    assert_eq!(take(4, State::RampUp, 0), (Standing::Up, None, 2));
    assert_eq!(take(5, State::Open, 1), (Standing::Down, Some(0), 3));
    assert_eq!(take(6, State::HalfOpen, 1), (Standing::Down, Some(0), 3));
}

#[test]
fn an_outage_lasts_since_calls_are_rejected_not_since_a_dry_run_would_have() {
    let mut record = Record::new();
    let mut take = |tick: u64, is_dry: bool, outage_for: Option<u64>| {
        let mut down = reading(Who::Circuit(1), State::Open, 0, 0);
        (down.outage_for, down.policy) =
            (outage_for.map(Duration::from_secs), Policy::new().dry_run(is_dry));
        record.take(tick, i64::try_from(tick * 1000).unwrap(), &[down], |_| None);
        record.track(0).unwrap().present().unwrap().outage_began()
    };
    assert_eq!(take(10, true, Some(8)), Some(2_000), "it would be down");
    assert_eq!(take(12, false, Some(10)), Some(12_000));
    assert_eq!(take(20, false, Some(18)), Some(12_000));
    assert_eq!(take(21, true, Some(19)), Some(2_000));
    assert_eq!(take(22, false, Some(20)), Some(22_000));
    assert_eq!(take(23, false, None), None);
    assert_eq!(take(30, false, Some(3)), Some(27_000), "another one");
}

#[test]
fn what_errors_said_is_forgotten_when_the_circuit_forgets_it() {
    let mut record = Record::new();
    let said = || Some(Arc::from("jane@example.org"));
    for (tick, keeps) in [(1, true), (2, true), (3, false), (4, false)] {
        let mut down = reading(Who::Circuit(1), State::Open, tick, tick);
        down.outage_for = Some(Duration::from_secs(tick));
        down.policy = Policy::new().last_error(keeps);
        down.last_failure = Some((Duration::from_secs(tick), "error", said().filter(|_| keeps)));
        let why = if keeps { "1 failure: jane@example.org" } else { "1 failure" };
        record.take(tick, i64::try_from(tick * 1000).unwrap(), &[down], |_| Some(because(why)));
        let kept = format!("{record:?}");
        assert_eq!(kept.contains("jane"), keeps, "{kept}");
        assert!(kept.contains("1 failure"));
    }
}

#[test]
fn what_errors_said_of_a_key_is_forgotten_when_it_is_closed_and_read_by_nobody() {
    let mut record = Record::new();
    let mut take = |tick: u64, is_down: bool, keeps: bool| {
        let policy = Policy::new().last_error(keeps);
        let read = |who, state| Reading { policy, ..reading(who, state, tick, tick) };
        let mut readings = vec![read(Who::Circuit(1), State::Closed)];
        if is_down {
            let mut key = read(Who::Key(1, Arc::from("a")), State::Open);
            key.outage_for = Some(Duration::from_secs(tick));
            key.last_failure = Some((Duration::ZERO, "error", Some(Arc::from("jane@example.org"))));
            readings.push(key);
        }
        let why = |_: &About| Some(because("1 failure: jane@example.org"));
        record.take(tick, i64::try_from(tick * 1000).unwrap(), &readings, why);
        record.forget_errors(|who| matches!(who, Who::Key(1, _)).then_some(policy));
        (format!("{record:?}").contains("jane"), record.forgets_errors)
    };
    assert_eq!(take(1, true, true), (true, false));
    assert_eq!(take(2, false, true), (true, false), "the past of a key that is closed again");
    assert_eq!(take(3, false, false), (false, true));
    assert_eq!(take(4, false, false), (false, false));
}

#[test]
fn a_key_that_is_closed_is_asked_for_its_own_settings_once_in_ten_seconds() {
    let mut record = Record::new();
    let keeps = Policy::new().last_error(true);
    let read = |who, state| Reading { policy: keeps, ..reading(who, state, 0, 0) };
    let whole = read(Who::Circuit(1), State::Closed);
    let mut down = vec![whole.clone()];
    down.extend((0..100).map(|at| read(Who::Key(1, Arc::from(at.to_string())), State::Open)));
    record.take(1, 1000, &down, |_| None);
    let asked = Cell::new(0);
    let mut tick = |tick: u64| {
        record.take(tick, i64::try_from(tick * 1000).unwrap(), slice::from_ref(&whole), |_| None);
        asked.set(0);
        record.forget_errors(|who| {
            asked.set(asked.get() + 1);
            let is_first = matches!(who, Who::Key(_, key) if &**key == "0");
            Some(if is_first { Policy::new() } else { keeps })
        });
        (asked.get(), record.forgets_errors)
    };
    let (asked, forgotten): (Vec<_>, Vec<_>) = (2..12).map(&mut tick).unzip();
    assert_eq!(asked, [10; 10], "a tenth at each tick");
    assert_eq!(forgotten.iter().filter(|forgotten| **forgotten).count(), 1);
    assert_eq!((12..22).map(|at| tick(at).0).sum::<u32>(), 99, "the first keeps none any more");
}
