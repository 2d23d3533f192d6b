//! What somebody else's hand has written: a real engine passes over it, and goes on.

use breaker_fleet::__protocol::wire::{MOST, Request};

use crate::rig::{Redis, Rig, key, record};
use crate::scene::{
    A, B, Scene, before_redis, controlled, millis, named, outage, secs, subject, trip, waits,
};

/// Values that none of these fields has.
const SPOILT: [(&[&str], &[&[u8]]); 5] = [
    (
        &["version", "until", "open", "suspected", "round", "failures", "keep", "expires"],
        &[b"", b"-1", b"007", b"1e3", b"0x5", b"nan", b"inf", b"1.5", b"9007199254740993", b"\xff"],
    ),
    (&["openings", "openers", "unused"], &[b"4294967296", b"5000000000", b"-1", b"x"]),
    (
        &["by", "opened_by", "reason", "note"],
        &[b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", &[b'x'; 201]],
    ),
    (&["phase"], &[b"", b"forced_open", b"leased", b"open", b"\xff"]),
    (&["phase"], &[b"waiting\n"]),
];

/// A record of one circuit is spoilt so; that of another is sound.
fn spoil(scene: &mut Scene<Redis>, command: &[&[u8]]) {
    scene.rig.wipe();
    scene.trip(A);
    scene.accepted(A, trip(named("sound")));
    scene.rig.by_hand(command);
}

/// Nobody says anything of the spoilt record, and its circuit goes on as if there had been none.
fn goes_on(scene: &mut Scene<Redis>, what: &str) {
    let views = scene.synced(B, 0).views;
    let told: Vec<_> = views.into_iter().map(|view| view.subject).collect();
    assert_eq!(told, [named("sound")], "{what}");
    assert_eq!(scene.rig.by_hand(&[b"EXISTS", &record(&subject())]), "0", "{what}");
    assert_eq!(outage(&scene.trip(B)).openings, 1, "{what}");
    assert_eq!(scene.synced(A, 0).views.len(), 2, "{what}");
}

#[test]
fn a_record_that_no_engine_has_written_goes_whatever_is_wrong_with_it() {
    before_redis(|scene| {
        let damaged = record(&subject());
        for (fields, values) in SPOILT {
            for (field, value) in fields.iter().flat_map(|f| values.iter().map(move |v| (f, v))) {
                spoil(scene, &[b"HSET", &damaged, field.as_bytes(), value]);
                goes_on(scene, &format!("{field} = {value:?}"));
            }
        }
        for other in [&[&b"SET"[..], &damaged, b"x"][..], &[b"LPUSH", &damaged, b"x"]] {
            spoil(scene, &[b"DEL", &damaged]);
            scene.rig.by_hand(other);
            goes_on(scene, "another type");
            spoil(scene, &[b"DEL", &damaged]);
            scene.rig.by_hand(other);
            assert_eq!(scene.refused(A, Request::Renew { subject: subject() }), None);
        }
    });
}

#[test]
fn a_record_of_no_circuit_goes() {
    before_redis(|scene| {
        let names: [&[u8]; 9] = [
            b"",
            b"xxz",
            b"1:zgarbage",
            b"1:z3:pay0:",
            b"1:z3:pay0:0:0:",
            b"1:z3:pay1:k0:",
            b"1:x3:pay0:0:",
            b"01:z3:pay0:0:",
            b"1:z3:p\xffy0:0:",
        ];
        for name in names {
            spoil(scene, &[b"ZADD", &key("changes"), b"5", name]);
            let nobodys = [&key("circuit:"), name].concat();
            scene.rig.by_hand(&[b"COPY", &record(&subject()), &nobodys]);
            assert_eq!(scene.synced(B, 0).views.len(), 2, "{name:?}");
            assert_eq!(scene.rig.by_hand(&[b"EXISTS", &nobodys]), "0", "{name:?}");
            assert_eq!(scene.rig.changes(), 2, "{name:?}");
        }
    });
}

#[test]
fn an_outage_at_the_place_of_a_control_is_none() {
    before_redis(|scene| {
        let control = record(&controlled());
        spoil(scene, &[b"COPY", &record(&subject()), &control]);
        scene.rig.by_hand(&[b"ZADD", &key("changes"), b"5", &controlled().encode()]);
        assert_eq!(scene.synced(B, 0).views.len(), 2);
        assert_eq!(scene.rig.by_hand(&[b"EXISTS", &control]), "0");
    });
}

#[test]
fn a_key_of_another_type_goes_with_the_others_as_if_the_engine_were_wiped() {
    before_redis(|scene| {
        for name in ["members", "changes", "highest"] {
            for (command, value) in [("LPUSH", "x"), ("SADD", "x"), ("SET", "x")] {
                if (name, command) == ("highest", "SET") {
                    continue;
                }
                let before = scene.trip(A).version;
                scene.pass(millis(1));
                scene.rig.by_hand(&[b"DEL", &key(name)]);
                scene.rig.by_hand(&[command.as_bytes(), &key(name), value.as_bytes()]);
                let synced = scene.synced(B, before);
                assert_eq!((synced.highest, synced.members), (0, 1), "{command} {name}");
                assert_eq!(scene.synced(A, 0).members, 2);
                assert!(scene.accepted(B, trip(named("other"))).version > before);
                scene.rig.wipe();
            }
        }
    });
}

#[test]
fn what_lies_about_its_times_ends_within_thirty_days() {
    before_redis(|scene| {
        let (month, lie) = (secs(30 * 24 * 3600), MOST.to_string());
        scene.trip(A);
        let lies = ["open", "until", "suspected", "keep", "expires"];
        let name = record(&subject());
        for field in lies {
            scene.rig.by_hand(&[b"HSET", &name, field.as_bytes(), lie.as_bytes()]);
        }
        scene.rig.by_hand(&[b"PERSIST", &name]);
        let told = scene.outage();
        assert_eq!((waits(&told), told.suspected), (month, month));
        let goes = scene.rig.goes_after(&name);
        assert!(0 < goes && goes <= 60 * 24 * 3_600_000 + 62_000, "{goes}");
        scene.pass(month);
        assert!(scene.outage().suspected.is_zero());
        scene.pass(month + secs(60));
        assert_eq!(scene.synced(B, 0).views, []);
    });
}

#[test]
fn every_key_goes_by_itself_even_if_somebody_told_it_to_stay() {
    before_redis(|scene| {
        let keys = [key("changes"), key("members"), key("highest"), record(&subject())];
        let all_go = |scene: &mut Scene<Redis>| {
            for key in &keys {
                let goes = scene.rig.goes_after(key);
                let name = String::from_utf8_lossy(key);
                assert!(goes > 0, "{name}: {goes}");
            }
        };
        scene.trip(A);
        scene.synced(A, 0);
        all_go(scene);
        for key in &keys {
            scene.rig.by_hand(&[b"PERSIST", key]);
        }
        scene.synced(A, 0);
        all_go(scene);
        scene.rig.by_hand(&[b"PEXPIRE", &record(&subject()), b"9000000000000"]);
        scene.synced(A, 0);
        let goes = scene.rig.goes_after(&record(&subject()));
        assert!(goes <= 112_000, "{goes}");
    });
}

#[test]
fn a_record_that_nobody_asks_for_goes_as_well() {
    before_redis(|scene| {
        scene.trip(A);
        let name = record(&subject());
        scene.rig.by_hand(&[b"PERSIST", &name]);
        for n in 0..50 {
            scene.pass(millis(1237));
            scene.accepted(A, trip(named(&n.to_string())));
        }
        assert!(scene.rig.goes_after(&name) > 0);
    });
}

#[test]
fn versions_go_on_whatever_the_highest_is_said_to_be() {
    before_redis(|scene| {
        let ten_years = 10 * 365 * 24 * 3_600_000_000;
        for lie in ["x", "", "0", "-5", "1e400", "9007199254740992", "9007194959773696"] {
            let before = scene.trip(A).version;
            scene.rig.by_hand(&[b"SET", &key("highest"), lie.as_bytes()]);
            // And somebody says that this was a change.
            let far = &lie.parse::<u64>().unwrap_or(MOST).to_string();
            scene.rig.by_hand(&[b"ZADD", &key("changes"), far.as_bytes(), b"nobody"]);
            for _ in 0..3 {
                scene.pass(millis(1));
                let view = scene.accepted(A, trip(named("other")));
                assert_eq!(view.version, scene.now, "{lie}");
                assert_eq!(scene.synced(B, before).views, [view], "{lie}");
                scene.rig.evict(&named("other"));
            }
            scene.rig.wipe();
        }
        // As far as a clock may have been set back they grow.
        let far = (scene.now + ten_years).to_string();
        scene.rig.by_hand(&[b"SET", &key("highest"), far.as_bytes()]);
        assert_eq!(scene.trip(A).version, scene.now + ten_years + 1);
        assert_eq!(scene.accepted(A, trip(named("next"))).version, scene.now);
    });
}

#[test]
fn a_change_that_lies_about_its_version_is_corrected() {
    before_redis(|scene| {
        let version = scene.trip(A).version;
        for lie in ["5", "1.5", "9007199254740992", "inf"] {
            let subject = subject().encode();
            scene.rig.by_hand(&[b"ZADD", &key("changes"), lie.as_bytes(), &subject]);
            let synced = scene.synced(B, 0);
            assert_eq!((synced.cursor, synced.views.len()), (version, 1), "{lie}");
            let score = scene.rig.by_hand(&[b"ZSCORE", &key("changes"), &subject]);
            assert_eq!(score, version.to_string());
        }
    });
}
