//! seatbelt, Microsoft's: asynchronous only, a share rule only; a mutex and a clock reading before
//! and after each call.

use std::future::{Ready, ready};
use std::sync::LazyLock;
use std::task::Poll;

use layered::{Execute, Layer, Service};
use seatbelt::breaker::Breaker;
use seatbelt::{RecoveryInfo, ResilienceContext};
use tick::Clock;

use super::{OUTAGE, runtime, until_rejected};
use crate::body::{BAD, CallError, CallResult, GOOD, body, poll_once, repeat_async};
use crate::{Case, Path};

type Guarded = Breaker<u64, CallResult, Execute<fn(u64) -> Ready<CallResult>>>;

const SUBJECT: &str = "seatbelt, share rule";

static CLOSED: LazyLock<Guarded> = LazyLock::new(|| guarded(20));
static FAILING: LazyLock<Guarded> = LazyLock::new(|| guarded(u32::MAX));
static OPEN: LazyLock<Guarded> = LazyLock::new(open);

pub(super) const CASES: &[Case] = &[
    Case::new(Path::AsyncSuccess, SUBJECT, |n| {
        repeat_async(n, GOOD, |input| CLOSED.execute(input));
    }),
    Case::new(Path::AsyncFailure, SUBJECT, |n| {
        repeat_async(n, BAD, |input| FAILING.execute(input));
    }),
    Case::new(Path::AsyncRejection, SUBJECT, |n| {
        repeat_async(n, GOOD, |input| OPEN.execute(input));
    }),
];

fn guarded(min_throughput: u32) -> Guarded {
    let _entered = runtime::RUNTIME.enter();
    let context = ResilienceContext::new(Clock::new_tokio());
    Breaker::layer("bench", &context)
        .recovery_with(|result: &CallResult, _| match result {
            Ok(_) => RecoveryInfo::never(),
            Err(_) => RecoveryInfo::retry(),
        })
        .rejected_input_error(|_, _| CallError::Rejected)
        .min_throughput(min_throughput)
        .break_duration(OUTAGE)
        .layer(Execute::new(|input| ready(body(input))))
}

fn open() -> Guarded {
    let service = guarded(1);
    until_rejected(|| poll_once(service.execute(BAD)) == Poll::Ready(Err(CallError::Rejected)));
    service
}
