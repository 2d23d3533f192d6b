//! What a fleet costs where nothing happens.

use std::thread;
use std::time::{Duration, Instant};

use engines::Server;

use crate::member::{Member, before};

/// Of a while in which nobody was away: who is, under load, says hello again.
fn commands_of_a_while(server: &Server, members: &mut [Member]) {
    for _ in 0..10 {
        for member in members.iter_mut() {
            member.ask("events");
        }
        let (start, before) = (Instant::now(), server.calls("evalsha"));
        for _ in 0..500 {
            for member in members.iter_mut() {
                assert_eq!(member.ask("ok"), "ok");
            }
            thread::sleep(Duration::from_millis(10));
        }
        let (calls, passed) = (server.calls("evalsha") - before, start.elapsed());
        if members.iter_mut().all(|member| member.ask("events").is_empty()) {
            // Each 0.95 s at the earliest, and one may have been due.
            let most = members.len() as u128 * (passed.as_millis() / 950 + 1);
            assert!(u128::from(calls) <= most, "{calls} in {passed:?}");
            assert!(calls >= members.len() as u64, "{calls} in {passed:?}");
            return;
        }
    }
    panic!("somebody is always away");
}

#[test]
fn one_command_a_second_and_no_key_but_the_members() {
    before(&[], |server| {
        let mut members: Vec<_> = (0..3).map(|_| Member::joined(&server.url())).collect();
        commands_of_a_while(&server, &mut members);
        assert_eq!(server.keys(), ["breaker:{shop-prod}:members"]);
        // And what comes into being in an outage ends by itself.
        members[0].ask("fail 5");
        members[1].until("suspected", |suspected| suspected == "true");
        for key in server.keys() {
            assert!(server.ask(&["PTTL", &key]).parse::<i64>().unwrap() > 0, "{key} stays");
        }
    });
}
