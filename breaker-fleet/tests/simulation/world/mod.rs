//! The world: processes, what they call, their engine, and the walk from one happening to the next.

mod calls;
mod connections;
mod exchange;
mod faults;
mod members;
mod patience;
mod writer;

use core::ops::Range;
use core::time::Duration;

use breaker_fleet::__protocol::member::{Input, LocalEvent};
use breaker_fleet::__protocol::wire::{Message, Reply};
use breaker_runtime::{Permit, State};

use crate::agenda::Agenda;
use crate::callee::Callee;
use crate::chance::Chance;
use crate::engine_host::{Arrived, EngineHost};
use crate::figures::{Figures, Refusals};
use crate::history::History;
use crate::invariants::Invariants;
use crate::link::Weather;
use crate::member_host::MemberHost;
use crate::paths::Paths;
use crate::process::{Circuit, Life, Process, Spec};
use crate::times::ms;
pub(crate) use faults::Fault;

/// Whether the processes of a world know of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fleet {
    Alone,
    Joined,
}

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) now: Duration,
    pub(crate) chance: Chance,
    pub(crate) processes: Vec<Process>,
    /// By the numbers of circuits; the last serves all further ones.
    pub(crate) callees: Vec<Callee>,
    pub(crate) paths: Paths,
    pub(crate) engine: EngineHost,
    pub(crate) weather: Weather,
    pub(crate) figures: Figures,
    pub(crate) invariants: Invariants,
    pub(crate) history: History,
    fleet: Fleet,
    /// The longest open time of all policies, and of what somebody wrote.
    longest_open: Duration,
    agenda: Agenda<Happening>,
    /// What was sent on links that are cut.
    held_up: Vec<Arrived>,
}

#[derive(Debug)]
enum Happening {
    Fault(Fault),
    AtEngine(Arrived),
    To(usize, Within),
}

/// What happens within a process: not while it is stopped.
#[derive(Debug)]
pub(crate) enum Within {
    Call { circuit: usize },
    Ended { circuit: usize, call: Call },
    Connect { connection: u64 },
    Connected { connection: u64 },
    NoConnection { connection: u64 },
    Reset { connection: u64 },
    Answer { connection: u64, id: u64, replies: Vec<Reply> },
    NoAnswer { id: u64 },
    Push { connection: u64, message: Message },
    Heard(LocalEvent),
    Missed,
    Wake { at: Duration },
}

/// A call under way.
#[derive(Debug)]
pub(crate) struct Call {
    permit: Permit<'static>,
    /// That it was admitted in.
    generation: u64,
    works: bool,
}

impl World {
    pub(crate) fn new(seed: u64, fleet: Fleet) -> Self {
        Self {
            now: Duration::ZERO,
            chance: Chance::seeded(seed),
            processes: Vec::new(),
            callees: vec![Callee::steady()],
            paths: Paths::default(),
            engine: EngineHost::new(),
            weather: Weather::fair(),
            figures: Figures::default(),
            invariants: Invariants::default(),
            history: History::new(),
            fleet,
            longest_open: Duration::ZERO,
            agenda: Agenda::new(),
            held_up: Vec::new(),
        }
    }

    pub(crate) fn start(&mut self, spec: &Spec) -> usize {
        let number = self.processes.len();
        // Of the same seed come the same calls, in a fleet and alone.
        let (own, fleets) = (self.chance.fork(), self.chance.fork());
        let mut process = Process::new(spec, own);
        for (_, policy, _) in &spec.circuits {
            self.knows_open_time(patience::longest_open(policy));
        }
        for (circuit, it) in process.circuits.iter().enumerate() {
            let first = spec.starts + it.traffic.pause(&mut process.chance);
            self.agenda.note(first, Happening::To(number, Within::Call { circuit }));
        }
        if self.fleet == Fleet::Joined {
            self.join(number, spec, &mut process, fleets);
        }
        self.processes.push(process);
        self.figures.of.push(Refusals::default());
        number
    }

    fn join(&mut self, number: usize, spec: &Spec, process: &mut Process, mut chance: Chance) {
        let at = spec.starts + chance.between(Duration::ZERO, ms(1000));
        // As a join does: a suspicion counts failures of before.
        process.circuits.iter().for_each(|circuit| circuit.breaker.follow_runs());
        process.joined = Some(MemberHost::new(number, spec, chance));
        self.agenda.note(at, Happening::To(number, Within::Connect { connection: 0 }));
    }

    pub(crate) fn at(&mut self, at: Duration, fault: Fault) {
        self.agenda.note(at, Happening::Fault(fault));
    }

