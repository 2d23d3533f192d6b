//! The fleet that the process has joined.

use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;
use std::collections::BTreeSet;
use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;

use breaker_fleet::{Fleet, FleetEvent};
use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Policy, Subscription, register_keyed, registry,
};

/// Nobody listens there: it is refused.
const DEAD: &str = "redis://127.0.0.1:1";

/// Its keys mark how far the fleet's thread has come, which asks once whether each takes part.
static MARKS: KeyedCircuitBreaker = KeyedCircuitBreaker::new("marks", Policy::new(), 1024);
register_keyed!(MARKS);

/// Whom the fleet's thread has met.
static MET: Mutex<Met> = Mutex::new(Met { circuits: BTreeSet::new(), mark: None });
static MEETS: Condvar = Condvar::new();

struct Met {
    /// The names of circuits without keys.
    circuits: BTreeSet<&'static str>,
    /// The last mark.
    mark: Option<String>,
}

/// What was told of the membership.
static TOLD: Mutex<Vec<FleetEvent>> = Mutex::new(Vec::new());

/// What has happened to circuits of the program.
static HAPPENED: AtomicU64 = AtomicU64::new(0);

static JOINED: LazyLock<Joined> = LazyLock::new(|| {
    // A thread without an isolated test's circuits.
    thread::spawn(Joined::new).join().unwrap_or_else(|_| unreachable!())
});

impl Met {
    fn meet(&mut self, circuit: &CircuitBreaker) {
        match circuit.key() {
            None => _ = self.circuits.insert(circuit.name()),
            Some(key) if circuit.name() == MARKS.name() => self.mark = Some(key.to_string()),
            Some(_) => {}
        }
    }
}

struct Joined {
    fleet: Fleet,
    events: Subscription,
    /// How much of what happened the fleet's thread has dealt with, and the last mark.
    known: Mutex<(u64, u64)>,
}

impl Joined {
    fn new() -> Self {
        let events = registry().subscribe(|event| {
            if event.name != MARKS.name() {
                HAPPENED.fetch_add(1, Ordering::SeqCst);
            }
        });
        let join = breaker_fleet::join("alone", DEAD).share_control(true);
        let join = join.only(|circuit| {
            lock(&MET).meet(circuit);
            MEETS.notify_all();
            true
        });
        let fleet = join.on_event(|event| lock(&TOLD).push(event.clone())).start();
        Self { fleet, events, known: Mutex::default() }
    }
}

/// The membership.
pub fn fleet() -> &'static Fleet {
    &JOINED.fleet
}

/// What was told of the membership so far.
#[must_use]
pub fn told() -> Vec<FleetEvent> {
    lock(&TOLD).clone()
}

/// Whether the fleet's thread has met the circuit.
#[must_use]
pub fn has_met(circuit: &CircuitBreaker) -> bool {
    lock(&MET).circuits.contains(circuit.name())
}

/// Waits until the fleet's thread has dealt with all that has happened to circuits.
///
/// # Panics
///
/// The thread meets no mark for a minute.
pub fn catch_up() {
    let joined = &*JOINED;
    joined.events.flush();
    let happened = HAPPENED.load(Ordering::SeqCst);
    let mut known = lock(&joined.known);
    if known.0 < happened {
        let mark = known.1.to_string();
        // More than a queue holds may happen elsewhere meanwhile, which drops its oldest: the mark.
        let heard = (0..60).any(|_| {
            set(&mark);
            is_met(&mark)
        });
        assert!(heard, "the fleet's thread hears nothing");
        *known = (happened, known.1 + 1);
    }
}

/// What comes after everything else, on a thread without an isolated test's circuits.
fn set(mark: &str) {
    thread::scope(|scope| {
        scope.spawn(|| MARKS.with(mark, pass));
    });
}

fn pass(circuit: &CircuitBreaker) {
    circuit.force_open();
    circuit.reset();
}

/// Whether the fleet's thread meets the mark within a second.
fn is_met(mark: &str) -> bool {
    let unmet = |met: &mut Met| met.mark.as_deref() != Some(mark);
    let waited = MEETS.wait_timeout_while(lock(&MET), Duration::from_secs(1), unmet);
    !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
