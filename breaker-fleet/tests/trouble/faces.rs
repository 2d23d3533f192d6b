//! What a status shows.

use crate::member::{Member, before, until};

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
        let opened = "pay: 5 failures, opened by pod-a alone, of 2 members; tried again in ";
        b.until("outages", |outages| outages.starts_with(opened));
        assert_eq!(b.ask("leases"), "0");
        a.ask("traffic hangs");
        let tried = "pay: 5 failures, opened by pod-a alone, of 2 members; pod-a makes the trial \
                     calls for all; the others wait";
        let own = "pay: 5 failures, opened here alone, of 2 members; this process makes the trial \
                   calls for all; the others wait";
        b.until("outages", |outages| outages == tried);
        a.until("outages", |outages| outages == own);
        assert_eq!(a.ask("leases"), "1");
        a.kill();
        b.ask("fail 5");
        b.ask("traffic hangs");
        let next = "; this process makes the trial calls for all; the others wait";
        b.until("outages", |outages| outages.ends_with(next));
    });
}

#[test]
fn who_else_is_there_is_shown_to_who_looks_and_names_are_text() {
    before(&[], |server| {
        let named = |name: &str, zone: &str| {
            let environment = [("FLEET_INSTANCE", name), ("FLEET_ZONE", zone)];
            let mut member = Member::start_with(&server.url(), &environment);
            member.until_joined();
            member
        };
        let (mut a, _b) = (named("pod-a", ""), named("pod-b", "eu-1a"));
        let mut c = named("pod\x1b[2J-c", "");
        a.until("others", |others| others == "pod-b in eu-1a | pod\\u{1b}[2J-c");
        c.ask("leave");
        a.until("others", |others| others == "pod-b in eu-1a");
        // Whoever may write there may name himself as he likes, and does no harm.
        let mut client = engines::Client::connect(&server.socket()).unwrap();
        let now = client.run(&["TIME"]).unwrap();
        let soon = now.split('\n').next().unwrap().parse::<u64>().unwrap() + 4;
        let soon = format!("{soon}000000");
        let members: [&[u8]; 3] = [b"nobody", b"1:x3:\xff\x9b\x000:", b"1:y99:z"];
        for member in members {
            let words = [b"ZADD", &b"breaker:{shop-prod}:members"[..], soon.as_bytes(), member];
            assert!(!client.run(&words).unwrap().starts_with('-'));
        }
        let foreign = "pod-b in eu-1a | \u{fffd}\u{fffd}\\0";
        a.until("others", |others| others == foreign);
        a.until("others", |others| others == "pod-b in eu-1a");
        assert!(a.ask("status").starts_with("takes part with 1 other;"));
        assert_eq!(a.ask("events"), "joined");
    });
}

#[test]
fn a_watch_outlives_its_fleet_and_the_users_choice_does_not() {
    use std::sync::Arc;

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
    until("the choice let go", || used.upgrade().is_none());
    let status = watch.status();
    assert!(status.local.is_empty());
    assert_eq!(status.away.unwrap().why, "left");
}
