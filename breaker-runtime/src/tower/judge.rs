//! How a service's result counts if nobody says otherwise.

use crate::judge::Judge;
use crate::{Outcome, Verdict};

/// An `Err` is a failure, a response a success.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByResult;

impl<Res, E> Judge<Result<Res, E>> for ByResult {
    #[inline]
    fn verdict(&self, returned: &Result<Res, E>) -> Verdict {
        Outcome::verdict(returned)
    }
}
