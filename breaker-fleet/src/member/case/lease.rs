//! How long leases are renewed, and others wait for them.

use core::time::Duration;

use crate::circuits::Settings;
use crate::wire::LEASE;

/// A lease is renewed so often while a trial is in flight.
pub(super) const RENEW: Duration = Duration::from_secs(1);
/// A lease without a call is given back after so long.
pub(super) const UNUSED: Duration = Duration::from_secs(1);
/// So much later than it was renewed that is heard of at the most.
const LATE: Duration = Duration::from_millis(500);

/// How long a lease is renewed for a trial.
///
/// While a trial outlasts the open time, one more says nothing new. But it may hang without end,
/// and nobody would find out that the callee is back. So a lease ends after twice the open time:
/// whatever trials do, there is one in so long.
pub(super) fn renewed_for(settings: &Settings) -> Duration {
    let open = settings.open_for;
    open.saturating_mul(2).saturating_sub(LEASE).max(open)
}

/// How long others hear of renewals at the most.
pub(super) fn longest_renewed(settings: &Settings) -> Duration {
    renewed_for(settings).saturating_add(UNUSED + LATE)
}
