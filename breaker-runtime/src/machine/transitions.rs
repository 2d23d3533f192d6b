//! From one phase to another, and what is told of it.

use core::mem;
use core::time::Duration;

use super::{Context, Machine, Phase};
use crate::base::time::{Span, Time};
use crate::events::note::Note;
use crate::events::state::State;
use crate::events::transition::Transition;
use crate::events::{EventKind, OpenReason};
use crate::machine::force::Force;
use crate::machine::ramp_up::RampUp;
use crate::machine::trials::places::Trials;
use crate::tallies::{self, Generation};

/// What nobody was told yet.
#[derive(Debug, Default)]
pub(crate) struct News {
    /// Seldom one, never more than a few.
    pub(crate) transitions: Vec<Transition>,
    /// Whether the circuit of a key has found out that what was forced on all keys is over.
    pub(crate) has_force_of_all_keys_ended: bool,
}

impl Machine {
    /// What has happened since this was asked last, if anything.
    #[inline]
    #[must_use = "nobody else hears of these"]
    pub(crate) fn news(&mut self) -> Option<News> {
        let news = &mut self.rare.as_mut()?.news;
        (!news.transitions.is_empty() || news.has_force_of_all_keys_ended).then(|| mem::take(news))
    }

    /// What has happened since then is told to nobody.
    pub(crate) fn forget_news(&mut self) {
        let _ = self.news();
    }

    /// Opens for as long as the policy says, which is longer each time until the circuit has
    /// recovered.
    pub(super) fn reopen(&mut self, context: Context<'_>, reason: OpenReason) {
        self.look_at_recovery();
        self.reopen_in_row(context, reason);
    }

    /// The same, whatever the circuit has recovered from.
    pub(super) fn reopen_in_row(&mut self, context: Context<'_>, reason: OpenReason) {
        let time = self.backoff.next(context.policy, &mut self.dice);
        self.open_until(context, self.latest.after(time), reason);
    }

    /// Opens as the callee wishes: the row of openings is what it was.
    pub(super) fn open_as_told(&mut self, context: Context<'_>, until: Time, reason: OpenReason) {
        self.look_at_recovery();
        self.open_until(context, until, reason);
    }

    pub(super) fn open_until(&mut self, context: Context<'_>, until: Time, reason: OpenReason) {
        let since = self.latest;
        let told = EventKind::Opened { reason, open_for: until.since(since) };
        self.enter(context, since, Phase::Open(Span { since, until }), told);
        let rare = self.rare.get_or_insert_default();
        (rare.told_open_until, rare.open_before) = (until, Duration::ZERO);
        if context.policy.enabled {
            self.opened += 1;
        }
    }

    /// Starts a new row of openings if the circuit has been closed for long enough.
    pub(super) fn look_at_recovery(&mut self) {
        if let Phase::Closed = self.phase {
            self.backoff.was_closed_for(self.latest.since(self.entered));
        }
    }

    /// The open time ended at this time.
    pub(super) fn half_open(&mut self, context: Context<'_>, at: Time) {
        match &self.phase {
            Phase::Open(open) => {
                let before = self.rare.as_ref().map_or(Duration::ZERO, |rare| rare.open_before);
                self.backoff.was_open_for(open.until.min(at).since(open.since).max(before));
            }
            Phase::Forced(force) => self.backoff.was_open_for(force.until().since(force.since())),
            _ => {}
        }
        let policy = context.policy;
        let trials = Trials::new(&policy.settings());
        self.enter(context, at, Phase::HalfOpen(Box::new(trials)), EventKind::HalfOpened);
    }

    /// The trial calls have succeeded: closes, at once or over the ramp-up.
    pub(super) fn recover(&mut self, context: Context<'_>) {
        if let Some(over) = context.policy.settings().ramp_up {
            let phase = Phase::RampUp(RampUp::new(self.latest, over));
            self.empty_into(context, self.latest, phase, EventKind::RampUpStarted { over });
        } else {
            self.empty_into(context, self.latest, Phase::Closed, EventKind::Closed);
        }
        self.begin_recovery();
    }

    /// Everything has passed again since this time; the window goes on.
    pub(super) fn end_ramp_up(&mut self, context: Context<'_>, at: Time) {
        let former = self.generation;
        self.enter(context, at, Phase::Closed, EventKind::Closed);
        self.go_on_with_recovery_of(former);
    }

    pub(super) fn empty_into(
        &mut self,
        context: Context<'_>,
        at: Time,
        phase: Phase,
        told: EventKind,
    ) {
        // First: entering carries over what is then forgotten.
        self.enter(context, at, phase, told);
        // From now on, also where that is later: what comes next is no older than now.
        self.window.clear(self.latest);
        if let Some(rare) = &mut self.rare {
            rare.kinds.clear();
        }
        self.earlier_successes = 0;
    }

