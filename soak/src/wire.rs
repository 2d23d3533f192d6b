//! What goes over the sockets: a line with the number of the body that asks, and a line back.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::panic::resume_unwind;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::call::{Answer, Ask, Call, Fault, Reply, Running};

/// Longer than any line.
pub(crate) const LONGEST: usize = 64;

/// How long a synchronous call waits: for a connection, and for all of the answer.
const PATIENCE: Duration = Duration::from_millis(60);

/// The body of every synchronous call.
pub(crate) fn ask(call: &Call, ask: Ask) -> Answer {
    let running = call.begin().ok_or(Fault::Cut)?;
    if ask.panics {
        panic_quietly(call);
    }
    let site = call.subject.site(ask.key).ok_or(Fault::Cut)?;
    let until = Instant::now() + PATIENCE;
    let mut stream = TcpStream::connect_timeout(&site, PATIENCE)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(line(&running).as_bytes())?;
    let (mut answer, mut filled) = ([0; LONGEST], 0);
    while !is_whole(&answer[..filled]) {
        let rest = until.saturating_duration_since(Instant::now());
        // A time-out of zero would be none.
        stream.set_read_timeout(Some(rest.max(Duration::from_millis(1))))?;
        let more = stream.read(&mut answer[filled..])?;
        filled = received(&running, filled, more)?;
        if rest.is_zero() {
            return Err(Fault::Cut);
        }
    }
    understand(&running, &answer[..filled])
}

/// The body of every asynchronous call. The time-out is the circuit's.
pub(crate) async fn ask_async(call: &Call, ask: Ask) -> Answer {
    let running = call.begin().ok_or(Fault::Cut)?;
    let site = call.subject.site(ask.key).ok_or(Fault::Cut)?;
    let mut stream = tokio::net::TcpStream::connect(site).await?;
    if ask.panics {
        panic_quietly(call);
    }
    stream.write_all(line(&running).as_bytes()).await?;
    let (mut answer, mut filled) = ([0; LONGEST], 0);
    while !is_whole(&answer[..filled]) {
        let more = stream.read(&mut answer[filled..]).await?;
        filled = received(&running, filled, more)?;
    }
    understand(&running, &answer[..filled])
}

fn panic_quietly(call: &Call) -> ! {
    call.panics();
    resume_unwind(Box::new("a body panicked"))
}

fn line(running: &Running<'_>) -> String {
    format!("CALL {}\n", running.id)
}

/// The number in a line to the server.
pub(crate) fn number(line: &[u8]) -> Option<usize> {
    std::str::from_utf8(line).ok()?.strip_prefix("CALL ")?.strip_suffix('\n')?.parse().ok()
}

pub(crate) fn is_whole(line: &[u8]) -> bool {
    line.ends_with(b"\n") || line.len() == LONGEST
}

fn received(running: &Running<'_>, before: usize, more: usize) -> io::Result<usize> {
    if more == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    running.is_answered();
    Ok(before + more)
}

fn understand(running: &Running<'_>, answer: &[u8]) -> Answer {
    let answer = std::str::from_utf8(answer).map_err(|_| Fault::Garbled)?;
    match answer.trim_end().split_once(' ') {
        Some((word, id)) if id.parse() == Ok(running.id) => match word {
            "OK" => Ok(Reply::Fresh),
            "BUSY" => Err(Fault::Busy),
            _ => Err(Fault::Refused),
        },
        _ => Err(Fault::Garbled),
    }
}
