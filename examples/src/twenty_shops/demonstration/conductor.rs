//! One outage, from the opening of the shops to their closing.

use std::io::{self, Write, stdout};
use std::thread;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

use crate::demonstration::engine::Engine;
use crate::demonstration::gateway::Gateway;
use crate::demonstration::news::now;
use crate::demonstration::progress::Progress;
use crate::demonstration::run::{Moments, Run};
use crate::demonstration::script::Script;
use crate::demonstration::staff::Staff;

/// Between two looks at the shops.
const LOOK: Duration = Duration::from_millis(100);

/// Plays it in shops that are a fleet, if there is an engine for it.
pub(crate) fn play(script: &Script, runtime: &Runtime, engine: Option<Engine>) -> io::Result<Run> {
    let open = async || Ok::<_, io::Error>((Gateway::open().await?, Gateway::open().await?));
    let (a, b) = runtime.block_on(open())?;
    let title = if engine.is_some() { "With a fleet" } else { "Without a fleet" };
    writeln!(stdout(), "\n {title}\n")?;
    let staff = Staff::start(script, [&a, &b], engine.as_ref().map(Engine::url))?;
    let start = Instant::now();
    let mut stage = Stage { a, staff, progress: Progress::new(start), start };
    let moments = stage.outage(script, engine)?;
    stage.staff.close();
    Ok(Run { moments, arrivals: stage.a.arrivals(), shops: stage.staff.logs })
}

struct Stage {
    a: Gateway,
    staff: Staff,
    progress: Progress,
    start: Instant,
}

impl Stage {
    /// What happens, in its order, and when it did.
    fn outage(&mut self, script: &Script, mut engine: Option<Engine>) -> io::Result<Moments> {
        let opened = now();
        self.staff.open();
        self.go_on_until(script.hangs)?;
        let hangs = now();
        self.a.hang(true);
        self.progress.tell("gateway A hangs")?;

        self.go_on_until(script.killed)?;
        let killed = now();
        if let Some(engine) = &mut engine {
            engine.kill();
            self.progress.tell("Redis is killed: kill -9")?;
        }
        self.go_on_until(script.restarted)?;
        if let Some(engine) = &mut engine {
            engine.restart();
            self.progress.tell("Redis is started anew, empty")?;
        }
        let restarted = now();

        self.go_on_until(script.recovers)?;
        let recovers = now();
        self.a.hang(false);
        self.progress.tell("gateway A answers again")?;
        self.go_on_until(script.ends)?;
        Ok(Moments { opened, hangs, killed, restarted, recovers, ends: now() })
    }

    fn go_on_until(&mut self, at: Duration) -> io::Result<()> {
        while let Some(rest) = at.checked_sub(self.start.elapsed()).filter(|rest| !rest.is_zero()) {
            thread::sleep(rest.min(LOOK));
            self.staff.hear();
            self.progress.show(&self.staff.logs, &self.a.arrivals())?;
        }
        Ok(())
    }
}
