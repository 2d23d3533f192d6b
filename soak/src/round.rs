//! A round: faults for a while, then rest, and a look at what is left of them.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use breaker_runtime::CircuitBreaker;
use tokio::runtime::Runtime;

use crate::chain::Listener;
use crate::clients::{self, Mood};
use crate::memory::Held;
use crate::server::Server;
use crate::shapes::{Shape, subjects};
use crate::subject::Subject;
use crate::{books, controls, levelling, recovery};

/// What is there for all of the program's life.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) runtime: Runtime,
    pub(crate) listener: Listener,
    pub(crate) chance: fastrand::Rng,
}

#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) faults: Vec<String>,
    pub(crate) snapshots: u64,
    pub(crate) held: Held,
}

/// # Errors
///
/// If overrides that make sense can't be applied.
pub(crate) fn run(
    world: &mut World,
    time: Duration,
    before: Option<&Held>,
) -> Result<Findings, Box<dyn Error>> {
    let (snapshots, backwards) = faults_for(world, time)?;
    let mut faults = Vec::new();
    if backwards > 0 {
        faults.push(format!("{backwards} counts went down between two snapshots"));
    }
    faults.extend(recover_all(world));
    await_the_server(&world.server, &mut faults);
    for (subject, _) in subjects() {
        // Makes it tell what it has rejected since its latest transition.
        subject.circuits().into_iter().for_each(CircuitBreaker::reset);
        faults.extend(books::differences(subject, &world.listener));
    }
    let subjects: Vec<_> = subjects().into_iter().map(|(subject, _)| subject).collect();
    world.listener.forget_unnamed();
    levelling::fill_histories(&subjects)?;
    Ok(Findings { faults, snapshots, held: Held::at_rest(before) })
}

fn faults_for(
    world: &mut World,
    time: Duration,
) -> Result<(u64, u64), breaker_runtime::ConfigureError> {
    let stop = Arc::new(AtomicBool::new(false));
    let mood = Mood { chance: world.chance.fork(), stop: Arc::clone(&stop) };
    let mut chance = world.chance.fork();
    let all: Vec<_> = subjects().into_iter().map(|(subject, _)| subject).collect();
    let (server, runtime, stop) = (&world.server, &world.runtime, &stop);
    thread::scope(|scope| {
        let steering = scope.spawn(move || controls::steer(server, &all, &mut chance, stop));
        let reading = scope.spawn(|| controls::read(stop));
        let tasks = clients::start(scope, runtime.handle(), mood);
        thread::sleep(time);
        stop.store(true, Ordering::Relaxed);
        runtime.block_on(tasks.join_all());
        let steered = steering.join().unwrap_or(Ok(()));
        steered.map(|()| reading.join().unwrap_or_default())
    })
}

/// All subjects at once, for each takes its open time.
fn recover_all(world: &World) -> Vec<String> {
    let runtime = world.runtime.handle();
    let recover = |(subject, shape): (&'static Subject, Option<Shape>)| {
        recovery::recover(subject, shape, runtime)
            .map_err(|fault| format!("{}: {fault}", subject.name))
    };
    thread::scope(|scope| {
        let recoveries: Vec<_> =
            subjects().into_iter().map(|one| scope.spawn(move || recover(one))).collect();
        let ends = recoveries.into_iter().map(ScopedJoinHandle::join);
        ends.filter_map(|end| end.unwrap_or_else(|_| Err("a panic".to_owned())).err()).collect()
    })
}

/// Until it has seen all that was sent.
fn await_the_server(server: &Server, faults: &mut Vec<String>) {
    let until = Instant::now() + Duration::from_secs(20);
    while server.connections() > 0 {
        if Instant::now() > until {
            return faults.push(format!("{} connections stay open", server.connections()));
        }
        thread::sleep(Duration::from_millis(5));
    }
}
