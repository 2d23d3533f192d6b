//! What keys cost that come and go, and many of them: a key that has a circuit is among the cases
//! of `bench`.

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use allocation_counter::measure;
use breaker_runtime::{KeyedCircuitBreaker, Policy};

const POLICY: Policy = Policy::new().threshold(1).open_for(Duration::from_hours(1));
const CALLS: u32 = 1_000_000;

fn main() {
    println!("| keys | µs: median | p99 | longest |\n| --- | --- | --- | --- |");
    let bytes = [1_024, 100_000].map(come_and_go);
    println!("\n| bytes | of the table | of each key |\n| --- | --- | --- |");
    for (max_keys, table, key) in bytes {
        println!("| `max_keys = {max_keys}` | {table} | {key} |");
    }
    println!(
        "\n| ns of a thread per call | one thread | two, one key | two, a key each |\n\
         | --- | --- | --- | --- |"
    );
    many("of the first keys of 100000", 0);
    many("of those in the middle", 50_000);
}

/// Keys that come to a table of this size while there is room, then in the place of others, then
/// when there is none.
fn come_and_go(max_keys: u32) -> (u32, i64, i64) {
    let keyed = KeyedCircuitBreaker::new("closed", POLICY, max_keys);
    let table = measure(|| drop(keyed.try_acquire(&0))).bytes_current;
    let mut filling = Vec::with_capacity(max_keys as usize);
    let made = measure(|| filling.extend(times(1..max_keys, |key| succeed(&keyed, key))));
    row(&format!("one of {max_keys} that comes"), filling);
    let next = times(max_keys..max_keys + 50_000, |key| succeed(&keyed, key));
    row(&format!("one that takes the place of one of {max_keys}"), next.collect());

    let mut searches = Vec::new();
    for _ in 0..9 {
        let open = KeyedCircuitBreaker::new("searched", POLICY, max_keys);
        (0..max_keys).for_each(|key| fail(&open, key));
        searches.extend(times(max_keys..=max_keys, |key| succeed(&open, key)));
    }
    row(&format!("the first one that finds all of {max_keys} open"), searches);
    let open = KeyedCircuitBreaker::new("open", POLICY, max_keys);
    (0..max_keys).for_each(|key| fail(&open, key));
    let next = times(max_keys..max_keys + 5 * CALLS, |key| succeed(&open, key));
    row(&format!("one that finds all of {max_keys} open"), next.collect());
    (max_keys, table, made.bytes_current / i64::from(max_keys))
}

/// Calls by keys that came as the so-manieth ones.
fn many(what: &str, first: u32) {
    let keyed = KeyedCircuitBreaker::new("many", POLICY, 100_000);
    (0..100_000).for_each(|key| succeed(&keyed, key));
    let calls = |key: u32| (0..CALLS).for_each(|_| succeed(&keyed, black_box(key)));
    let nanos = |keys: &[u32]| {
        let round = |_| {
            let start = Instant::now();
            thread::scope(|scope| keys.iter().for_each(|&key| _ = scope.spawn(move || calls(key))));
            start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
        };
        (0..9).map(round).fold(f64::INFINITY, f64::min)
    };
    let [alone, one, each] = [&[first][..], &[first; 2], &[first, first + 1]].map(nanos);
    println!("| {what} | {alone:.0} | {one:.0} | {each:.0} |");
}

fn succeed(keyed: &KeyedCircuitBreaker, key: u32) {
    if let Ok(permit) = keyed.try_acquire(&key) {
        permit.success();
    }
}

fn fail(keyed: &KeyedCircuitBreaker, key: u32) {
    if let Ok(permit) = keyed.try_acquire(&key) {
        permit.failure();
    }
}

/// How long each of these calls takes.
fn times(
    keys: impl IntoIterator<Item = u32>,
    call: impl Fn(u32),
) -> impl Iterator<Item = Duration> {
    keys.into_iter().map(move |key| {
        let start = Instant::now();
        call(key);
        start.elapsed()
    })
}

fn row(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |part: usize| times[(times.len() - 1) * part / 1_000].as_secs_f64() * 1e6;
    println!("| {what} | {:.2} | {:.2} | {:.0} |", at(500), at(990), at(1_000));
}
