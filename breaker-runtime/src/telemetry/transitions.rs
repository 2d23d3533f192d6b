//! How often the circuits of each name went from one state to another.

use std::collections::BTreeMap;

use parking_lot::Mutex;

use crate::base::scope::ScopeId;
use crate::events::Event;
use crate::events::state::State;

/// Counts by scope, which is the program or an isolated test, and by name. Locked under the locks
/// of circuits; nothing is locked under it.
static COUNTS: Mutex<BTreeMap<(ScopeId, &'static str), Counts>> = Mutex::new(BTreeMap::new());

/// Counts by the state before and the state after.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts([[u64; State::ALL.len()]; State::ALL.len()]);

impl Counts {
    pub(crate) const fn of(&self, from: State, to: State) -> u64 {
        self.0[from as usize][to as usize]
    }
}

/// Counts the event if it is a transition, for the scope of its circuit. The caller has the lock of
/// the event's circuit, so that whoever sees a state finds the transition to it counted.
pub(crate) fn count(scope: ScopeId, event: &Event) {
    if event.is_transition() {
        let mut counts = COUNTS.lock();
        let count = &mut counts.entry((scope, event.name)).or_default().0[event.from as usize];
        count[event.to as usize] = count[event.to as usize].wrapping_add(1);
    }
}

/// All that was counted in this thread's scope, by name.
pub(crate) fn counted() -> BTreeMap<&'static str, Counts> {
    let present = ScopeId::of_this_thread();
    let counts = COUNTS.lock();
    let here = counts.iter().filter(|((scope, _), _)| *scope == present);
    here.map(|((_, name), counts)| (*name, *counts)).collect()
}
