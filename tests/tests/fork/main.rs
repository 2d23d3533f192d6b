//! A forked process has none of its parent's threads.

#![cfg(unix)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use breaker_runtime::metrics::publish_every;
use breaker_runtime::{CircuitBreaker, Policy, State};

/// The exit status of a child that does this; a signal ends one that hangs.
#[expect(unsafe_code, reason = "nothing safe forks")]
fn in_a_fork(act: impl FnOnce() -> bool) -> i32 {
    // SAFETY: this process has no other thread that calls circuits or allocates now; the child ends
    // without running anything of its parent's.
    unsafe {
        match libc::fork() {
            0 => {
                libc::alarm(20);
                libc::_exit(i32::from(!act()))
            }
            child => {
                let mut status = 0;
                assert_eq!(libc::waitpid(child, &raw mut status, 0), child);
                if libc::WIFEXITED(status) { libc::WEXITSTATUS(status) } else { -1 }
            }
        }
    }
}

/// The only test of its process: a fork keeps the locks that other threads hold.
#[test]
fn a_fork_does_not_wait_for_a_listener_that_it_has_not_got() {
    let circuit = CircuitBreaker::new("forked", Policy::new().threshold(1));
    let heard = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&heard);
    let subscription = circuit.subscribe(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    circuit.force_open();
    subscription.flush();
    assert!(subscription.is_running());

    let status = in_a_fork(|| {
        circuit.reset();
        subscription.flush();
        let called = circuit.try_acquire().is_ok();
        called && circuit.state() == State::Closed && !subscription.is_running()
    });
    assert_eq!(status, 0);

    circuit.reset();
    subscription.flush();
    assert_eq!(heard.load(Ordering::SeqCst), 2, "the parent's goes on");

    // Last: its thread may hold locks, so the child looks at nothing else.
    let publisher = publish_every(Duration::from_hours(1));
    assert!(publisher.is_running());
    assert_eq!(in_a_fork(|| !publisher.is_running()), 0);
}
