//! Engines that answer, and refuse what is written.

use std::fs;
use std::thread;
use std::time::Instant;

use engines::Server;

use crate::member::{Member, PATIENCE, SECOND, before, until};

/// What a script may call, and nobody else: all that the guide has but what it takes to come so
/// far.
pub(crate) const OF_THE_SCRIPT: [&str; 15] = [
    "time",
    "get",
    "set",
    "del",
    "hmget",
    "hset",
    "pexpire",
    "pttl",
    "zadd",
    "zrem",
    "zcard",
    "zrange",
    "zrangebyscore",
    "publish",
    "subscribe",
];

/// An outage that somebody with all rights has told of, and who has gone since.
fn told_by_another(server: &Server) {
    let mut first = Member::joined(&server.url());
    first.ask("fail 5");
    until("a record", || server.keys().iter().any(|key| key.contains("circuit:")));
    first.ask("leave");
}

/// How a user joins who may do all but this.
fn all_but(server: &Server, user: &str, denied: &str) -> String {
    let rules = ["on", ">secret", "~*", "&*", "+@all", denied];
    server.run(&["ACL", "SETUSER", user].into_iter().chain(rules).collect::<Vec<_>>());
    format!("{}?user={user}&pass=secret", server.url())
}

/// Its circuit tries after its own open time. Until then each look at it says so.
fn tries_as_alone(member: &mut Member) {
    member.goes_on_alone();
    let start = Instant::now();
    while member.ask("fail") != "failed" {
        assert_eq!(member.ask("held"), "false");
        assert!(start.elapsed() < PATIENCE, "it never tries");
    }
    assert_eq!(member.ask("opened"), "2");
}

#[test]
fn each_permission_that_the_script_needs_is_missed_before_the_fleet_is_joined() {
    before(&[], |server| {
        told_by_another(&server);
        for command in OF_THE_SCRIPT {
            let user = format!("no-{command}");
            let mut member = Member::start(&all_but(&server, &user, &format!("-{command}")));
            let fix = format!(
                "the user `{user}` may not run `{command}`: there, `ACL SETUSER {user} +{command}`"
            );
            member.until("status", |status| status.starts_with("away") && status.contains(&fix));
            let told = member.told_up_to("away");
            assert_eq!(told, format!("away: {}: {fix}", server.url()));
        }
    });
}

#[test]
fn a_member_that_may_not_write_goes_by_its_own_rule_in_one_episode() {
    before(&[], |server| {
        told_by_another(&server);
        let denied = ["-hset", "-set", "-publish"];
        let mut members = denied.map(|denied| Member::start(&all_but(&server, denied, denied)));
        for member in &mut members {
            member.until("status", |status| status.contains("may not run"));
            tries_as_alone(member);
            thread::sleep(SECOND);
            assert!(member.ask("status").starts_with("away"));
            let events = member.ask("events");
            assert!(events.starts_with("away") && !events.contains(" | "), "{events}");
        }
    });
}

#[test]
fn a_permission_that_is_taken_away_ends_the_membership_until_it_is_back() {
    for command in ["hset", "publish"] {
        before(&[], |server| {
            let mut other = Member::joined(&server.url());
            let mut member = Member::start(&all_but(&server, "fleet", "+@all"));
            member.until_joined();
            assert_eq!(member.told_up_to("joined"), "joined");
            server.run(&["ACL", "SETUSER", "fleet", &format!("-{command}")]);
            // What it wants to tell is refused.
            member.goes_on_alone();
            let fix = format!("ACL SETUSER fleet +{command}");
            member.until("status", |status| status.contains(&fix));
            thread::sleep(2 * SECOND);
            let events = member.ask("events");
            assert!(events.starts_with("away: ") && !events.contains(" | "), "{events}");
            assert!(events.contains(&fix), "{events}");
            // What was written of it all the same ends by itself.
            other.until("suspected", |suspected| suspected == "false");
            server.run(&["ACL", "SETUSER", "fleet", &format!("+{command}")]);
            member.until_joined();
            assert_eq!(member.told_up_to("joined"), "joined");
            // The next trial that fails is told.
            member.until("fail", |answer| answer == "failed");
            other.until("suspected", |suspected| suspected == "true");
        });
    }
}

#[test]
fn a_replica_is_none() {
    before(&[], |server| {
        told_by_another(&server);
        server.run(&["REPLICAOF", "127.0.0.1", "1"]);
        let mut member = Member::start(&server.url());
        member.until("status", |status| status.contains("it is a replica (READONLY)"));
        tries_as_alone(&mut member);
        let events = member.ask("events");
        assert!(events.starts_with("away: unix://") && !events.contains(" | "), "{events}");
        server.run(&["REPLICAOF", "NO", "ONE"]);
        member.until_joined();
    });
}

#[test]
fn an_engine_that_too_few_replicas_follow_is_none() {
    before(&[], |server| {
        told_by_another(&server);
        server.run(&["CONFIG", "SET", "min-replicas-to-write", "1"]);
        let mut member = Member::start(&server.url());
        let fix = "(NOREPLICAS): see its replicas, or there `CONFIG SET min-replicas-to-write 0`";
        member.until("status", |status| status.contains(fix));
        tries_as_alone(&mut member);
        let events = member.ask("events");
        assert!(events.starts_with("away: unix://") && !events.contains(" | "), "{events}");
        server.run(&["CONFIG", "SET", "min-replicas-to-write", "0"]);
        member.until_joined();
    });
}

#[test]
fn an_engine_whose_memory_is_used_up_is_none() {
    before(&[], |server| {
        told_by_another(&server);
        server.run(&["CONFIG", "SET", "maxmemory-policy", "noeviction"]);
        server.run(&["CONFIG", "SET", "maxmemory", "1"]);
        let mut member = Member::start(&server.url());
        member.until("status", |status| status.contains("it is out of memory (OOM)"));
        tries_as_alone(&mut member);
        let events = member.ask("events");
        assert!(events.starts_with("away: unix://") && !events.contains(" | "), "{events}");
        server.run(&["CONFIG", "SET", "maxmemory", "0"]);
        member.until_joined();
    });
}

#[test]
fn an_engine_that_cannot_save_is_none() {
    before(&["save 3600 1"], |server| {
        told_by_another(&server);
        // Where the file would be.
        fs::create_dir(server.socket().replace("socket", "dump.rdb")).unwrap();
        server.run(&["BGSAVE"]);
        let has_failed = || server.ask(&["INFO"]).contains("rdb_last_bgsave_status:err");
        until("a save that fails", has_failed);
        let mut member = Member::start(&server.url());
        member.until("status", |status| status.contains("it can't save them (MISCONF)"));
        tries_as_alone(&mut member);
        let events = member.ask("events");
        assert!(events.starts_with("away: unix://") && !events.contains(" | "), "{events}");
        server.run(&["CONFIG", "SET", "stop-writes-on-bgsave-error", "no"]);
        member.until_joined();
    });
}
