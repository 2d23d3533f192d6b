//! What a dashboard of 1000 circuits costs: `ci/dashboard` runs it, and says what it may cost.
//!
//! Every circuit is called each second, so that each tick has news of every one. Viewers are
//! another process, which is this program once more. What is measured is the time that the kernel
//! says the dashboard's own threads had: the recorder, and the server on loopback.

use std::io::Result;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

use breaker_dashboard::Dashboard;
use breaker_runtime::{CircuitBreaker, Policy, registry};

mod client;
mod cpu;
mod shutdown;

const CIRCUITS: usize = 1000;
const VIEWERS: usize = 100;
/// Rounds of whole seconds, of which the least counts: others use the machine too.
const ROUNDS: usize = 4;
const ROUND: Duration = Duration::from_secs(5);
/// How often a page is loaded, of which the least counts.
const LOADS: usize = 20;

fn main() -> Result<()> {
    let arguments: Vec<_> = env::args().collect();
    let after = |word: &str| arguments.iter().skip_while(|it| *it != word).nth(1);
    if let Some(address) = after("viewers") {
        let address: Option<SocketAddr> = address.parse().ok();
        return address.map_or(Ok(()), |address| client::look(address, VIEWERS));
    }
    if let Some(folder) = after("page") {
        let served = breaker_dashboard::serve("127.0.0.1:0")?;
        return client::save(served.address(), Path::new(folder));
    }
    thread::spawn(call_all(circuits()));

    let dashboard = Dashboard::new();
    // The first seconds are dearer: all is new.
    thread::sleep(Duration::from_secs(5));
    let alone = least()?;
    println!("sample_us {:.0}", alone * 1e6);
    println!("sample_percent {:.2}", alone * 100.0);

    let served = dashboard.serve("127.0.0.1:0")?;
    let loads = (0..LOADS).map(|_| client::load(served.address())).collect::<Result<Vec<_>>>()?;
    let best = loads.iter().min().copied().unwrap_or_default();
    println!("load_ms {:.1}", best.as_secs_f64() * 1e3);

    let viewers = Viewers::start(served.address())?;
    thread::sleep(Duration::from_secs(3));
    let watched = least()?;
    println!("viewers_percent {:.2}", watched * 100.0);
    println!("viewers_told {:.0}", viewers.end()?);
    println!("patch_bytes {}", client::patch(served.address())?);
    println!("shutdown_ms {:.1}", shutdown::takes()?.as_secs_f64() * 1e3);
    Ok(())
}

/// A tenth of them fails now and then.
fn circuits() -> Vec<&'static CircuitBreaker> {
    let made = (0..CIRCUITS).map(|number| -> &'static CircuitBreaker {
        let name = Box::leak(format!("service {number} of this program").into_boxed_str());
        let circuit = Box::leak(Box::new(CircuitBreaker::new(name, Policy::new().threshold(9))));
        registry().register(circuit);
        circuit
    });
    made.collect()
}

/// Six calls of each circuit a second.
fn call_all(circuits: Vec<&'static CircuitBreaker>) -> impl FnOnce() + Send {
    move || {
        for round in 0_usize.. {
            for (number, circuit) in circuits.iter().enumerate() {
                let fails = number % 10 == 0 && round % 4 == 0;
                for permit in (0..3).filter_map(|_| circuit.try_acquire().ok()) {
                    if fails {
                        permit.failure();
                    } else {
                        permit.success();
                    }
                }
            }
            thread::sleep(Duration::from_millis(500));
        }
    }
}

/// The share of a core that the dashboard's threads take.
fn least() -> Result<f64> {
    let mut least = f64::INFINITY;
    for _ in 0..ROUNDS {
        let (before, began) = (cpu::of_dashboard()?, Instant::now());
        thread::sleep(ROUND);
        let (after, elapsed) = (cpu::of_dashboard()?, began.elapsed());
        least = least.min(after.saturating_sub(before).as_secs_f64() / elapsed.as_secs_f64());
    }
    Ok(least)
}

/// The other process, which ends with this.
struct Viewers {
    process: Child,
    began: Instant,
}

impl Viewers {
    fn start(address: SocketAddr) -> Result<Self> {
        let mut viewers = Command::new(env::current_exe()?);
        viewers.args(["viewers", &address.to_string()]);
        let process = viewers.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        Ok(Self { process, began: Instant::now() })
    }

    /// How many ticks they were told in a second, all together.
    fn end(self) -> Result<f64> {
        let elapsed = self.began.elapsed();
        let said = self.process.wait_with_output()?.stdout;
        let told: Option<f64> = String::from_utf8_lossy(&said).trim().parse().ok();
        Ok(told.unwrap_or_default() / elapsed.as_secs_f64())
    }
}