    /// Is in this phase from now on, and tells. Where the circuit is switched off nobody sees
    /// anything of it: the state that is shown goes on until it is switched on, which tells.
    pub(super) fn enter(&mut self, context: Context<'_>, at: Time, phase: Phase, told: EventKind) {
        // As long as the old phase is there to be asked.
        let before = context.policy.enabled.then(|| {
            let from = self.state(context.policy);
            (from, self.start_time(at))
        });
        // The threads' counts are of the old generation, and nobody asks for that again: what the
        // window goes on with is carried over. Who empties it sets this to zero afterwards.
        self.earlier_successes = self.successes(context);
        let ended = match mem::replace(&mut self.phase, phase) {
            Phase::Forced(force) => Some(force),
            // Its trial calls may report later, each of them once.
            Phase::HalfOpen(trials) => {
                self.end_round(*trials);
                None
            }
            _ => None,
        };
        // Even into the same phase: permits of before are late from now on (rule S7).
        self.generation += 1;
        // Before a word with this number is out, so that no old count can be taken for a new one.
        if Generation::of(self.generation).is_time_to_forget() {
            tallies::forget_older(context.slot, self.tag(context.slot));
        }
        // Carried over above.
        self.untallied = 0;
        if let Some(before) = before {
            self.record_transition(context, at, before, told);
            self.tell_of_force(at, ended.as_deref());
        }
    }

    /// Adds to what was just recorded what is known of the state that is forced from now on, or
    /// was until its time was over.
    fn tell_of_force(&mut self, at: Time, ended: Option<&Force>) {
        let told = self.rare.as_mut().and_then(|rare| rare.news.transitions.last_mut());
        let Some(told) = told else { return };
        match (&self.phase, ended, &told.kind) {
            (Phase::Forced(force), ..) => told.forced = Some(force.told(at)),
            (_, Some(force), EventKind::HalfOpened | EventKind::Closed) => {
                told.forced = Some(force.told(at));
                told.ends_for_all_keys = force.is_on_each_key();
            }
            _ => {}
        }
    }

    /// Starts the time of another state; how long that of the one before lasted.
    fn start_time(&mut self, at: Time) -> Duration {
        let lasted = at.since(self.entered);
        self.entered = at;
        lasted
    }

    /// Tells something that is no transition.
    pub(crate) fn announce(&mut self, context: Context<'_>, told: EventKind) {
        let state = self.state(context.policy);
        self.record_transition(context, self.latest, (state, Duration::ZERO), told);
    }

    /// Tells that the policy was changed: a transition if that has switched the circuit off or on.
    /// Then trial calls begin anew, for those under way are of another generation.
    pub(super) fn record_policy(&mut self, old: Context<'_>, context: Context<'_>, note: &Note) {
        let from = self.state(old.policy);
        let mut lasted = Duration::ZERO;
        if from != self.state(context.policy) {
            lasted = self.start_time(self.latest);
            self.earlier_successes = self.successes(context);
            if let Phase::HalfOpen(trials) = &mut self.phase {
                let policy = context.policy;
                let anew = Trials::new(&policy.settings());
                let round = mem::replace(&mut **trials, anew);
                self.end_round(round);
            }
            self.generation += 1;
            self.untallied = 0;
        }
        self.record_transition(context, self.latest, (from, lasted), EventKind::Reconfigured);
        let told = self.rare.as_mut().and_then(|rare| rare.news.transitions.last_mut());
        if let Some(told) = told {
            told.policies = Some(Box::new((*old.policy, *context.policy)));
            told.note = note.said();
        }
    }

    /// Tells what is to be known of a closed circuit, and is no transition.
    pub(crate) fn remark(&mut self, context: Context<'_>, told: EventKind) {
        if let State::Closed = self.state(context.policy) {
            self.announce(context, told);
        }
    }

    /// Puts it down to be told: when it was, which state was before and how long, and what
    /// happened.
    fn record_transition(
        &mut self,
        context: Context<'_>,
        at: Time,
        (from, lasted): (State, Duration),
        kind: EventKind,
    ) {
        let (to, generation, entered) = (self.state(context.policy), self.generation, self.entered);
        let rare = self.rare.get_or_insert_default();
        let begun = rare.outage_since.unwrap_or(entered);
        // One that goes on has lasted until now, when this is told, and not until a time in the
        // past. The event that ends an outage says how long it has lasted, too.
        let until = if to.is_outage() { self.latest } else { at };
        let is_outage = from.is_outage() || to.is_outage();
        let outage_for = is_outage.then(|| until.since(begun));
        rare.outage_since = to.is_outage().then_some(begun);
        rare.news.transitions.push(Transition {
            from,
            to,
            generation,
            lasted,
            outage_for,
            kind,
            forced: None,
            ends_for_all_keys: false,
            note: None,
            by: None,
            policies: None,
        });
    }
}
