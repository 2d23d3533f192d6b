//! Everything that is measured.

use std::time::Duration;

use crate::Case;

mod attribute;
mod bare;
mod by_hand;
mod failsafe;
mod keyed;
mod layer;
mod recloser;
mod runtime;
mod seatbelt;
mod tower;

pub(crate) use attribute::{CONSECUTIVE, COUNT, SHARE};
pub(crate) use bare::{BARE, INSTANT};

/// All cases. Their order is that of the rows in the report, and their positions name them between
/// processes.
#[must_use]
pub fn cases() -> Vec<Case> {
    [
        bare::CASES,
        attribute::CASES,
        by_hand::CASES,
        layer::CASES,
        keyed::CASES,
        failsafe::CASES,
        recloser::CASES,
        seatbelt::CASES,
        tower::CASES,
    ]
    .concat()
}

/// How long an open circuit stays open: longer than any measurement.
const OUTAGE: Duration = Duration::from_hours(1);

/// Makes calls that fail until one is rejected. More threads than one may do that.
fn until_rejected(mut is_rejected: impl FnMut() -> bool) {
    while !is_rejected() {}
}
