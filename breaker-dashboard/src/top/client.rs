//! A client of plain HTTP/1.1, for one `GET` a second on loopback: a connection for each.
//!
//! The other side may be anything that listens there. It is waited for [`PATIENCE`] in all, from
//! when the addresses of its host are known: for those the system waits as long as it is set to. At
//! most [`MOST`] bytes are taken.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use super::address::Address;

/// From the first connection that is tried to the last byte.
const PATIENCE: Duration = Duration::from_secs(10);
/// For one address of a host that has several.
const CONNECTS: Duration = Duration::from_secs(2);
/// A document of ten thousand circuits has less.
const MOST: u64 = 32 << 20;
/// All headers together.
const MOST_HEAD: u64 = 64 << 10;

/// Asks for documents.
pub(crate) struct Client {
    pub(crate) address: Address,
    pub(crate) headers: Vec<(String, String)>,
}

/// What was answered.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// How old the tick was that it tells of.
    pub(crate) age_ms: u64,
    /// Where else it is, if it says so.
    pub(crate) location: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn age(&self) -> Duration {
        Duration::from_millis(self.age_ms)
    }
}

impl Client {
    /// Gets a document below the mount.
    pub(crate) fn get(&self, document: &str) -> io::Result<Answer> {
        let (mut stream, until) = self.connect()?;
        stream.set_write_timeout(Some(left(until)?))?;
        stream.write_all(self.request(document).as_bytes())?;
        read(BufReader::new(Patient { stream, until, left: MOST }))
    }

    /// A connection, and until when it is of use.
    fn connect(&self) -> io::Result<(TcpStream, Instant)> {
        self.connected().map_err(|error| {
            let port = if self.address.says_port() { "" } else { "; without a port it is 80" };
            io::Error::new(error.kind(), format!("{error}{port}"))
        })
    }

    fn connected(&self) -> io::Result<(TcpStream, Instant)> {
        let addresses = self.address.host_and_port().to_socket_addrs()?;
        let until = Instant::now() + PATIENCE;
        let mut why = io::Error::new(ErrorKind::NotFound, "the host has no address");
        for address in addresses {
            match TcpStream::connect_timeout(&address, left(until)?.min(CONNECTS)) {
                Ok(stream) => return Ok((stream, until)),
                Err(error) => why = error,
            }
        }
        Err(why)
    }

    fn request(&self, document: &str) -> String {
        let (path, host) = (self.address.path(document), self.address.authority());
        let mut request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n");
        for (name, value) in &self.headers {
            request.extend([name, ": ", value, "\r\n"]);
        }
        request + "accept: application/json\r\nconnection: close\r\n\r\n"
    }
}

/// A connection that is waited for, and taken from, within bounds.
struct Patient {
    stream: TcpStream,
    until: Instant,
    left: u64,
}

impl Read for Patient {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(left(self.until)?))?;
        let read = self.stream.read(buffer).map_err(|error| match error.kind() {
            ErrorKind::WouldBlock => io::Error::new(ErrorKind::TimedOut, "no answer comes"),
            _ => error,
        })?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| wrong("it is too long"))?;
        Ok(read)
    }
}

/// What is left of the time, if there is some.
fn left(until: Instant) -> io::Result<Duration> {
    let left = until.saturating_duration_since(Instant::now());
    let is_over = left.is_zero().then(|| io::Error::new(ErrorKind::TimedOut, "it takes too long"));
    is_over.map_or(Ok(left), Err)
}

/// Reads an answer.
fn read(mut reader: impl BufRead) -> io::Result<Answer> {
    let mut lines = reader.by_ref().take(MOST_HEAD);
    let (mut answer, mut body) = head(&mut lines)?;
    // Some proxies say first that they go on.
    while (100..200).contains(&answer.status) {
        (answer, body) = head(&mut lines)?;
    }
    answer.body = match (answer.status, body) {
        (204 | 304, _) => Vec::new(),
        (_, Body::Chunks) => chunks(&mut reader)?,
        (_, Body::Exactly(length)) => exactly(&mut reader, length)?,
        (_, Body::ToTheEnd) => {
            let mut body = Vec::new();
            reader.read_to_end(&mut body)?;
            body
        }
    };
    Ok(answer)
}

