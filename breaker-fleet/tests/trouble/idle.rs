//! What a fleet costs where nothing happens.

use std::thread;
use std::time::Duration;

use crate::member::{Member, SECOND, before};

#[test]
fn one_command_a_second_and_no_key_but_the_members() {
    before(&[], |server| {
        let mut members: Vec<_> = (0..3).map(|_| Member::joined(&server.url())).collect();
        let before = server.calls("evalsha");
        for _ in 0..500 {
            for member in &mut members {
                assert_eq!(member.ask("ok"), "ok");
            }
            thread::sleep(Duration::from_millis(10));
        }
        thread::sleep(SECOND / 2);
        let calls = server.calls("evalsha") - before;
        assert!((12..=24).contains(&calls), "{calls} in about six seconds of three members");
        assert_eq!(server.keys(), ["breaker:{shop-prod}:members"]);
        // And what comes into being in an outage ends by itself.
        members[0].ask("fail 5");
        members[1].until("suspected", SECOND, |suspected| suspected == "true");
        for key in server.keys() {
            assert!(server.ask(&["PTTL", &key]).parse::<i64>().unwrap() > 0, "{key} stays");
        }
    });
}
