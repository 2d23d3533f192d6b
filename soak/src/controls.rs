//! What goes on beside the calls: weather, hands on the controls, and those who watch.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use breaker_runtime::{CircuitBreaker, Overrides, Setting, State, Subscription, Window, registry};

use crate::server::Server;
use crate::subject::Subject;

/// Changes the weather and steers circuits until `stop`, and then leaves everything as it should
/// be.
pub(crate) fn steer(
    server: &Server,
    subjects: &[&'static Subject],
    chance: &mut fastrand::Rng,
    stop: &AtomicBool,
) -> Result<(), breaker_runtime::ConfigureError> {
    let mut watching: Vec<Subscription> = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        server.change_weather(chance);
        if chance.u8(..4) == 0 {
            configure(subjects, chance)?;
        }
        if let Some(circuit) = pick(subjects, chance) {
            turn(circuit, chance);
            watch(circuit, &mut watching, chance);
        }
        thread::sleep(Duration::from_millis(chance.u64(2..30)));
    }
    server.be_well();
    registry().configure(&Overrides::new())?;
    registry().iter().filter(|circuit| is_forced(circuit)).for_each(CircuitBreaker::reset);
    Ok(())
}

fn is_forced(circuit: &CircuitBreaker) -> bool {
    matches!(circuit.state(), State::ForcedOpen | State::ForcedClosed)
}

fn pick(
    subjects: &[&'static Subject],
    chance: &mut fastrand::Rng,
) -> Option<&'static CircuitBreaker> {
    let subject = chance.choice(subjects)?;
    chance.choice(subject.circuits())
}

fn turn(circuit: &CircuitBreaker, chance: &mut fastrand::Rng) {
    if is_forced(circuit) && chance.bool() {
        return circuit.reset();
    }
    match chance.u8(..20) {
        0 => circuit.force_open(),
        1 => circuit.force_closed(),
        2 | 3 => circuit.reset(),
        4 | 5 => circuit.open_for(Duration::from_millis(chance.u64(..80))),
        _ => {}
    }
}

/// Settings of one circuit; those of the one before are as made again. Not what the books depend
/// on: slow calls and dry runs.
fn configure(
    subjects: &[&'static Subject],
    chance: &mut fastrand::Rng,
) -> Result<(), breaker_runtime::ConfigureError> {
    let mut overrides = Overrides::new();
    for _ in 0..chance.u8(..4) {
        let Some(subject) = chance.choice(subjects) else { break };
        let setting = match chance.u8(..9) {
            0 => Setting::Threshold(chance.u32(1..10)),
            1 => Setting::Consecutive(chance.u32(1..6)),
            2 => Setting::OpenFor(Duration::from_millis(chance.u64(20..49))),
            3 => Setting::HalfOpenCalls(chance.u32(1..6)),
            4 => Setting::ThresholdPercent(f64::from(chance.u32(20..=100))),
            // Nearly equal ones among them, and ones of every length.
            5 => Setting::Window(Window::time(Duration::from_nanos(
                chance.u64(1_000_000..1_000_400),
            ))),
            6 => Setting::Window(Window::time(Duration::from_nanos(1 << chance.u32(4..36)))),
            7 => Setting::RampUp(chance.bool().then_some(Duration::from_millis(50))),
            _ => Setting::Enabled(chance.bool()),
        };
        overrides = overrides.circuit(subject.name, setting);
    }
    // A threshold that is a number contradicts `min_calls` of the same circuit's code: then nothing
    // is changed.
    registry().configure(&overrides).or_else(|_| registry().configure(&Overrides::new())).map(drop)
}

/// Comes and goes as a listener, and looks back.
fn watch(
    circuit: &'static CircuitBreaker,
    watching: &mut Vec<Subscription>,
    chance: &mut fastrand::Rng,
) {
    match chance.u8(..12) {
        0 => watching.push(circuit.subscribe(|event| _ = event.to_string())),
        1 => watching.push(registry().subscribe(move |event| {
            // A listener may look at the circuits while it is told.
            _ = (event.to_string(), circuit.snapshot());
        })),
        2..6 if !watching.is_empty() => drop(watching.swap_remove(chance.usize(..watching.len()))),
        6 => _ = circuit.history(),
        _ => {}
    }
}

/// Takes snapshots until `stop`; says how many, and how many counts ever went down.
pub(crate) fn read(stop: &AtomicBool) -> (u64, u64) {
    let (mut snapshots, mut backwards) = (0, 0);
    let mut before: Vec<(&str, [u64; 5])> = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let now: Vec<_> = registry()
            .snapshot()
            .iter()
            .filter(|one| one.key.is_none())
            .map(|one| {
                let calls = one.calls;
                let counts =
                    [calls.success, calls.failure, calls.ignored, calls.abandoned, calls.rejected];
                (one.name, counts)
            })
            .collect();
        for ((_, before), (_, now)) in before.iter().zip(&now) {
            backwards += before.iter().zip(now).filter(|(before, now)| before > now).count() as u64;
        }
        snapshots += now.len() as u64;
        before = now;
        thread::sleep(Duration::from_millis(1));
    }
    (snapshots, backwards)
}
