//! The circuits of a tick, found without a look at all of them: a sentence is about one.

use std::collections::HashMap;

use breaker_runtime::State;

use crate::view::line::Line;

/// All of them, worst first, and where one is.
pub(super) struct Lines<'l> {
    pub(super) all: &'l [Line],
    pub(super) now: i64,
    by_id: HashMap<u32, &'l Line>,
    /// The keys of a whole that are shown because they are in trouble.
    troubled: HashMap<u32, Vec<&'l Line>>,
    /// Those whose calls are rejected further in, by the name of the circuit that does so.
    hit: HashMap<&'static str, Vec<&'l Line>>,
}

impl<'l> Lines<'l> {
    pub(super) fn of(all: &'l [Line], now: i64) -> Self {
        let by_id = all.iter().map(|line| (line.about.id, line)).collect();
        let mut troubled: HashMap<_, Vec<_>> = HashMap::new();
        for line in all.iter().filter(|line| line.facts.state != State::Closed) {
            if let Some(whole) = line.about.whole {
                troubled.entry(whole).or_default().push(line);
            }
        }
        let mut hit: HashMap<_, Vec<_>> = HashMap::new();
        for line in all {
            if let Some(within) = line.facts.within.as_ref().filter(|it| it.is_recent(now)) {
                hit.entry(within.by.name).or_default().push(line);
            }
        }
        Self { all, now, by_id, troubled, hit }
    }

    /// Whose calls this circuit rejects further in. Of a function with keys any of them does.
    pub(super) fn hit_by(&self, line: &Line) -> impl Iterator<Item = &'l Line> {
        let (key, is_of_all) = (line.about.key(), line.facts.keys.is_some());
        let by_name = self.hit.get(line.about.name).into_iter().flatten().copied();
        by_name.filter(move |hit| {
            let by = hit.facts.within.as_ref().and_then(|it| it.by.key.as_deref());
            is_of_all || by == key
        })
    }

    pub(super) fn get(&self, id: u32) -> Option<&'l Line> {
        self.by_id.get(&id).copied()
    }

    pub(super) fn troubled(&self, whole: &Line) -> &[&'l Line] {
        self.troubled.get(&whole.about.id).map_or(&[], Vec::as_slice)
    }
}
