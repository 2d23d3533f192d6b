//! Circuits as they are at this moment, not as they were at the last tick.

use std::sync::Arc;

use parking_lot::Mutex;

use super::line::{self, Line, OfKeys};
use super::{spark, ways};
use crate::document::{Circuit, Spark};
use crate::record::Record;
use crate::record::began;
use crate::record::counts::Counts;
use crate::record::facts::{About, Facts};
use crate::record::reading::{Reading, Who};
use crate::record::track::Track;

/// The circuits of these readings, each with what is remembered of it.
pub(crate) fn circuits(record: &Mutex<Record>, readings: &[Reading]) -> Vec<Circuit> {
    let now = record.lock().now;
    let facts: Vec<_> = readings.iter().map(|reading| facts(now, reading)).collect();
    let held = record.lock();
    let lines: Vec<_> =
        readings.iter().zip(facts).map(|(reading, facts)| line(&held, reading, facts)).collect();
    drop(held);
    lines.into_iter().map(|(line, spark)| line.circuit(now, line.rates(1), spark)).collect()
}

/// How an outage began is asked of the circuit.
fn facts(now: i64, reading: &Reading) -> Facts {
    let began = |about: &About| began::of(about.name, about.key());
    Facts::of(None, &of_nobody(reading, None), now, reading, Counts::default(), began)
}

/// A key that nobody remembers has an id of its own kind: it is not that of a line.
fn of_nobody(reading: &Reading, whole: Option<u32>) -> About {
    About {
        id: u32::MAX - stable(&reading.who),
        who: reading.who.clone(),
        whole,
        name: reading.name,
        location: reading.location,
    }
}

fn line(record: &Record, reading: &Reading, mut facts: Facts) -> (Line, Spark) {
    let known = record.id_of(&reading.who).and_then(|id| record.track(id));
    // What the fleet knows is asked once a tick.
    if let Some(known) = known.and_then(Track::present).filter(|known| known.state == facts.state) {
        facts.outside.clone_from(&known.outside);
    }
    if let Some(known) = known.and_then(Track::present) {
        facts.follow(known, record.now);
    }
    // Calls are counted by the tick, up to the last one.
    facts.followed_from = known.and_then(|track| track.at(record.tick)?.followed_from);
    facts.within_at_the_tick(known.filter(|it| it.seen == record.tick).and_then(Track::present));
    let minute = |track: &Track| line::of_minute(track, &facts, record.tick, 1);
    let minute = known.map(minute).unwrap_or_default();
    let about = known.map_or_else(
        || {
            let whole = match reading.who {
                Who::Circuit(_) => None,
                Who::Key(there, _) => record.id_of(&Who::Circuit(there)),
            };
            Arc::new(of_nobody(reading, whole))
        },
        |track| Arc::clone(&track.about),
    );
    let line = Line {
        ways: ways::at_present(record, &facts),
        standing: facts.standing(record.now),
        of_keys: OfKeys::default(),
        about,
        facts,
        totals: reading.calls,
        window: reading.window,
        step: known.and_then(|track| track.last_known(record.tick)),
        minute,
    };
    (line, spark::of(known, record.tick, 1))
}

/// A number below 2^31 for a key, the same every time.
fn stable(who: &Who) -> u32 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    who.hash(&mut hasher);
    (hasher.finish() >> 33) as u32
}
