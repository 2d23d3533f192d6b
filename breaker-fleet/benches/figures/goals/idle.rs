//! F1 and F8: what it costs where nothing happens.

use std::thread;
use std::time::{Duration, Instant};

use engines::{Process, Server};

use crate::goals::{process, report};

pub(crate) fn a_million_calls() -> bool {
    let Some(server) = Server::start(&[]) else { return false };
    let (mut alone, mut joined) = (process::start("-"), process::joined(&server.url()));
    thread::sleep(Duration::from_millis(1500));
    let (before, start) = (server.calls("evalsha"), Instant::now());
    let nanos = |process: &mut Process| {
        let best = (0..20).map(|_| process.ask("succeed 50000").parse::<u64>().unwrap()).min();
        best.unwrap_or(0) / 50_000
    };
    let (with, without) = (nanos(&mut joined), nanos(&mut alone));
    let (calls, time) = (server.calls("evalsha") - before, start.elapsed().as_secs());
    let what = format!(
        "a million calls: {calls} commands in {time} s; {with} ns a call, alone \
                        {without} ns"
    );
    report("F1", &what, "one command a second", calls <= time + 2)
}

pub(crate) fn fifty_idle_processes() -> bool {
    let Some(server) = Server::start(&[]) else { return false };
    let crowd = process::crowd(&server.url(), 50);
    thread::sleep(Duration::from_secs(2));
    let (before, start) = (server.calls("evalsha"), Instant::now());
    thread::sleep(Duration::from_secs(10));
    let calls = server.calls("evalsha") - before;
    let a_second = f64::from(u32::try_from(calls).unwrap()) / start.elapsed().as_secs_f64();
    let keys = server.keys();
    drop(crowd);
    let what = format!(
        "50 processes with 1000 circuits each: {a_second:.0} commands a second, \
                        keys: {keys:?}"
    );
    report("F8", &what, "60, and the members alone", a_second <= 60.0 && keys.len() == 1)
}
