//! A state that somebody has forced on a circuit, or on all keys of a function; and what comes when
//! its time is over (rule S10).

use core::time::Duration;

use super::{Context, Machine, Phase, Rare};
use crate::base::time::{Time, nanos};
use crate::events::EventKind;
use crate::events::forced::Forced;
use crate::events::note::Note;
use crate::events::state::State;
use crate::machine::backoff::Backoff;
use crate::policy::Policy;

/// What somebody asks for by hand.
#[derive(Debug)]
pub(crate) struct Order {
    /// One that can be forced.
    pub(crate) state: State,
    /// For how long, if not until somebody says otherwise.
    pub(crate) time: Option<Duration>,
    pub(crate) note: Note,
}

/// On whom it is forced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum On {
    /// This circuit alone.
    Circuit,
    /// All keys that this circuit stands for. It has no trial calls of its own.
    AllKeys,
    /// This circuit of a key, as on all others.
    EachKey,
}

/// A forced state.
#[derive(Clone, Debug)]
pub(crate) struct Force {
    state: State,
    since: Time,
    /// [`Time::NEVER`] if it lasts until somebody says otherwise.
    until: Time,
    note: Note,
    on: On,
}

impl Force {
    /// From this time on. A time beyond the end of the clock is no end.
    pub(super) fn new(order: Order, on: On, now: Time) -> Self {
        let Order { state, time, note } = order;
        let time = time.filter(|&time| nanos(time) < u64::MAX);
        let until = time.map_or(Time::NEVER, |time| now.after(time));
        Self { state, since: now, until, note, on }
    }

    pub(super) const fn state(&self) -> State {
        self.state
    }

    pub(super) const fn since(&self) -> Time {
        self.since
    }

    pub(crate) const fn until(&self) -> Time {
        self.until
    }

    /// The same, as a key's circuit has it.
    pub(super) fn on_each_key(&self) -> Self {
        Self { on: On::EachKey, ..self.clone() }
    }

    /// Whether this is what the other one says, whenever that was said.
    fn is_as(&self, other: &Self) -> bool {
        let said = |force: &Self| (force.state, force.until, force.on);
        said(self) == said(other) && self.note == other.note
    }

    pub(super) fn is_on_each_key(&self) -> bool {
        self.on == On::EachKey
    }

    pub(crate) fn has_end(&self) -> bool {
        self.until != Time::NEVER
    }

    pub(crate) fn is_over(&self, now: Time) -> bool {
        self.has_end() && self.until <= now
    }

    /// Whether trial calls come after it, as after any open time.
    fn is_tried_after(&self) -> bool {
        self.state == State::ForcedOpen && self.on != On::AllKeys
    }

    /// What is known of it at this time.
    pub(crate) fn told(&self, now: Time) -> Forced {
        let rest = self.has_end().then(|| self.until.since(now));
        Forced::new(&self.note, rest, self.is_on_each_key())
    }
}

impl Machine {
    /// Is in this state from now on, whatever was forced before: true. No time at all ends what was
    /// forced before, as if its own time were over; where that is nothing, nothing happens: false.
    pub(crate) fn force(&mut self, context: Context<'_>, order: Order, on: On) -> bool {
        self.catch_up(context);
        let is_forced = self.force_in_phase().is_some_and(|force| !force.is_over(self.latest));
        if !is_forced && order.time.is_some_and(|time| time.is_zero()) {
            return false;
        }
        let force = Force::new(order, on, self.latest);
        self.be_forced(context, self.latest, force);
        true
    }

    fn be_forced(&mut self, context: Context<'_>, at: Time, force: Force) {
        self.look_at_recovery();
        let told = match force.state {
            State::ForcedOpen => EventKind::ForcedOpen,
            _ => EventKind::ForcedClosed,
        };
        self.enter(context, at, Phase::Forced(Box::new(force)), told);
    }

    /// Closes the circuit with an empty window; one of a key is as all keys are then.
    pub(crate) fn reset_for_key(&mut self, context: Context<'_>) {
        self.reset(context);
        self.return_to_all_keys(context);
    }

