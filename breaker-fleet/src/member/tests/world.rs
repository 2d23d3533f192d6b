//! A few processes, an engine and the wires between them, on a clock that is held.

use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet};

use super::circuits::{Fake, Fakes, Step};
use super::{ms, secs};
use crate::engine::memory::Memory;
use crate::engine::{Gone, Ran};
use crate::member::{
    BatchId, Config, FleetEvent, Input, Known, LocalEvent, Member, Origin, Output, What,
};
use crate::wire::{
    Batch, EngineTime, MemberId, Message, Name, Outage, Part, Peer, Reply, Request, State, Subject,
    Terms, Text, Why,
};

/// What travels.
enum Parcel {
    Request(usize, u64, BatchId, Batch),
    Answer(usize, u64, BatchId, Vec<Reply>),
    Push(usize, u64, Message),
    Lost(usize, u64, BatchId),
    Connect(usize),
}

pub(super) struct Process {
    pub(super) member: Member,
    pub(super) circuits: Fakes,
    pub(super) told: Vec<FleetEvent>,
    /// What people are shown.
    pub(super) known: BTreeMap<Name, Known>,
    pub(super) others: Vec<Peer>,
    /// Every request that was sent, but syncs.
    pub(super) sent: Vec<Request>,
    /// How often it synced.
    pub(super) syncs: usize,
    /// It hears no pushes.
    pub(super) deaf: bool,
    /// Its time stands still: what comes waits.
    pub(super) stopped: bool,
    backlog: Vec<Input>,
    connection: u64,
    /// Batches without an answer.
    pub(super) open: BTreeSet<BatchId>,
}

/// A world in which a way takes a millisecond.
pub(super) struct World {
    pub(super) now: Duration,
    pub(super) engine: Memory,
    pub(super) all: Vec<Process>,
    /// The engine's clock runs ahead of the world's by so many microseconds.
    pub(super) clock: i64,
    /// The engine takes requests in, and answers none.
    pub(super) hung: bool,
    wires: BTreeMap<(Duration, u64), Parcel>,
    next: u64,
}

const WAY: Duration = ms(1);

pub(super) fn x() -> Name {
    Name::new("x")
}

impl World {
    /// So many joined processes, each with the circuit `x`: 5 s old.
    pub(super) fn of(count: usize) -> Self {
        Self::with(count, |_, _| {})
    }

    pub(super) fn with(count: usize, set: impl Fn(usize, &mut Config)) -> Self {
        let mut world = Self {
            now: Duration::ZERO,
            engine: Memory::new(),
            all: Vec::new(),
            clock: 1_000_000_000,
            hung: false,
            wires: BTreeMap::new(),
            next: 0,
        };
        for number in 0..count {
            world.add(|config| set(number, config));
        }
        world.run(secs(5));
        world
    }

    /// One more process.
    pub(super) fn add(&mut self, set: impl Fn(&mut Config)) -> usize {
        let number = self.all.len();
        let mut config = Config {
            id: MemberId(number as u64 + 1),
            instance: Text::new(&format!("pod-{number}")),
            zone: Text::default(),
            share_control: false,
            seed: number as u64,
        };
        set(&mut config);
        let mut circuits = Fakes { now: self.now, all: BTreeMap::new() };
        circuits.add(x());
        self.all.push(Process {
            member: Member::new(config),
            circuits,
            told: Vec::new(),
            known: BTreeMap::new(),
            others: Vec::new(),
            sent: Vec::new(),
            syncs: 0,
            deaf: false,
            stopped: false,
            backlog: Vec::new(),
            connection: 0,
            open: BTreeSet::new(),
        });
        self.put(WAY, Parcel::Connect(number));
        number
    }

    fn put(&mut self, after: Duration, parcel: Parcel) {
        self.wires.insert((self.now + after, self.next), parcel);
        self.next += 1;
    }

    pub(super) fn engine_time(&self) -> EngineTime {
        let now = i64::try_from(self.now.as_micros()).unwrap();
        EngineTime(u64::try_from(now + self.clock).unwrap())
    }

