//! What travels together.

use core::time::Duration;

use breaker_fleet::__protocol::wire::{EngineTime, Reply, Request, Text};

use crate::scene::{A, B, lease_of, leave, named, outage, secs, subject, sync_from, trip};

crate::sentences! {
    fn a_batch_that_comes_too_late_does_nothing(scene) {
        scene.void_after = Some(EngineTime(scene.now - 1));
        let void = Reply::Void { time: EngineTime(scene.now) };
        let replies = scene.all(A, &[trip(subject()), lease_of(subject(), secs(1))]);
        assert_eq!(replies, [void.clone(), void]);
        assert_eq!(scene.message, None);
        assert_eq!(scene.synced(A, 0).views, []);
        assert_eq!(scene.ask(A, leave()), Reply::Left);
    }

    fn a_batch_is_in_time_until_its_last_microsecond(scene) {
        scene.void_after = Some(EngineTime(scene.now));
        scene.trip(A);
    }

    fn one_message_has_the_last_view_of_each_record(scene) {
        let closed = |round| {
            Request::Closed { subject: named("a"), round, ago: Duration::ZERO, by: Text::default() }
        };
        let round = scene.now;
        let replies = scene.all(A, &[
            lease_of(named("a"), secs(1)),
            trip(named("b")),
            closed(round),
            trip(named("b")),
        ]);
        let view = |n: usize| match &replies[n] {
            Reply::Accepted(view) | Reply::Refused(Some(view)) => view.clone(),
            other => unreachable!("{other:?}"),
        };
        assert!(matches!(replies[3], Reply::Refused(_)));
        let message = scene.message.clone().unwrap();
        // The second trip was counted, which is no change of its own but is seen.
        assert_eq!(outage(&view(3)).openers, 2);
        assert_eq!(message.views, [view(3), view(2)]);
    }

    fn an_empty_batch_is_answered(scene) {
        assert_eq!(scene.all(A, &[]), []);
        assert_eq!(scene.message, None);
    }

    fn a_full_batch_is_answered_in_order(scene) {
        let names: Vec<_> = (0..99).map(|n| named(&format!("{n}"))).collect();
        let mut requests: Vec<_> = names.iter().cloned().map(trip).collect();
        requests.push(sync_from(0));
        let replies = scene.all(B, &requests);
        for (reply, name) in replies.iter().zip(&names) {
            let Reply::Accepted(view) = reply else { unreachable!() };
            assert_eq!(&view.subject, name);
        }
        assert!(matches!(replies[99], Reply::Synced(_)));
    }
}
