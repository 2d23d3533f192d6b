//! `breaker-top`: every circuit of a program, live, in a terminal. It reads the documents that the
//! dashboard serves, and nothing else.
//!
//! ```text
//! breaker-top http://127.0.0.1:7070/
//! breaker-top --once
//! ```
#![forbid(unsafe_code)]

use std::io::{self, ErrorKind, IsTerminal, Write, stderr, stdout};
use std::process::ExitCode;
use std::sync::mpsc::{channel, sync_channel};
use std::thread;
use std::time::Duration;

use ratatui::crossterm::event::{self, Event};

use app::App;
use client::Client;
use options::Wish;
use terminal::Terminal;

mod address;
mod answers;
mod app;
mod client;
mod detail;
mod feed;
mod fleet;
mod function;
mod ink;
mod instead;
mod keys;
mod list;
mod meant;
mod model;
mod once;
mod options;
mod screen;
#[cfg_attr(unix, path = "signals/unix.rs")]
#[cfg_attr(not(unix), path = "signals/elsewhere.rs")]
mod signals;
mod terminal;
mod text;
// The library's own files: what both say of members and times is the same, and no part of its
// interface.
#[path = "../words/members.rs"]
mod members;
#[path = "../words/time.rs"]
mod time;
mod within;
mod words;
mod wrap;

/// Between two looks at what is new; times on the screen go on as often.
const LOOK: Duration = Duration::from_millis(100);

/// What is learnt between two keys: all there is, and one circuit in detail.
const NEWS: usize = 2;

fn main() -> ExitCode {
    let wish = match options::read(std::env::args_os().skip(1)) {
        Ok(wish) => wish,
        Err(why) => return failed(&format!("{why}; `breaker-top --help` says what is understood")),
    };
    let outcome = match wish {
        Wish::Help => write!(stdout(), "{}", options::HELP).map(|()| 0),
        Wish::Version => {
            writeln!(stdout(), "breaker-top {}", env!("CARGO_PKG_VERSION")).map(|()| 0)
        }
        Wish::Look { address, headers, once } => {
            let client = Client { address, headers };
            if once { list_once(&client) } else { watch(client).map(|()| 0) }
        }
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        // Whoever reads the list has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => failed(&error.to_string()),
    }
}

fn failed(why: &str) -> ExitCode {
    // There is nobody left to tell if it fails.
    let _ = writeln!(stderr(), "breaker-top: {}", text::clean(why));
    ExitCode::from(2)
}

/// Prints the list; the code that it ends with.
fn list_once(client: &Client) -> io::Result<u8> {
    let document = feed::document(client)
        .map_err(|why| io::Error::other(format!("{}: {why}", client.address)))?;
    match once::tell(&mut stdout().lock(), &document) {
        // Whoever has read enough has still to learn whether there is an outage.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => Ok(once::code(document.verdict.level)),
    }
}

/// Shows the list until the viewer has seen enough.
fn watch(client: Client) -> io::Result<()> {
    if !stdout().is_terminal() {
        return Err(io::Error::other("this is no terminal: `--once` prints a list"));
    }
    show(&mut Terminal::take()?, client)
}

fn show(terminal: &mut Terminal, client: Client) -> io::Result<()> {
    let has_colours = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let (wish, wanted) = channel();
    // Nothing is asked for while a terminal that takes nothing keeps this thread waiting.
    let (news, heard) = sync_channel(NEWS);
    let address = client.address.to_string();
    thread::Builder::new().spawn(move || feed::run(&client, &wanted, &news))?;
    let (mut app, mut asked) = (App::new(address), None);
    while !app.has_ended {
        if terminal.was_stopped()? {
            app.come_back();
        }
        for news in heard.try_iter().take(NEWS) {
            app.learn(news);
        }
        app.lose_patience();
        let opened = app.opened.as_ref().and_then(|opened| opened.circuit.id());
        if opened != asked {
            // It ends with this program alone.
            let _ = wish.send(opened);
            asked = opened;
        }
        terminal.draw(&app, has_colours)?;
        if event::poll(LOOK)? {
            // A new size is drawn like anything else.
            if let Event::Key(key) = event::read()? {
                app.press(key);
            }
        }
        if app.is_to_stop {
            terminal.suspend()?;
            app.come_back();
        }
    }
    Ok(())
}