    pub(crate) fn during(&mut self, time: Range<Duration>, fault: Fault, end: Fault) {
        self.at(time.start, fault);
        self.at(time.end, end);
    }

    pub(crate) fn run(&mut self, until: Duration) {
        while let Some((now, what)) = self.agenda.next(until) {
            self.now = now;
            match what {
                Happening::Fault(fault) => self.suffer(fault),
                Happening::AtEngine(arrived) => self.arrive(arrived),
                Happening::To(process, what) => self.reach(process, what),
            }
        }
        self.now = until;
    }

    /// Goes on until it is so, for so long at most; whether it is.
    pub(crate) fn run_until(&mut self, most: Duration, is_so: impl Fn(&Self) -> bool) -> bool {
        let last = self.now + most;
        while !is_so(self) && self.now < last {
            self.run(self.now + ms(1));
        }
        is_so(self)
    }

    /// Something that a scenario requires.
    pub(crate) fn require(&mut self, is_so: bool, what: impl FnOnce(&Self) -> String) {
        if !is_so {
            let text = what(self);
            self.invariants.note(self.now, &mut self.history, &text);
        }
    }

    /// Long after the last outage: no circuit rejects or is suspected, and the engine will
    /// soon keep nothing about any.
    pub(crate) fn require_that_all_is_forgotten(&mut self) {
        let circuits: Vec<_> = self.alive().map(|circuit| circuit.breaker.snapshot()).collect();
        for circuit in circuits {
            let is_calm = circuit.state == State::Closed && circuit.suspected.is_none();
            self.require(is_calm, |_| format!("not calm: {circuit}"));
        }
        let kept = self.engine.kept_for_long(self.now);
        self.require(kept == 0 || self.engine.was_set_back(), |_| format!("{kept} records kept"));
    }

    /// Whether all other processes' circuits are suspected.
    pub(crate) fn others_suspect(&self, process: usize) -> bool {
        let mut circuits = self.processes[process].circuits.iter().map(|circuit| circuit.breaker);
        circuits.all(|breaker| self.deaf(process, breaker.name()).is_empty())
    }

    /// The other processes whose circuit of this name is not suspected.
    pub(crate) fn deaf(&self, process: usize, name: &str) -> Vec<usize> {
        let suspects = |other: &Process| {
            let mut circuits = other.circuits.iter().map(|circuit| circuit.breaker);
            let circuit = circuits.find(|breaker| breaker.name() == name);
            circuit.is_some_and(|breaker| breaker.snapshot().suspected.is_some())
        };
        let others = self.processes.iter().enumerate().filter(|(number, _)| *number != process);
        others.filter(|(_, other)| !suspects(other)).map(|(number, _)| number).collect()
    }

    /// The process that has the lease, of any circuit.
    pub(crate) fn holder(&self) -> Option<usize> {
        let holder = self.engine.holder()?;
        self.processes
            .iter()
            .position(|process| process.joined.as_ref().is_some_and(|joined| joined.id == holder))
    }

    fn alive(&self) -> impl Iterator<Item = &Circuit> {
        let alive = self.processes.iter().filter(|process| process.is_alive());
        alive.flat_map(|process| &process.circuits)
    }

    fn after(&mut self, time: Duration, process: usize, what: Within) {
        self.agenda.note(self.now + time, Happening::To(process, what));
    }

    /// It happens to the process, now or when the process goes on.
    fn reach(&mut self, number: usize, what: Within) {
        let process = &mut self.processes[number];
        match &mut process.life {
            Life::Dead => {}
            Life::Runs => {
                process.is_at(self.now);
                self.happen(number, what);
            }
            Life::Paused(_) if matches!(what, Within::Call { .. }) => self.skip(number, &what),
            Life::Paused(waiting) => waiting.push(what),
        }
    }

    fn happen(&mut self, process: usize, what: Within) {
        match what {
            Within::Call { circuit } => self.call(process, circuit),
            Within::Ended { circuit, call } => self.end(process, circuit, call),
            Within::Connect { connection } => self.connect(process, connection),
            Within::Connected { connection } => self.connected(process, connection),
            Within::NoConnection { connection } => self.not_connected(process, connection),
            Within::Reset { connection } => self.reset(process, connection),
            Within::Answer { connection, id, replies } => {
                self.answered(process, connection, id, replies);
            }
            Within::NoAnswer { id } => self.not_answered(process, id),
            Within::Push { connection, message } => self.pushed(process, connection, message),
            Within::Heard(event) => self.hear(process, event),
            Within::Missed => self.feed(process, Input::Missed),
            Within::Wake { at } => self.wake(process, at),
        }
    }
}
