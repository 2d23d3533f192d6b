//! Successful calls write to no memory that other threads look at: they go on while the circuit's
//! is read-only. A write would end the process, which is therefore another one.

use std::env::{current_exe, var};
use std::ffi::c_int;
use std::process::{Command, ExitStatus};
use std::ptr::{from_ref, without_provenance_mut};
use std::task::Poll;

use breaker_runtime::{CircuitBreaker, circuit_breaker, registry};
use tests::poll_once;

use crate::CallError;

const CHILD: &str = "CALLS_WHILE_THE_CIRCUIT_IS_READ_ONLY";

#[circuit_breaker(name = "read-only", threshold = 5, window = "10s")]
fn sync(fails: bool) -> Result<(), CallError> {
    if fails { Err(CallError::Failed) } else { Ok(()) }
}

#[circuit_breaker(name = "read-only future", threshold = 5, window = "10s")]
async fn future(fails: bool) -> Result<(), CallError> {
    if fails { Err(CallError::Failed) } else { Ok(()) }
}

/// Makes calls while nothing can be written to a circuit, nor to what else is on its pages.
fn while_read_only(circuit: &'static CircuitBreaker, calls: impl FnOnce()) {
    protect(circuit, libc::PROT_READ);
    calls();
    protect(circuit, libc::PROT_READ | libc::PROT_WRITE);
}

#[expect(unsafe_code, reason = "nothing safe can notice a write")]
fn protect(circuit: &'static CircuitBreaker, protection: c_int) {
    // SAFETY: asks for a number.
    let page = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap();
    let start = from_ref(circuit).addr() / page * page;
    let end = (from_ref(circuit).addr() + size_of_val(circuit)).next_multiple_of(page);
    // SAFETY: the pages are mapped as long as the program runs. A write to them ends this process,
    // which has no other thread, and was started for that.
    let done = unsafe { libc::mprotect(without_provenance_mut(start), end - start, protection) };
    assert_eq!(done, 0, "{}", std::io::Error::last_os_error());
}

/// Makes calls in a process of its own with one thread, which runs the test of that name and
/// nothing else: how that process ended.
fn alone(test: &str, calls: impl FnOnce()) -> Option<ExitStatus> {
    if var(CHILD).is_ok() {
        calls();
        return None;
    }
    let mut child = Command::new(current_exe().unwrap());
    child.args(["--exact", &format!("writes::{test}"), "--test-threads=1"]).env(CHILD, "yes");
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("running 1 test"), "{said}");
    Some(output.status)
}

#[track_caller]
fn assert_survived(status: Option<ExitStatus>) {
    assert!(status.is_none_or(|status| status.success()), "{status:?}");
}

/// A thousand calls, after one that has made the thread's own counts.
fn a_thousand_while_read_only(circuit: &'static CircuitBreaker, call: impl Fn()) {
    call();
    while_read_only(circuit, || (0..1000).for_each(|_| call()));
}

fn open(call: impl Fn() -> Result<(), CallError>) {
    (0..5).for_each(|_| assert_eq!(call(), Err(CallError::Failed)));
}

fn polled(fails: bool) -> Result<(), CallError> {
    match poll_once(future(fails)) {
        Poll::Ready(result) => result,
        Poll::Pending => unreachable!("it waits for nothing"),
    }
}

#[test]
fn successful_calls_write_nothing_that_threads_share() {
    assert_survived(alone("successful_calls_write_nothing_that_threads_share", || {
        let circuit = registry().get("read-only").unwrap();
        a_thousand_while_read_only(circuit, || assert_eq!(sync(false), Ok(())));
        assert_eq!(circuit.snapshot().calls.success, 1001);
    }));
}

#[test]
fn neither_do_asynchronous_ones() {
    assert_survived(alone("neither_do_asynchronous_ones", || {
        let circuit = registry().get("read-only future").unwrap();
        a_thousand_while_read_only(circuit, || assert_eq!(polled(false), Ok(())));
        assert_eq!(circuit.snapshot().calls.success, 1001);
    }));
}

#[test]
fn neither_do_rejected_ones() {
    assert_survived(alone("neither_do_rejected_ones", || {
        let circuit = registry().get("read-only").unwrap();
        open(|| sync(true));
        a_thousand_while_read_only(circuit, || assert_eq!(sync(false), Err(CallError::Rejected)));
        assert_eq!(circuit.snapshot().calls.rejected, 1001);
    }));
}

#[test]
fn neither_do_asynchronous_rejected_ones() {
    assert_survived(alone("neither_do_asynchronous_rejected_ones", || {
        let circuit = registry().get("read-only future").unwrap();
        open(|| polled(true));
        a_thousand_while_read_only(circuit, || assert_eq!(polled(false), Err(CallError::Rejected)));
        assert_eq!(circuit.snapshot().calls.rejected, 1001);
    }));
}

/// Or the others would show nothing.
#[test]
fn a_failed_call_writes_and_is_noticed() {
    let status = alone("a_failed_call_writes_and_is_noticed", || {
        let circuit = registry().get("read-only").unwrap();
        sync(false).unwrap();
        while_read_only(circuit, || assert_eq!(sync(true), Err(CallError::Failed)));
    });
    assert!(status.is_none_or(|status| status.code().is_none()), "{status:?}");
}
