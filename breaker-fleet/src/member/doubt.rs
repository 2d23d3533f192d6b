//! Whether an engine is one to rely on. It may answer each sync and refuse all else, or fail again
//! and again: a member that took part whenever it is answered would come and go, and its circuits
//! would wait for leases that it can't have.
//!
//! What counts is how the engine serves this member. Whoever may write there can do much else: that
//! makes a doubt of ten seconds at most, and none that grows.

use core::time::Duration;

use crate::engine::Fault;

/// A doubt lasts so long from the first answer of a connection on, if nothing is ordered meanwhile;
/// twice as long each time that it came back,
const LASTS: Duration = Duration::from_secs(10);
/// and so long at most.
const LONGEST: Duration = Duration::from_secs(300);
/// So many failures in a row are no accident.
const ACCIDENTS: u32 = 1;
/// A membership that lasts so long was not short.
const HOLDS: Duration = Duration::from_secs(10);
/// After each such time of good membership what was before weighs half.
const FADES: Duration = Duration::from_secs(300);

/// What is thought of the engine.
#[derive(Clone, Debug, Default)]
pub(super) struct Doubt {
    /// Connections that ended over an order, since one was carried out.
    over_orders: u32,
    /// Memberships in a row that were short.
    short: u32,
    /// How long the last one lasted that grows; zero: there was none that still weighs.
    lasts: Duration,
    /// How long memberships have been good since it grew, or faded, last.
    good: Duration,
    /// What the engine did wrong last, as people are shown.
    why: String,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    None,
    /// Nothing was answered on this connection yet: it will last so long from then on.
    Waits(Duration),
    Ends(Duration),
}

/// How a connection ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct End<'a> {
    pub(super) fault: Fault,
    /// Why, as people are shown.
    pub(super) why: &'a str,
    /// Whether something was ordered that was not answered.
    pub(super) over_orders: bool,
    /// How long the membership lasted; `None`: the member took no part.
    pub(super) lasted: Option<Duration>,
}

impl Doubt {
    /// The connection has ended.
    pub(super) fn ended(&mut self, now: Duration, end: End<'_>) {
        self.was_good_for(end.lasted.unwrap_or_default());
        self.interrupt(now, end);
        match end.fault {
            Fault::Nobodys => {}
            _ if end.over_orders => self.failed(end),
            _ => self.broke_off(end),
        }
    }

    /// Over an order. An engine that may refuse the next one too, whatever a rehearsal shows, is
    /// doubted at once; any other when that comes again.
    fn failed(&mut self, end: End<'_>) {
        self.over_orders = self.over_orders.saturating_add(1);
        if end.fault == Fault::Refused || self.over_orders > ACCIDENTS {
            self.begin(end);
        }
    }

    /// And nothing was ordered.
    fn broke_off(&mut self, end: End<'_>) {
        let Some(lasted) = end.lasted else { return };
        self.short = if lasted < HOLDS { self.short.saturating_add(1) } else { 0 };
        if self.short > ACCIDENTS {
            self.begin(end);
        }
    }

    fn begin(&mut self, end: End<'_>) {
        let is_new = self.stage == Stage::None;
        if end.fault == Fault::Broken {
            if !is_new {
                return;
            }
            self.stage = Stage::Waits(LASTS);
        } else {
            if is_new || self.lasts.is_zero() {
                self.lasts = (2 * self.lasts).clamp(LASTS, LONGEST);
            }
            self.good = Duration::ZERO;
            self.stage = Stage::Waits(self.lasts);
        }
        end.why.clone_into(&mut self.why);
    }

    /// A doubt begins anew with each connection. One that anybody may have broken takes none of the
    /// good time away but the last ten seconds.
    fn interrupt(&mut self, now: Duration, end: End<'_>) {
        let is_anybodys = matches!(end.fault, Fault::Nobodys | Fault::Broken);
        if self.stage != Stage::None && !is_anybodys {
            end.why.clone_into(&mut self.why);
        }
        let Stage::Ends(at) = self.stage else { return };
        let rest = at.saturating_sub(now);
        let again = if is_anybodys { rest.max(LASTS) } else { self.lasts.max(LASTS) };
        self.stage = Stage::Waits(again);
    }

    /// The member took part for so long. That outweighs what was before, and nothing to come.
    fn was_good_for(&mut self, time: Duration) {
        self.good = self.good.saturating_add(time);
        while self.weighs() && self.good >= FADES {
            self.good -= FADES;
            self.over_orders /= 2;
            self.lasts = if self.lasts > LASTS { self.lasts / 2 } else { Duration::ZERO };
        }
        if !self.weighs() {
            self.good = Duration::ZERO;
        }
    }

    /// Whether there is something that fades.
    const fn weighs(&self) -> bool {
        self.over_orders > 0 || !self.lasts.is_zero()
    }

    /// A sync was answered. Whether there is still doubt.
    pub(super) fn is_there(&mut self, now: Duration) -> bool {
        match self.stage {
            Stage::None => false,
            Stage::Waits(lasts) => {
                self.stage = Stage::Ends(now + lasts);
                true
            }
            Stage::Ends(at) => {
                if at <= now {
                    self.stage = Stage::None;
                }
                at > now
            }
        }
    }

    /// What the engine did wrong last, and how much longer the doubt lasts while all is answered.
    pub(super) fn rest(&self, now: Duration) -> Option<(&str, Duration)> {
        match self.stage {
            Stage::None => None,
            Stage::Waits(lasts) => Some((&self.why, lasts)),
            Stage::Ends(at) => Some((&self.why, at.saturating_sub(now))),
        }
    }

    /// Whether orders are sent that show what holds.
    pub(super) const fn is_tested(&self) -> bool {
        matches!(self.stage, Stage::Ends(_))
    }

    /// An order was carried out. Whether there was doubt.
    pub(super) fn carried_out(&mut self) -> bool {
        let was_there = self.stage != Stage::None;
        *self = Self::default();
        was_there
    }
}
