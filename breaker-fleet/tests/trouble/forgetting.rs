//! Engines that forget, or may not write.

use std::os::unix::fs::symlink;
use std::thread;
use std::time::{Duration, Instant};

use engines::{Folder, Network, Proxy, Server};

use crate::member::{Member, PATIENCE, SECOND, before};

/// Both still hear of each other.
fn still_tell_each_other(a: &mut Member, b: &mut Member) {
    b.until("suspected", |suspected| suspected == "false");
    a.until("ok", |answer| answer == "ok");
    a.until("fail", |answer| answer == "rejected");
    b.until("suspected", |suspected| suspected == "true");
}

#[test]
fn an_engine_that_was_wiped_is_told_nothing_twice() {
    before(&[], |server| {
        let (mut a, mut b) = (Member::joined(&server.url()), Member::joined(&server.url()));
        a.ask("fail 5");
        b.until("suspected", |suspected| suspected == "true");
        server.run(&["FLUSHALL"]);
        thread::sleep(3 * SECOND / 2);
        let keys = server.keys();
        assert!(keys.iter().all(|key| key.ends_with(":members")), "{keys:?}");
        assert!(b.ask("events").contains("forgotten"));
        still_tell_each_other(&mut a, &mut b);
    });
}

/// Who tries, and what came of it, is forgotten ten times a second.
#[test]
fn an_engine_that_is_wiped_all_the_time_holds_no_circuit() {
    before(&[], |server| {
        let mut members = [(); 6].map(|()| Member::joined(&server.url()));
        for member in &mut members {
            member.ask("fail 5");
        }
        let start = Instant::now();
        let mut held: Vec<_> = members.iter_mut().collect();
        while !held.is_empty() {
            assert!(start.elapsed() < PATIENCE, "{} are held", held.len());
            server.run(&["FLUSHALL"]);
            thread::sleep(SECOND / 10);
            held.retain_mut(|member| member.ask("ok") != "ok");
        }
        println!("{:?} after the last has opened", start.elapsed());
    });
}

#[test]
fn an_engine_that_restarts_empty_goes_on() {
    before(&[], |mut server| {
        let (mut a, mut b) = (Member::joined(&server.url()), Member::joined(&server.url()));
        a.ask("fail 5");
        b.until("suspected", |suspected| suspected == "true");
        b.told_up_to("joined");
        server.kill();
        b.until_away();
        server.restart();
        a.until_joined();
        b.until_joined();
        let events = b.told_up_to("joined");
        assert!(
            events.starts_with("away: ") && events.ends_with(" | forgotten | joined"),
            "{events}"
        );
        assert_eq!(events.matches('|').count(), 2, "{events}");
        still_tell_each_other(&mut a, &mut b);
    });
}

#[test]
fn an_engine_whose_scripts_were_flushed_gets_them_again() {
    before(&[], |server| {
        let (mut a, mut b) = (Member::joined(&server.url()), Member::joined(&server.url()));
        a.told_up_to("joined");
        server.run(&["SCRIPT", "FLUSH"]);
        a.ask("fail 5");
        b.until("suspected", |suspected| suspected == "true");
        assert_eq!(a.ask("events"), "");
    });
}

#[test]
fn an_engine_that_evicts_forgets_without_harm() {
    before(&["maxmemory 3mb", "maxmemory-policy allkeys-random"], |server| {
        let (mut a, mut b) = (Member::joined(&server.url()), Member::joined(&server.url()));
        for n in 0..40 {
            server.run(&["SET", &format!("other {n}"), &"x".repeat(100_000)]);
            assert_eq!((a.ask("ok"), b.ask("ok")), ("ok".to_owned(), "ok".to_owned()));
            thread::sleep(Duration::from_millis(20));
        }
        let stats = server.ask(&["INFO", "stats"]);
        let evicted = stats.lines().find_map(|line| line.strip_prefix("evicted_keys:"));
        assert!(evicted.unwrap().parse::<u64>().unwrap() > 0, "nothing was evicted");
        a.until_joined();
        b.until_joined();
        still_tell_each_other(&mut a, &mut b);
    });
}

#[test]
fn an_engine_that_evicts_what_it_counts_by_is_told_once() {
    let prefix = "breaker:{shop-prod}";
    for (evicted, times) in [(&["highest"][..], 0), (&["highest", "changes"], 1)] {
        before(&[], |server| {
            let (mut a, mut b) = (Member::joined(&server.url()), Member::joined(&server.url()));
            a.ask("fail 5");
            b.until("suspected", |suspected| suspected == "true");
            b.ask("events");
            for key in evicted {
                server.run(&["DEL", &format!("{prefix}:{key}")]);
            }
            // Nothing changes meanwhile.
            thread::sleep(3 * SECOND / 2);
            thread::sleep(3 * SECOND);
            assert_eq!(b.ask("events").matches("forgotten").count(), times, "{evicted:?}");
            still_tell_each_other(&mut a, &mut b);
        });
    }
}

#[test]
fn an_engine_without_memory_is_none() {
    before(&[], |server| {
        let mut member = Member::joined(&server.url());
        server.run(&["CONFIG", "SET", "maxmemory", "1"]);
        let told = member.until_away();
        assert!(told.contains("OOM"), "{told}");
        member.goes_on_alone();
        server.run(&["CONFIG", "SET", "maxmemory", "0"]);
        member.until_joined();
    });
}

#[test]
fn an_engine_that_may_not_write_is_looked_up_again() {
    before(&[], |primary| {
        let Some(promoted) = Server::start(&[]) else { return };
        let folder = Folder::new();
        let name = folder.file("engine");
        symlink(primary.socket(), &name).unwrap();
        let mut member = Member::joined(&format!("unix://{name}"));
        member.ask("events");
        primary.run(&["REPLICAOF", "127.0.0.1", "1"]);
        let told = member.until_away();
        assert!(told.contains("READONLY"), "{told}");
        std::fs::remove_file(&name).unwrap();
        symlink(promoted.socket(), &name).unwrap();
        member.until_joined();
        assert_eq!(promoted.keys(), ["breaker:{shop-prod}:members"]);
        let events = member.ask("events");
        assert_eq!(events.matches("away").count(), 1, "{events}");
    });
}

/// Both are forced open in the end: for a second on end, for what is under way may flap till then.
fn stay_forced_open(a: &mut Member, b: &mut Member) {
    let (start, mut since) = (Instant::now(), Instant::now());
    while since.elapsed() < SECOND {
        let states = [a.ask("state"), b.ask("state")];
        if states.iter().any(|state| state != "forced_open") {
            since = Instant::now();
        }
        assert!(start.elapsed() < PATIENCE, "they still flap: {states:?}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn of_more_than_can_be_sent_the_latest_is_kept() {
    before(&[], |server| {
        let proxy = Proxy::before(&server);
        let shares = [("FLEET_CONTROL", "yes")];
        let mut a = Member::start_with(&proxy.url(), &shares);
        let mut b = Member::start_with(&server.url(), &shares);
        a.until_joined();
        b.until_joined();
        proxy.set(Network::Slow(Duration::from_millis(100)));
        a.ask("flap 10000");
        b.until("state", |state| state == "forced_open");
        a.until("events", |events| events.contains("dropped"));
        assert_ne!(a.ask("dropped"), "0");
        stay_forced_open(&mut a, &mut b);
        assert!(a.ask("status").starts_with("takes part"));
    });
}
