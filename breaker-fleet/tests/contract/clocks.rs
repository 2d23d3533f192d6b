//! A step of the engine's clock costs one open time at most.

use core::time::Duration;

use breaker_fleet::__protocol::wire::{ForcedTo, Ordered, Phase};

use crate::scene::{
    A, B, closed, forced, lease_of, leased, order, outage, secs, subject, trip, waits,
};

crate::sentences! {
    fn nobody_waits_or_suspects_longer_than_was_drawn(scene) {
        scene.trip(A);
        scene.set_back(secs(3600));
        let told = scene.outage();
        assert_eq!((waits(&told), told.suspected), (secs(10), secs(10)));
        // That was written back: it goes on from there.
        scene.pass(secs(10));
        assert_eq!(waits(&scene.outage()), Duration::ZERO);
        scene.lease(B);
    }

    fn no_lease_is_longer_than_three_seconds(scene) {
        scene.trip(A);
        scene.pass(secs(10));
        scene.lease(A);
        scene.set_back(secs(3600));
        let told = scene.refused(B, lease_of(subject(), secs(60))).unwrap();
        assert_eq!(leased(outage(&told)), (A, secs(3)));
        scene.pass(secs(3));
        scene.lease(B);
    }

    fn no_force_is_longer_than_it_was_meant(scene) {
        let force = Ordered::Forced { to: ForcedTo::Closed, rest: secs(60) };
        scene.accepted(A, order(force));
        scene.set_back(secs(3600));
        assert_eq!(forced(&scene.synced(B, 0).views[0]), (ForcedTo::Closed, secs(60)));
        scene.pass(secs(61));
        assert_eq!(forced(&scene.synced(B, 0).views[0]).1, Duration::ZERO);
    }

    fn no_recovery_is_of_the_future(scene) {
        let round = scene.trip(A).version;
        scene.pass(secs(10));
        scene.accepted(A, closed(round));
        scene.set_back(secs(3600));
        assert_eq!(scene.outage().phase, Phase::Closed { ago: Duration::ZERO });
        scene.pass(secs(10));
        assert_eq!(outage(&scene.accepted(B, trip(subject()))).openings, 1);
    }

    fn a_record_is_kept_no_longer_either(scene) {
        scene.trip(A);
        scene.set_back(secs(3600));
        scene.outage();
        scene.pass(secs(110));
        assert_eq!(scene.synced(A, 0).views, []);
    }

    fn a_clock_that_is_set_forward_forgets(scene) {
        scene.trip(A);
        scene.pass(secs(3600));
        assert_eq!(scene.synced(A, 0).views, []);
    }
}
