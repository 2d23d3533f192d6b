//! Who watches a circuit, and what it tells them.

use std::sync::Arc;

#[cfg(feature = "tracing")]
use super::Answer;
use super::Circuit;
use super::locked::Extras;
use crate::base::scope::ScopeId;
use crate::events::journal::Origin;
use crate::events::transition::Transition;
use crate::events::{Event, EventKind, Queue};
use crate::machine::transitions::News;
use crate::tallies::Lane;
#[cfg(feature = "tracing")]
use crate::telemetry::tracing::Rejected;
use crate::telemetry::{self, Notice, Untold};

impl Circuit {
    pub(crate) fn history(&self) -> Vec<Event> {
        self.lock().history()
    }

    /// From now on this queue gets its events.
    pub(crate) fn listen(&self, queue: Arc<Queue>) {
        self.lock().extras().journal.listen(queue);
    }

    /// The key that it is for, if its function has one for each.
    pub(crate) fn key(&self) -> Option<Arc<str>> {
        self.lock().occupant().map(|occupant| Arc::clone(&occupant.key))
    }

    /// Its place among the circuits of all keys.
    pub(crate) fn place(&self) -> Option<u32> {
        self.lock().occupant().map(|occupant| occupant.place)
    }

    /// Whose listeners hear of it.
    pub(crate) fn scope(&self) -> ScopeId {
        self.lock().existing_extras().map(|extras| extras.scope).unwrap_or_default()
    }

    /// From now on the listeners of this scope hear of it, and no others. Nobody has seen it yet.
    #[cfg(feature = "test-util")]
    pub(crate) fn belong_to(&self, scope: ScopeId) {
        self.lock().extras().scope = scope;
    }

    /// Takes note of what the machine has done, and puts what `is_logged` into the outbox.
    #[cold]
    pub(super) fn note(
        &self,
        extras: &mut Extras,
        dry_run: bool,
        news: News,
        is_logged: impl Fn(&Transition) -> bool,
    ) -> Untold {
        let origin = self.origin(extras, dry_run);
        for mut transition in news.transitions {
            // Under the lock under which that failure was reported.
            if let EventKind::Opened { reason, .. } = &mut transition.kind {
                let last = extras.last_failure.as_ref().and_then(|last| last.error.as_ref());
                reason.learn_error(last);
            }
            let is_logged = is_logged(&transition) && !transition.ends_for_all_keys;
            let (event, rejected) = extras.journal.note(&origin, transition);
            telemetry::count(origin.scope, &event);
            if is_logged {
                extras.outbox.put(|| Notice::new(event, rejected));
            }
        }
        let of_whole = news.has_force_of_all_keys_ended.then(|| extras.time_for_whole());
        Untold::in_outbox(&extras.outbox).and(of_whole.unwrap_or(Untold::NOTHING))
    }

    /// What events say of this circuit.
    pub(super) fn origin(&self, extras: &Extras, dry_run: bool) -> Origin {
        let rejected = self.spill().total(self.word().slot(), Lane::Rejected);
        Origin {
            name: self.name(),
            key: extras.occupant.as_ref().map(|occupant| Arc::clone(&occupant.key)),
            dry_run,
            scope: extras.scope,
            rejected: rejected.wrapping_add(extras.rare.would_be_rejected),
        }
    }

    /// Tells of a call that was rejected, or would have been.
    #[cfg(feature = "tracing")]
    #[cold]
    #[inline(never)]
    pub(super) fn emit_rejection(&self, answer: Answer) {
        let dry_run = answer.word.is_admission();
        let rest = || self.rejection(answer).retry_after();
        telemetry::tracing::emit_rejection(&Rejected {
            name: self.name(),
            key: || self.key(),
            state: if dry_run { self.known_state() } else { answer.word.state() },
            dry_run,
            retry_after: if dry_run { None } else { rest() },
        });
    }
}
