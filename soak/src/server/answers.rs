//! What one connection meets.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::Weather;
use crate::subject::Subject;
use crate::wire::{self, LONGEST};

/// The server's own patience with clients.
const PATIENCE: Duration = Duration::from_secs(2);

/// Serves one call, unless the site dies meanwhile: then the connection is reset.
pub(super) async fn serve(
    mut stream: TcpStream,
    subject: &Subject,
    mut weather: watch::Receiver<Weather>,
    mut chance: fastrand::Rng,
) {
    let present = weather.borrow_and_update().for_one(&mut chance);
    tokio::select! {
        _ = answer(&mut stream, subject, present, &mut chance) => {}
        died = weather.wait_for(|weather| *weather == Weather::Dead) => {
            drop(died);
            reset(stream);
        }
    }
}

async fn answer(
    stream: &mut TcpStream,
    subject: &Subject,
    weather: Weather,
    chance: &mut fastrand::Rng,
) -> io::Result<()> {
    if weather == Weather::Resetting && chance.bool() {
        return stream.set_zero_linger();
    }
    let id = read_call(stream).await?;
    if let Some(ids) = subject.ids() {
        ids.seen(id);
    }
    let line = format!("{} {id}\n", word(weather, chance));
    match weather {
        Weather::Slow => {
            sleep(Duration::from_millis(chance.u64(5..60))).await;
            stream.write_all(line.as_bytes()).await
        }
        Weather::Trickling => trickle(stream, &line, chance).await,
        Weather::Garbled => stream.write_all(&garbage(chance)).await,
        Weather::Hanging => hang(stream).await,
        Weather::Resetting => {
            let half = line.len() / 2 * usize::from(chance.bool());
            stream.write_all(&line.as_bytes()[..half]).await?;
            stream.set_zero_linger()
        }
        Weather::Well | Weather::Failing | Weather::Changing | Weather::Dead => {
            stream.write_all(line.as_bytes()).await
        }
    }
}

async fn read_call(stream: &mut TcpStream) -> io::Result<usize> {
    let (mut call, mut filled) = ([0; LONGEST], 0);
    while !wire::is_whole(&call[..filled]) {
        match timeout(PATIENCE, stream.read(&mut call[filled..])).await?? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            more => filled += more,
        }
    }
    wire::number(&call[..filled]).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// Nobody is always well.
fn word(weather: Weather, chance: &mut fastrand::Rng) -> &'static str {
    let (failing, busy) = if weather == Weather::Failing { (80, 10) } else { (1, 2) };
    match chance.u8(..100) {
        drawn if drawn < failing => "NO",
        drawn if drawn < failing + busy => "BUSY",
        _ => "OK",
    }
}

async fn trickle(stream: &mut TcpStream, line: &str, chance: &mut fastrand::Rng) -> io::Result<()> {
    let pause = Duration::from_millis(chance.u64(1..8));
    for byte in line.as_bytes() {
        stream.write_all(&[*byte]).await?;
        sleep(pause).await;
    }
    Ok(())
}

fn garbage(chance: &mut fastrand::Rng) -> [u8; LONGEST] {
    let mut garbage = [0; LONGEST];
    chance.fill(&mut garbage);
    garbage
}

/// Until the client goes away.
async fn hang(stream: &mut TcpStream) -> io::Result<()> {
    while timeout(PATIENCE, stream.read(&mut [0; LONGEST])).await?? > 0 {}
    Ok(())
}

fn reset(stream: TcpStream) {
    // A connection that is gone needs no reset.
    let _ = stream.set_zero_linger();
    drop(stream);
}
