//! A shop survives the outage of its payment gateways, next to one that does not.
//!
//! Two shops take the same orders, through gateways of their own. One charges through the annotated
//! functions in `payments.rs`, the other one does the same without the attribute. A script makes
//! the gateways hang, fail and recover, in both shops at the same moments.
//!
//! ```text
//! cargo run --release --bin storefront
//! ```
//!
//! It prints the address of its dashboard first, which is up for as long as it runs: half a minute,
//! or with `--stay` until it is interrupted, with the outage again and again.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write, stdout};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use breaker_dashboard::Served;
use breaker_runtime::registry;
use tokio::sync::mpsc::unbounded_channel;
use tokio::time::{interval, sleep_until};

use live::Live;
use plain::Plain;
use record::{News, Record};
use script::LENGTH;
use shop::Shop;

mod dashboard;
mod gateway;
mod live;
mod payments;
mod plain;
mod record;
mod screen;
mod script;
mod shop;
mod stop;
mod strips;
mod summary;

#[tokio::main]
async fn main() -> io::Result<ExitCode> {
    let Some(stay) = wants_to_stay(env::args().skip(1)) else {
        eprintln!("usage: storefront [--stay]");
        return Ok(ExitCode::from(2));
    };
    tokio::select! {
        outcome = run(stay) => match outcome {
            // Whoever reads the lines has read enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
            outcome => outcome.map(|()| ExitCode::SUCCESS),
        },
        // The terminal is given back first. 130 is what shells expect.
        stop = stop::requested() => stop.map(|()| ExitCode::from(130)),
    }
}

/// `None` if something else is wanted, too.
fn wants_to_stay(arguments: impl Iterator<Item = String>) -> Option<bool> {
    match &*arguments.collect::<Vec<_>>() {
        [] => Some(false),
        [argument] if argument == "--stay" => Some(true),
        _ => None,
    }
}

/// Shows the outage and its page; whoever stays can look at the page for longer.
async fn run(stay: bool) -> io::Result<()> {
    let until = if stay { "until Ctrl-C" } else { "for as long as this runs; --stay keeps it up" };
    let page = dashboard::open(until)?;
    let url = page.as_ref().map(Served::url).unwrap_or_default();
    let [guarded, _unguarded] = demonstrate(&url).await?;
    if stay {
        let every = LENGTH.as_secs();
        writeln!(stdout(), "\n The outage comes again every {every} s, until Ctrl-C. {url}")?;
        go_on(&guarded).await;
    }
    Ok(())
}

/// Opens the shops, shows what happens until the last customer has left, and sums it up.
async fn demonstrate(page: &str) -> io::Result<[Arc<Shop>; 2]> {
    let shops = [Shop::open(true).await?, Shop::open(false).await?];
    let (news, mut reports) = unbounded_channel();
    let start = Instant::now();
    // Weak: the reports end with the customers, not with the program.
    let events = news.downgrade();
    let _listener = registry().subscribe(move |event| {
        if let Some(news) = events.upgrade() {
            let _ = news.send(News::Circuit(start.elapsed(), Box::new(event.clone())));
        }
    });
    for shop in &shops {
        shop.let_customers_in(start, &news);
    }
    tokio::spawn(script::play(start, shops.to_vec(), news));

    let mut record = Record::default();
    let mut view = View::open(page)?;
    let mut looks = interval(Duration::from_millis(100));
    loop {
        tokio::select! {
            biased;
            report = reports.recv() => match report {
                Some(news) => record.note(news),
                None => break,
            },
            _ = looks.tick() => view.show(&record, start.elapsed())?,
        }
    }
    view.close(&record, start.elapsed())?;
    summary::tell(&mut stdout().lock(), &record, &shops)?;
    Ok(shops)
}

/// The same outage again and again, in the shop with circuits: the page shows no others.
async fn go_on(shop: &Arc<Shop>) {
    loop {
        let start = Instant::now();
        let (news, _) = unbounded_channel();
        shop.let_customers_in(start, &news);
        script::play(start, vec![Arc::clone(shop)], news).await;
        sleep_until((start + LENGTH).into()).await;
        // Both gateways work: what was queued is charged.
        shop.queue.lock().await.clear();
    }
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

    fn show(&mut self, record: &Record, now: Duration) -> io::Result<()> {
        match self {
            Self::Live(live) => live.show(|page, size| screen::compose(record, now, page, size)),
            Self::Plain(plain) => plain.show(record, now),
        }
    }

    /// Gives the terminal back; what was shown last stays to be read.
    fn close(self, record: &Record, now: Duration) -> io::Result<()> {
        match self {
            Self::Live(live) => live.close(|page, size| screen::compose(record, now, page, size)),
            Self::Plain(mut plain) => plain.show(record, now),
        }
    }
}