    /// Is as all keys are again, if something is forced on these: in the same step, so that no call
    /// passes between what was and that.
    fn return_to_all_keys(&mut self, context: Context<'_>) {
        if let Some(force) = self.force_of_all_keys().cloned() {
            self.be_forced(context, self.latest, force);
        }
    }

    /// What is forced on it, whether or not its policy lets it do anything.
    pub(crate) fn force_in_phase(&self) -> Option<&Force> {
        match &self.phase {
            Phase::Forced(force) => Some(force),
            _ => None,
        }
    }

    /// What is forced on it at this time, as anybody sees it.
    pub(crate) fn force_at(&self, policy: &Policy, now: Time) -> Option<&Force> {
        let force = self.force_in_phase().filter(|_| policy.enabled)?;
        if force.is_over(now) {
            self.force_after(force).filter(|next| !next.is_over(now))
        } else {
            Some(force)
        }
    }

    /// Forced closed, or switched off, until when calls pass without asking: then that is over, or
    /// what is forced on all keys, and the next call finds out.
    pub(crate) fn passes_until(&self, policy: &Policy) -> Time {
        let own = self.force_in_phase().filter(|_| policy.enabled);
        let ends = own.into_iter().chain(self.force_of_all_keys()).map(Force::until);
        ends.min().unwrap_or(Time::NEVER)
    }

    fn force_of_all_keys(&self) -> Option<&Force> {
        self.rare.as_ref()?.of_all_keys.as_deref()
    }

    /// Forgets what was forced on all keys if that is over. It may be so beneath a force of this
    /// one's own, which goes on: whoever finds out tells of it.
    pub(super) fn look_at_force_of_all_keys(&mut self, now: Time) {
        if let Some(rare) = &mut self.rare {
            let ended = rare.of_all_keys.take_if(|force| force.is_over(now));
            rare.news.has_force_of_all_keys_ended |= ended.is_some();
        }
    }

    /// What is forced on all keys, and on this one again when what was forced on it alone is over.
    pub(super) fn force_after(&self, force: &Force) -> Option<&Force> {
        let of_all = self.force_of_all_keys()?;
        (force.on == On::Circuit && of_all.until > force.until).then_some(of_all)
    }

    /// What its state is when this is over.
    pub(super) fn state_after(&self, force: &Force) -> State {
        match self.force_after(force) {
            Some(next) => next.state,
            None if force.is_tried_after() => State::HalfOpen,
            None => State::Closed,
        }
    }

    /// The time is over for which somebody has forced its state.
    pub(super) fn end_force(&mut self, context: Context<'_>, at: Time) {
        let Phase::Forced(force) = &self.phase else { return };
        if let Some(next) = self.force_after(force).cloned() {
            self.be_forced(context, at, next);
        } else if force.is_tried_after() {
            self.half_open(context, at);
        } else {
            self.backoff = Backoff::new();
            self.empty_into(context, at, Phase::Closed, EventKind::Closed);
        }
    }

    /// From when on there is nothing to remember of it; later than that, if trial calls come first.
    pub(super) fn force_forgettable_from(&self, force: &Force, open_time: Duration) -> Time {
        let last = self.force_after(force).unwrap_or(force);
        match last.until {
            Time::NEVER => Time::NEVER,
            until if last.is_tried_after() => until.after(open_time),
            until => until,
        }
    }

    /// Does as all keys do of which this is one: is in the state that is forced on them, unless it
    /// has one of its own; and closed if there was one, or `is_reset`.
    pub(crate) fn obey(&mut self, context: Context<'_>, whole: Option<&Force>, is_reset: bool) {
        // An end that has passed is one of before.
        self.catch_up(context);
        let whole = whole.map(Force::on_each_key);
        if self.rare.is_some() || whole.is_some() {
            let Rare { of_all_keys, .. } = &mut **self.rare.get_or_insert_default();
            *of_all_keys = whole.clone().map(Box::new);
        }
        match (self.force_in_phase(), whole) {
            (Some(force), _) if force.on == On::Circuit => {}
            (Some(force), Some(whole)) if force.is_as(&whole) => {}
            (_, Some(whole)) => self.be_forced(context, self.latest, whole),
            (Some(_), None) => self.reset(context),
            (None, None) if is_reset => self.reset(context),
            (None, None) => {}
        }
    }
}
