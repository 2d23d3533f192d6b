//! What people order in one process holds for all that share control.

use std::thread;

use engines::{Network, Proxy, Server};

use crate::member::{Member, SECOND, before};

/// Of a member that shares control.
const SHARES: [(&str, &str); 2] = [("FLEET_CONTROL", "yes"), ("FLEET_INSTANCE", "pod-7")];

/// Two that share control, of which one has forced its circuit and taken that back for both.
fn forced_and_released(server: &Server) -> [Member; 2] {
    let mut members = [(); 2].map(|()| Member::start_with(&server.url(), &SHARES));
    members.iter_mut().for_each(Member::until_joined);
    let [a, b] = &mut members;
    a.ask("force");
    b.until("state", |state| state == "forced_open");
    a.ask("reset");
    b.until("state", |state| state == "closed");
    members
}

/// Whoever finds it like that learns who it was, and where.
#[track_caller]
fn is_forced_by_anna(member: &mut Member) {
    let is_so = |line: &str| line.starts_with("pay: forced open") && line.contains(BY_ANNA);
    member.until("line", is_so);
}

const BY_ANNA: &str = "by anna on pod-7: a move";

#[test]
fn what_is_forced_travels_where_control_is_shared() {
    before(&[], |server| {
        let mut c = Member::joined(&server.url());
        let [mut a, mut b] = forced_and_released(&server);
        assert_eq!(c.ask("opened"), "0");
        assert_eq!(c.ask("state"), "closed");
        a.ask("force by anna");
        is_forced_by_anna(&mut b);
        let event = b.ask("event");
        assert_eq!(event, format!("circuit `pay` was forced open for 1h {BY_ANNA}"));
    });
}

#[test]
fn what_is_forced_while_one_is_away_holds_for_it_too_until_it_is_released() {
    before(&[], |server| {
        let proxy = Proxy::before(&server);
        let mut a = Member::start_with(&server.url(), &SHARES);
        let mut b = Member::start_with(&proxy.url(), &SHARES);
        let away = |b: &mut Member, order: &mut dyn FnMut(&mut Member)| {
            b.until_joined();
            proxy.set(Network::Cut);
            b.until_away();
            order(b);
            thread::sleep(SECOND / 2);
            proxy.set(Network::Good);
            b.until_joined();
        };
        a.until_joined();
        away(&mut b, &mut |_| drop(a.ask("force by anna")));
        is_forced_by_anna(&mut b);
        away(&mut b, &mut |_| drop(a.ask("reset")));
        b.until("state", |state| state == "closed");
        away(&mut b, &mut |b| drop(b.ask("force by anna")));
        is_forced_by_anna(&mut a);
        assert_eq!(b.ask("state"), "forced_open");
        away(&mut b, &mut |b| drop(b.ask("reset")));
        a.until("state", |state| state == "closed");
    });
}

#[test]
fn what_is_forced_before_the_start_travels_too_and_no_earlier_release_undoes_it() {
    before(&[], |server| {
        let mut members = forced_and_released(&server);
        let forced = [&SHARES[..], &[("FLEET_FORCED", "yes")]].concat();
        let mut late = Member::start_with(&server.url(), &forced);
        members.iter_mut().for_each(is_forced_by_anna);
        assert_eq!(late.ask("state"), "forced_open");
        late.ask("reset");
        for member in &mut members {
            member.until("state", |state| state == "closed");
        }
    });
}

#[test]
fn a_reset_says_who_gave_it_where_and_why() {
    before(&[], |server| {
        let [mut a, mut b] = forced_and_released(&server);
        a.ask("force by anna");
        is_forced_by_anna(&mut b);
        a.ask("reset by ben");
        b.until("state", |state| state == "closed");
        let said = "circuit `pay` was reset by ben on pod-7: it is back";
        assert_eq!(b.ask("event"), said);
    });
}

/// The second member stands behind a network that can be cut.
fn two_of_which_one_is_cut_off(server: &Server) -> (Member, Member, Proxy) {
    let proxy = Proxy::before(server);
    let mut a = Member::start_with(&server.url(), &SHARES);
    let mut b = Member::start_with(&proxy.url(), &SHARES);
    a.until_joined();
    b.until_joined();
    (a, b, proxy)
}

#[test]
fn an_older_order_of_who_was_away_changes_nothing_and_its_people_are_told() {
    before(&[], |server| {
        let (mut a, mut b, proxy) = two_of_which_one_is_cut_off(&server);
        proxy.set(Network::Cut);
        b.until_away();
        b.ask("force by ben");
        thread::sleep(SECOND);
        a.ask("force by anna");
        proxy.set(Network::Good);
        is_forced_by_anna(&mut b);
        b.told_up_to("overtaken: pay by anna on pod-7");
        assert_eq!(a.ask("event"), "circuit `pay` was forced open for 1h by anna: a move");
    });
}

#[test]
fn who_starts_after_a_wipe_is_forced_too() {
    before(&[], |server| {
        let [mut a, mut b] = forced_and_released(&server);
        a.ask("force by anna");
        is_forced_by_anna(&mut b);
        // Whoever gave the order is gone.
        a.kill();
        server.run(&["FLUSHALL"]);
        let mut late = Member::start_with(&server.url(), &SHARES);
        is_forced_by_anna(&mut late);
        is_forced_by_anna(&mut b);
    });
}

#[test]
fn who_was_away_is_released_though_the_engine_was_wiped_meanwhile() {
    before(&[], |server| {
        let (mut a, mut b, proxy) = two_of_which_one_is_cut_off(&server);
        a.ask("force by anna");
        is_forced_by_anna(&mut b);
        proxy.set(Network::Cut);
        b.until_away();
        // Of orders that are given closer to each other either may be taken for the later one.
        thread::sleep(6 * SECOND);
        a.ask("reset by anna");
        thread::sleep(SECOND);
        server.run(&["FLUSHALL"]);
        proxy.set(Network::Good);
        b.until("state", |state| state == "closed");
        assert_eq!(a.ask("state"), "closed");
    });
}
