//! F9: calls sent to a dead callee.

use engines::Server;

use crate::process::Process;
use crate::report;

const PROCESSES: usize = 50;

pub(crate) fn calls_to_a_dead_callee() -> bool {
    let Some(server) = Server::start(&[]) else { return false };
    let (alone, joined) = (sent("-"), sent(&server.url()));
    // Circuits are open for ten seconds.
    let first = |sent: &[u64]| sent.iter().filter(|at| **at < 9000).count();
    let (one, other) = (first(&joined), first(&alone));
    let share = |one: usize, other: usize| 100 * one / other.max(1);
    let what = format!(
        "50 processes, 10 calls a second each: {one} calls to the dead callee until \
                        all were open, alone {other}: {} %",
        share(one, other)
    );
    let opening = report("F9", &what, "60 %", share(one, other) <= 60);
    let (one, other) = (joined.len() - one, alone.len() - other);
    let what =
        format!("and in the 51 seconds after it {one}, alone {other}: {} %", share(one, other));
    report("F9", &what, "a trial each open time: 15 %", share(one, other) <= 15) && opening
}

fn sent(url: &str) -> Vec<u64> {
    let mut crowd = Process::crowd(url, PROCESSES);
    for process in &mut crowd {
        process.say("dead 10 60000");
    }
    let all: Vec<_> = crowd.iter_mut().map(Process::hear).collect();
    all.iter().flat_map(|line| line.split_whitespace()).map(|at| at.parse().unwrap()).collect()
}
