//! Processes that live for one call, as functions in a cloud do: the circuit goes from one to the
//! next in a file. A bank is down for two seconds; a process that finds the circuit open does not
//! ask.
//!
//! ```text
//! cargo run --bin short_processes
//! ```

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use breaker_runtime::{Saved, circuit_breaker, registry};

/// One failure is enough: the next process knows nothing of this one's window.
#[circuit_breaker(name = "bank", threshold = 1, open_for = "700ms", max_open_for = "5s")]
fn pay(bank: SocketAddr) -> io::Result<String> {
    let mut connection = TcpStream::connect(bank)?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    if answer.is_empty() { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(answer) }
}

/// The life of one process: what was, one call, what is.
fn handle(bank: SocketAddr, file: &Path) -> io::Result<()> {
    if let Ok(data) = fs::read(file) {
        let saved: Vec<Saved> = serde_json::from_slice(&data)?;
        let restored = registry().restore(saved);
        for lost in &restored.not_restored {
            eprintln!("not restored: {}: {}", lost.saved.name, lost.error);
        }
    }
    match pay(bank) {
        Ok(answer) => println!("{answer}"),
        Err(error) => println!("{error}"),
    }
    // Beside it first: who reads meanwhile finds the old one whole.
    let beside = file.with_extension("new");
    fs::write(&beside, serde_json::to_vec(&registry().snapshot())?)?;
    fs::rename(beside, file)
}

/// Answers, and in its first two seconds hangs up.
fn bank(listener: &TcpListener, asked: &AtomicU32) {
    let start = Instant::now();
    for mut connection in listener.incoming().flatten() {
        asked.fetch_add(1, Ordering::Relaxed);
        if start.elapsed() > Duration::from_secs(2) {
            let _ = connection.write_all(b"paid");
        }
    }
}

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    if let (Some(bank), Some(file)) = (arguments.next(), arguments.next()) {
        let bank = bank.parse().map_err(|_| io::Error::from(ErrorKind::InvalidInput))?;
        return handle(bank, &PathBuf::from(file));
    }
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let (address, asked) = (listener.local_addr()?, Arc::new(AtomicU32::new(0)));
    let count = Arc::clone(&asked);
    thread::spawn(move || bank(&listener, &count));

    let file = env::temp_dir().join(format!("short-processes-{}.json", process::id()));
    let start = Instant::now();
    for number in 1..=16 {
        let output =
            Command::new(env::current_exe()?).arg(address.to_string()).arg(&file).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        println!("{:4} ms  process {number:2}: {}", start.elapsed().as_millis(), said.trim());
        io::stderr().write_all(&output.stderr)?;
        thread::sleep(Duration::from_millis(250));
    }
    println!("16 processes asked the bank {} times", asked.load(Ordering::Relaxed));
    fs::remove_file(file)
}
