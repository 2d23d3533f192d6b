//! What people order.

use core::time::Duration;

use breaker_fleet::__protocol::wire::{ForcedTo, Ordered, Request, State, Text, View};

use crate::rig::Rig;
use crate::scene::{A, B, Scene, control, forced, order, secs};

const OPEN: ForcedTo = ForcedTo::Open;

fn force(to: ForcedTo, rest: Duration) -> Request {
    order(Ordered::Forced { to, rest })
}

fn release() -> Request {
    order(Ordered::Released)
}

/// The order was given so long ago.
fn given(ago: Duration, request: Request) -> Request {
    let Request::Control { subject, control, by, anew } = request else { unreachable!() };
    let control = control.later(ago);
    Request::Control { subject, control, by, anew }
}

/// Another person gave the order.
fn of_ben(request: Request) -> Request {
    let Request::Control { subject, control, anew, .. } = request else { unreachable!() };
    Request::Control { subject, control, by: Text::new("ben"), anew }
}

/// A member that knows of it tells it anew.
fn anew(request: Request) -> Request {
    let Request::Control { subject, control, by, .. } = request else { unreachable!() };
    Request::Control { subject, control, by, anew: true }
}

/// The same order, as a member knows it that was shown this, so much later.
fn known(view: &View, later: Duration) -> Request {
    let (subject, control) = (view.subject.clone(), control(view).later(later));
    Request::Control { subject, control, by: view.by.clone(), anew: true }
}

fn is_released(view: &View, ago: Duration) {
    assert_eq!((control(view).order, control(view).ago), (Ordered::Released, ago));
}

/// Who is refused is told what holds, and so is everybody else.
#[track_caller]
fn is_overtaken<R: Rig>(scene: &mut Scene<R>, older: Request, holds: &View) {
    assert_eq!(scene.refused(B, older).as_ref(), Some(holds));
    assert_eq!(scene.synced(A, 0).views, core::slice::from_ref(holds));
}

/// The second has the higher one.
fn is_overtaken_by_identity<R: Rig>(scene: &mut Scene<R>, one: Request, other: Request) {
    scene.rig.wipe();
    scene.accepted(A, one.clone());
    scene.accepted(A, other.clone());
    scene.rig.wipe();
    let holds = scene.accepted(A, other);
    is_overtaken(scene, one, &holds);
}

