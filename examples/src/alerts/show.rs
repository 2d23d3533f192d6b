//! The outage, step by step, and what Prometheus says to it.

use std::env;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, Command};
use tokio::time;

use crate::Outcome;
use crate::expected::{Expected, LEFT, MUTE, NEVER, OUTAGE, REJECTING};
use crate::prometheus::Prometheus;

/// How long an alert may take to fire, or to end.
const MOST: Duration = Duration::from_secs(40);

/// The service as a process of its own, which can be stopped.
pub(crate) struct Service {
    commands: ChildStdin,
    /// Killed when this is dropped.
    child: Child,
}

pub(crate) async fn run(program: &Path, rules: &Path) -> Outcome {
    let (mut service, at) = Service::start().await?;
    let prometheus = Prometheus::start(program, Some(rules), at).await?;

    println!("all is well:");
    is_quiet_for(&prometheus, Duration::from_secs(6)).await?;
    println!("servers hang, fail, flap and answer late; a circuit is forced open:");
    service.tell("break").await?;
    until(&prometheus, &OUTAGE, true).await?;
    fire_on_for(&prometheus, &OUTAGE[..REJECTING], Duration::from_secs(8)).await?;
    println!("nobody calls two of them any more, and they are as broken as before:");
    service.tell("leave").await?;
    until(&prometheus, &LEFT, false).await?;
    println!("all of them are mended:");
    service.tell("mend").await?;
    until(&prometheus, &OUTAGE, false).await?;
    println!("nobody publishes metrics any more:");
    service.tell("mute").await?;
    until(&prometheus, &MUTE, true).await?;
    println!("somebody does again:");
    service.tell("speak").await?;
    until(&prometheus, &MUTE, false).await?;
    println!("the servers are broken again, and the process is stopped:");
    service.tell("break").await?;
    until(&prometheus, &OUTAGE[..2], true).await?;
    service.child.kill().await?;
    until(&prometheus, &OUTAGE[..2], false).await?;
    println!("each alert has fired, and has ended by itself");
    Ok(())
}

impl Service {
    pub(crate) async fn start() -> Outcome<(Self, SocketAddr)> {
        let mut child = Command::new(env::current_exe()?)
            .arg("service")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let said = child.stdout.take().ok_or("the service says nothing")?;
        let commands = child.stdin.take().ok_or("the service hears nothing")?;
        let mut line = String::new();
        BufReader::new(said).read_line(&mut line).await?;
        Ok((Self { commands, child }, line.trim().parse()?))
    }

    pub(crate) async fn tell(&mut self, command: &str) -> Outcome {
        Ok(self.commands.write_all(format!("{command}\n").as_bytes()).await?)
    }
}

async fn is_quiet_for(prometheus: &Prometheus, time: Duration) -> Outcome {
    let since = Instant::now();
    while since.elapsed() < time {
        let firing = prometheus.firing().await?;
        if !firing.is_empty() {
            return Err(format!("an alert fires though all is well: {firing:?}").into());
        }
        time::sleep(Duration::from_millis(500)).await;
    }
    println!("  no alert fires");
    Ok(())
}

/// Looks for pauses: a trial call that is under way is no recovery.
async fn fire_on_for(prometheus: &Prometheus, expected: &[Expected], time: Duration) -> Outcome {
    let since = Instant::now();
    while since.elapsed() < time {
        let firing = prometheus.firing().await?;
        if let Some(paused) = expected.iter().find(|alert| !alert.fires(&firing)) {
            return Err(format!("fires no more, and its cause is there: {paused:?}").into());
        }
        time::sleep(Duration::from_millis(500)).await;
    }
    println!("  and CircuitRejecting fires on, whatever trial calls are under way");
    Ok(())
}

/// Waits until each of these fires, or until none of them does, and says when.
async fn until(prometheus: &Prometheus, expected: &[Expected], fires: bool) -> Outcome {
    let since = Instant::now();
    let mut rest = expected.to_vec();
    while !rest.is_empty() {
        let firing = prometheus.firing().await?;
        if let Some(wrong) = NEVER.iter().find(|alert| alert.fires(&firing)) {
            return Err(format!("fires without a cause: {wrong:?}").into());
        }
        rest.retain(|alert| {
            let is_done = alert.fires(&firing) == fires;
            if is_done {
                let what = if fires { "fires" } else { "has ended" };
                let Expected { alert, circuit, .. } = alert;
                println!(
                    "  after {:4.1} s {alert} {what} {circuit}",
                    since.elapsed().as_secs_f32()
                );
            }
            !is_done
        });
        if since.elapsed() > MOST {
            let what = if fires { "don't fire" } else { "don't end" };
            return Err(format!("{MOST:?} are over, and these {what}: {rest:?}; {firing:?}").into());
        }
        time::sleep(Duration::from_millis(500)).await;
    }
    Ok(())
}
