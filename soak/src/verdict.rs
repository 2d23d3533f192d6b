//! What is printed at the end.

use std::time::Duration;

use breaker_runtime::Calls;

use crate::books;
use crate::chain::Listener;
use crate::ids::Sums;
use crate::ledger::Entry;
use crate::memory::Held;
use crate::shapes::subjects;

/// Bytes that a round may end with more than those before it: a queue here, a table there.
const SLACK: usize = 16 * 1024;

/// The counts of each circuit.
pub(crate) fn print_counts() {
    println!(
        "{:16} {:>8} {:>8} {:>8} {:>7} {:>8} {:>8} {:>6} {:>8} {:>8} {:>6}",
        "circuit",
        "calls",
        "success",
        "failure",
        "ignored",
        "abandon.",
        "rejected",
        "opened",
        "bodies",
        "seen",
        "lost"
    );
    let (mut all, mut bodies) = (Calls::default().total(), Sums::default());
    for (subject, _) in subjects() {
        let (calls, sums) = (books::counted(subject), books::sums(subject));
        let opened: u64 = subject.circuits().iter().map(|one| one.snapshot().opened).sum();
        println!(
            "{:16} {:>8} {:>8} {:>8} {:>7} {:>8} {:>8} {:>6} {:>8} {:>8} {:>6}",
            subject.name,
            calls.total(),
            calls.success,
            calls.failure,
            calls.ignored,
            calls.abandoned,
            calls.rejected,
            opened,
            sums.run,
            sums.seen,
            sums.lost
        );
        all += calls.total();
        bodies = Sums {
            run: bodies.run + sums.run,
            seen: bodies.seen + sums.seen,
            lost: bodies.lost + sums.lost,
            ..bodies
        };
    }
    println!(
        "{all} calls, {} bodies ran, {} seen by the server, {} cut off before that",
        bodies.run, bodies.seen, bodies.lost
    );
    let doubtful: u64 = subjects()
        .iter()
        .map(|(subject, _)| {
            subject.ledger.of(Entry::SuccessOrSlow) + subject.ledger.of(Entry::AbandonedOrSlow)
        })
        .sum();
    println!("{doubtful} of them slow or not: the callers' clocks can't tell");
}

pub(crate) fn print_held(round: usize, held: Held, took: Duration) {
    let or_none =
        |number: Option<usize>| number.map_or("?".to_owned(), |number| number.to_string());
    println!(
        "round {round:3}: {:>9} bytes in use, {:>7} KiB resident, {} descriptors, \
         {} threads, after {:.1} s",
        held.bytes,
        or_none(held.resident.map(|bytes| bytes / 1024)),
        or_none(held.descriptors),
        or_none(held.threads),
        took.as_secs_f64(),
    );
}

/// Whether memory, descriptors and threads are as many after the last round as after the first
/// ones.
pub(crate) fn growth(rounds: &[Held]) -> Vec<String> {
    let mut faults = Vec::new();
    // The first rounds fill tables and queues that stay.
    let early = &rounds[..rounds.len() / 2];
    let late = &rounds[rounds.len() - rounds.len().div_ceil(4)..];
    let most = early.iter().map(|held| held.bytes).max().unwrap_or_default();
    let least = late.iter().map(|held| held.bytes).min().unwrap_or_default();
    println!(
        "bytes in use: at most {most} in the first half, at least {least} in the last quarter"
    );
    if least > most + SLACK {
        faults.push(format!("memory grows: {} bytes more", least - most));
    }
    if let (Some(first), Some(last)) = (rounds.first(), rounds.last()) {
        if last.descriptors > first.descriptors {
            faults
                .push(format!("descriptors: {:?}, then {:?}", first.descriptors, last.descriptors));
        }
        if last.threads > first.threads {
            faults.push(format!("threads: {:?}, then {:?}", first.threads, last.threads));
        }
    }
    faults
}

pub(crate) fn events(listener: &Listener) -> Vec<String> {
    let missed = listener.missed();
    listener.heard(|chains| {
        let (heard, broken) = (chains.heard, chains.broken.len());
        println!("{heard} events heard, {missed} missed, {broken} out of order");
        if missed > 0 {
            println!(
                "not judged: where events were too many for their listener, others don't follow \
                 from one another"
            );
            return Vec::new();
        }
        chains.broken.clone()
    })
}