    /// Lets so much time pass.
    pub(super) fn run(&mut self, time: Duration) {
        let end = self.now + time;
        loop {
            let wake = self.all.iter().filter(|process| !process.stopped);
            let wake = wake.filter_map(|process| process.member.wakes_at()).min();
            let parcel = self.wires.keys().next().map(|(at, _)| *at);
            let Some(next) = [wake, parcel].into_iter().flatten().min().filter(|at| *at <= end)
            else {
                break;
            };
            self.now = next.max(self.now);
            if parcel.is_some_and(|at| at <= self.now) {
                let parcel = self.wires.pop_first().unwrap().1;
                self.deliver(parcel);
            } else {
                self.tick();
            }
        }
        self.now = end;
    }

    fn tick(&mut self) {
        for number in 0..self.all.len() {
            let due = self.all[number].member.wakes_at().is_some_and(|at| at <= self.now);
            if due && !self.all[number].stopped {
                self.input(number, Input::Tick);
            }
        }
    }

    fn deliver(&mut self, parcel: Parcel) {
        match parcel {
            Parcel::Request(number, connection, id, batch) => {
                if self.hung {
                    return;
                }
                let Ran { replies, message } = self.engine.run_at(self.engine_time(), &batch);
                self.publish(message);
                if self.all[number].connection == connection {
                    self.put(WAY, Parcel::Answer(number, connection, id, replies));
                }
            }
            Parcel::Answer(number, connection, id, replies) => {
                if self.all[number].connection == connection && self.all[number].open.remove(&id) {
                    self.input(number, Input::Answered { id, result: Ok(replies) });
                }
            }
            Parcel::Lost(number, connection, id) => {
                if self.all[number].connection == connection && self.all[number].open.remove(&id) {
                    let result = Err(Gone::unanswered());
                    self.input(number, Input::Answered { id, result });
                }
            }
            Parcel::Push(number, connection, message) => {
                let process = &self.all[number];
                if process.connection == connection && !process.deaf {
                    self.input(number, Input::Pushed(message));
                }
            }
            Parcel::Connect(number) => {
                if self.hung {
                    return self.put(ms(100), Parcel::Connect(number));
                }
                self.input(number, Input::Connected);
            }
        }
    }

    fn publish(&mut self, message: Option<Message>) {
        let Some(message) = message else { return };
        let message = Message::decode(&message.encode()).unwrap();
        for number in 0..self.all.len() {
            let connection = self.all[number].connection;
            self.put(WAY, Parcel::Push(number, connection, message.clone()));
        }
    }

    pub(super) fn input(&mut self, number: usize, input: Input) {
        let now = self.now;
        let process = &mut self.all[number];
        if process.stopped {
            process.backlog.push(input);
            return;
        }
        process.circuits.now = now;
        for output in process.member.handle(now, input, &mut process.circuits) {
            self.put_out(number, output);
        }
    }

    fn put_out(&mut self, number: usize, output: Output) {
        let process = &mut self.all[number];
        match output {
            Output::Tell(event) => process.told.push(event),
            Output::Others(others) => process.others = others,
            Output::Outage { name, known } => {
                match known {
                    Some(known) => process.known.insert(name, *known),
                    None => process.known.remove(&name),
                };
            }
            Output::Reconnect { .. } => {
                process.connection += 1;
                process.open.clear();
                self.put(ms(50), Parcel::Connect(number));
            }
            Output::Send { id, batch } => {
                for request in &batch.requests {
                    match request {
                        Request::Sync { .. } => process.syncs += 1,
                        request => process.sent.push(request.clone()),
                    }
                }
                process.open.insert(id);
                let connection = process.connection;
                self.put(WAY, Parcel::Request(number, connection, id, batch));
                self.put(ms(500), Parcel::Lost(number, connection, id));
            }
        }
    }

    /// A stopped process goes on, with everything that waited for it.
    pub(super) fn go_on(&mut self, number: usize) {
        self.all[number].stopped = false;
        for input in core::mem::take(&mut self.all[number].backlog) {
            self.input(number, input);
        }
    }

