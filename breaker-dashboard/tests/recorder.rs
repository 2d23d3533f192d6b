//! One recorder for all dashboards of a program, and none without one.

#![expect(clippy::unwrap_used, reason = "of tests")]

mod until;

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::Document;
use bytes::Bytes;
use http::Request;

use until::until;

fn instance(dashboard: &Dashboard) -> String {
    let request = Request::get("/api/v1/state").body(Bytes::new()).unwrap();
    let shown: Document = serde_json::from_slice(dashboard.respond(request).body()).unwrap();
    shown.process.instance
}

/// Threads of the dashboard, by as much of their name as Linux keeps; elsewhere nobody knows.
fn recorders() -> Option<usize> {
    let threads = std::fs::read_dir("/proc/self/task").ok()?;
    let names =
        threads.filter_map(|thread| std::fs::read_to_string(thread.ok()?.path().join("comm")).ok());
    Some(names.filter(|name| name.trim() == "circuit-breaker").count())
}

/// A thread ends some time after it was told to.
fn has_recorders(count: usize) {
    until(&format!("{count} recorders"), || {
        recorders().is_none_or(|found| found == count).then_some(())
    });
}

/// The only test of its process: it counts threads.
#[test]
fn all_dashboards_share_a_recorder_that_ends_with_the_last_of_them() {
    has_recorders(0);
    let (one, other) = (Dashboard::new(), Dashboard::new().version("2"));
    assert_eq!(instance(&one), instance(&other));
    has_recorders(1);

    let first = instance(&one);
    drop(other);
    let guarded = one.clone().read_if(|_| true);
    drop(one);
    assert_eq!(instance(&guarded), first);
    has_recorders(1);

    #[cfg(feature = "axum")]
    {
        let router: axum::Router = guarded.router();
        drop(guarded);
        assert_eq!(instance(&Dashboard::new()), first, "a router records");
        drop(router);
    }
    #[cfg(not(feature = "axum"))]
    drop(guarded);

    has_recorders(0);
    assert_ne!(instance(&Dashboard::new()), first);
    has_recorders(0);
}
