//! Faults over real sockets: annotated clients of every shape, on threads and tasks, call a server
//! that hangs, resets, trickles, answers garbage, dies and returns, while their calls panic and are
//! given up, and hands turn the controls of their circuits.
//!
//! After each round of that the server is well again. Then every circuit must close by ordinary
//! calls and have all its places for trial calls; callers, circuits and server must have counted
//! the same; events must follow from one another; and memory, file descriptors and threads must be
//! as many as before. Ends with an error if anything is not.
//!
//! ```text
//! cargo run --release -p soak -- 60 [seed]
//! ```
//!
//! The seed repeats weather, moods and pauses; when threads run is not in its hands.

use std::env;
use std::error::Error;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use breaker_runtime::registry;

use crate::chain::Listener;
use crate::ids::Ids;
use crate::round::World;
use crate::server::Server;
use crate::subject::{Place, Subject};

mod books;
mod call;
mod chain;
mod clients;
mod controls;
mod ids;
mod ledger;
mod levelling;
mod memory;
mod recovery;
mod round;
mod server;
mod shapes;
mod subject;
mod subscriber;
mod verdict;
mod wire;

/// Bodies of one circuit in a second, and in all: beyond them its callers stop.
const MOST_IN_A_SECOND: u64 = 2000;
const AT_LEAST: u64 = 20_000;

/// Beyond the time that was asked for, when something must be stuck.
const GRACE: Duration = Duration::from_secs(180);

fn main() -> ExitCode {
    match soak() {
        Ok(faults) if faults.is_empty() => {
            println!("verdict: nothing lost, nothing stuck");
            ExitCode::SUCCESS
        }
        Ok(faults) => {
            println!("verdict: {} faults", faults.len());
            faults.iter().take(50).for_each(|fault| println!("  {fault}"));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("soak: {error}");
            ExitCode::FAILURE
        }
    }
}

fn soak() -> Result<Vec<String>, Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let seconds: u64 = arguments.next().map_or(Ok(60), |given| given.parse())?;
    let seed: u64 =
        arguments.next().map_or_else(|| Ok(fastrand::u64(..)), |given| given.parse())?;
    println!("{seconds} s with seed {seed}");
    end_what_is_stuck(Duration::from_secs(seconds));
    registry().check()?;
    levelling::make_pages();
    let subjects: Vec<_> = shapes::subjects().into_iter().map(|(subject, _)| subject).collect();
    levelling::change_hands(&subjects);
    subscriber::start()?;

    let mut world = world(seconds, seed)?;
    let (started, rounds) = (Instant::now(), rounds(seconds));
    let (mut faults, mut held, mut snapshots) = (Vec::new(), Vec::new(), 0);
    for round in 0..rounds {
        let left = Duration::from_secs(seconds).saturating_sub(started.elapsed());
        let findings = round::run(&mut world, left / (rounds - round), held.first())?;
        verdict::print_held(round as usize + 1, findings.held, started.elapsed());
        faults.extend(findings.faults);
        held.push(findings.held);
        snapshots += findings.snapshots;
    }
    verdict::print_counts();
    println!("{snapshots} snapshots read meanwhile");
    faults.extend(verdict::events(&world.listener));
    faults.extend(subscriber::faults());
    faults.extend(verdict::growth(&held));
    Ok(faults)
}

/// Of some ten seconds, but at least four.
fn rounds(seconds: u64) -> u32 {
    u32::try_from(seconds / 10).unwrap_or(u32::MAX).max(4)
}

fn world(seconds: u64, seed: u64) -> Result<World, Box<dyn Error>> {
    let mut chance = fastrand::Rng::with_seed(seed);
    let mut server = Server::start()?;
    for (subject, _) in shapes::subjects() {
        settle_in(subject, &mut server, seconds, &mut chance)?;
    }
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).thread_name("client").enable_all().build()?;
    Ok(World { server, runtime, listener: Listener::start(), chance })
}

fn settle_in(
    subject: &'static Subject,
    server: &mut Server,
    seconds: u64,
    chance: &mut fastrand::Rng,
) -> Result<(), Box<dyn Error>> {
    let ids = Ids::new(usize::try_from((seconds * MOST_IN_A_SECOND).max(AT_LEAST))?);
    // Some keys share a site.
    let sites = (0..subject.keys.div_ceil(4).max(1))
        .map(|_| server.open_site(subject, chance.u64(..)))
        .collect::<Result<_, _>>()?;
    subject.place.set(Place { ids, sites }).map_err(|_| "a subject is listed twice")?;
    Ok(())
}

/// Bounds the time, whatever hangs.
fn end_what_is_stuck(time: Duration) {
    thread::spawn(move || {
        thread::sleep(time + GRACE);
        eprintln!("soak: not done {GRACE:?} after its time");
        std::process::exit(2);
    });
}
