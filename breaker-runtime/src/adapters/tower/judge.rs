//! How a service's result counts without a judge of the user's.

use crate::call::judge::{Judge, Judgement};
use crate::call::outcome::Outcome;

/// The default judge of a [`CircuitBreakerLayer`](super::CircuitBreakerLayer): an `Err` is a
/// failure, a response a success.
///
/// [`CircuitBreakerLayer::judge`](super::CircuitBreakerLayer::judge) sets another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByResult;

impl<Res, E> Judge<Result<Res, E>> for ByResult {
    #[inline]
    fn judge(&self, returned: &Result<Res, E>) -> Judgement {
        returned.verdict().into()
    }
}
