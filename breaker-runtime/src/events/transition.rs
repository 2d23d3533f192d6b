//! What the state machine hands on to be told.

use core::time::Duration;
use std::sync::Arc;

use super::EventKind;
use super::doing::Doing;
use super::forced::Forced;
use super::note::Note;
use super::state::State;
use crate::policy::Policy;

/// A transition, for the journal and for telemetry.
#[derive(Debug)]
pub(crate) struct Transition {
    pub(crate) from: State,
    pub(crate) to: State,
    pub(crate) generation: u64,
    /// How long the circuit was in the state before; zero for what is no transition.
    pub(crate) lasted: Duration,
    pub(crate) outage_for: Option<Duration>,
    pub(crate) kind: EventKind,
    /// What there is to say of a state that was forced, if that is what begins or ends with it.
    pub(crate) forced: Option<Forced>,
    /// Whether that ends which was forced on all keys together: who stands for them tells of it.
    pub(crate) ends_for_all_keys: bool,
    /// Who did it and why, if that is a reset or a change of settings.
    pub(crate) note: Option<Note>,
    /// Who outside made it happen.
    pub(crate) by: Option<Arc<str>>,
    /// The policy before and after, if that is what happened.
    pub(crate) policies: Option<Box<(Policy, Policy)>>,
}

impl Transition {
    /// Adds whose doing it is. What was forced says itself who it was and why.
    pub(crate) fn is_doing_of(&mut self, doing: &Doing) {
        if self.by.is_none() {
            self.by.clone_from(&doing.by);
        }
        if self.kind == EventKind::Reset {
            self.note = doing.note.said();
        }
    }
}
