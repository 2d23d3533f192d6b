//! Viewers that ask as the page does.

use std::fs;
use std::io::{self, BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A connection that is kept, as browsers do.
struct Connection {
    stream: BufReader<TcpStream>,
}

struct Answer {
    /// Of the tick, in milliseconds.
    age: u64,
    body: Vec<u8>,
}

impl Connection {
    fn to(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    fn get(&mut self, path: &str) -> Result<Answer> {
        let request = format!("GET /{path} HTTP/1.1\r\nhost: localhost\r\n\r\n");
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (mut line, mut age, mut length) = (String::new(), 0, 0);
        while line != "\r\n" {
            line.clear();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(Error::new(ErrorKind::UnexpectedEof, "no answer"));
            }
            let number = |name| line.strip_prefix(name).and_then(|it| it.trim().parse().ok());
            age = number("x-circuit-age: ").unwrap_or(age);
            length = number("content-length: ").unwrap_or(length);
        }
        let mut body = vec![0; usize::try_from(length).unwrap_or(0)];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { age, body })
    }

    /// The page, and all that it loads, one after the other.
    fn files(&mut self) -> Result<Vec<Vec<u8>>> {
        let mut files = vec![self.get("")?.body];
        let page = String::from_utf8_lossy(&files[0]).into_owned();
        for named in page.split("\"assets/").skip(1) {
            let name = named.split('"').next().unwrap_or_default();
            files.push(self.get(&format!("assets/{name}"))?.body);
        }
        Ok(files)
    }
}

/// What stands between two texts, the first time.
fn between(body: &[u8], before: &str, after: &str) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found.to_owned())
}

fn cursor(body: &[u8]) -> Option<String> {
    // Of several ticks the last is what they lead to.
    let last = body.windows(10).rposition(|piece| piece == b"\"cursor\":\"")?;
    between(&body[last..], "\"cursor\":\"", "\"")
}

/// So many viewers, until nothing more can come from the other process. Says how many ticks they
/// were told.
pub(crate) fn look(address: SocketAddr, viewers: usize) -> Result<()> {
    for _ in 0..viewers {
        thread::spawn(move || view(address));
    }
    io::stdin().read_to_end(&mut Vec::new())?;
    println!("{}", TOLD.load(Ordering::Relaxed));
    Ok(())
}

static TOLD: AtomicU64 = AtomicU64::new(0);

fn view(address: SocketAddr) -> Result<()> {
    let mut connection = Connection::to(address)?;
    let mut known = cursor(&connection.get("api/v1/state")?.body);
    loop {
        let path = format!("api/v1/state?since={}", known.as_deref().unwrap_or_default());
        let answer = connection.get(&path)?;
        if let Some(cursor) = cursor(&answer.body) {
            TOLD.fetch_add(1, Ordering::Relaxed);
            known = Some(cursor);
        }
        let next = 1025_u64.saturating_sub(answer.age).max(25);
        thread::sleep(Duration::from_millis(next));
    }
}

/// Writes the page's files into a folder, as they are sent.
pub(crate) fn save(address: SocketAddr, folder: &Path) -> Result<()> {
    let files = Connection::to(address)?.files()?;
    files.iter().enumerate().try_for_each(|(at, file)| fs::write(folder.join(at.to_string()), file))
}

/// How long it takes from nothing to the verdict: the page, all that it loads, one after the other,
/// and the document.
pub(crate) fn load(address: SocketAddr) -> Result<Duration> {
    let began = Instant::now();
    let mut connection = Connection::to(address)?;
    connection.files()?;
    let document = connection.get("api/v1/state")?;
    let verdict = between(&document.body, "\"verdict\":{\"level\":\"", "\"");
    verdict.map(|_| began.elapsed()).ok_or_else(|| Error::new(ErrorKind::InvalidData, "no verdict"))
}

/// The bytes of a tick.
pub(crate) fn patch(address: SocketAddr) -> Result<usize> {
    let mut connection = Connection::to(address)?;
    let known = cursor(&connection.get("api/v1/state")?.body).unwrap_or_default();
    thread::sleep(Duration::from_millis(1100));
    Ok(connection.get(&format!("api/v1/state?since={known}"))?.body.len())
}
