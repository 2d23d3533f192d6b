//! What a call by a key costs, and what a key takes, as there are more of them: comma-separated
//! values.
//!
//! Beside it the map of circuits behind a mutex that programs have otherwise. Each is a process of
//! its own: what circuits cost depends on how many others the program made before them, and on
//! whose data the caches hold. Keys are called in a shuffled order, all of them once before time is
//! taken.

use std::cell::Cell;
use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::Duration;
use std::{env, io};

use allocation_counter::measure;
use breaker_benches::body::{CallResult, GOOD, body, repeat};
use breaker_benches::csv;
use breaker_benches::measure::turns::{self, Sampler};
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy};
use hot_paths::{callgrind, program};
use parking_lot::Mutex;

const KEYS: [u32; 6] = [1, 10, 100, 1_000, 10_000, 100_000];
const POLICY: Policy = Policy::new().threshold(5).window(Duration::from_secs(10));
const SLICE: Duration = Duration::from_millis(1);
/// Slices of a process.
const SLICES: usize = 31;
/// Processes of a case.
const ROUNDS: usize = 11;
const AT_MOST: Duration = Duration::from_secs(90);

/// Circuits that are found by a key.
enum Circuits {
    Keyed(KeyedCircuitBreaker),
    Locked(Mutex<HashMap<String, Arc<CircuitBreaker>>>),
}

/// The name of a map, and how it is made for so many keys.
type Map = (&'static str, fn(u32) -> Circuits);

const MAPS: [Map; 2] = [
    ("KeyedCircuitBreaker", |keys| {
        Circuits::Keyed(KeyedCircuitBreaker::new("keyed", POLICY, keys))
    }),
    ("Mutex<HashMap<String: Arc<CircuitBreaker>>>", |_| Circuits::Locked(Mutex::default())),
];

fn main() -> ExitCode {
    program::run("many_keys", |arguments| match *arguments {
        [] => measure_all(),
        ["--run", case, calls] => run(case, calls),
        ["--measure", case] => measure_one(case),
        _ => Err(io::Error::other(
            "usage: many_keys [--run <map>:<keys> <calls> | --measure <map>:<keys>]",
        )),
    })
}

fn measure_all() -> io::Result<()> {
    let program = env::current_exe()?;
    let cases: Vec<_> = (0..MAPS.len()).flat_map(|map| KEYS.map(|keys| (map, keys))).collect();
    let nanos = |&(map, keys): &(usize, u32)| -> Sampler<'_> {
        let (program, case) = (&program, format!("{map}:{keys}"));
        Box::new(move || ask(program, &case).map_or(f64::NAN, |[nanos, _]| nanos))
    };
    let mut samplers: Vec<_> = cases.iter().map(nanos).collect();
    let taken = turns::take(ROUNDS, AT_MOST, &mut samplers);

    csv::line(&[&"map", &"keys", &"ns_p10", &"ns_median", &"instructions", &"bytes_per_key"]);
    for (&(map, keys), samples) in cases.iter().zip(taken) {
        let case = format!("{map}:{keys}");
        let [quiet, everyday] = [10, 50].map(|at| csv::number(samples.percentile(at)));
        let instructions = csv::number(callgrind::per_call(&program, &case)?);
        let [_, bytes] = ask(&program, &case)?;
        let bytes = (bytes / f64::from(keys)).round();
        csv::line(&[&MAPS[map].0, &keys, &quiet, &everyday, &instructions, &bytes]);
    }
    Ok(())
}

/// What another process says of that case.
fn ask(program: &Path, case: &str) -> io::Result<[f64; 2]> {
    let output = Command::new(program).args(["--measure", case]).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    numbers.try_into().map_err(|_| io::Error::other(format!("no measurement of {case}: {said}")))
}

/// Prints the nanoseconds of a call, and the bytes of all keys.
fn measure_one(case: &str) -> io::Result<()> {
    let filled = Filled::named(case)?;
    // Every key once, so that none of them is new to this process.
    filled.run(filled.order.len() as u64);
    let slice = turns::nanos_per_call(SLICE, |calls| filled.run(calls));
    let taken = turns::take(SLICES, AT_MOST, &mut [slice]);
    println!("{} {}", taken[0].percentile(10), filled.bytes);
    Ok(())
}

/// Circuits of which every key has one.
struct Filled {
    circuits: Circuits,
    names: Vec<String>,
    /// In which the keys are called.
    order: Vec<usize>,
    turn: Cell<usize>,
    /// Of the map, its keys and their circuits.
    bytes: u64,
}

impl Filled {
    fn named(case: &str) -> io::Result<Self> {
        let (map, keys) = case.split_once(':').ok_or_else(|| io::Error::other("no such case"))?;
        let map: usize = map.parse().map_err(io::Error::other)?;
        let (_, make) = MAPS.get(map).ok_or_else(|| io::Error::other("no such map"))?;
        Ok(Self::new(*make, keys.parse().map_err(io::Error::other)?))
    }

    fn new(make: fn(u32) -> Circuits, keys: u32) -> Self {
        let names: Vec<_> = (0..keys).map(|key| format!("api-{key}.example.org:443")).collect();
        let circuits = make(keys);
        let filling = measure(|| names.iter().for_each(|name| circuits.make(name)));
        let bytes = size_of_val(&circuits) as u64 + filling.bytes_current.unsigned_abs();
        Self { circuits, order: shuffled(names.len()), names, turn: Cell::new(0), bytes }
    }

    fn run(&self, calls: u64) {
        repeat(calls, GOOD, |input| {
            let turn = self.turn.get();
            self.turn.set(if turn + 1 == self.order.len() { 0 } else { turn + 1 });
            self.circuits.call(&self.names[self.order[turn]], input)
        });
    }
}

/// The numbers below that, in an order that is the same each time.
fn shuffled(count: usize) -> Vec<usize> {
    let mut order: Vec<_> = (0..count).collect();
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    for last in (1..count).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let other = usize::try_from(state % (last as u64 + 1)).unwrap_or(0);
        order.swap(last, other);
    }
    order
}

impl Circuits {
    fn make(&self, name: &str) {
        if let Self::Locked(circuits) = self {
            let circuit = Arc::new(CircuitBreaker::new("keyed", POLICY));
            circuits.lock().insert(name.to_owned(), circuit);
        }
        let _ = self.call(name, GOOD);
    }

    fn call(&self, name: &str, input: u64) -> CallResult {
        match self {
            Self::Keyed(circuits) => circuits.call(name, || body(input)),
            Self::Locked(circuits) => {
                let found = circuits.lock().get(name).map(Arc::clone);
                found.map_or(Ok(0), |circuit| circuit.call(|| body(input)))
            }
        }
    }
}

fn run(case: &str, calls: &str) -> io::Result<()> {
    Filled::named(case)?.run(calls.parse().map_err(io::Error::other)?);
    Ok(())
}
