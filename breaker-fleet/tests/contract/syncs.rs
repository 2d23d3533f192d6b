//! What has changed.

use breaker_fleet::__protocol::wire::{
    Batch, ForcedTo, MemberId, Name, Ordered, Part, Reply, Request, Subject, Synced, Text,
};

use crate::rig::Rig;
use crate::scene::{
    A, B, before_redis, lease_of, millis, named, order, secs, subject, sync_from, trip,
};

#[test]
fn a_record_above_the_highest_version_is_none() {
    before_redis(|scene| {
        scene.trip(A);
        scene.rig.evict_highest();
        scene.rig.evict_changes();
        assert_eq!(scene.refused(A, Request::Renew { subject: subject() }), None);
        assert_eq!(scene.trip(A).version, scene.now);
    });
}

#[test]
fn the_set_of_changes_forgets_what_has_gone_behind_what_stays() {
    before_redis(|scene| {
        for name in ["one", "other"] {
            let subject = Subject { name: Name::new(name), part: Part::Control };
            let ordered = Ordered::Forced { to: ForcedTo::Open, rest: secs(30 * 24 * 3600) };
            let Request::Control { control, by, anew, .. } = order(ordered) else { unreachable!() };
            scene.accepted(A, Request::Control { subject, control, by, anew });
        }
        for n in 0..100 {
            scene.accepted(A, trip(named(&n.to_string())));
        }
        for n in 0..100 {
            scene.rig.evict(&named(&n.to_string()));
        }
        assert_eq!(scene.rig.changes(), 102);
        for _ in 0..100 {
            scene.pass(millis(1237));
            scene.lease(A);
        }
        let changes = scene.rig.changes();
        assert!(changes < 30, "{changes}");
    });
}

