//! What people force.

use core::time::Duration;

use breaker_fleet::__protocol::wire::{Control, ForcedTo, Request, State, Text};

use crate::scene::{A, B, controlled, forced, secs};

fn force(to: ForcedTo, time: Duration) -> Request {
    let (by, note) = (Text::new("ann"), Text::new("the bank called"));
    Request::Force { subject: controlled(), to, time, by, note }
}

fn release() -> Request {
    Request::Release { subject: controlled(), by: Text::new("bob") }
}

const fn released(ago: Duration) -> State {
    State::Control(Control::Released { ago })
}

crate::sentences! {
    fn a_force_has_an_end_a_who_and_a_why(scene) {
        let view = scene.accepted(A, force(ForcedTo::Open, secs(600)));
        assert_eq!((forced(&view), view.by.as_str()), ((ForcedTo::Open, secs(600)), "ann"));
        let State::Control(Control::Forced { note, .. }) = &view.state else { unreachable!() };
        assert_eq!(note.as_str(), "the bank called");
        scene.pass(secs(100));
        assert_eq!(forced(&scene.synced(B, 0).views[0]), (ForcedTo::Open, secs(500)));
        scene.pass(secs(510));
        assert_eq!(forced(&scene.synced(B, 0).views[0]), (ForcedTo::Open, Duration::ZERO));
        scene.pass(secs(60));
        assert_eq!(scene.synced(B, 0).views, []);
    }

    fn the_last_force_wins(scene) {
        scene.accepted(A, force(ForcedTo::Open, secs(600)));
        let view = scene.accepted(B, force(ForcedTo::Closed, secs(60)));
        assert_eq!(forced(&view), (ForcedTo::Closed, secs(60)));
        assert_eq!(scene.synced(A, 0).views, [view]);
    }

    fn a_release_is_told_for_two_minutes(scene) {
        let view = scene.accepted(B, release());
        assert_eq!(view.by.as_str(), "bob");
        assert_eq!(view.state, released(Duration::ZERO));
        scene.pass(secs(119));
        assert_eq!(scene.synced(B, 0).views[0].state, released(secs(119)));
        scene.pass(secs(1));
        assert_eq!(scene.synced(B, 0).views, []);
    }

    fn what_is_ordered_is_told_for_as_long_as_somebody_who_is_away_may_be_forced(scene) {
        scene.accepted(A, force(ForcedTo::Open, secs(600)));
        scene.pass(secs(50));
        scene.accepted(B, force(ForcedTo::Closed, secs(10)));
        scene.pass(secs(50));
        scene.accepted(B, release());
        scene.pass(secs(1));
        scene.accepted(B, release());
        scene.pass(secs(558));
        assert_eq!(scene.synced(A, 0).views[0].state, released(secs(558)));
        scene.pass(secs(1));
        assert_eq!(scene.synced(A, 0).views, []);
    }

    fn a_release_needs_no_force(scene) {
        scene.accepted(A, release());
    }
}
