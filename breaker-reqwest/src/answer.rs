//! What a request came to, beside what that says of the host.

use breaker_runtime::{CircuitOpen, Outcome, Reject, Verdict};
use reqwest::Response;
use reqwest_middleware::{Error, Result};

/// A result that has been judged, or a rejection.
pub(crate) struct Answer {
    pub(crate) result: Result<Response>,
    pub(crate) verdict: Verdict,
}

impl Outcome for Answer {
    fn verdict(&self) -> Verdict {
        self.verdict
    }
}

impl Reject for Answer {
    fn reject(open: CircuitOpen) -> Self {
        Self { result: Err(Error::middleware(open)), verdict: Verdict::Ignored }
    }
}