    pub(super) fn fake(&mut self, number: usize) -> &mut Fake {
        self.all[number].circuits.all.get_mut(&x()).unwrap()
    }

    pub(super) fn steps(&self, number: usize) -> &[Step] {
        &self.all[number].circuits.all[&x()].steps
    }

    pub(super) fn happens(&mut self, number: usize, what: What, origin: Origin) {
        let event = LocalEvent { name: x(), what, origin };
        self.input(number, Input::Local(event));
    }

    /// The circuit's own rule opens it, for ten seconds.
    pub(super) fn open(&mut self, number: usize) {
        let now = self.now;
        let fake = self.fake(number);
        let first = fake.half_open.is_none();
        fake.open = true;
        fake.half_open = None;
        fake.since = now;
        fake.until = now + secs(10);
        fake.opened += 1;
        fake.openings += 1;
        self.happens(number, What::Opened { first, why: why() }, Origin::Own);
    }

    /// A call comes to a circuit in trouble. Whether it was admitted, as a trial.
    pub(super) fn call(&mut self, number: usize) -> bool {
        let now = self.now;
        let fake = self.fake(number);
        if now < fake.until {
            fake.rejected += 1;
            return false;
        }
        let lazily = core::mem::take(&mut fake.open);
        let trials = fake.half_open.get_or_insert_default();
        trials.in_flight += 1;
        if lazily {
            fake.since = now;
            self.happens(number, What::HalfOpened, Origin::Own);
        }
        true
    }

    /// The trial call ends, and decides.
    pub(super) fn trial_ends(&mut self, number: usize, well: bool) {
        if !well {
            return self.open(number);
        }
        let fake = self.fake(number);
        fake.half_open = None;
        fake.openings = 0;
        self.happens(number, What::Closed, Origin::Own);
    }

    /// Who is half-open.
    pub(super) fn trying(&self) -> Vec<usize> {
        let half = |process: &Process| process.circuits.all[&x()].half_open.is_some();
        (0..self.all.len()).filter(|number| half(&self.all[*number])).collect()
    }

    /// Lets calls come to all circuits in trouble every 20 ms, until one is admitted: by whom.
    pub(super) fn first_trial(&mut self, within: Duration) -> Option<usize> {
        let end = self.now + within;
        while self.now < end {
            self.run(ms(20));
            for number in 0..self.all.len() {
                let fake = &self.all[number].circuits.all[&x()];
                let troubled = fake.open || fake.half_open.is_some();
                if troubled && !fake.forced && self.call(number) {
                    return Some(number);
                }
            }
        }
        None
    }

    /// Somebody with another path asks the engine.
    pub(super) fn elsewhere(&mut self, request: impl Fn(Subject, Terms) -> Request) {
        let terms = Terms { open_for: secs(10), max_open_for: None, jitter: 1000, openings: 0 };
        let requests = vec![request(subject(""), terms)];
        let batch = Batch { member: MemberId(77), void_after: None, requests };
        let ran = self.engine.run_at(self.engine_time(), &batch);
        self.publish(ran.message);
    }

    /// What the engine says of `x` now.
    pub(super) fn outage(&mut self, zone: &str) -> Option<Outage> {
        let ran = self.engine.run_at(
            self.engine_time(),
            &Batch {
                member: MemberId(99),
                void_after: None,
                requests: vec![Request::Renew { subject: subject(zone) }],
            },
        );
        match ran.replies.into_iter().next() {
            Some(Reply::Refused(Some(view))) => match view.state {
                State::Outage(outage) => Some(outage),
                State::Control(_) => None,
            },
            _ => None,
        }
    }
}

pub(super) fn subject(zone: &str) -> Subject {
    Subject { name: x(), part: Part::Zone(Text::new(zone)) }
}

pub(super) fn why() -> Why {
    Why { reason: Text::new("failures"), failures: 5, calls: 5 }
}
