//! A client that knows what it asks for: no part of what is tested.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

/// A connection to a server's socket.
#[derive(Debug)]
pub struct Client(BufReader<UnixStream>);

impl Client {
    /// Connects.
    ///
    /// # Errors
    ///
    /// If nobody listens there.
    pub fn connect(socket: &str) -> io::Result<Self> {
        let stream = UnixStream::connect(socket)?;
        stream.set_read_timeout(Some(Duration::from_secs(50)))?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Runs a command, and shows its answer as text: an item a line, errors with their `-`.
    ///
    /// # Errors
    ///
    /// If the connection is gone.
    pub fn run(&mut self, command: &[impl AsRef<[u8]>]) -> io::Result<String> {
        let mut bytes = format!("*{}\r\n", command.len()).into_bytes();
        for word in command.iter().map(AsRef::as_ref) {
            bytes.extend(format!("${}\r\n", word.len()).into_bytes());
            bytes.extend(word);
            bytes.extend(b"\r\n");
        }
        self.0.get_mut().write_all(&bytes)?;
        self.answer()
    }

    fn answer(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.0.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end();
        let length = || line[1..].parse::<usize>().ok();
        match line.as_bytes().first() {
            Some(b'$') => length().map_or(Ok(String::new()), |length| self.text(length)),
            Some(b'*') => {
                let items = (0..length().unwrap_or(0)).map(|_| self.answer());
                Ok(items.collect::<io::Result<Vec<_>>>()?.join("\n"))
            }
            Some(b'-') => Ok(line.to_owned()),
            _ => Ok(line[1..].to_owned()),
        }
    }

    fn text(&mut self, length: usize) -> io::Result<String> {
        let mut bytes = vec![0; length + 2];
        self.0.read_exact(&mut bytes)?;
        bytes.truncate(length);
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}
