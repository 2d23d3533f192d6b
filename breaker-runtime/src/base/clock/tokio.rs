//! tokio's clock, where a test may pause it.
//!
//! `tokio::time::pause` exists if somebody enabled tokio's feature `test-util`. Only then do
//! circuits read tokio's clock: it is as precise as the system's, but has no cheap coarse one
//! beside it.

use core::time::Duration;
use std::sync::OnceLock;
use std::time::Instant;

use tokio::runtime::Builder;

use crate::base::time::{Time, nanos};

/// The time by tokio's clock, if it can be paused.
#[inline]
pub(super) fn time() -> Option<Time> {
    IS_PAUSABLE.then(|| Time::from_nanos(nanos(tokio::time::Instant::now().into_std() - start())))
}

/// Earlier than any clock that is paused now can show: one that was paused before this is first
/// called is behind.
fn start() -> Instant {
    static START: OnceLock<Instant> = OnceLock::new();
    const LONGEST_TEST: Duration = Duration::from_secs(3600);
    *START.get_or_init(|| {
        let now = Instant::now();
        now.checked_sub(LONGEST_TEST).unwrap_or(now)
    })
}

/// Whether tokio has its feature `test-util`, seen by a method that comes with it: an inherent
/// method hides a trait's.
const IS_PAUSABLE: bool = answer(&|builder: &'static mut Builder| builder.start_paused(false));

const fn answer<F: Fn(&'static mut Builder) -> A, A: Answer>(_: &F) -> bool {
    A::IS_PAUSABLE
}

trait Answer {
    const IS_PAUSABLE: bool;
}

impl Answer for &'static mut Builder {
    const IS_PAUSABLE: bool = true;
}

struct NoSuchMethod;

impl Answer for NoSuchMethod {
    const IS_PAUSABLE: bool = false;
}

#[allow(dead_code, reason = "called where tokio has no method of this name")]
trait WithoutTestUtil {
    fn start_paused(&mut self, _: bool) -> NoSuchMethod;
}

impl WithoutTestUtil for Builder {
    fn start_paused(&mut self, _: bool) -> NoSuchMethod {
        NoSuchMethod
    }
}
