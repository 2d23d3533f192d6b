//! The bound on memory, measured on the heap. One test alone: others would be measured, too.

#![expect(clippy::unwrap_used, reason = "of a test")]

mod until;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::Timeline;
use breaker_runtime::{KeyedCircuitBreaker, Policy, registry};
use bytes::Bytes;
use http::Request;

use until::until;

/// Counts the bytes that are in use.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);

// SAFETY: the system's allocator does it all.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn in_use() -> usize {
    IN_USE.load(Ordering::Relaxed)
}

static HOSTS: KeyedCircuitBreaker = KeyedCircuitBreaker::new(
    "hosts",
    Policy::new().consecutive(1).open_for(Duration::from_secs(600)).last_error(true),
    4_000,
);

fn timeline(dashboard: &Dashboard) -> Timeline {
    let request = Request::get("/api/v1/timeline").body(Bytes::new()).unwrap();
    serde_json::from_slice(dashboard.respond(request).body()).unwrap()
}

#[test]
fn thousands_of_keys_that_are_down_take_no_more_than_was_said() {
    registry().register_keyed(&HOSTS);
    for at in 0..4_000 {
        let permit = HOSTS.try_acquire(&format!("host-{at:05}.example.org")).unwrap();
        permit.failure_because("connection refused");
    }
    let before = in_use();
    let dashboard = Dashboard::new().memory(4 << 20);
    let held = || in_use().saturating_sub(before);
    let began = Instant::now();
    let mut most = 0;
    // Past the end of a step, at which what is there is counted anew; for longer, if ticks come
    // late.
    while began.elapsed() < Duration::from_millis(11_500) {
        most = most.max(held());
        std::thread::sleep(Duration::from_millis(20));
    }
    until("the end of a step", || (timeline(&dashboard).last >= 11).then_some(()));
    // For as long as a tick is taken there is what was read for it; the least is what is kept.
    let looks = std::iter::repeat_with(|| {
        std::thread::sleep(Duration::from_millis(20));
        held()
    });
    let kept = looks.take(25).min().unwrap();
    assert!(kept <= 4 << 20, "{kept} bytes");
    assert!(most <= 8 << 20, "{most} bytes at most");
    let timeline = timeline(&dashboard);
    assert_eq!(timeline.first, 0, "all of the past is there");
    let keys = timeline.rows.iter().filter(|row| row.key.is_some()).count();
    assert!(keys > 2_500, "{keys} keys");
}