/// How it is seen where a body ends.
enum Body {
    Chunks,
    Exactly(u64),
    ToTheEnd,
}

/// Reads what stands before a body.
fn head(reader: &mut impl BufRead) -> io::Result<(Answer, Body)> {
    let status = line(reader)?;
    let status = status.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5));
    let status = status.and_then(|status| status.parse().ok());
    let mut answer = Answer { status: status.ok_or_else(not_http)?, ..Answer::default() };
    let (mut length, mut is_chunked) = (None, false);
    loop {
        let line = line(reader)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(not_http)?;
        let value = value.trim();
        match &*name.to_ascii_lowercase() {
            "content-length" => length = Some(value.parse().map_err(|_| not_http())?),
            "transfer-encoding" => is_chunked = value.eq_ignore_ascii_case("chunked"),
            "location" => answer.location = Some(value.to_owned()),
            "x-circuit-age" => answer.age_ms = value.parse().unwrap_or(0),
            _ => {}
        }
    }
    let to_its_end = || length.map_or(Body::ToTheEnd, Body::Exactly);
    Ok((answer, if is_chunked { Body::Chunks } else { to_its_end() }))
}

/// A line without its end.
fn line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    let line = line.strip_suffix(b"\n").ok_or_else(not_http)?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    String::from_utf8(line.to_vec()).map_err(|_| not_http())
}

/// Memory is taken as the bytes come, not as they are promised.
fn exactly(reader: &mut impl BufRead, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(length).read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length {
        return Err(wrong("it broke off"));
    }
    Ok(bytes)
}

fn chunks(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size = line(&mut reader.by_ref().take(MOST_HEAD))?;
        let size = size.split(';').next().unwrap_or_default().trim();
        let size = u64::from_str_radix(size, 16).map_err(|_| not_http())?;
        if size == 0 {
            return Ok(body);
        }
        body.extend(exactly(reader, size)?);
        line(&mut reader.by_ref().take(MOST_HEAD))?;
    }
}

fn not_http() -> io::Error {
    wrong("it is not HTTP")
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("an answer that can't be used: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> io::Result<Answer> {
        read(text.as_bytes())
    }

    #[test]
    fn a_body_ends_as_its_head_says() {
        for text in [
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nx-circuit-age: 7\r\n\r\nhello, you",
            "HTTP/1.1 200 OK\r\nx-circuit-age: 7\r\n\r\nhello",
            "HTTP/1.0 200 OK\nx-circuit-age: 7\n\nhello",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\nx-circuit-age: 7\r\n\r\n\
             3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n\
             HTTP/1.1 200 OK\r\ncontent-length: 5\r\nx-circuit-age: 7\r\n\r\nhello",
        ] {
            let answer = answer(text).unwrap();
            assert_eq!((answer.status, answer.age_ms, &*answer.body), (200, 7, &b"hello"[..]));
        }
        assert!(answer("HTTP/1.1 204 No Content\r\n\r\n").unwrap().body.is_empty());
    }

    #[test]
    fn garbage_is_no_answer() {
        for text in [
            "",
            "\u{1b}[2J",
            "SSH-2.0-OpenSSH_9.2\r\n",
            "HTTP/1.1 \r\n\r\n",
            "HTTP/1.1 2é0 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort",
            "HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551615\r\n\r\nshort",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\nab",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nx\r\n",
        ] {
            assert!(answer(text).is_err(), "{text:?}");
        }
        let endless = format!("HTTP/1.1 200 OK\r\na: {}\r\n\r\n", "b".repeat(100 << 10));
        assert!(answer(&endless).is_err());
        let endless = "HTTP/1.1 100 Continue\r\n\r\n".repeat(10 << 10);
        assert!(answer(&endless).is_err());
    }
}
