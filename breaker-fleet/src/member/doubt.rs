//! Whether an engine is one to rely on. It may answer each sync and refuse all else, or fail again
//! and again: a member that took part whenever it is answered would come and go, and its circuits
//! would wait for leases that it can't have.

use core::time::Duration;

/// A doubt lasts so long from the first answer of a connection on, if nothing is ordered meanwhile;
/// twice as long each time that it came back,
const LASTS: Duration = Duration::from_secs(10);
/// and so long at most.
const LONGEST: Duration = Duration::from_secs(300);
/// So many failures in a row are no accident.
const ACCIDENTS: u32 = 1;
/// A membership that lasts so long was not short.
const HOLDS: Duration = Duration::from_secs(10);

/// What is thought of the engine.
#[derive(Clone, Debug, Default)]
pub(super) struct Doubt {
    /// Connections that ended over an order, since one was carried out.
    over_orders: u32,
    /// Memberships in a row that were short.
    short: u32,
    /// How long it lasts; zero: there was none since an order was carried out.
    lasts: Duration,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    None,
    /// Nothing was answered on this connection yet.
    Waits,
    Ends(Duration),
}

impl Doubt {
    /// The connection has ended over an order. An engine that may refuse the next one too, whatever
    /// a rehearsal shows, is doubted at once; any other when that comes again.
    pub(super) fn failed(&mut self, may_come_again: bool) {
        self.over_orders = self.over_orders.saturating_add(1);
        if may_come_again || self.over_orders > ACCIDENTS {
            self.begin();
        }
    }

    /// A membership has ended after so long, and nothing was ordered.
    pub(super) fn ended(&mut self, lasted: Duration) {
        self.short = if lasted < HOLDS { self.short.saturating_add(1) } else { 0 };
        if self.short > ACCIDENTS {
            self.begin();
        }
    }

    fn begin(&mut self) {
        if self.stage == Stage::None {
            self.lasts = (2 * self.lasts).clamp(LASTS, LONGEST);
        }
        self.stage = Stage::Waits;
    }

    /// A connection was made.
    pub(super) fn connected(&mut self) {
        if matches!(self.stage, Stage::Ends(_)) {
            self.stage = Stage::Waits;
        }
    }

    /// A sync was answered. Whether there is still doubt.
    pub(super) fn is_there(&mut self, now: Duration) -> bool {
        match self.stage {
            Stage::None => false,
            Stage::Waits => {
                self.stage = Stage::Ends(now + self.lasts);
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
