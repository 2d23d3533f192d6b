//! Of which keys the calls are known, and since when.

use std::sync::Arc;

use breaker_runtime::State;
use parking_lot::Mutex;

use super::*;
use crate::document::Replay;
use crate::record::reading::{Reading, Who};
use crate::record::recorder::Publish;
use crate::record::tests::reading;
use crate::view::live::Live;
use crate::view::{past, spark};

const WHOLE: Who = Who::Circuit(1);

fn key() -> Who {
    Who::Key(1, Arc::from("a.example"))
}

/// A function with a key that is called ten times a second: while it is forced open in vain.
struct Program {
    live: Live,
    record: Mutex<Record>,
    tick: u64,
    state: (State, u64),
    calls: Counts,
}

impl Program {
    fn new() -> Self {
        let (live, record) = (Live::new(), Mutex::new(Record::new()));
        let program =
            Self { live, record, tick: 0, state: (State::Closed, 0), calls: Counts::default() };
        program.take();
        program
    }

    /// The key is in this state up to a tick.
    fn until(&mut self, tick: u64, state: State) {
        if self.state.0 != state {
            self.state = (state, self.tick);
        }
        while self.tick < tick {
            self.tick += 1;
            self.calls.0[if state == State::ForcedOpen { 4 } else { 0 }] += 10;
            self.take();
        }
    }

    /// What a tick takes in.
    fn take(&self) {
        let (state, since) = self.state;
        let mut readings = vec![reading(WHOLE, State::Closed, self.tick, 0)];
        let mut record = self.record.lock();
        if state != State::Closed || record.followed().has(&key()) {
            let now = reading(key(), state, self.tick - since, 0);
            readings.push(Reading { calls: self.calls, ..now });
        }
        record.take(self.tick, i64::try_from(self.tick * 1000).unwrap_or(0), &readings, |_| None);
        self.live.publish(&record);
    }

    /// What is known of the key: its rates, for how long, and the share.
    fn known(&self) -> (Option<(u64, u64)>, Option<u64>, Option<f64>) {
        let record = self.record.lock();
        let track = record.id_of(&key()).and_then(|id| record.track(id)).expect("a track");
        let line = present(&record, track).expect("a line");
        let rates = line.rates(1).map(|rates| (rates.calls, rates.rejected));
        (rates, line.followed_for(record.now), line.rejected_share())
    }

    fn replay(&self, from: u64, to: u64) -> Replay {
        let replay = past::replay(&self.record, &self.live, from..=to, None);
        serde_json::from_slice(&replay).expect("a replay")
    }

    fn spark(&self) -> Vec<Option<u64>> {
        let record = self.record.lock();
        let track = record.id_of(&key()).and_then(|id| record.track(id));
        spark::of(track, record.tick, 1).rejected
    }
}

#[test]
fn calls_of_a_key_are_known_from_its_trouble_on_until_a_minute_after_that() {
    let mut program = Program::new();
    program.until(100, State::Closed);
    program.until(101, State::ForcedOpen);
    assert_eq!(program.known(), (None, Some(0), None), "how many came in its first second?");
    program.until(103, State::ForcedOpen);
    assert_eq!(program.known(), (Some((10, 10)), Some(2_000), Some(1.0)));
    program.until(113, State::Closed);
    assert_eq!(program.known(), (Some((10, 0)), Some(12_000), Some(0.167)));
    // Again: the seconds between count.
    program.until(123, State::ForcedOpen);
    assert_eq!(program.known(), (Some((10, 10)), Some(22_000), Some(0.545)));
    program.until(182, State::Closed);
    assert_eq!(program.known(), (Some((10, 0)), Some(81_000), Some(0.017)));
    program.until(190, State::Closed);
    assert_eq!(program.known(), (None, None, None));
    program.until(191, State::ForcedOpen);
    assert_eq!(program.known(), (None, Some(0), None), "what was before is forgotten");
    program.until(192, State::ForcedOpen);
    assert_eq!(program.known(), (Some((10, 10)), Some(1_000), Some(1.0)));
}

#[test]
fn a_second_whose_calls_are_not_known_is_not_zero_in_a_series() {
    let mut program = Program::new();
    program.until(10, State::Closed);
    program.until(13, State::ForcedOpen);
    assert_eq!(program.spark(), [Some(10), Some(10)]);
    program.until(80, State::Closed);
    program.until(82, State::ForcedOpen);
    let spark = program.spark();
    let count = |wanted| spark.iter().filter(|value| **value == wanted).count();
    assert_eq!((spark.len(), count(Some(10)), count(Some(0))), (71, 3, 60), "{spark:?}");
    assert_eq!((spark[70], count(None)), (Some(10), 8));
}

#[test]
fn a_key_that_is_closed_is_in_no_list_though_its_calls_are_known_and_the_past_says_the_same() {
    let mut program = Program::new();
    program.until(10, State::Closed);
    program.until(12, State::ForcedOpen);
    program.until(15, State::Closed);
    let replay = program.replay(10, 15);
    assert_eq!(replay.base.circuits.len(), 1, "the function alone");
    let changes: Vec<_> = replay.ticks.iter().flat_map(|tick| &tick.circuits).collect();
    let rates: Vec<_> = changes.iter().filter_map(|change| change.rates).collect();
    let ten = Rates { calls: 10, failures: 0, rejected: 10 };
    assert_eq!(rates, [None, Some(ten)], "first they are not known");
    assert_eq!(replay.ticks[2].removed.len(), 1);
    let shown = line_ids(&live(&program.record.lock()));
    assert_eq!(shown, [0]);
}

/// Long past, a step is known if each of its seconds is.
#[test]
fn of_steps_of_ten_seconds_those_are_known_that_were_followed_from_end_to_end() {
    let mut program = Program::new();
    program.until(100, State::Closed);
    program.until(125, State::ForcedOpen);
    program.until(1_300, State::Closed);
    let replay = program.replay(100, 129);
    assert_eq!(replay.step, 10);
    let changes: Vec<_> = replay.ticks.iter().flat_map(|tick| &tick.circuits).collect();
    let rates: Vec<_> = changes.iter().filter_map(|change| change.rates).collect();
    let ten = Rates { calls: 10, failures: 0, rejected: 10 };
    let base = replay.base.circuits.iter().find(|circuit| circuit.key.is_some());
    assert_eq!(base.map(|circuit| circuit.rates), Some(None), "it began in the midst of that");
    assert_eq!(rates, [Some(ten)]);
}

fn line_ids(lines: &[Line]) -> Vec<u32> {
    lines.iter().map(|line| line.about.id).collect()
}
