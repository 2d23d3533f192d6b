//! A round of trials succeeded.

use core::time::Duration;

use breaker_fleet::__protocol::wire::{Outage, Phase, Request, Text};

use crate::scene::{A, B, closed, lease_of, outage, secs, subject, terms, why};

crate::sentences! {
    fn a_success_closes_for_all(scene) {
        let round = scene.trip(A).version;
        scene.pass(secs(10));
        scene.lease(A);
        let view = scene.accepted(A, closed(round));
        assert_eq!(view.by, Text::new("good"));
        let now = Phase::Closed { ago: Duration::ZERO };
        let told = Outage { phase: now, suspected: Duration::ZERO, openers: 0, ..scene.outage() };
        assert_eq!(outage(&view), &told);
        assert_eq!(told.openings, 1);
        scene.pass(secs(7));
        assert_eq!(scene.outage().phase, Phase::Closed { ago: secs(7) });
    }

    fn a_success_that_is_told_late_is_as_old_as_it_is(scene) {
        let round = scene.trip(A).version;
        scene.pass(secs(30));
        let closed = Request::Closed {
            subject: subject(), round, ago: secs(18), by: Text::new("late"),
        };
        scene.accepted(A, closed);
        assert_eq!(scene.outage().phase, Phase::Closed { ago: secs(18) });
        scene.pass(secs(2));
        assert_eq!(scene.outage().phase, Phase::Closed { ago: secs(20) });
        // Who opened since opens another outage, and whoever opened before it was refused.
        scene.refused(B, lease_of(subject(), secs(20))).unwrap();
        assert_eq!(outage(&scene.trip(B)).openings, 1);
    }

    fn no_success_is_older_than_the_engine(scene) {
        let round = scene.trip(A).version;
        let closed = Request::Closed {
            subject: subject(), round, ago: Duration::MAX, by: Text::default(),
        };
        scene.accepted(A, closed);
        let Phase::Closed { ago } = scene.outage().phase else { unreachable!() };
        assert!(ago > secs(1_000_000_000));
    }

    fn a_success_counts_whoever_holds_the_lease(scene) {
        let round = scene.trip(A).version;
        scene.pass(secs(10));
        scene.lease(A);
        scene.pass(secs(4));
        scene.lease(B);
        scene.accepted(A, closed(round));
    }

    fn a_success_of_an_earlier_round_is_too_late(scene) {
        let round = scene.trip(A).version;
        scene.pass(secs(10));
        scene.lease(A);
        let failed = Request::Failed {
            subject: subject(), terms: terms(), by: Text::default(),
            opened_by: Text::default(), why: why(1),
        };
        let next = scene.accepted(A, failed).version;
        scene.pass(secs(20));
        scene.refused(B, closed(round)).unwrap();
        scene.accepted(B, closed(next));
        // It has closed: there is nothing to close.
        scene.refused(A, closed(next)).unwrap();
    }

    fn a_success_counts_while_the_others_wait(scene) {
        let round = scene.trip(A).version;
        scene.pass(secs(1));
        scene.accepted(B, closed(round));
        assert_eq!(scene.outage().phase, Phase::Closed { ago: Duration::ZERO });
    }

    fn where_nobody_knows_there_is_nothing_to_close(scene) {
        assert_eq!(scene.refused(A, closed(1)), None);
        let round = scene.trip(A).version;
        scene.rig.wipe();
        assert_eq!(scene.refused(A, closed(round)), None);
    }

    fn a_trip_after_a_recovery_opens(scene) {
        let round = scene.trip(A).version;
        scene.pass(secs(10));
        scene.accepted(A, closed(round));
        scene.refused(A, lease_of(subject(), secs(60))).unwrap();
        let view = scene.trip(B);
        assert_eq!((outage(&view).openings, outage(&view).openers), (2, 1));
    }
}
