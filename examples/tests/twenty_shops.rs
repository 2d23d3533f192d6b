//! The twenty shops, which are four here.

#![cfg(unix)]

use std::io;
use std::process::{Command, Stdio};

use engines::Server;

const PROGRAM: &str = env!("CARGO_BIN_EXE_twenty_shops");

/// Whether this machine has a Redis; else that is said.
fn has_redis() -> bool {
    Server::start(&[]).is_some()
}

/// The words of the line that begins so, after that.
fn words<'a>(report: &'a str, label: &str) -> Vec<&'a str> {
    let rest = report.lines().find_map(|line| line.trim_start().strip_prefix(label));
    rest.map(|rest| rest.split_whitespace().collect()).unwrap_or_default()
}

fn figures(report: &str, label: &str) -> Vec<usize> {
    words(report, label).iter().filter_map(|word| word.parse().ok()).collect()
}

/// The calls that each shop lost, in both runs: its row ends with them.
fn shops(report: &str) -> Vec<[usize; 2]> {
    let table = report.lines().skip_while(|line| !line.contains("shop, orders a second")).skip(1);
    let rows = table.take_while(|line| !line.is_empty()).map(|line| {
        let mut words = line.split_whitespace().rev().map(|word| word.parse().unwrap_or_default());
        let (fleet, alone) = (words.next(), words.next());
        [alone, fleet].map(Option::unwrap_or_default)
    });
    rows.collect()
}

#[test]
fn what_is_printed_was_measured() -> io::Result<()> {
    if !has_redis() {
        return Ok(());
    }
    let output = Command::new(PROGRAM).arg("--brief").stdin(Stdio::null()).output()?;
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}{}", String::from_utf8_lossy(&output.stderr));
    for event in ["gateway A hangs", "Redis is killed: kill -9", "gateway A answers again"] {
        assert!(report.contains(event), "{report}");
    }

    let all = figures(&report, "calls that A received while it hung");
    let lost = figures(&report, "before the circuit of their shop had opened");
    let with_redis = figures(&report, "trial calls later, while Redis ran");
    let without = figures(&report, "trial calls in the seconds in which it was dead");
    let waited = figures(&report, "customers who waited for it, as their shops tell");
    let shops = shops(&report);
    assert_eq!(shops.len(), 4, "{report}");
    for run in 0..2 {
        assert!(lost[run] >= 4, "{report}");
        assert_eq!(all[run], lost[run] + with_redis[run] + without[run], "{report}");
        assert_eq!(lost[run], shops.iter().map(|shop| shop[run]).sum::<usize>(), "{report}");
        // The gateway and the shops count the same, each for itself; on a busy machine a call that
        // was late is a time-out to one and none to the other.
        assert!(all[run].abs_diff(waited[run]) <= 5, "{report}");
    }
    assert!(!report.contains("never"), "{report}");

    let customers = figures(&report, "customers who came");
    let [a, b] = ["paid through A", "paid through B"].map(|label| figures(&report, label));
    let [queued, refused] = ["queued", "refused"].map(|label| figures(&report, label));
    assert!(customers.len() == 3 && customers[1] > 10, "{report}");
    for time in 0..3 {
        assert_eq!(customers[time], a[time] + b[time] + queued[time] + refused[time], "{report}");
        assert_eq!(refused[time], 0, "{report}");
    }
    let text = report.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("4 of 4 shops noticed"), "{report}");
    assert!(text.contains("customers of the run 0 went without an answer"), "{report}");
    Ok(())
}

#[cfg(target_os = "linux")]
mod ends {
    use std::fs;
    use std::io::{self, BufRead, BufReader};
    use std::process::{Command, Stdio};
    use std::thread;
    use std::time::{Duration, Instant};

    /// The processes that this one has started, and those that they have.
    fn descendants(process: u32) -> Vec<u32> {
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        let numbers = processes.filter_map(|it| it.file_name().to_str()?.parse().ok());
        let children: Vec<u32> = numbers.filter(|it| parent(*it) == Some(process)).collect();
        let more = children.iter().flat_map(|child| descendants(*child)).collect::<Vec<_>>();
        children.into_iter().chain(more).collect()
    }

    /// `None`: the process has ended.
    fn parent(process: u32) -> Option<u32> {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        let mut words = stat.rsplit_once(") ")?.1.split(' ');
        let state = words.next()?;
        words.next()?.parse().ok().filter(|_| state != "Z")
    }

    #[test]
    fn no_process_outlives_the_first() -> io::Result<()> {
        if !super::has_redis() {
            return Ok(());
        }
        let mut command = Command::new(super::PROGRAM);
        command.arg("--brief").stdin(Stdio::null()).stdout(Stdio::piped());
        let mut program = command.spawn()?;
        let mut lines = BufReader::new(program.stdout.take().ok_or(io::ErrorKind::Other)?).lines();
        // In the fleet: four shops, who keeps Redis, and Redis.
        assert!(lines.any(|line| line.is_ok_and(|line| line.contains("Redis is started anew"))));
        let started = descendants(program.id());
        assert_eq!(started.len(), 6, "{started:?}");
        program.kill()?;
        program.wait()?;
        let start = Instant::now();
        while started.iter().any(|process| parent(*process).is_some()) {
            assert!(start.elapsed() < Duration::from_secs(10), "{started:?}");
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}
