//! Who watches a circuit, and what it tells them.

use std::sync::Arc;

#[cfg(feature = "tracing")]
use super::Answer;
use super::CircuitBreaker;
use super::locked::Extras;
use crate::counts::Lane;
use crate::events::ScopeId;
use crate::events::journal::Teller;
use crate::events::transition::Transition;
use crate::events::{Event, Subscription};
#[cfg(feature = "tracing")]
use crate::telemetry::tracing::Rejected;
use crate::telemetry::{self, Notice};

impl CircuitBreaker {
    /// The latest transitions, oldest first: up to 16 of them, and up to 4 changes of settings.
    ///
    /// The one that began the present [outage](crate::Snapshot::outage_for) is the first of them for as
    /// long as it lasts, so that its time and its reason are known.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, EventKind, Policy};
    ///
    /// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new());
    /// DB.force_open();
    /// DB.reset();
    /// let history: Vec<_> = DB.history().into_iter().map(|event| event.kind).collect();
    /// assert_eq!(history, [EventKind::ForcedOpen, EventKind::Reset]);
    /// ```
    #[must_use]
    pub fn history(&self) -> Vec<Event> {
        self.here().lock().history()
    }

    /// Calls `listener` with each event of this circuit, on a thread of its own, until the [`Subscription`] is dropped.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy};
    /// use std::sync::mpsc;
    ///
    /// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new().threshold(1));
    ///
    /// let (sender, events) = mpsc::channel();
    /// let subscription = DB.subscribe(move |event| sender.send(event.to_string()).unwrap_or_default());
    /// DB.try_acquire()?.failure();
    /// subscription.flush();
    /// assert_eq!(events.try_recv().unwrap(), "circuit `db` opened for 30s: 1 failure within 10s");
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    pub fn subscribe(&self, listener: impl FnMut(&Event) + Send + 'static) -> Subscription {
        Subscription::start(listener, |queue| self.here().lock().extras().journal.listen(queue))
    }

    /// The key that this circuit is for, if its function has one for each.
    #[must_use]
    pub fn key(&self) -> Option<Arc<str>> {
        self.lock().tenant().map(|tenant| Arc::clone(&tenant.key))
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

    #[cold]
    pub(super) fn note(&self, extras: &mut Extras, dry_run: bool, news: Vec<Transition>) {
        self.note_and_log(extras, dry_run, news, |_| true);
    }

    /// The same, where the log has some of it from another circuit.
    #[cold]
    pub(super) fn note_and_log(
        &self,
        extras: &mut Extras,
        dry_run: bool,
        news: Vec<Transition>,
        is_logged: impl Fn(&Transition) -> bool,
    ) {
        let teller = self.teller(extras, dry_run);
        for transition in news {
            let is_logged = is_logged(&transition);
            let (event, rejected) = extras.journal.note(&teller, transition);
            telemetry::count(teller.scope, &event);
            if is_logged {
                extras.outbox.put(|| Notice::new(event, rejected));
            }
        }
    }

    /// What events say of this circuit.
    pub(super) fn teller(&self, extras: &Extras, dry_run: bool) -> Teller {
        let rejected = self.spill().total(self.word().slot(), Lane::Rejected);
        Teller {
            name: self.name(),
            key: extras.tenant.as_ref().map(|tenant| Arc::clone(&tenant.key)),
            dry_run,
            scope: extras.scope,
            rejected: rejected.wrapping_add(extras.would_be_rejected),
        }
    }

    /// Emits what is in the outbox. The caller has no lock that whoever gets it could need.
    #[cold]
    pub(crate) fn tell(&self) {
        if !telemetry::IS_ON {
            return;
        }
        let outbox = self.lock().outbox();
        if let Some(outbox) = outbox {
            outbox.deliver();
        }
    }

    /// Tells of a call that was rejected, or would have been.
    #[cfg(feature = "tracing")]
    #[cold]
    #[inline(never)]
    pub(super) fn tell_of_rejection(&self, answer: Answer) {
        let dry_run = answer.word.is_admission();
        let rest = || self.rejection(answer).retry_after();
        telemetry::tracing::tell_of_rejection(&Rejected {
            name: self.name(),
            key: || self.key(),
            state: if dry_run { self.known_state() } else { answer.word.state() },
            dry_run,
            retry_after: if dry_run { None } else { rest() },
        });
    }
}
