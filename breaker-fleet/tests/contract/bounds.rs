//! What no member sends, and no engine keeps: more than there is room for.

use core::time::Duration;

use breaker_fleet::__protocol::wire::{
    Batch, ForcedTo, MOST, Name, Ordered, Reply, Request, Subject, Text, Why,
};

use crate::scene::{
    A, B, controlled, lease_of, named, order, outage, secs, subject, sync_from, terms, trip, waits,
};

fn sync(cursor: u64, heard: Vec<(u64, u64)>) -> Request {
    Request::Sync { cursor, heard, instance: Text::default(), zone: Text::default() }
}

/// An order about what is no circuit's control.
fn of_zone(ordered: Ordered) -> Request {
    let Request::Control { control, by, anew, .. } = order(ordered) else { unreachable!() };
    Request::Control { subject: named("pay"), control, by, anew }
}

/// What no member sends.
fn too_large() -> Vec<Vec<Request>> {
    let by = Text::default;
    let longest = Name::keyed("n", &"k".repeat(Name::MOST));
    let most = Why { reason: by(), failures: MOST + 1, calls: 0 };
    vec![
        vec![trip(Subject { name: longest, ..named("") })],
        vec![trip(controlled())],
        vec![of_zone(Ordered::Forced { to: ForcedTo::Open, rest: secs(1) })],
        vec![of_zone(Ordered::Released)],
        vec![Request::Closed {
            subject: subject(),
            round: MOST + 1,
            ago: Duration::ZERO,
            by: by(),
        }],
        vec![Request::Trip {
            subject: subject(),
            terms: terms(),
            first: true,
            by: by(),
            opened_by: by(),
            why: most,
        }],
        vec![sync(MOST + 1, vec![])],
        vec![sync(0, vec![(1, MOST + 1)])],
        vec![sync(0, vec![(1, 1); Request::MOST_RANGES + 1])],
        vec![lease_of(subject(), secs(1)); Batch::MOST + 1],
    ]
}

crate::sentences! {
    fn a_batch_that_is_too_large_is_refused_before_it_has_changed_anything(scene) {
        for spoilt in too_large() {
            for requests in [spoilt.clone(), [vec![trip(subject())], spoilt].concat()] {
                let gone = scene.try_all(A, &requests).unwrap_err();
                assert!(gone.fault().is_refusal() && gone.why().contains("not a batch"), "{gone}");
                let synced = scene.synced(B, 0);
                assert_eq!((synced.highest, synced.members), (0, 1), "{requests:?}");
            }
        }
        let most = sync(MOST, vec![(1, MOST); Request::MOST_RANGES]);
        let requests = [trip(subject()), most, sync_from(0)];
        let replies = scene.all(A, &requests);
        assert!(matches!(&replies[..], [Reply::Accepted(_), Reply::Synced(_), Reply::Synced(_)]));
    }

    fn no_open_time_is_longer_than_thirty_days(scene) {
        let month = secs(30 * 24 * 3600);
        let mut terms = terms();
        (terms.open_for, terms.max_open_for, terms.jitter) = (2 * month, None, 2000);
        let (by, why) = (Text::default(), Why::default());
        let opened_by = by.clone();
        let trip = Request::Trip { subject: subject(), terms, first: true, by, opened_by, why };
        let view = scene.accepted(A, trip);
        assert_eq!((waits(outage(&view)), outage(&view).suspected), (month, month));
        scene.pass(2 * month + secs(59));
        assert_eq!(scene.synced(B, 0).views.len(), 1);
        scene.pass(secs(1));
        assert_eq!(scene.synced(B, 0).views, []);
    }
}
