//! What was saved of a circuit, from the data of its snapshot.

use core::fmt;
use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::events::forced::Forced;
use crate::events::note::Note;
use crate::events::state::State;
use crate::watch::saved::Saved;

/// From the table that a [`Snapshot`](crate::Snapshot) is as data: `name`, `state` and `at_ms` must
/// be there; `key`, `in_state_for_ms`, `retry_after_ms`, `forced` and `reopenings` may be. All else
/// is passed over. Times are whole milliseconds, and no less than none.
impl<'de> Deserialize<'de> for Saved {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OfCircuit)
    }
}

struct OfCircuit;

impl<'de> Visitor<'de> for OfCircuit {
    type Value = Saved;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a circuit's snapshot as data")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<Saved, A::Error> {
        let (mut name, mut state, mut at) = (None, None, None);
        let mut saved = Saved::new(String::new(), State::Closed, UNIX_EPOCH);
        while let Some(field) = table.next_key::<String>()? {
            match field.as_str() {
                "name" => name = Some(table.next_value()?),
                "state" => state = Some(table.next_value()?),
                "at_ms" => at = Some(instant(table.next_value()?)?),
                "key" => saved.key = table.next_value()?,
                "in_state_for_ms" => saved.in_state_for = millis(table.next_value()?),
                "retry_after_ms" => {
                    saved.retry_after = table.next_value::<Option<_>>()?.map(millis);
                }
                "forced" => {
                    saved.forced = table.next_value::<Option<OfForce>>()?.map(|force| force.0);
                }
                "reopenings" => saved.reopenings = table.next_value()?,
                _ => _ = table.next_value::<IgnoredAny>()?,
            }
        }
        saved.name = name.ok_or_else(|| A::Error::missing_field("name"))?;
        saved.state = state.ok_or_else(|| A::Error::missing_field("state"))?;
        saved.at = at.ok_or_else(|| A::Error::missing_field("at_ms"))?;
        Ok(saved)
    }
}

/// The part that says what was forced.
struct OfForce(Forced);

impl<'de> Deserialize<'de> for OfForce {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OfForceVisitor)
    }
}

struct OfForceVisitor;

impl<'de> Visitor<'de> for OfForceVisitor {
    type Value = OfForce;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what was forced, as a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<OfForce, A::Error> {
        let (mut rest, mut who, mut why, mut with_all_keys) = (None, None, None, false);
        while let Some(field) = table.next_key::<String>()? {
            match field.as_str() {
                "rest_ms" => rest = table.next_value::<Option<_>>()?.map(millis),
                "who" => who = table.next_value::<Option<String>>()?,
                "why" => why = table.next_value::<Option<String>>()?,
                "with_all_keys" => with_all_keys = table.next_value()?,
                _ => _ = table.next_value::<IgnoredAny>()?,
            }
        }
        let note = Note::new(why.unwrap_or_default()).by(who.unwrap_or_default());
        Ok(OfForce(Forced::new(&note, rest, with_all_keys)))
    }
}

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn instant<E: Error>(since_1970: u64) -> Result<SystemTime, E> {
    let at = UNIX_EPOCH.checked_add(millis(since_1970));
    at.ok_or_else(|| E::custom(format_args!("`at_ms` is beyond the clock: {since_1970}")))
}
