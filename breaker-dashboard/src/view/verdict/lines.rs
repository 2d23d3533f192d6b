//! The circuits of a tick, found without a look at all of them: a sentence is about one.

use std::collections::HashMap;

use breaker_runtime::State;

use crate::view::line::Line;

/// All of them, worst first, and where one is.
pub(super) struct Lines<'l> {
    pub(super) all: &'l [Line],
    by_id: HashMap<u32, &'l Line>,
    /// The keys of a whole that are shown because they are in trouble.
    troubled: HashMap<u32, Vec<&'l Line>>,
}

impl<'l> Lines<'l> {
    pub(super) fn of(all: &'l [Line]) -> Self {
        let by_id = all.iter().map(|line| (line.about.id, line)).collect();
        let mut troubled: HashMap<_, Vec<_>> = HashMap::new();
        for line in all.iter().filter(|line| line.facts.state != State::Closed) {
            if let Some(whole) = line.about.whole {
                troubled.entry(whole).or_default().push(line);
            }
        }
        Self { all, by_id, troubled }
    }

    pub(super) fn get(&self, id: u32) -> Option<&'l Line> {
        self.by_id.get(&id).copied()
    }

    pub(super) fn troubled(&self, whole: &Line) -> &[&'l Line] {
        self.troubled.get(&whole.about.id).map_or(&[], Vec::as_slice)
    }
}
