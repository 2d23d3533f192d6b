//! One circuit for each key, beside maps of circuits behind a lock.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, circuit_breaker};
use parking_lot::{Mutex, RwLock};

use crate::body::{CallResult, GOOD, body, repeat};
use crate::{Case, Path};

/// As many as a small fleet has.
const HOSTS: usize = 64;

const POLICY: Policy = Policy::new().threshold(5).window(Duration::from_secs(10));

static KEYED: KeyedCircuitBreaker = KeyedCircuitBreaker::new("keyed", POLICY, 1024);

type Circuits = HashMap<String, Arc<CircuitBreaker>>;

static LOCKED: LazyLock<Mutex<Circuits>> = LazyLock::new(|| Mutex::new(circuits()));
static SHARED: LazyLock<RwLock<Circuits>> = LazyLock::new(|| RwLock::new(circuits()));

static NAMES: LazyLock<Vec<String>> =
    LazyLock::new(|| (0..HOSTS).map(|host| format!("api-{host}.example.org:443")).collect());

fn circuits() -> Circuits {
    let circuit = |name: &String| (name.clone(), Arc::new(CircuitBreaker::new("keyed", POLICY)));
    NAMES.iter().map(circuit).collect()
}

pub(super) const CASES: &[Case] = &[
    Case::new(Path::KeyedSuccess, "**`#[circuit_breaker(key = host)]`**", |n| {
        one_host(n, annotated);
    }),
    Case::new(Path::KeyedSuccess, "`KeyedCircuitBreaker::call`", |n| one_host(n, keyed)),
    Case::new(Path::KeyedSuccess, "`Mutex<HashMap<String, Arc<..>>>`", |n| one_host(n, locked)),
    Case::new(Path::KeyedSuccess, "`RwLock<HashMap<String, Arc<..>>>`", |n| one_host(n, shared)),
    Case::new(Path::ManyKeyedSuccess, "**`#[circuit_breaker(key = host)]`**", |n| {
        many_hosts(n, annotated);
    }),
    Case::new(Path::ManyKeyedSuccess, "`KeyedCircuitBreaker::call`", |n| many_hosts(n, keyed)),
    Case::new(Path::ManyKeyedSuccess, "`Mutex<HashMap<String, Arc<..>>>`", |n| {
        many_hosts(n, locked);
    }),
    Case::new(Path::ManyKeyedSuccess, "`RwLock<HashMap<String, Arc<..>>>`", |n| {
        many_hosts(n, shared);
    }),
];

#[circuit_breaker(threshold = 5, window = "10s", key = host)]
fn annotated(host: &str, input: u64) -> CallResult {
    let _ = host;
    body(input)
}

fn keyed(host: &str, input: u64) -> CallResult {
    KEYED.call(host, || body(input))
}

fn locked(host: &str, input: u64) -> CallResult {
    let found = LOCKED.lock().get(host).map(Arc::clone);
    found.map_or(Ok(0), |circuit| circuit.call(|| body(input)))
}

fn shared(host: &str, input: u64) -> CallResult {
    let found = SHARED.read().get(host).map(Arc::clone);
    found.map_or(Ok(0), |circuit| circuit.call(|| body(input)))
}

/// Every thread calls the same host.
fn one_host(calls: u64, call: impl Fn(&str, u64) -> CallResult) {
    let host = NAMES[0].as_str();
    repeat(calls, GOOD, |input| call(host, input));
}

thread_local! {
    /// Threads come in pairs: one has the first half of the hosts, and the other one the second.
    static FIRST: usize = {
        static THREADS: AtomicUsize = AtomicUsize::new(0);
        THREADS.fetch_add(1, Ordering::Relaxed) % 2 * (HOSTS / 2)
    };
}

/// Every thread calls one of its hosts after the other.
fn many_hosts(calls: u64, call: impl Fn(&str, u64) -> CallResult) {
    let first = FIRST.with(|first| *first);
    let turn = Cell::new(0);
    repeat(calls, GOOD, |input| {
        let host = &NAMES[first + turn.get()];
        turn.set((turn.get() + 1) % (HOSTS / 2));
        call(host, input)
    });
}
