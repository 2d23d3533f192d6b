//! What members learn of each other.

use std::thread;

use crate::member::{Member, PATIENCE, SECOND, before};

#[test]
fn who_opens_makes_others_suspicious() {
    before(&[], |server| {
        let (mut a, mut b) = (Member::joined(&server.url()), Member::joined(&server.url()));
        a.until("status", |status| status.ends_with("2 members"));
        assert_eq!(a.ask("fail 5"), "failed failed failed failed failed");
        let heard = b.until("suspected", |suspected| suspected == "true");
        println!("others heard after {heard:?}");
        // Nobody rejects a call that succeeds, and two failures are enough.
        assert_eq!(b.ask("ok"), "ok");
        assert_eq!(b.ask("state"), "closed");
        assert_eq!(b.ask("fail 3"), "failed failed rejected");
    });
}

#[test]
fn one_of_all_tries_and_the_next_if_it_is_killed() {
    before(&[], |server| {
        let mut members: Vec<_> = (0..3).map(|_| Member::joined(&server.url())).collect();
        for member in &mut members {
            member.ask("fail 5");
            member.ask("traffic hangs");
        }
        let holder = |members: &mut [Member]| {
            let start = std::time::Instant::now();
            loop {
                assert!(start.elapsed() < PATIENCE, "nobody tries");
                let half_open = |member: &mut Member| member.ask("state") == "half_open";
                let trying: Vec<_> =
                    members.iter_mut().map(half_open).enumerate().filter(|(_, is)| *is).collect();
                assert!(trying.len() < 2, "{} try at once", trying.len());
                if let [(holder, _)] = trying[..] {
                    return holder;
                }
            }
        };
        let first = holder(&mut members);
        thread::sleep(SECOND / 2);
        assert_eq!(holder(&mut members), first);
        members.remove(first).kill();
        let killed = std::time::Instant::now();
        holder(&mut members);
        println!("the next one tried after {:?}: 3.5 s is the goal", killed.elapsed());
    });
}

#[test]
fn who_leaves_is_not_counted_any_more() {
    before(&[], |server| {
        let (mut a, mut b) = (Member::joined(&server.url()), Member::joined(&server.url()));
        a.until("status", |status| status.ends_with("2 members"));
        b.ask("leave");
        a.until("status", |status| status.ends_with("1 members"));
        assert_eq!(b.told_up_to("left"), "joined | left");
    });
}

#[test]
fn a_process_that_joins_twice_takes_part_once() {
    before(&[], |server| {
        let mut a = Member::joined(&server.url());
        a.ask("join again");
        let twice = "joined twice: this process takes part already, by another `join`";
        a.until("again", |status| status.starts_with("away") && status.ends_with(twice));
        let mut b = Member::joined(&server.url());
        assert!(b.ask("status").ends_with("2 members"));
        // Once the first one is gone the other takes part.
        a.ask("leave");
        a.until("again", |status| status == "takes part with 1 other");
    });
}

#[test]
fn who_joins_again_at_once_is_told_of_no_other_join() {
    before(&[], |server| {
        let mut a = Member::joined(&server.url());
        // It waits for the last answer, and the next join for it.
        server.stop();
        a.ask("leave");
        a.ask("join again");
        server.go_on();
        a.until("again", |status| status.starts_with("takes part"));
        let told = a.told_up_to("again: joined");
        assert!(told.contains("left") && !told.contains("joined twice"), "{told}");
    });
}

#[test]
fn who_joins_again_is_not_suspicious_of_itself() {
    before(&[], |server| {
        let mut a = Member::joined(&server.url());
        let mut b = Member::joined(&server.url());
        a.ask("fail 5");
        b.until("suspected", |suspected| suspected == "true");
        a.ask("leave");
        a.ask("join again");
        a.until("again", |status| status.starts_with("takes part"));
        a.ask("reset");
        while b.ask("suspected") == "true" {
            assert_eq!(a.ask("suspected"), "false");
        }
    });
}

#[test]
fn isolated_tests_are_in_no_fleet() {
    before(&[], |server| {
        let (mut a, mut b) = (Member::joined(&server.url()), Member::joined(&server.url()));
        let opened = "failed failed failed failed failed rejected; open";
        assert_eq!(a.ask("isolated"), opened);
        assert_eq!(b.ask("suspected"), "false");
        assert_eq!(server.keys(), ["breaker:{shop-prod}:members"]);
        b.ask("fail 5");
        a.until("suspected", |suspected| suspected == "true");
        assert_eq!(a.ask("isolated"), opened, "a suspicion of the program's reached the test");
    });
}

#[test]
fn what_stays_local_is_told() {
    before(&[], |server| {
        let mut a = Member::start_with(&server.url(), &[("FLEET_WITHOUT", "fetch")]);
        assert_eq!(a.ask("local"), "fetch: LeftOut | quick: ShortOpenTime");
    });
}

#[test]
fn a_cluster_of_one_node_is_an_engine() {
    before(&["cluster-enabled yes"], |server| {
        server.run(&["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]);
        // It says so a while later, and meanwhile is an engine that is down.
        let (mut a, mut b) = (Member::joined(&server.url()), Member::joined(&server.url()));
        a.ask("fail 5");
        b.until("suspected", |suspected| suspected == "true");
    });
}
