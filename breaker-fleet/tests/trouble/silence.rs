//! Engines that are dead, refuse, hang, are slow, and networks that are.

use std::thread;

use engines::{Folder, Network, Proxy};

use crate::member::{Member, SECOND, before};

/// Away with one event, alone, and back with one.
fn is_away_for_a_while(
    member: &mut Member,
    why: &str,
    break_it: impl FnOnce(),
    mend: impl FnOnce(),
) {
    assert_eq!(member.told_up_to("joined"), "joined");
    break_it();
    let told = member.until_away();
    assert!(told.contains(why), "{told}");
    member.goes_on_alone();
    // Attempts to connect are none of people's business.
    thread::sleep(3 * SECOND);
    let events = member.ask("events");
    assert!(events.starts_with("away") && !events.contains(" | "), "{events}");
    mend();
    member.until_joined();
    assert_eq!(member.told_up_to("joined"), "joined");
}

#[test]
fn an_engine_that_is_killed_is_missed_and_found_again() {
    before(&[], |mut server| {
        let mut member = Member::joined(&server.url());
        let server = std::cell::RefCell::new(&mut server);
        let (kill, restart) = (|| server.borrow_mut().kill(), || server.borrow_mut().restart());
        is_away_for_a_while(&mut member, "closed", kill, restart);
    });
}

#[test]
fn where_no_engine_is_circuits_go_on_alone() {
    let folder = Folder::new();
    let mut member = Member::start(&format!("unix://{}", folder.file("nobody")));
    member.goes_on_alone();
    member.until("status", |status| status.contains("No such file"));
}

#[test]
fn an_engine_that_hangs_is_missed_and_runs_nothing_stale() {
    before(&[], |server| {
        let (mut a, mut b) = (Member::joined(&server.url()), Member::joined(&server.url()));
        server.stop();
        // Sent into the socket of the engine that hangs: `a` does not know yet.
        a.ask("fail 5");
        let told = a.until_away();
        assert!(told.contains("no answer within 500ms"), "{told}");
        thread::sleep(2 * SECOND);
        server.go_on();
        a.until_joined();
        b.until_joined();
        thread::sleep(SECOND);
        assert_eq!(b.ask("suspected"), "false");
        // Its own circuit may ask to try meanwhile; that it opened is known to nobody.
        let openers = ["HGET", "breaker:{shop-prod}:circuit:1:z3:pay0:0:", "openers"];
        assert!(["", "0"].contains(&&*server.ask(&openers)));
    });
}

#[test]
fn a_short_pause_costs_nothing() {
    before(&[], |server| {
        let (mut a, mut b) = (Member::joined(&server.url()), Member::joined(&server.url()));
        a.told_up_to("joined");
        b.told_up_to("joined");
        server.run(&["CLIENT", "PAUSE", "300", "ALL"]);
        a.ask("fail 5");
        b.until("suspected", |suspected| suspected == "true");
        assert_eq!((a.ask("events"), b.ask("events")), (String::new(), String::new()));
    });
}

#[test]
fn an_engine_that_is_paused_for_long_is_missed() {
    before(&[], |server| {
        let mut member = Member::joined(&server.url());
        // Longer than the look at it takes, on any machine.
        let pause = || server.run(&["CLIENT", "PAUSE", "15000", "ALL"]);
        is_away_for_a_while(&mut member, "no answer within 500ms", pause, || {});
    });
}

#[test]
fn a_network_that_is_cut_is_missed() {
    before(&[], |server| {
        let proxy = Proxy::before(&server);
        let mut member = Member::joined(&proxy.url());
        let (cut, mend) = (|| proxy.set(Network::Cut), || proxy.set(Network::Good));
        is_away_for_a_while(&mut member, &proxy.url(), cut, mend);
    });
}

#[test]
fn a_connection_that_is_cut_within_an_answer_was_closed() {
    before(&[], |server| {
        let proxy = Proxy::before(&server);
        let mut member = Member::joined(&proxy.url());
        for _ in 0..3 {
            proxy.set(Network::Torn);
            let why = member.until_away();
            assert!(why.contains("the connection was closed"), "{why}");
            member.until_joined();
        }
        let events = member.ask("events");
        assert!(events.contains("the connection was closed"), "{events}");
        assert!(!events.contains("no answer of a Redis"), "{events}");
    });
}

#[test]
fn a_network_that_swallows_all_is_missed() {
    before(&[], |server| {
        let proxy = Proxy::before(&server);
        let mut member = Member::joined(&proxy.url());
        let (spoil, mend) = (|| proxy.set(Network::Hole), || proxy.set(Network::Good));
        is_away_for_a_while(&mut member, "no answer within 500ms", spoil, mend);
    });
}

#[test]
fn a_network_that_is_slow_by_two_seconds_is_missed() {
    before(&[], |server| {
        let proxy = Proxy::before(&server);
        let mut member = Member::joined(&proxy.url());
        let (spoil, mend) = (|| proxy.set(Network::Slow(2 * SECOND)), || proxy.set(Network::Good));
        is_away_for_a_while(&mut member, "no answer within 500ms", spoil, mend);
    });
}

#[test]
fn a_message_that_is_lost_is_found_by_a_sync() {
    before(&[], |server| {
        let proxy = Proxy::before(&server);
        let (mut a, mut b) = (Member::joined(&server.url()), Member::joined(&proxy.url()));
        proxy.set(Network::Deaf);
        a.ask("fail 5");
        let heard = b.until("suspected", |suspected| suspected == "true");
        println!("a lost message was found after {heard:?}: 1.5 s is the goal");
        assert_eq!(b.ask("status").split(';').next(), Some("takes part with 1 other"));
    });
}

#[test]
fn a_subscription_that_is_lost_is_made_anew() {
    before(&[], |server| {
        let proxy = Proxy::before(&server);
        let (mut a, mut b) = (Member::joined(&server.url()), Member::joined(&proxy.url()));
        b.ask("events");
        let connections = proxy.accepted();
        proxy.set(Network::Deaf);
        for _ in 0..3 {
            a.until("fail", |answer| answer == "rejected");
            thread::sleep(3 * SECOND / 2);
            a.until("ok", |answer| answer == "ok");
            thread::sleep(3 * SECOND / 2);
        }
        let events = b.ask("events");
        assert!(events.contains("unsubscribed"), "{events}");
        assert!(proxy.accepted() > connections);
        proxy.set(Network::Good);
        b.until_joined();
    });
}
