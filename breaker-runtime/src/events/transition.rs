//! What the state machine hands on to be told.

use core::time::Duration;
use std::sync::Arc;

use super::EventKind;
use super::forced::Forced;
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
    /// Who outside made it happen.
    pub(crate) by: Option<Arc<str>>,
    /// The policy before and after, if that is what happened.
    pub(crate) policies: Option<Box<(Policy, Policy)>>,
}
