//! `unsafe`, `extern`, and attributes that other tools read.

use breaker_runtime::circuit_breaker;

use crate::callee::{Answer, ask, ask_later, assert_guarded, wait};

/// # Safety
///
/// None needed: the keyword is what is tested.
#[circuit_breaker(threshold = 2, name = "unsafe fn")]
unsafe fn dangerous(works: bool) -> Answer {
    ask(works)
}

/// # Safety
///
/// None needed.
#[circuit_breaker(threshold = 2, name = "unsafe async fn")]
async unsafe fn dangerous_later(works: bool) -> Answer {
    ask_later(works).await
}

#[circuit_breaker(threshold = 2, name = "extern fn")]
extern "C" fn foreign(works: bool) -> Status {
    Status(u8::from(!works))
}

#[repr(C)]
struct Status(u8);

impl breaker_runtime::Outcome for Status {
    fn verdict(&self) -> breaker_runtime::Verdict {
        match self.0 {
            0 => breaker_runtime::Verdict::Success,
            _ => breaker_runtime::Verdict::Failure,
        }
    }
}

impl breaker_runtime::Reject for Status {
    fn reject(_: breaker_runtime::CircuitOpen) -> Self {
        Self(2)
    }
}

/// Documented.
#[inline]
#[must_use = "it cost a call"]
#[cold]
#[circuit_breaker(threshold = 2, name = "attributes above")]
fn attributes_above(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(threshold = 2, name = "attributes below")]
#[inline(never)]
#[must_use = "it cost a call"]
#[allow(clippy::unnecessary_wraps)]
/// Documented.
fn attributes_below(works: bool) -> Answer {
    ask(works)
}

#[deprecated = "ask somebody else"]
#[circuit_breaker(threshold = 2, name = "deprecated")]
fn deprecated(works: bool) -> Answer {
    ask(works)
}

#[test]
fn unsafe_functions() {
    // SAFETY: none needed.
    assert_guarded("unsafe fn", |works| unsafe { dangerous(works) });
    // SAFETY: none needed.
    assert_guarded("unsafe async fn", |works| wait(unsafe { dangerous_later(works) }));
}

#[test]
fn extern_functions() {
    let pointer: extern "C" fn(bool) -> Status = foreign;
    assert_eq!([true, false, false, true].map(|works| pointer(works).0), [0, 1, 1, 2]);
}

#[test]
fn attributes_above_and_below() {
    assert_guarded("attributes above", attributes_above);
    assert_guarded("attributes below", attributes_below);
}

#[test]
fn deprecated_functions() {
    #[expect(deprecated, reason = "the warning stands where the function is used")]
    fn used(works: bool) -> Answer {
        deprecated(works)
    }
    assert_guarded("deprecated", used);
}

#[test]
fn a_must_use_that_is_not_used_is_still_noticed() {
    #[circuit_breaker]
    #[must_use = "it cost a call"]
    fn costly() -> Status {
        foreign(true)
    }
    #[expect(unused_must_use, reason = "what is tested")]
    fn unused() {
        costly();
    }
    unused();
}
