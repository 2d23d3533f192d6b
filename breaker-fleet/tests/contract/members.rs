//! Who is there.

use core::time::Duration;

use breaker_fleet::__protocol::wire::{MemberId, Peer, Reply, Request, Text};

use crate::rig::Rig;
use crate::scene::{A, B, Scene, before_redis, leave, millis, secs, sync_from};

fn greet<R: Rig>(scene: &mut Scene<R>, member: MemberId, instance: &str, zone: &str) {
    let (instance, zone) = (Text::new(instance), Text::new(zone));
    scene.ask(member, Request::Sync { cursor: 0, heard: Vec::new(), instance, zone });
}

fn others<R: Rig>(scene: &mut Scene<R>, member: MemberId) -> Vec<Peer> {
    let Reply::Members(others) = scene.ask(member, Request::Members) else { unreachable!() };
    assert_eq!(scene.message, None);
    others
}

fn peer(instance: &str, zone: &str, seen: Duration) -> Peer {
    Peer { instance: Text::new(instance), zone: Text::new(zone), seen }
}

#[test]
fn what_somebody_else_wrote_into_the_set_is_passed_over_or_shown_as_text() {
    before_redis(|scene| {
        greet(scene, A, "pod", "");
        let entries = [
            "",
            "pod",
            "0000000000000007 pod",
            "16:0000000000000007",
            "3:abc",
            "1:a1:b",
            "1:a1:b1:c1:d",
            "1:a1:b2:c",
            "9999999:x1:b1:c",
            "-1:a1:b1:c",
            "1:a01:b1:c1:",
        ];
        for entry in entries {
            scene.rig.add_member(scene.now, entry.as_bytes());
        }
        scene.rig.add_member(scene.now, format!("1:a201:{}0:", "x".repeat(201)).as_bytes());
        assert_eq!(others(scene, B), [peer("pod", "", Duration::ZERO)]);
        scene.rig.add_member(scene.now, b"1:x3:p\xffd1:\x07");
        let odd = peer("p\u{fffd}d", "\x07", Duration::ZERO);
        assert_eq!(others(scene, B), [peer("pod", "", Duration::ZERO), odd]);
        scene.ask(A, Request::Leave { instance: Text::new("pod"), zone: Text::default() });
        assert_eq!(others(scene, B).len(), 1);
    });
}

#[test]
fn very_many_that_somebody_invented_are_gone_with_the_next_who_comes() {
    before_redis(|scene| {
        for at in [scene.now, scene.now + 60_000_000] {
            for member in 0..5000 {
                scene.rig.add_member(at, format!("1:x4:{member:04}1:z").as_bytes());
            }
            scene.pass(millis(5_001));
            greet(scene, A, "pod", "eu");
            assert_eq!(scene.synced(B, 0).members, 2);
            assert_eq!(others(scene, B), [peer("pod", "eu", Duration::ZERO)]);
        }
    });
}

crate::sentences! {
    fn members_are_counted_for_five_seconds(scene) {
        assert_eq!(scene.synced(A, 0).members, 1);
        assert_eq!(scene.synced(A, 0).members, 1);
        scene.pass(secs(5));
        assert_eq!(scene.synced(B, 0).members, 2);
        scene.pass(millis(1));
        assert_eq!(scene.synced(B, 0).members, 1);
    }

    fn members_of_the_future_are_not_counted(scene) {
        scene.synced(A, 0);
        scene.set_back(millis(5_001));
        assert_eq!(scene.synced(B, 0).members, 1);
    }

    fn who_leaves_is_gone_at_once(scene) {
        scene.synced(MemberId(u64::MAX), 0);
        scene.synced(A, 0);
        assert_eq!(scene.ask(A, leave()), Reply::Left);
        assert_eq!(scene.synced(B, 0).members, 2);
        assert_eq!(others(scene, B).len(), 1);
    }

    fn the_others_are_named_with_when_they_were_seen(scene) {
        assert_eq!(others(scene, A), []);
        greet(scene, A, "pod 7", "");
        scene.pass(millis(1500));
        greet(scene, B, "5:pöd", "eu 1a");
        assert_eq!(others(scene, A), [peer("5:pöd", "eu 1a", Duration::ZERO)]);
        assert_eq!(others(scene, B), [peer("pod 7", "", millis(1500))]);
        scene.pass(millis(3500));
        assert_eq!(others(scene, B), [peer("pod 7", "", secs(5))]);
        scene.pass(millis(1));
        assert_eq!(others(scene, B), []);
    }

    fn a_clock_that_is_set_back_makes_nobody_older(scene) {
        greet(scene, A, "pod", "");
        scene.set_back(secs(5));
        assert_eq!(others(scene, B), [peer("pod", "", Duration::ZERO)]);
        scene.set_back(millis(1));
        assert_eq!(others(scene, B), []);
    }

    fn two_hundred_are_named_at_most_by_identity(scene) {
        for member in (0..300_u64).rev() {
            let name = format!("{member}");
            greet(scene, MemberId(member << 32), &name, "");
        }
        let others = others(scene, MemberId(0)).into_iter();
        let names: Vec<_> = others.map(|peer| peer.instance.to_string()).collect();
        let expected: Vec<_> = (1..=200).map(|member| member.to_string()).collect();
        assert_eq!(names, expected);
    }

    fn of_very_many_those_are_looked_at_that_were_seen_first(scene) {
        for member in (0..1100_u64).rev() {
            greet(scene, MemberId(member), &format!("{member}"), "");
            scene.pass(millis(1));
        }
        let first = others(scene, MemberId(5000)).remove(0);
        assert_eq!(first.instance, Text::new("76"));
    }

    fn asking_is_never_void_and_changes_nothing(scene) {
        scene.synced(A, 0);
        scene.void_after = Some(breaker_fleet::__protocol::wire::EngineTime(scene.now - 1));
        let replies = scene.all(B, &[Request::Members, sync_from(0), Request::Members]);
        let [Reply::Members(one), Reply::Synced(synced), Reply::Members(other)] = &replies[..]
        else {
            unreachable!("{replies:?}")
        };
        assert_eq!((one.len(), synced.members, other.len()), (1, 2, 1));
    }
}