crate::sentences! {
    fn an_engine_that_knows_nothing_says_so(scene) {
        let synced = scene.synced(A, 0);
        assert_eq!((synced.highest, synced.cursor, synced.members), (0, 0, 1));
        assert_eq!((synced.time.0, synced.views), (scene.now, vec![]));
    }

    fn a_sync_tells_what_changed_since(scene) {
        let first = scene.accepted(A, trip(named("first")));
        let second = scene.accepted(A, trip(named("second")));
        let synced = scene.synced(B, 0);
        assert_eq!(synced.views, [first, second.clone()]);
        assert_eq!((synced.cursor, synced.highest), (second.version, second.version));
        assert_eq!(scene.synced(B, synced.cursor).views, []);
        let third = scene.accepted(B, trip(named("third")));
        assert_eq!(scene.synced(A, synced.cursor).views, [third]);
    }

    fn of_many_members_each_is_told_of_less_at_once(scene) {
        for n in 0..60 {
            scene.accepted(A, trip(named(&n.to_string())));
        }
        for member in 0..200 {
            scene.synced(MemberId(member), scene.now);
        }
        let (mut cursor, mut told) = (0, Vec::new());
        loop {
            let synced = scene.synced(A, cursor);
            told.push(synced.views.len());
            cursor = synced.cursor;
            if cursor == synced.highest {
                break;
            }
        }
        assert_eq!(told, [Synced::most_of(200), 20]);
        assert_eq!([1, 32, 500, 100_000].map(Synced::most_of), [256, 256, 16, 4]);
    }

    fn a_record_is_told_once_as_it_is_now(scene) {
        scene.accepted(A, trip(named("first")));
        scene.accepted(A, trip(named("second")));
        scene.pass(secs(10));
        scene.accepted(A, lease_of(named("first"), secs(60)));
        let names = |synced: &Synced| {
            synced.views.iter().map(|view| view.subject.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(&scene.synced(A, 0)), [named("second"), named("first")]);
    }

    fn versions_are_one_counter(scene) {
        let first = scene.accepted(A, trip(named("first"))).version;
        assert_eq!(first, scene.now);
        assert_eq!(scene.accepted(A, trip(named("second"))).version, first + 1);
        scene.pass(secs(1));
        assert_eq!(scene.accepted(A, trip(named("third"))).version, scene.now);
    }

    fn versions_grow_across_a_wipe(scene) {
        let before = scene.trip(A).version;
        scene.rig.wipe();
        scene.pass(millis(1));
        assert_eq!(scene.synced(A, before).highest, 0);
        assert!(scene.trip(A).version > before);
    }

    fn versions_grow_across_a_clock_that_is_set_back(scene) {
        let before = scene.trip(A).version;
        scene.set_back(secs(3600));
        assert_eq!(scene.accepted(A, trip(named("other"))).version, before + 1);
        assert_eq!(scene.synced(A, 0).highest, before + 1);
    }

    fn a_record_ends_by_itself(scene) {
        // The open time, the longest, and a minute.
        let version = scene.trip(A).version;
        scene.pass(secs(109));
        assert_eq!(scene.synced(A, 0).views.len(), 1);
        scene.pass(secs(1));
        let synced = scene.synced(A, 0);
        assert_eq!((synced.views, synced.highest), (vec![], version));
        assert_eq!(scene.refused(A, Request::Renew { subject: subject() }), None);
    }

    fn what_was_evicted_is_not_listed(scene) {
        scene.accepted(A, trip(named("first")));
        scene.accepted(A, trip(named("second")));
        scene.rig.evict(&named("first"));
        let views = scene.synced(A, 0).views;
        assert_eq!(views.len(), 1);
        assert_eq!(views[0].subject, named("second"));
    }

    fn a_highest_version_that_was_evicted_is_that_of_the_last_change(scene) {
        let first = scene.accepted(A, trip(named("first")));
        let last = scene.accepted(A, trip(named("second")));
        scene.rig.evict_highest();
        let synced = scene.synced(A, last.version);
        assert_eq!((synced.highest, synced.views), (last.version, vec![]));
        // Known again, even if that record goes.
        scene.rig.evict(&named("second"));
        scene.synced(A, 0);
        assert_eq!(scene.synced(A, last.version).highest, last.version);
        scene.rig.evict_highest();
        scene.set_back(secs(3600));
        assert_eq!(scene.accepted(A, trip(named("third"))).version, first.version + 1);
    }

    fn a_long_list_comes_in_pieces(scene) {
        for tens in 0..6 {
            let trips: Vec<_> = (0..Batch::MOST)
                .map(|n| trip(named(&format!("host {tens} {n}"))))
                .collect();
            scene.all(A, &trips);
            assert_eq!(scene.message.as_ref().unwrap().views.len(), Batch::MOST);
        }
        let (mut cursor, mut told) = (0, Vec::new());
        for expected in [256, 256, 88] {
            let synced = scene.synced(B, cursor);
            assert_eq!(synced.views.len(), expected);
            cursor = synced.cursor;
            told.extend(synced.views.into_iter().map(|view| view.version));
        }
        assert_eq!(cursor, scene.synced(B, cursor).highest);
        assert!(told.is_sorted());
        assert_eq!(told.len(), 600);
    }

    fn what_a_member_has_heard_of_is_not_listed_again(scene) {
        let names: Vec<_> = (0..9).map(|n| trip(named(&n.to_string()))).collect();
        scene.all(A, &names);
        let first = scene.message.as_ref().unwrap().views[0].version;
        let heard = |ranges: &[(u64, u64)]| Request::Sync {
            cursor: first,
            heard: ranges.iter().map(|(from, to)| (first + from, first + to)).collect(),
            instance: Text::default(),
            zone: Text::default(),
        };
        let mut listed = |ranges: &[(u64, u64)]| {
            let Reply::Synced(synced) = scene.ask(B, heard(ranges)) else { unreachable!() };
            assert_eq!((synced.cursor, synced.highest), (first + 8, first + 8));
            synced.views.iter().map(|view| view.version - first).collect::<Vec<_>>()
        };
        assert_eq!(listed(&[]), [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(listed(&[(1, 8)]), []);
        assert_eq!(listed(&[(2, 4), (6, 6)]), [1, 5, 7, 8]);
        assert_eq!(listed(&[(1, 3), (4, 7)]), [8]);
        assert_eq!(listed(&[(3, 20)]), [1, 2]);
    }

    fn a_sync_sees_what_its_batch_changed(scene) {
        let replies = scene.all(A, &[trip(subject()), sync_from(0)]);
        let (Reply::Accepted(view), Reply::Synced(synced)) = (&replies[0], &replies[1]) else {
            unreachable!()
        };
        assert_eq!(&synced.views, std::slice::from_ref(view));
    }
}
