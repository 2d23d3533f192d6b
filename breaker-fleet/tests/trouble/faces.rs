//! What a status shows.

use crate::member::{Member, SECOND, before};

#[test]
fn a_status_says_who_opened_what_who_tries_and_that_it_recovered() {
    before(&[], |server| {
        let named = |name: &str| {
            let mut member = Member::start_with(&server.url(), &[("FLEET_INSTANCE", name)]);
            member.until_joined();
            member
        };
        let (mut a, mut b) = (named("pod-a"), named("pod-b"));
        assert_eq!(b.ask("outages"), "");
        a.ask("fail 5");
        let opened = "pay: 5 failures, opened by pod-a; tried again in ";
        b.until("outages", SECOND, |outages| outages.starts_with(opened));
        assert_eq!(b.ask("leases"), "0");
        a.ask("traffic hangs");
        let tried = "pay: 5 failures, opened by pod-a; pod-a tries";
        b.until("outages", 5 * SECOND, |outages| outages == tried);
        assert!(a.ask("outages").ends_with("; this process tries"));
        assert_eq!(a.ask("leases"), "1");
        a.kill();
        b.ask("fail 5");
        b.ask("traffic hangs");
        let next = "; this process tries";
        b.until("outages", 8 * SECOND, |outages| outages.ends_with(next));
    });
}

#[test]
fn a_watch_outlives_its_fleet_and_the_users_choice_does_not() {
    use std::sync::Arc;
    use std::time::Duration;

    let held = Arc::new(());
    let used = Arc::downgrade(&held);
    let fleet = breaker_fleet::join("shop-prod", "redis://127.0.0.1:1")
        .instance("pod\x07 7")
        .zone("eu-1a")
        .only(move |_| Arc::strong_count(&held) == 0)
        .start();
    let watch = fleet.watch();
    let status = watch.status();
    assert_eq!((&*status.namespace, &*status.instance), ("shop-prod", "pod\\u{7} 7"));
    assert_eq!(status.zone.as_deref(), Some("eu-1a"));
    assert!(!status.shares_control && !status.local.is_empty());
    drop(fleet);
    let status = watch.clone().status();
    assert_eq!(status.away.unwrap().why, "left");
    let start = std::time::Instant::now();
    while used.upgrade().is_some() {
        assert!(start.elapsed() < 5 * SECOND, "the choice is held");
        std::thread::sleep(Duration::from_millis(5));
    }
    let status = watch.status();
    assert!(status.local.is_empty());
    assert_eq!(status.away.unwrap().why, "left");
}
