//! The shops' processes, as the first process sees them.

use std::io;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use engines::Process;

use crate::demonstration::gateway::Gateway;
use crate::demonstration::news::{BETWEEN, Moment, News, Sale};
use crate::demonstration::script::Script;
use crate::demonstration::shop::ROLE;

/// How long customers may wait for their answers after the doors have closed.
const PATIENCE: Duration = Duration::from_secs(3);

/// All shops.
pub(crate) struct Staff {
    processes: Vec<Process>,
    pub(crate) logs: Vec<Log>,
}

/// What one shop has told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    pub(crate) sales: Vec<Sale>,
    pub(crate) opened: Vec<Moment>,
    pub(crate) recovered: Vec<Moment>,
    /// It missed Redis.
    pub(crate) away: Vec<Moment>,
    /// Customers who have ordered.
    pub(crate) customers: usize,
}

impl Log {
    /// Takes news in.
    pub(crate) fn note(&mut self, news: News) {
        match news {
            News::Sale(sale) => self.sales.push(sale),
            News::Opened(at) => self.opened.push(at),
            News::Recovered(at) => self.recovered.push(at),
            News::Away(at) => self.away.push(at),
        }
    }

    /// Whether its circuit is open, by what was told last.
    pub(crate) fn is_open(&self) -> bool {
        self.opened.last() > self.recovered.last()
    }
}

impl Staff {
    /// Starts the shops, and waits until they take part in their fleet, if there is one.
    pub(crate) fn start(
        script: &Script,
        gateways: [&Gateway; 2],
        fleet: Option<&str>,
    ) -> io::Result<Self> {
        let program = std::env::current_exe()?;
        let start = |shop: usize| {
            let mut command = Command::new(&program);
            command.arg(ROLE).arg(shop.to_string());
            command.arg(Script::orders_a_second(shop).to_string());
            command.args(gateways.map(Gateway::url)).arg(fleet.unwrap_or("-"));
            Process::start(command)
        };
        let mut staff =
            Self { processes: (0..script.shops).map(start).collect(), logs: Vec::new() };
        for process in &mut staff.processes {
            until(Duration::from_secs(30), || process.ask("joined") == "true")?;
        }
        staff.logs.resize_with(script.shops, Log::default);
        Ok(staff)
    }

    pub(crate) fn open(&mut self) {
        self.ask_all("open");
    }

    /// Hears what has happened since the last time.
    pub(crate) fn hear(&mut self) {
        let answers = self.ask_all("news");
        for (log, answer) in self.logs.iter_mut().zip(answers) {
            answer.split(BETWEEN).filter_map(News::parse).for_each(|news| log.note(news));
        }
    }

    /// Closes the doors; who is inside is served.
    pub(crate) fn close(&mut self) {
        self.ask_all("close");
        let _ = until(PATIENCE, || {
            self.hear();
            let customers = self.ask_all("customers");
            for (log, customers) in self.logs.iter_mut().zip(customers) {
                log.customers = customers.parse().unwrap_or(usize::MAX);
            }
            self.logs.iter().all(|log| log.customers == log.sales.len())
        });
    }

    fn ask_all(&mut self, line: &str) -> Vec<String> {
        self.processes.iter_mut().for_each(|process| process.say(line));
        self.processes.iter_mut().map(Process::hear).collect()
    }
}

/// Waits until it is so.
fn until(time: Duration, mut is_so: impl FnMut() -> bool) -> io::Result<()> {
    let start = Instant::now();
    while !is_so() {
        if start.elapsed() > time {
            return Err(io::Error::other("a shop doesn't get on"));
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
