//! Successful calls write to no memory that other threads look at: they go on while the circuit's is read-only. A write would end the
//! process, which is therefore another one.

use std::env::{current_exe, var};
use std::ffi::c_int;
use std::process::{Command, ExitStatus, Stdio};
use std::ptr::{from_ref, without_provenance_mut};
use std::task::Poll;

use breaker_runtime::{CircuitBreaker, circuit_breaker, registry};

use crate::{CallError, poll_once};

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
    // SAFETY: the pages are mapped as long as the program runs. A write to them ends this process, which has no other thread, and was
    // started for that.
    let done = unsafe { libc::mprotect(without_provenance_mut(start), end - start, protection) };
    assert_eq!(done, 0, "{}", std::io::Error::last_os_error());
}

/// Runs the test of that name, and nothing else, in a process of its own with one thread.
fn run_alone(test: &str) -> ExitStatus {
    let mut child = Command::new(current_exe().unwrap());
    child.args(["--exact", test, "--test-threads=1"]).env(CHILD, "yes").stdout(Stdio::null());
    child.status().unwrap()
}

fn is_child() -> bool {
    var(CHILD).is_ok()
}

#[test]
fn successful_calls_write_nothing_that_threads_share() {
    if !is_child() {
        let status = run_alone("writes::successful_calls_write_nothing_that_threads_share");
        assert!(status.success(), "{status}");
        return;
    }
    let circuit = registry().get("read-only").unwrap();
    sync(false).unwrap(); // the thread's own counts
    while_read_only(circuit, || (0..1000).for_each(|_| assert_eq!(sync(false), Ok(()))));
    assert_eq!(circuit.snapshot().calls.success, 1001);
}

#[test]
fn neither_do_asynchronous_ones() {
    if !is_child() {
        let status = run_alone("writes::neither_do_asynchronous_ones");
        assert!(status.success(), "{status}");
        return;
    }
    let circuit = registry().get("read-only future").unwrap();
    let succeed = || assert_eq!(poll_once(future(false)), Poll::Ready(Ok(())));
    succeed(); // the thread's own counts
    while_read_only(circuit, || (0..1000).for_each(|_| succeed()));
    assert_eq!(circuit.snapshot().calls.success, 1001);
}

#[test]
fn neither_do_rejected_ones() {
    if !is_child() {
        let status = run_alone("writes::neither_do_rejected_ones");
        assert!(status.success(), "{status}");
        return;
    }
    let circuit = registry().get("read-only").unwrap();
    (0..5).for_each(|_| assert_eq!(sync(true), Err(CallError::Failed)));
    let reject = || assert_eq!(sync(false), Err(CallError::Rejected));
    reject(); // the thread's own counts
    while_read_only(circuit, || (0..1000).for_each(|_| reject()));
    assert_eq!(circuit.snapshot().calls.rejected, 1001);
}

/// Or the others would show nothing.
#[test]
fn a_failed_call_writes_and_is_noticed() {
    if !is_child() {
        let status = run_alone("writes::a_failed_call_writes_and_is_noticed");
        assert!(!status.success() && status.code().is_none(), "{status}");
        return;
    }
    let circuit = registry().get("read-only").unwrap();
    sync(false).unwrap();
    while_read_only(circuit, || assert_eq!(sync(true), Err(CallError::Failed)));
}
