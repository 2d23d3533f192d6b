//! Calls that a circuit further in has rejected, tick by tick.

use super::*;
use crate::record::within::{By, WithinReading};

/// A circuit with so many such calls, the last one just now.
fn rejected(who: Who, state: State, calls: u64) -> Reading {
    let by = By { name: "pay", key: None };
    let last = WithinReading { ago: Duration::ZERO, by, answered: Some(false) };
    let counts = Counts([0, 0, calls, 0, 0, 0]);
    let reading = reading(who, state, 0, 0);
    Reading { calls: counts, rejected_within: calls, within: Some(last), ..reading }
}

fn key() -> Who {
    Who::Key(1, Arc::from("k"))
}

fn take(record: &mut Record, tick: u64, readings: &[Reading]) {
    record.take(tick, i64::try_from(tick * 1000).unwrap(), readings, |_| None);
}

/// So far, and of the tick.
fn said(record: &Record, who: &Who) -> Option<(u64, u64)> {
    let track = record.track(record.id_of(who).unwrap()).unwrap();
    track.present().unwrap().within.as_ref().map(|within| (within.calls, within.in_step))
}

#[test]
fn calls_of_a_tick_are_those_since_the_last_one_be_the_last_one_forgotten_meanwhile() {
    let (mut record, whole) = (Record::new(), Who::Circuit(1));
    let of = |calls| rejected(whole.clone(), State::Closed, calls);
    take(&mut record, 1, &[of(40)]);
    assert_eq!(said(&record, &whole), Some((40, 0)), "of nobody knows when");
    take(&mut record, 2, &[of(100)]);
    assert_eq!(said(&record, &whole), Some((100, 60)));
    take(&mut record, 3, &[Reading { within: None, ..of(100) }]);
    assert_eq!(said(&record, &whole), Some((100, 0)), "its key has lost the circuit");
    take(&mut record, 4, &[of(101)]);
    assert_eq!(said(&record, &whole), Some((101, 1)));
}

#[test]
fn what_was_forgotten_before_anybody_looked_is_of_no_tick() {
    let (mut record, whole) = (Record::new(), Who::Circuit(1));
    let of = |calls| rejected(whole.clone(), State::Closed, calls);
    take(&mut record, 1, &[Reading { within: None, ..of(100) }]);
    take(&mut record, 2, &[of(101)]);
    assert_eq!(said(&record, &whole), Some((101, 1)));
}

#[test]
fn the_first_one_of_a_circuit_that_is_known_is_of_its_tick() {
    let (mut record, whole) = (Record::new(), Who::Circuit(1));
    take(&mut record, 1, &[reading(whole.clone(), State::Closed, 0, 0)]);
    assert_eq!(said(&record, &whole), None);
    take(&mut record, 2, &[rejected(whole.clone(), State::Closed, 7)]);
    assert_eq!(said(&record, &whole), Some((7, 7)));
}

#[test]
fn calls_of_a_key_while_nobody_looked_at_it_are_of_no_tick() {
    let mut record = Record::new();
    let whole = reading(Who::Circuit(1), State::Closed, 0, 0);
    let of = |state, calls| rejected(key(), state, calls);
    take(&mut record, 1, &[whole.clone(), of(State::Open, 2)]);
    take(&mut record, 2, &[whole.clone(), of(State::Open, 5)]);
    assert_eq!(said(&record, &key()), Some((5, 3)));
    take(&mut record, 3, slice::from_ref(&whole));
    assert_eq!(said(&record, &key()), None);
    take(&mut record, 4, slice::from_ref(&whole));
    take(&mut record, 5, &[whole.clone(), of(State::Open, 705)]);
    assert_eq!(said(&record, &key()), Some((705, 0)));
    take(&mut record, 6, &[whole, of(State::Open, 706)]);
    assert_eq!(said(&record, &key()), Some((706, 1)));
}
