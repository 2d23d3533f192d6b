//! A gateway to language models survives the outage of its providers, next to one that does not.
//!
//! Two gateways pass the same prompts on, to two providers of their own that stream tokens over
//! HTTP. One asks through the annotated functions in `gateway.rs`, the other one does the same
//! without the attribute. A script makes the providers fall silent, answer 429 with `Retry-After`,
//! break streams off half-way, refuse, and recover, for both gateways at the same moments.
//!
//! ```text
//! cargo run --release --bin llm_gateway
//! ```
//!
//! It prints the address of its dashboard first, which is up for as long as it runs: half a minute,
//! or ten seconds with `--brief`.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, stdout};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use breaker_dashboard::Served;
use breaker_runtime::registry;
use tokio::sync::mpsc::unbounded_channel;
use tokio::time::interval;

use gateway::Gateway;
use live::Live;
use plain::Plain;
use record::{News, Record};
use script::Script;

mod answer;
#[path = "../storefront/dashboard.rs"]
mod dashboard;
mod gateway;
#[path = "../storefront/live.rs"]
mod live;
mod plain;
mod provider;
mod record;
mod screen;
mod script;
#[path = "../storefront/stop.rs"]
mod stop;
mod strips;
mod summary;
mod users;

#[tokio::main]
async fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let is_brief = match &*arguments {
        [] => false,
        [argument] if argument == "--brief" => true,
        _ => {
            eprintln!("usage: llm_gateway [--brief]");
            return Ok(ExitCode::from(2));
        }
    };
    tokio::select! {
        outcome = run(is_brief) => match outcome {
            // Whoever reads the lines has read enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
            outcome => outcome.map(|()| ExitCode::SUCCESS),
        },
        // The terminal is given back first. 130 is what shells expect.
        stop = stop::requested() => stop.map(|()| ExitCode::from(130)),
    }
}

/// Opens the gateways, shows what happens until the last user has left, and sums it up.
async fn run(is_brief: bool) -> io::Result<()> {
    let page = dashboard::open("for as long as this runs")?;
    let script = Arc::new(Script::new(is_brief));
    let gateways = [Gateway::open(true).await?, Gateway::open(false).await?];
    let (news, mut reports) = unbounded_channel();
    let start = Instant::now();
    // Weak: the reports end with the users, not with the program.
    let events = news.downgrade();
    let _listener = registry().subscribe(move |event| {
        if let Some(news) = events.upgrade() {
            let _ = news.send(News::Circuit(start.elapsed(), Box::new(event.clone())));
        }
    });
    for gateway in &gateways {
        users::let_in(gateway, start, script.length, &news);
    }
    tokio::spawn(script::play(Arc::clone(&script), start, gateways.to_vec(), news));

    let mut record = Record::default();
    let mut view = View::open(&page.as_ref().map(Served::url).unwrap_or_default())?;
    let mut looks = interval(Duration::from_millis(100));
    loop {
        tokio::select! {
            biased;
            report = reports.recv() => match report {
                Some(news) => record.note(news, &script),
                None => break,
            },
            _ = looks.tick() => view.show(&record, &script, start.elapsed())?,
        }
    }
    view.close(&record, &script, start.elapsed())?;
    summary::tell(&mut stdout().lock(), &record, &script, &gateways)
}

/// The view that fits standard output.
enum View {
    Live(Live),
    Plain(Plain),
}

impl View {
    fn open(page: &str) -> io::Result<Self> {
        let redraws = env::var_os("TERM").is_none_or(|terminal| terminal != "dumb");
        if stdout().is_terminal() && redraws {
            Live::open(page).map(Self::Live)
        } else {
            Ok(Self::Plain(Plain::default()))
        }
    }

    fn show(&mut self, record: &Record, script: &Script, now: Duration) -> io::Result<()> {
        match self {
            Self::Live(live) => {
                live.show(|page, size| screen::compose(record, script, now, page, size))
            }
            Self::Plain(plain) => plain.show(record, now),
        }
    }

    /// Gives the terminal back; what was shown last stays to be read.
    fn close(self, record: &Record, script: &Script, now: Duration) -> io::Result<()> {
        match self {
            Self::Live(live) => {
                live.close(|page, size| screen::compose(record, script, now, page, size))
            }
            Self::Plain(mut plain) => plain.show(record, now),
        }
    }
}
