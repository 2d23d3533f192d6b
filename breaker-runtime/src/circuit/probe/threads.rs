//! The threads that probes run on where no runtime is: a few, each for as long as one outage's
//! probe takes.

use core::future::Future;
use core::pin::pin;
use core::task::{Context, Waker};
use std::sync::Arc;
use std::task::Wake;
use std::thread::{self, Thread};

use parking_lot::Mutex;

use super::ProbeCall;
#[cfg(feature = "test-util")]
use crate::base::scope::isolated::{self, Entry};

/// As many run at a time: a probe that hangs is to take no more of the program than that.
const MOST: usize = 16;

static RUNNING: Mutex<usize> = Mutex::new(0);

/// One of them, until it is dropped.
struct Permit;

impl Permit {
    fn take() -> Option<Self> {
        let mut running = RUNNING.lock();
        (*running < MOST).then(|| {
            *running += 1;
            Self
        })
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *RUNNING.lock() -= 1;
    }
}

/// Runs it on a thread of its own, in the scope of the test that asks for it. Where there is none,
/// the call is dropped: it could not be started.
pub(super) fn run(call: ProbeCall, run: impl FnOnce(ProbeCall) + Send + 'static) {
    let Some(permit) = Permit::take() else { return };
    #[cfg(feature = "test-util")]
    let scope = isolated::current();
    let body = move || {
        let _permit = permit;
        #[cfg(feature = "test-util")]
        let _entry = scope.as_ref().map(Entry::into);
        run(call);
    };
    // An error has dropped the body, and with it the call.
    let _ = thread::Builder::new().name("breaker-probe".to_owned()).spawn(body);
}

/// Waits for a future on this thread.
pub(super) fn block_on(future: impl Future<Output = ()>) {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    while future.as_mut().poll(&mut context).is_pending() {
        thread::park();
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
