//! What goes wrong, and when it is mended.

use core::mem;
use core::time::Duration;

use breaker_runtime::{CircuitBreaker, Note};

use super::{Within, World};
use crate::engine_host;
use crate::process::Life;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// The process is stopped: what reaches it waits.
    Pause(usize),
    GoOn(usize),
    Kill(usize),
    /// The process and the engine don't reach each other.
    Cut(usize),
    /// What the engine says does not reach the process.
    CutBack(usize),
    Mend(usize),
    /// Events of the process's circuits are lost, as from a queue that is full,
    LoseEvents(usize),
    /// and the member is told so.
    FindLoss(usize),
    EngineStops,
    EngineGoesOn,
    EngineDies,
    EngineStarts,
    Wipe,
    Evict,
    /// A copy is kept, such as a replica has,
    Remember,
    /// and takes over.
    Restore,
    /// The engine's clock steps, by seconds.
    ClockSteps(i64),
    /// Somebody who may write to the engine says that a round of circuit `x` has begun, with this
    /// open time, and whether a trial has failed before.
    WriteRound(Duration, bool),
    /// They say so while somebody has the lease, and has not tried yet, and that none has.
    StealTurn(Duration),
    /// Messages to and from the engine take so long at least, and at most.
    Delays(Duration, Duration),
    /// Somebody forces the process's circuits open, for a time or until further notice,
    ForceOpen(usize, Option<Duration>),
    /// and gives them back.
    Release(usize),
}

impl World {
    pub(super) fn suffer(&mut self, fault: Fault) {
        self.history.tell(self.now, || format!("-- {fault:?}"));
        match fault {
            Fault::Pause(process) => self.pause(process),
            Fault::GoOn(process) => self.go_on(process),
            Fault::Kill(process) => self.kill(process),
            Fault::Cut(process) => self.cut(process, true),
            Fault::CutBack(process) => self.cut(process, false),
            Fault::LoseEvents(process) => self.lose_events(process, true),
            Fault::FindLoss(process) => self.lose_events(process, false),
            Fault::Mend(process) => self.mend(process),
            Fault::ForceOpen(process, time) => self.by_hand(process, |breaker| match time {
                Some(time) => breaker.force_open_for(time, Note::new("drill").by("sre")),
                None => breaker.force_open(),
            }),
            Fault::Release(process) => self.by_hand(process, CircuitBreaker::reset),
            Fault::WriteRound(rest, after_trial) => self.write_round(rest, after_trial),
            Fault::StealTurn(rest) => self.steal_turn(rest),
            Fault::Delays(least, most) => {
                (self.weather.least_delay, self.weather.most_delay) = (least, most);
            }
            _ => self.suffer_at_engine(fault),
        }
    }

    fn suffer_at_engine(&mut self, fault: Fault) {
        match fault {
            Fault::EngineStops => self.stop_engine(),
            Fault::EngineGoesOn => self.let_engine_go_on(),
            Fault::EngineDies => self.kill_engine(),
            Fault::EngineStarts => self.engine.life = engine_host::Life::Runs,
            Fault::Wipe => self.wipe(),
            Fault::Evict => self.engine.evict(),
            Fault::Remember => self.engine.remember(),
            Fault::Restore => self.restore(),
            Fault::ClockSteps(seconds) => self.step_clock(seconds),
            _ => {}
        }
    }

    fn kill(&mut self, process: usize) {
        self.processes[process].life = Life::Dead;
        self.engine.subscribers.retain(|(of, _)| *of != process);
    }

    fn cut(&mut self, process: usize, is_both_ways: bool) {
        if let Some(host) = &mut self.processes[process].joined {
            host.link.is_cut = is_both_ways;
            host.link.is_cut_back = true;
        }
    }

    fn lose_events(&mut self, process: usize, are_lost: bool) {
        let Some(host) = &mut self.processes[process].joined else { return };
        host.loses_events = are_lost;
        if !are_lost {
            self.after(Duration::ZERO, process, Within::Missed);
        }
    }

    fn by_hand(&mut self, process: usize, step: impl Fn(&CircuitBreaker)) {
        self.processes[process].is_at(self.now);
        for circuit in 0..self.processes[process].circuits.len() {
            step(self.processes[process].circuits[circuit].breaker);
            self.look_at_news(process, circuit);
        }
    }

    fn stop_engine(&mut self) {
        if matches!(self.engine.life, engine_host::Life::Runs) {
            self.engine.life = engine_host::Life::Stopped(Vec::new());
        }
    }

    fn let_engine_go_on(&mut self) {
        if let engine_host::Life::Stopped(waiting) = &mut self.engine.life {
            let waiting = mem::take(waiting);
            self.engine.life = engine_host::Life::Runs;
            for arrived in waiting {
                self.arrive(arrived);
            }
        }
    }

    fn wipe(&mut self) {
        self.engine.wipe();
        self.lose();
    }

    fn restore(&mut self) {
        self.engine.restore();
        self.lose();
    }

    fn step_clock(&mut self, seconds: i64) {
        self.engine.step_clock(seconds);
        self.lose();
    }

    fn lose(&mut self) {
        if self.engine.begins_anew() {
            self.invariants.forget_versions();
        }
    }

    fn pause(&mut self, process: usize) {
        let life = &mut self.processes[process].life;
        if matches!(life, Life::Runs) {
            *life = Life::Paused(Vec::new());
        }
    }

    fn go_on(&mut self, process: usize) {
        let life = &mut self.processes[process].life;
        if let Life::Paused(waiting) = life {
            let waiting = mem::take(waiting);
            *life = Life::Runs;
            let now = self.now;
            self.processes[process].circuits.iter_mut().for_each(|it| it.free = now);
            for what in waiting {
                self.reach(process, what);
            }
        }
    }
}
