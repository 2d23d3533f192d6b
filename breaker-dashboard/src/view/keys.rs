//! The keys of a function, a page at a time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use breaker_runtime::CircuitBreaker;
use parking_lot::Mutex;

use super::now;
use crate::document::KeysPage;
use crate::record::Record;
use crate::record::reading::{self, Reading, Who};

/// Keys on a page.
const PAGE: usize = 200;

/// The keys of a function by name, from behind `after` on, that hold `find`; all of them where
/// `after` is empty, as the first key may be. Whoever records waits for none of this but a look at
/// those on the page.
pub(crate) fn page(
    record: &Mutex<Record>,
    whole: u32,
    after: &str,
    find: &str,
) -> Option<KeysPage> {
    let who = record.lock().track(whole)?.about.who.clone();
    let Who::Circuit(there) = who else { return None };
    let keyed = reading::keyed_at(there)?;
    let find = find.to_lowercase();
    let holds = |key: &str| find.is_empty() || key.to_lowercase().contains(&find);
    let circuits: Vec<_> = keyed.circuits().collect();
    let keys = circuits.iter().enumerate().filter_map(|(at, it)| Some((it.key()?, at)));
    let keys = keys.filter(|(key, _)| (after.is_empty() || &**key > after) && holds(key));
    let (readings, more) = first(keys.map(Reverse).collect(), &circuits, there);
    Some(KeysPage { circuits: now::circuits(record, &readings), more })
}

/// The first of these keys, and whether there are more. A circuit that has gone to another key
/// meanwhile is none of them: who goes on behind the last key would miss some, or meet some twice.
fn first(
    mut keys: BinaryHeap<Reverse<(Arc<str>, usize)>>,
    circuits: &[&CircuitBreaker],
    there: usize,
) -> (Vec<Reading>, bool) {
    let mut page: Vec<Reading> = Vec::new();
    while let Some(Reverse((key, at))) = keys.pop() {
        let now = circuits[at].snapshot();
        let is_next = page.last().is_none_or(|last| last.who.key() != Some(&key));
        if now.key.as_ref() != Some(&key) || !is_next {
            continue;
        }
        if page.len() == PAGE {
            return (page, true);
        }
        page.push(Reading::of(now, there));
    }
    (page, false)
}
