//! Processes that have one name.

use super::world::World;
use super::{ms, secs};
use crate::member::FleetEvent;
use crate::wire::Text;

/// What a process was told of others with its name.
fn told(world: &World, number: usize) -> Vec<&FleetEvent> {
    let is_it = |event: &&FleetEvent| matches!(event, FleetEvent::SameName { .. });
    world.all[number].told.iter().filter(is_it).collect()
}

fn namesakes(world: &World, number: usize) -> u32 {
    world.all[number].member.status(world.now).namesakes
}

fn named(world: &mut World, name: &str) -> usize {
    world.add(|config| config.instance = Text::new(name))
}

#[test]
fn who_has_anothers_name_is_told_once_and_so_is_the_other() {
    let mut world = World::of(1);
    let others = [named(&mut world, "pod-0"), named(&mut world, "pod-9")];
    world.run(secs(10));
    let same = |others| FleetEvent::SameName { instance: "pod-0".to_owned(), others };
    assert_eq!((told(&world, others[0]), namesakes(&world, others[0])), (vec![&same(1)], 1));
    assert_eq!((told(&world, others[1]), namesakes(&world, others[1])), (vec![], 0));
    world.run(secs(301));
    assert_eq!(told(&world, 0), [&same(1)]);
    let third = named(&mut world, "pod-0");
    world.run(secs(601));
    assert_eq!(told(&world, third), [&same(2)]);
    assert_eq!((told(&world, 0).len(), namesakes(&world, 0)), (1, 2), "it is known");
}

#[test]
fn once_no_other_has_the_name_the_next_one_is_news() {
    let mut world = World::of(1);
    for times in 1..=2 {
        let other = named(&mut world, "pod-0");
        world.run(secs(305));
        assert_eq!((told(&world, 0).len(), namesakes(&world, 0)), (times, 1));
        world.all[other].stopped = true;
        world.run(secs(305));
        assert_eq!(namesakes(&world, 0), 0);
    }
}

/// A killed process is counted for five seconds.
#[test]
fn who_starts_in_the_place_of_a_process_that_was_killed_has_no_namesake() {
    let mut world = World::of(2);
    world.all[0].stopped = true;
    let next = named(&mut world, "pod-0");
    for _ in 0..400 {
        world.run(ms(50));
        assert_eq!(told(&world, next), Vec::<&FleetEvent>::new());
    }
}
