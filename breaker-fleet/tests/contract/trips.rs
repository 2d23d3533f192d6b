//! A circuit opened by its own evidence.

use core::time::Duration;

use breaker_fleet::__protocol::wire::{Outage, Phase, Reply, Request, Terms, Text, Why};

use crate::scene::{
    A, B, closed, lease_of, leased, millis, outage, secs, subject, terms, trip, waits, why,
};

crate::sentences! {
    fn the_first_trip_opens(scene) {
        let view = scene.trip(A);
        assert_eq!(view.subject, subject());
        assert_eq!(view.by, Text::new("pod"));
        assert_eq!(view.version, scene.now);
        let outage = outage(&view);
        assert_eq!((waits(outage), outage.suspected), (secs(10), secs(10)));
        assert_eq!((outage.round, outage.openings, outage.openers), (view.version, 1, 1));
        assert_eq!((&outage.opened_by, &outage.why), (&Text::new("pod"), &why(5)));
    }

    fn who_opened_it_stays_known_whoever_tries(scene) {
        let (by, opened_by) = (Text::new("teller"), Text::new("opener"));
        let (subject, terms) = (subject(), terms());
        let trip = Request::Trip {
            subject: subject.clone(), terms, first: true, by, opened_by, why: why(5),
        };
        assert_eq!(scene.accepted(A, trip).by.as_str(), "teller");
        scene.pass(secs(10));
        let view = scene.lease(B);
        assert_eq!((view.by.as_str(), outage(&view).opened_by.as_str()), ("pod", "opener"));
        scene.accepted(B, Request::GiveBack { subject: subject.clone(), unused: true });
        assert_eq!(scene.outage().opened_by.as_str(), "opener");
        scene.lease(B);
        let by = Text::new("trier");
        let view = scene.accepted(B, Request::Failed {
            subject: subject.clone(), terms, by: by.clone(), opened_by: by.clone(), why: why(1),
        });
        assert_eq!(view.by, by);
        let began = |outage: &Outage| (outage.opened_by.to_string(), outage.why.clone());
        assert_eq!(began(outage(&view)), ("opener".to_owned(), why(5)));
        scene.pass(secs(20));
        let opened_by = by.clone();
        let again = Request::Trip { subject, terms, first: true, by, opened_by, why: why(7) };
        let view = scene.accepted(B, again.clone());
        assert_eq!(began(outage(&view)), ("opener".to_owned(), why(5)), "one outage");
        scene.pass(secs(40));
        scene.accepted(B, closed(outage(&view).round));
        assert_eq!(began(outage(&scene.accepted(B, again))), ("trier".to_owned(), why(7)));
    }

    fn a_reason_that_nobody_knew_is_learned(scene) {
        let (by, why) = (Text::new("pod"), Why::default());
        let trip = |by: &Text, why| {
            let (by, opened_by) = (by.clone(), by.clone());
            Request::Trip { subject: subject(), terms: terms(), first: true, by, opened_by, why }
        };
        scene.accepted(A, trip(&by, why));
        scene.pass(secs(10));
        let view = scene.accepted(B, trip(&Text::new("other"), crate::scene::why(5)));
        let outage = outage(&view);
        assert_eq!((outage.opened_by.as_str(), &outage.why), ("other", &crate::scene::why(5)));
    }

    fn an_engine_that_knows_nothing_takes_the_row_up(scene) {
        let terms = Terms { openings: 1, ..terms() };
        let (by, opened_by) = (Text::default(), Text::new("opener"));
        let trip = Request::Trip {
            subject: subject(), terms, first: false, by, opened_by, why: why(1),
        };
        let outage = outage(&scene.accepted(A, trip)).clone();
        assert_eq!((waits(&outage), outage.openings, outage.openers), (secs(20), 2, 0));
        assert_eq!((outage.opened_by.as_str(), &outage.why), ("opener", &why(1)));
    }

    fn what_nobody_has_tried_to_end_for_so_long_is_another_outage(scene) {
        scene.trip(A);
        scene.pass(secs(10));
        scene.trip(A);
        let opens = |first| Request::Trip {
            subject: subject(), terms: terms(), first, by: Text::new("next"),
            opened_by: Text::new("next"), why: why(7),
        };
        scene.pass(millis(39_999));
        let view = scene.accepted(B, opens(true));
        assert_eq!((waits(outage(&view)), outage(&view).openings), (secs(40), 3), "the same");
        scene.pass(secs(80));
        let view = scene.accepted(A, opens(false));
        assert_eq!(outage(&view).openings, 4, "of who has been open all along");
        scene.pass(secs(80));
        let outage = outage(&scene.accepted(B, opens(true))).clone();
        assert_eq!((waits(&outage), outage.openings, outage.openers), (secs(10), 1, 1));
        assert_eq!((&outage.opened_by, &outage.why), (&Text::new("next"), &why(7)));
    }

    fn who_opens_meanwhile_is_counted_and_moves_nothing(scene) {
        let opened = scene.trip(A);
        scene.pass(secs(4));
        let view = scene.refused(B, trip(subject())).unwrap();
        assert_eq!(view.version, opened.version);
        let outage = outage(&view).clone();
        assert_eq!((waits(&outage), outage.openers, outage.openings), (secs(6), 2, 1));
        assert_eq!(scene.outage(), outage);
    }

    fn how_many_have_opened_is_not_known_of_an_outage_that_began_untold(scene) {
        // An engine that has lost its memory; one that could not be told.
        let opened_elsewhere = |first| Request::Trip {
            subject: subject(), terms: terms(), first, by: Text::new("pod"),
            opened_by: Text::new("opener"), why: why(1),
        };
        let lease = lease_of(subject(), secs(60));
        for begins in [opened_elsewhere(true), opened_elsewhere(false), lease] {
            scene.accepted(A, begins);
            scene.ask(B, trip(subject()));
            assert_eq!(scene.outage().openers, 0);
            scene.rig.wipe();
        }
        scene.trip(A);
        assert_eq!(scene.outage().openers, 1);
    }

    fn whoever_looks_is_told_how_many_have_opened_and_changes_nothing(scene) {
        assert_eq!(scene.refused(A, Request::Look { subject: subject() }), None);
        let opened = scene.trip(A);
        scene.refused(B, trip(subject())).unwrap();
        scene.pass(secs(1));
        let view = scene.refused(A, Request::Look { subject: subject() }).unwrap();
        assert_eq!((view.version, outage(&view).openers), (opened.version, 2));
        assert_eq!(waits(outage(&view)), secs(9));
    }

    fn who_was_half_open_is_not_counted(scene) {
        scene.trip(A);
        let again = Request::Trip {
            subject: subject(), terms: terms(), first: false, by: Text::default(),
            opened_by: Text::default(), why: why(1),
        };
        let view = scene.refused(B, again).unwrap();
        assert_eq!(outage(&view).openers, 1);
    }

    fn after_the_wait_the_next_trip_opens_longer(scene) {
        for (nth, open) in [10, 20, 40, 40].into_iter().enumerate() {
            let view = scene.trip(A);
            assert_eq!(waits(outage(&view)), secs(open));
            assert_eq!(outage(&view).openings as usize, nth + 1);
            assert_eq!(outage(&view).round, view.version);
            scene.pass(secs(open));
        }
    }

    fn the_dice_are_the_members(scene) {
        let terms = Terms { jitter: 1234, max_open_for: None, ..terms() };
        let trip = Request::Trip {
            subject: subject(), terms, first: true, by: Text::default(),
            opened_by: Text::default(), why: why(1),
        };
        assert_eq!(waits(outage(&scene.accepted(A, trip))), millis(12_340));
    }

    fn a_trip_during_a_lease_makes_suspicious_again(scene) {
        scene.trip(A);
        scene.pass(secs(10));
        let lent = scene.lease(A);
        assert_eq!(outage(&lent).suspected, Duration::ZERO);
        let Reply::Refused(Some(view)) = scene.ask(B, trip(subject())) else { unreachable!() };
        assert!(view.version > lent.version);
        assert_eq!(outage(&view).suspected, secs(10));
        assert_eq!(leased(outage(&view)), (A, secs(3)));
        assert_eq!(scene.message.as_ref().unwrap().views, [view]);
        // Once is enough.
        scene.refused(B, trip(subject())).unwrap();
    }

    fn a_trip_after_a_lapsed_lease_opens(scene) {
        scene.trip(A);
        scene.pass(secs(10));
        scene.lease(A);
        scene.pass(secs(3));
        assert_eq!(waits(outage(&scene.trip(B))), secs(20));
    }

    fn a_recovery_of_an_open_time_forgets_the_row(scene) {
        let round = scene.trip(A).version;
        scene.pass(secs(10));
        scene.accepted(A, closed(round));
        scene.pass(secs(9));
        let view = scene.trip(B);
        assert_eq!((outage(&view).openings, outage(&view).openers), (2, 1));
        let round = view.version;
        scene.pass(secs(20));
        scene.accepted(B, closed(round));
        scene.pass(secs(20));
        assert_eq!(outage(&scene.trip(A)).openings, 1);
    }

    fn whoever_may_try_may_fail(scene) {
        scene.trip(A);
        scene.pass(secs(10));
        for _ in 0..2 {
            scene.lease(A);
            scene.accepted(A, Request::GiveBack { subject: subject(), unused: true });
        }
        assert_eq!(scene.outage().phase, Phase::Anyone);
        assert_eq!(waits(outage(&scene.trip(B))), secs(20));
    }
}
