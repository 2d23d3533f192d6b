//! F4: no call waits for the engine.

use std::thread;
use std::time::Duration;

use engines::{Network, Proxy, Server};

use crate::goals::{process, report};

pub(crate) fn no_call_waits() -> bool {
    let Some(mut server) = Server::start(&[]) else { return false };
    let proxy = Proxy::before(&server);
    let alone = measure("-", || {}, "without a fleet", None);
    let good = |network| {
        proxy.set(Network::Good);
        let proxy = &proxy;
        move || proxy.set(network)
    };
    let url = proxy.url();
    let mut all = measure(&url, good(Network::Good), "a good engine", alone).is_some();
    let slow = Network::Slow(Duration::from_secs(2));
    all &= measure(&url, good(slow), "slow by 2 s", alone).is_some();
    all &= measure(&url, good(Network::Hole), "black hole", alone).is_some();
    proxy.set(Network::Good);
    all &= measure(&url, || server.stop(), "stopped", alone).is_some();
    server.go_on();
    all &= measure(&url, || server.kill(), "dead", alone).is_some();
    all
}

/// 99.9 % of the calls, in nanoseconds; `None`: the goal is missed.
fn measure(url: &str, trouble: impl FnOnce(), what: &str, alone: Option<u64>) -> Option<u64> {
    let mut process = if url == "-" { process::start(url) } else { process::joined(url) };
    trouble();
    thread::sleep(Duration::from_millis(100));
    let answer = process.ask("latencies 3000");
    let numbers: Vec<u64> = answer.split(' ').map(|word| word.parse().unwrap()).collect();
    let [most, worst, calls] = numbers[..] else { return None };
    // The clock's own noise, and that of whoever else is on this machine.
    let goal = alone.map_or(u64::MAX, |alone| 2 * alone + 2_000);
    let what = format!("{what}: 99.9 % of {calls} calls within {most} ns, the worst {worst} ns");
    report("F4", &what, "as without a fleet", most <= goal).then_some(most)
}
