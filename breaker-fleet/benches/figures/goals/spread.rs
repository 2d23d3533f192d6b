//! F2: how soon a trip reaches everybody.

use std::collections::HashMap;
use std::thread;
use std::time::Duration;

use engines::{Process, Server};

use crate::goals::{process, report};

const PROCESSES: usize = 50;
const TRIPS: usize = 100;

pub(crate) fn fifty_processes() -> bool {
    let Some(server) = Server::start(&[]) else { return false };
    let mut crowd = process::crowd(&server.url(), PROCESSES);
    thread::sleep(Duration::from_secs(2));
    for trip in 0..TRIPS {
        crowd[trip % PROCESSES].ask(&format!("open {trip} {}", trip + 1));
        thread::sleep(Duration::from_millis(30));
    }
    thread::sleep(Duration::from_secs(2));
    let mut took = spread(&mut crowd);
    let heard = took.len();
    if heard == 0 {
        return report("F2", "nobody heard of anything", "99 % within 20 ms", false);
    }
    took.sort_unstable();
    let millis = |nth: usize| Duration::from_micros(took[nth]).as_secs_f64() * 1e3;
    let (half, most, last) = (millis(heard / 2), millis(heard * 99 / 100), millis(heard - 1));
    let all = heard == TRIPS * (PROCESSES - 1);
    let what = format!(
        "{heard} of {} heard: half of them within {half:.2} ms, 99 % within \
                        {most:.2} ms, all within {last:.2} ms",
        TRIPS * (PROCESSES - 1)
    );
    let one = report("F2", &what, "99 % within 20 ms", all && most <= 20.0);
    let last = at_once(&mut crowd);
    let what = format!("200 circuits at once: everybody knows of all within {last:.1} ms");
    report("F2", &what, "100 ms", last <= 100.0) && one
}

/// From the opening until each of the others is suspicious for the first time, in microseconds.
fn spread(crowd: &mut [Process]) -> Vec<u64> {
    let (mut opened, mut suspected) = (HashMap::new(), HashMap::new());
    for (who, process) in crowd.iter_mut().enumerate() {
        for event in process.ask("seen").split(',').filter(|event| !event.is_empty()) {
            let words: Vec<_> = event.split(' ').collect();
            let (name, at) = (words[0].to_owned(), words[2].parse::<u64>().unwrap());
            match words[1] {
                "opened" => opened.entry(name).or_insert(at),
                _ => suspected.entry((who, name)).or_insert(at),
            };
        }
    }
    // Of a trip before these there is no opening.
    let took = |((_, name), at): ((usize, String), u64)| {
        opened.get(&name).map(|opened| at.saturating_sub(*opened))
    };
    suspected.into_iter().filter_map(took).collect()
}

fn at_once(crowd: &mut [Process]) -> f64 {
    crowd[0].ask("open 500 700");
    thread::sleep(Duration::from_secs(3));
    let took = spread(crowd);
    if took.len() < 200 * (PROCESSES - 1) {
        return f64::INFINITY;
    }
    Duration::from_micros(took.into_iter().max().unwrap_or(0)).as_secs_f64() * 1e3
}
