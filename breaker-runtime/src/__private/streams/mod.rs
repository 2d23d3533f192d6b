//! Functions that return streams (rule S16, feature `stream`): alone, admitted at the first poll,
//! or in a `Result`, admitted when they are called.

mod alone;
mod answered;

pub use alone::{Either, RejectedItem, guarded, guarded_or_reject};
pub use answered::{FromError, Opening, RejectedStream, admit_or_reject};

use crate::call::judge::Arms;
use crate::call::outcome::{Outcome, Verdict};
use crate::call::within::Look;

/// Judges items by their own account.
#[inline]
pub fn items<R: Outcome, L: Look<R>>(_look: L) -> L::Account {
    L::account()
}

/// Judges items by arms.
#[inline]
pub const fn items_by<R, L: Look<R>, J: Fn(&R) -> Verdict>(look: L, arms: J) -> Arms<J, L> {
    Arms::new(arms, look)
}
