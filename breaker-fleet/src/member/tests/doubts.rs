//! What counts for a doubt, how long it lasts, and what people are shown of it.

use super::refusals::joins;
use super::world::{World, x};
use super::{ms, secs};
use crate::engine::{Fault, Gone};
use crate::member::{FleetEvent, Input};

fn told(world: &World, is_so: impl Fn(&FleetEvent) -> bool) -> usize {
    world.all[0].told.iter().filter(|event| is_so(event)).count()
}

fn unsubscribed(world: &World) -> usize {
    told(world, |event| matches!(event, FleetEvent::Unsubscribed))
}

fn why_away(world: &World) -> Option<String> {
    world.all[0].member.status(world.now).away.map(|away| away.why)
}

/// What is ordered is refused, for as long as it is news.
fn is_refused(world: &mut World) {
    world.all[0].refused = true;
    world.fake(0).open = false;
    world.open(0);
    world.run(secs(2));
    world.all[0].refused = false;
}

/// What is ordered is not answered.
fn is_unanswered(world: &mut World) {
    world.fake(0).open = false;
    world.open(0);
    world.run(ms(10));
    let id = *world.all[0].open.last().unwrap();
    world.input(0, Input::Answered { id, result: Err(Gone::unanswered()) });
}

/// For how many seconds the member stays away from now on.
fn stays_away(world: &mut World) -> u64 {
    let start = world.now;
    while why_away(world).is_some() {
        world.run(ms(100));
    }
    (world.now - start).as_secs()
}

#[test]
fn who_writes_and_tells_nobody_has_members_subscribe_anew_once_in_a_while_and_makes_no_doubt() {
    let mut world = World::of(1);
    for second in 0..400 {
        world.write_round_in_silence(secs(30));
        world.run(secs(1));
        assert!(why_away(&world).is_none_or(|why| !why.starts_with("was")), "after {second} s");
        let times = if second < 303 { 1 } else { 2 };
        assert!(unsubscribed(&world) <= times, "after {second} s");
    }
    assert_eq!((unsubscribed(&world), joins(&world, 0)), (2, 3));
    // And what is written is heard of within a second and a half.
    assert!(world.now - world.all[0].known[&x()].at < ms(1500));
}

#[test]
fn what_is_under_way_is_answered_before_a_member_subscribes_anew() {
    let mut world = World::of(1);
    world.all[0].deaf = true;
    for _ in 0..6 {
        // Long enough before the next sync that no push may still bring it.
        world.write_round_in_silence(secs(30));
        world.run(ms(400));
        // What happens is sent ten milliseconds later: just after the next sync.
        let sync = world.all[0].member.wakes_at().unwrap();
        world.run(sync - world.now - ms(9));
        world.fake(0).open = false;
        world.open(0);
        world.run(ms(500));
        assert_eq!(unsubscribed(&world), 0);
    }
    // Nothing is, at last.
    world.write_round_in_silence(secs(30));
    world.run(secs(2));
    assert_eq!((unsubscribed(&world), joins(&world, 0)), (1, 2));
}

#[test]
fn connections_that_anybody_may_have_closed_make_a_doubt_of_ten_seconds_however_often() {
    let mut world = World::of(1);
    for _ in 0..50 {
        world.close(0);
        world.run(secs(5));
    }
    assert!(stays_away(&mut world) <= 10);
    assert!(joins(&world, 0) <= 4, "{}", joins(&world, 0));
    // Nor over orders.
    for _ in 0..50 {
        world.fake(0).open = false;
        world.open(0);
        world.run(ms(10));
        world.close(0);
        world.run(secs(5));
    }
    assert!(stays_away(&mut world) <= 10);
}

#[test]
fn a_connection_that_anybody_may_have_closed_lengthens_no_doubt_by_more_than_ten_seconds() {
    let mut world = World::of(1);
    for _ in 0..6 {
        is_refused(&mut world);
        stays_away(&mut world);
    }
    is_refused(&mut world);
    for _ in 0..5 {
        world.run(secs(56));
        world.close(0);
    }
    assert!(stays_away(&mut world) <= 30, "five minutes are nearly over");
    // Where nobody answers it is the engine's own affair.
    is_refused(&mut world);
    world.run(secs(250));
    world.hung = true;
    world.run(secs(2));
    world.hung = false;
    assert!(stays_away(&mut world) > 295);
}

#[test]
fn a_doubt_is_forgotten_in_good_time() {
    let mut world = World::of(1);
    for (good, lasts) in [
        (0, 10),
        (3, 20),
        (3, 40),
        (3, 80),
        // Half of what it was, twice as long.
        (310, 80),
        // And half of half of it.
        (610, 40),
        (1500, 10),
    ] {
        world.run(secs(good));
        is_refused(&mut world);
        let stays = stays_away(&mut world) + 2;
        assert!((lasts..lasts + 3).contains(&stays), "{stays} s instead of {lasts} after {good} s");
    }
}

#[test]
fn orders_that_nobody_answers_are_accidents_if_they_are_far_between() {
    let mut world = World::of(1);
    for _ in 0..5 {
        world.run(secs(300));
        is_unanswered(&mut world);
        assert_eq!(stays_away(&mut world), 0);
    }
}

#[test]
fn good_hours_beforehand_outweigh_no_order_that_nobody_answers() {
    let mut world = World::of(1);
    world.run(secs(4 * 3600));
    is_unanswered(&mut world);
    assert_eq!(stays_away(&mut world), 0);
    world.run(secs(2));
    is_unanswered(&mut world);
    assert!(stays_away(&mut world) >= 10, "it has come again");
}

#[test]
fn an_absence_is_explained_by_what_is_wrong_now() {
    let mut world = World::of(1);
    is_refused(&mut world);
    world.run(secs(3));
    let why = why_away(&world).unwrap();
    assert_eq!(why, "was: it refuses `hset`; trying again in 7s");
    // Another reason, while there is no connection.
    world.input(0, Input::Disconnected { why: Gone::by(Fault::Broken, "cut") });
    assert_eq!(why_away(&world).unwrap(), "cut");
    world.input(0, Input::Disconnected { why: Gone::by(Fault::Broken, "no route") });
    assert_eq!(why_away(&world).unwrap(), "no route");
    // And the first again, which the doubt is of.
    world.close(0);
    world.run(secs(1));
    let why = why_away(&world).unwrap();
    assert!(why.starts_with("was: it refuses `hset`; trying again in "), "{why}");
    world.run(secs(10));
    assert_eq!(why_away(&world), None);
}

#[test]
fn what_an_engine_did_wrong_last_is_what_is_told_of_a_doubt() {
    let mut world = World::of(1);
    is_refused(&mut world);
    // It refuses the next connections, for other reasons.
    for (fault, why) in [(Fault::RefusedAtFirst, "READONLY"), (Fault::Refused, "maxclients")] {
        world.input(0, Input::Disconnected { why: Gone::by(fault, why) });
        assert_eq!(why_away(&world).unwrap(), why);
    }
    // What anybody may have done is not what the doubt is of.
    world.close(0);
    world.run(secs(1));
    let why = why_away(&world).unwrap();
    assert!(why.starts_with("was: maxclients; trying again in "), "{why}");
}
