//! Who tries.

use core::time::Duration;

use breaker_fleet::__protocol::wire::{Phase, Request, Text, View};

use crate::scene::{
    A, B, closed, lease_of, leased, millis, outage, secs, subject, terms, trip, waits, why,
};

fn give_back(unused: bool) -> Request {
    Request::GiveBack { subject: subject(), unused }
}

fn renew() -> Request {
    Request::Renew { subject: subject() }
}

fn failed() -> Request {
    let (by, opened_by) = (Text::new("bad"), Text::new("bad"));
    Request::Failed { subject: subject(), terms: terms(), by, opened_by, why: why(1) }
}

crate::sentences! {
    fn an_engine_that_knows_nothing_is_told_how_the_outage_began(scene) {
        let (by, opened_by) = (Text::new("asker"), Text::new("opener"));
        let lease = Request::Lease {
            subject: subject(), terms: terms(), opened_ago: secs(60), by, opened_by, why: why(7),
        };
        let view = scene.accepted(A, lease.clone());
        assert_eq!(view.by.as_str(), "asker");
        let began = |view: &View| (outage(view).opened_by.to_string(), outage(view).why.clone());
        assert_eq!(began(&view), ("opener".to_owned(), why(7)));
        // An engine that knows is told nothing.
        scene.rig.wipe();
        scene.trip(A);
        scene.pass(secs(10));
        assert_eq!(began(&scene.accepted(B, lease)), ("pod".to_owned(), why(5)));
    }

    fn one_of_all_tries(scene) {
        let opened = scene.trip(A);
        scene.pass(secs(10));
        let view = scene.lease(B);
        assert_eq!(leased(outage(&view)), (B, secs(3)));
        assert_eq!(outage(&view).round, opened.version);
        assert!(view.version > opened.version);
        scene.pass(secs(1));
        let told = scene.refused(A, lease_of(subject(), secs(60))).unwrap();
        assert_eq!(leased(outage(&told)), (B, secs(2)));
        // Its own holder may ask again.
        assert_eq!(leased(outage(&scene.lease(B))), (B, secs(3)));
    }

    fn a_lease_is_granted_a_little_ahead(scene) {
        scene.trip(A);
        scene.pass(millis(9_899));
        let told = scene.refused(A, lease_of(subject(), secs(60))).unwrap();
        assert_eq!(waits(outage(&told)), millis(101));
        scene.pass(millis(1));
        scene.lease(A);
    }

    fn a_lapsed_lease_is_anybodys(scene) {
        scene.trip(A);
        scene.pass(secs(10));
        scene.lease(A);
        scene.pass(secs(3));
        assert_eq!(leased(outage(&scene.lease(B))).0, B);
        scene.refused(A, renew()).unwrap();
        scene.refused(A, failed()).unwrap();
        scene.refused(A, give_back(false)).unwrap();
    }

    fn a_lapsed_lease_that_nobody_took_goes_on(scene) {
        scene.trip(A);
        scene.pass(secs(10));
        scene.lease(A);
        scene.pass(secs(5));
        assert_eq!(leased(&scene.outage()), (A, Duration::ZERO));
        assert_eq!(leased(outage(&scene.accepted(A, renew()))), (A, secs(3)));
        scene.pass(secs(4));
        assert_eq!(waits(outage(&scene.accepted(A, failed()))), secs(20));
    }

    fn nobody_renews_what_is_not_theirs(scene) {
        assert_eq!(scene.refused(A, renew()), None);
        assert_eq!(scene.refused(A, give_back(true)), None);
        assert_eq!(scene.refused(A, failed()), None);
        scene.trip(A);
        scene.refused(A, renew()).unwrap();
        scene.refused(A, give_back(true)).unwrap();
        scene.refused(A, failed()).unwrap();
    }

    fn a_round_says_whether_a_trial_has_failed_before_it(scene) {
        let begins = |view: &View| (outage(view).round == view.version, outage(view).after_trial);
        assert_eq!(begins(&scene.trip(A)), (true, false));
        scene.pass(secs(10));
        assert_eq!(begins(&scene.lease(A)), (false, false));
        assert_eq!(begins(&scene.accepted(A, failed())), (true, true));
        scene.pass(secs(20));
        assert_eq!(begins(&scene.trip(B)), (true, false));
        scene.pass(secs(40));
        let Request::Trip { subject, terms, by, opened_by, why, .. } = trip(subject()) else {
            unreachable!()
        };
        let again = Request::Trip { subject, terms, first: false, by, opened_by, why };
        assert_eq!(begins(&scene.accepted(B, again)), (true, true), "it was half-open");
        scene.rig.wipe();
        assert_eq!(begins(&scene.lease(A)), (true, false));
    }

    fn a_trial_that_failed_opens_longer_for_all(scene) {
        let opened = scene.trip(A);
        scene.pass(secs(10));
        scene.lease(B);
        let view = scene.accepted(B, failed());
        let told = outage(&view);
        assert_eq!((waits(told), told.suspected, told.openings), (secs(20), secs(20), 2));
        assert_eq!((told.round, told.why.clone()), (view.version, why(5)));
        assert_eq!(view.by, Text::new("bad"));
        assert!(view.version > opened.version);
    }

    fn what_is_given_back_may_be_taken_at_once(scene) {
        scene.trip(A);
        scene.pass(secs(10));
        scene.lease(A);
        let view = scene.accepted(A, give_back(false));
        assert_eq!(waits(outage(&view)), Duration::ZERO);
        scene.lease(B);
    }

    fn after_two_unused_leases_it_is_anyones(scene) {
        scene.trip(A);
        scene.pass(secs(10));
        scene.lease(A);
        assert_eq!(waits(outage(&scene.accepted(A, give_back(true)))), Duration::ZERO);
        scene.lease(B);
        assert_eq!(waits(outage(&scene.accepted(B, give_back(false)))), Duration::ZERO);
        scene.lease(B);
        assert_eq!(outage(&scene.accepted(B, give_back(true))).phase, Phase::Anyone);
        // It can be claimed, and then is somebody's.
        assert_eq!(leased(outage(&scene.lease(A))).0, A);
        scene.refused(B, lease_of(subject(), secs(60))).unwrap();
    }

    fn where_nobody_knows_one_tries_all_the_same(scene) {
        let view = scene.lease(A);
        let told = outage(&view);
        assert_eq!(leased(told), (A, secs(3)));
        assert_eq!((told.suspected, told.round), (Duration::ZERO, view.version));
        assert_eq!((told.openings, told.openers, &told.why), (0, 0, &why(3)));
        assert_eq!(told.opened_by.as_str(), "pod", "its circuit is open");
        scene.refused(B, lease_of(subject(), secs(60))).unwrap();
    }

    fn a_recovery_before_somebody_opened_is_none_of_theirs(scene) {
        let round = scene.trip(A).version;
        scene.pass(secs(10));
        scene.accepted(A, closed(round));
        scene.pass(secs(5));
        // Opened before the recovery, or just then: it closed.
        scene.refused(B, lease_of(subject(), secs(60))).unwrap();
        scene.refused(B, lease_of(subject(), secs(5))).unwrap();
        // Opened after it.
        let view = scene.accepted(B, lease_of(subject(), secs(4)));
        assert_eq!(outage(&view).round, view.version);
        assert_eq!(outage(&view).openings, 1);
    }

    fn a_lease_leaves_the_suspicion(scene) {
        scene.trip(A);
        scene.pass(millis(9_950));
        assert_eq!(outage(&scene.lease(A)).suspected, millis(50));
        scene.refused(B, trip(subject())).unwrap();
    }
}