crate::sentences! {
    fn an_order_has_an_end_an_age_a_who_and_a_why(scene) {
        let view = scene.accepted(A, force(OPEN, secs(600)));
        assert_eq!((forced(&view), view.by.as_str()), ((OPEN, secs(600)), "ann"));
        assert_eq!(control(&view).note, Text::new("the bank called"));
        assert_eq!((control(&view).ago, control(&view).keep), (Duration::ZERO, secs(660)));
        scene.pass(secs(100));
        let view = scene.synced(B, 0).views.remove(0);
        assert_eq!((forced(&view), control(&view).ago), ((OPEN, secs(500)), secs(100)));
        assert_eq!(control(&view).keep, secs(560));
        scene.pass(secs(510));
        assert_eq!(forced(&scene.synced(B, 0).views[0]), (OPEN, Duration::ZERO));
        scene.pass(secs(50));
        assert_eq!(scene.synced(B, 0).views, []);
    }

    fn a_release_has_them_too(scene) {
        let view = scene.accepted(B, given(secs(20), release()));
        assert_eq!((view.by.as_str(), &control(&view).note), ("ann", &"the bank called".into()));
        is_released(&view, secs(20));
        scene.pass(secs(99));
        is_released(&scene.synced(B, 0).views[0], secs(119));
        scene.pass(secs(1));
        assert_eq!(scene.synced(B, 0).views, []);
    }

    fn the_later_order_wins(scene) {
        scene.accepted(A, force(OPEN, secs(600)));
        let view = scene.accepted(B, force(ForcedTo::Closed, secs(60)));
        assert_eq!(forced(&view), (ForcedTo::Closed, secs(60)));
        assert_eq!(scene.synced(A, 0).views, [view]);
    }

    fn the_later_order_wins_whichever_comes_first(scene) {
        let holds = scene.accepted(A, force(ForcedTo::Closed, secs(600)));
        is_overtaken(scene, of_ben(given(secs(1), force(OPEN, secs(600)))), &holds);
        is_overtaken(scene, given(secs(300), release()), &holds);
        scene.pass(secs(20));
        let holds = scene.accepted(A, given(secs(19), release()));
        is_overtaken(scene, of_ben(given(Duration::from_micros(19_000_001), release())), &holds);
        scene.accepted(B, of_ben(given(secs(19), force(OPEN, secs(600)))));
    }

    fn orders_of_one_person_hold_as_they_come_and_seem_no_older_than_those_before(scene) {
        scene.accepted(A, force(ForcedTo::Closed, secs(600)));
        let view = scene.accepted(A, given(secs(5), force(OPEN, secs(600))));
        assert_eq!((forced(&view), control(&view).ago), ((OPEN, secs(595)), Duration::ZERO));
        let holds = view;
        is_overtaken(scene, given(Duration::from_micros(5_000_001), release()), &holds);
        is_overtaken(scene, of_ben(given(Duration::from_micros(1), release())), &holds);
    }

    fn an_order_of_before_the_engines_time_is_the_oldest(scene) {
        let longest = Duration::from_micros(1 << 53);
        let view = scene.accepted(A, given(longest, force(OPEN, longest + secs(60))));
        assert_eq!(control(&view).ago, Duration::from_micros(scene.now));
        scene.accepted(B, release());
    }

    fn an_order_that_is_known_is_no_change_whoever_tells_it_and_when(scene) {
        let order = force(OPEN, secs(600));
        let holds = scene.accepted(A, order.clone());
        assert!(control(&holds).id > 0);
        is_overtaken(scene, order.clone(), &holds);
        is_overtaken(scene, anew(order.clone()), &holds);
        is_overtaken(scene, of_ben(order.clone()), &holds);
        scene.pass(secs(10));
        let view = scene.refused(B, anew(order)).unwrap();
        assert_eq!((forced(&view), control(&view).ago), ((OPEN, secs(590)), secs(10)));
    }

    fn the_same_given_once_more_is_another_order(scene) {
        let first = scene.accepted(A, force(OPEN, secs(3)));
        scene.pass(secs(4));
        let again = scene.accepted(A, force(OPEN, secs(3)));
        assert_eq!((forced(&again), control(&again).ago), ((OPEN, secs(3)), Duration::ZERO));
        assert_ne!(control(&again).id, control(&first).id);
    }

    fn an_order_whose_time_was_lost_has_it_again_from_who_knows_it(scene) {
        let order = force(OPEN, secs(600));
        scene.accepted(A, order.clone());
        scene.set_back(secs(3600));
        let lost = scene.synced(B, 0).views.remove(0);
        assert_eq!(control(&lost).ago, Duration::from_micros(scene.now));
        let view = scene.accepted(B, anew(given(secs(20), order)));
        assert_eq!((control(&view).id, control(&view).ago), (control(&lost).id, secs(20)));
    }

    fn what_is_told_anew_is_no_change_where_another_may_be_later(scene) {
        let holds = scene.accepted(A, force(OPEN, secs(600)));
        scene.pass(secs(4));
        is_overtaken(scene, anew(release()), &{
            let mut later = holds.clone();
            let State::Control(control) = &mut later.state else { unreachable!() };
            *control = control.later(secs(4));
            later
        });
        scene.pass(secs(2));
        is_released(&scene.accepted(B, anew(release())), Duration::ZERO);
    }

    fn of_two_orders_of_about_one_time_the_later_one_holds_whoever_tells_first(scene) {
        let earlier = scene.accepted(A, force(OPEN, secs(600)));
        scene.pass(secs(2));
        let later = scene.accepted(B, of_ben(force(ForcedTo::Closed, secs(600))));
        assert_eq!(control(&later).stamp, control(&earlier).stamp + 2_000_000);
        // Whoever tells the later one has taken it for older than it is.
        let [earlier, later] = [known(&earlier, secs(12)), known(&later, secs(13))];
        let is_later = |view: &View| forced(view).0 == ForcedTo::Closed;
        scene.rig.wipe();
        scene.pass(secs(10));
        scene.accepted(A, earlier.clone());
        assert!(is_later(&scene.accepted(B, later.clone())));
        scene.rig.wipe();
        let holds = scene.accepted(B, later);
        assert!(is_later(&holds));
        is_overtaken(scene, earlier, &holds);
    }

    fn of_two_orders_with_one_stamp_the_identity_decides(scene) {
        let [one, other] = [force(OPEN, secs(600)), of_ben(force(ForcedTo::Closed, secs(600)))];
        let one = known(&scene.accepted(A, one), Duration::ZERO);
        scene.rig.wipe();
        let other = known(&scene.accepted(A, other), Duration::ZERO);
        is_overtaken_by_identity(scene, one, other);
    }

    fn what_is_told_anew_to_who_has_lost_it_holds_again(scene) {
        scene.accepted(A, force(OPEN, secs(600)));
        scene.rig.wipe();
        scene.pass(secs(100));
        let view = scene.accepted(B, anew(given(secs(100), force(OPEN, secs(600)))));
        assert_eq!((forced(&view), control(&view).ago), ((OPEN, secs(500)), secs(100)));
        let older = anew(given(secs(300), force(ForcedTo::Closed, secs(900))));
        is_overtaken(scene, older, &view);
    }

    fn what_is_ordered_is_kept_for_as_long_as_somebody_who_is_away_may_be_forced(scene) {
        scene.accepted(A, force(OPEN, secs(600)));
        scene.pass(secs(50));
        scene.accepted(B, force(ForcedTo::Closed, secs(10)));
        scene.pass(secs(50));
        scene.accepted(B, release());
        scene.pass(secs(1));
        let view = scene.accepted(B, release());
        assert_eq!(control(&view).keep, secs(559));
        scene.pass(secs(558));
        is_released(&scene.synced(A, 0).views[0], secs(558));
        scene.pass(secs(1));
        assert_eq!(scene.synced(A, 0).views, []);
    }

    fn a_clock_that_is_set_back_keeps_nobody_from_ordering(scene) {
        scene.accepted(A, force(OPEN, secs(600)));
        scene.set_back(secs(3600));
        let view = scene.accepted(B, given(Duration::from_millis(20), release()));
        is_released(&view, Duration::from_millis(20));
    }

    fn a_release_needs_no_force(scene) {
        scene.accepted(A, release());
    }
}
